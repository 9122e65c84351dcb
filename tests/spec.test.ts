import { describe, expect, test } from "vitest";

import { checkCount, checkName, checkNumber, checkOptions, show } from "../src/base/check.js";
import { DataError, DivergedError, DownhillError, OptionError, ShapeError } from "../src/base/errors.js";
import {
  ACTIVATIONS,
  INITIALIZERS,
  dense,
  dropout,
  parseLayer,
  type Activation,
  type Initializer,
  type LayerSpec,
} from "../src/spec/layer.js";
import { huber, isRegression, LOSSES, parseLoss, type LossSpec } from "../src/spec/loss.js";
import {
  OPTIMIZERS,
  adagrad,
  adam,
  adamw,
  parseOptimizer,
  rmsprop,
  sgd,
  type OptimizerSpec,
  type SgdSpec,
} from "../src/spec/optimizer.js";
import { caught } from "./support/caught.js";

const ALL = OPTIMIZERS.map((name) => `${name}()`).join(", ");

/** The losses that have no numbers of their own. */
const NAMED = ["mse", "mae", "crossEntropy", "binaryCrossEntropy"] as const;

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("layers", () => {
  test("dense fills in linear and fanInUniform", () => {
    expect(dense(3)).toEqual({
      type: "dense",
      units: 3,
      activation: "linear",
      initializer: "fanInUniform",
    });
    expect(dense(1, "relu", { initializer: "heNormal" })).toEqual({
      type: "dense",
      units: 1,
      activation: "relu",
      initializer: "heNormal",
    });
    expect(dense(1, "relu", { initializer: undefined })).toEqual(dense(1, "relu"));
  });

  test("every layer survives JSON", () => {
    const layers: LayerSpec[] = [
      ...ACTIVATIONS.flatMap((activation) =>
        INITIALIZERS.map((initializer) => dense(7, activation, { initializer })),
      ),
      dropout(0),
      dropout(0.5),
    ];
    for (const layer of layers) expect(parseLayer(throughJson(layer))).toEqual(layer);
  });

  test("plain JSON may leave the defaults out", () => {
    expect(parseLayer({ type: "dense", units: 2 })).toEqual(dense(2));
    expect(parseLayer({ type: "dense", units: 2, activation: "tanh" })).toEqual(dense(2, "tanh"));
  });

  test("an unknown activation gets the text of the design, with fields", () => {
    const error = caught(OptionError, () => dense(16, "reLU" as Activation));
    expect(error.message).toBe(
      'dense(16, "reLU"): unknown activation. Did you mean "relu"? ' + `Known: ${ACTIVATIONS.join(", ")}.`,
    );
    expect(error.expected).toEqual(ACTIVATIONS);
    expect(error.received).toBe("reLU");
  });

  const wrong: [string, () => unknown, string][] = [
    ["no units", () => dense(0), "dense(0): units must be a whole number of at least 1, got 0."],
    ["half a unit", () => dense(2.5), "dense(2.5): units must be a whole number"],
    ["negative units", () => dense(-3), "got -3."],
    ["NaN units", () => dense(NaN), "got NaN."],
    ["units as text", () => dense("16" as unknown as number), 'got "16".'],
    [
      "an activation that is no text",
      () => dense(1, 3 as unknown as Activation),
      "unknown activation. Known:",
    ],
    ["a far name", () => dense(1, "gelu_erf" as Activation), "unknown activation. Known: linear"],
    [
      "an unknown initializer",
      () => dense(1, "relu", { initializer: "heNormall" as Initializer }),
      'unknown initializer. Did you mean "heNormal"?',
    ],
    [
      "an unknown option",
      () => dense(1, "relu", { initialiser: "zeros" } as object),
      'Did you mean "initializer"?',
    ],
    [
      "options that are no object",
      () => dense(1, "relu", "zeros" as unknown as object),
      'options must be an object such as { initializer: ... }, got "zeros".',
    ],
    ["dropout of everything", () => dropout(1), "dropout(1): rate must be at least 0 and below 1, got 1."],
    ["dropout below nothing", () => dropout(-0.1), "got -0.1."],
    ["dropout of NaN", () => dropout(NaN), "got NaN."],
    [
      "an unknown layer",
      () => parseLayer({ type: "dens", units: 1 }),
      'unknown layer. Did you mean "dense"?',
    ],
    ["a layer by name", () => parseLayer("dense"), "a layer must be dense(...) or dropout(...), got"],
    ["no layer", () => parseLayer(null), "a layer must be dense(...) or dropout(...), got"],
    ["a layer without units", () => parseLayer({ type: "dense" }), "units must be a whole number"],
    ["a stray field", () => parseLayer({ type: "dropout", rate: 0.5, units: 3 }), '"units": unknown option.'],
    ["a misspelt field", () => parseLayer({ type: "dense", unit: 3 }), 'Did you mean "units"?'],
  ];

  test.each(wrong)("%s is an OptionError", (_, action, text) => {
    expect(caught(OptionError, action).message).toContain(text);
  });
});

describe("losses", () => {
  test("every loss survives JSON", () => {
    const losses: LossSpec[] = [...NAMED, huber(), huber({ delta: 0.25 })];
    for (const loss of losses) expect(parseLoss(throughJson(loss))).toEqual(loss);
  });

  test("huber's delta is 1 unless given; its bare name means that", () => {
    expect(huber()).toEqual({ type: "huber", delta: 1 });
    expect(parseLoss("huber")).toEqual(huber());
    expect(parseLoss({ type: "huber" })).toEqual(huber());
  });

  test("the regressions are those whose targets have a unit", () => {
    expect([...NAMED, huber()].filter(isRegression)).toEqual(["mse", "mae", huber()]);
  });

  const wrong: [string, () => unknown, string][] = [
    ["a misspelt name", () => parseLoss("crossEntrpy"), 'unknown loss. Did you mean "crossEntropy"?'],
    ["another case", () => parseLoss("MSE"), 'Model: loss "MSE": unknown loss. Did you mean "mse"?'],
    ["a far name", () => parseLoss("hinge"), `Known: ${LOSSES.join(", ")}.`],
    ["the function itself", () => parseLoss(huber), "Model: loss a function: unknown loss."],
    ["nothing", () => parseLoss(undefined), "Model: loss undefined: unknown loss."],
    ["an unknown object", () => parseLoss({ type: "mse" }), "unknown loss"],
    ["delta 0", () => huber({ delta: 0 }), "huber: delta must be a number above 0, got 0."],
    ["delta NaN", () => huber({ delta: NaN }), "got NaN."],
    ["delta in JSON", () => parseLoss({ type: "huber", delta: "1" }), 'got "1".'],
    ["a misspelt delta", () => huber({ detla: 1 } as object), 'Did you mean "delta"?'],
  ];

  test.each(wrong)("%s is an OptionError", (_, action, text) => {
    expect(caught(OptionError, action).message).toContain(text);
  });
});

describe("optimizers", () => {
  test("the defaults are PyTorch's; sgd's rate is 0.01", () => {
    expect([sgd(), adam(), adamw(), rmsprop(), adagrad()]).toEqual([
      { type: "sgd", learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 },
      { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      { type: "adamw", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
      { type: "rmsprop", learningRate: 0.01, alpha: 0.99, epsilon: 1e-8 },
      { type: "adagrad", learningRate: 0.01, epsilon: 1e-10 },
    ]);
  });

  test("every optimizer survives JSON, given numbers included", () => {
    const optimizers: OptimizerSpec[] = [
      sgd(),
      sgd({ learningRate: 0.5, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
      adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.25, epsilon: 1e-3 }),
      adamw({ weightDecay: 0 }),
      rmsprop({ alpha: 0 }),
      adagrad({ epsilon: 1 }),
    ];
    for (const optimizer of optimizers) expect(parseOptimizer(throughJson(optimizer))).toEqual(optimizer);
  });

  test("plain JSON may leave the defaults out; undefined counts as left out", () => {
    expect(parseOptimizer({ type: "adam" })).toEqual(adam());
    expect(adam({ learningRate: undefined, beta1: undefined })).toEqual(adam());
  });

  const wrong: [string, () => unknown, string][] = [
    ["a misspelt name", () => parseOptimizer({ type: "adma" }), 'unknown optimizer. Did you mean "adam"?'],
    ["a name alone", () => parseOptimizer("adam"), `Model: optimizer must be one of ${ALL}, got "adam".`],
    ["the function itself", () => parseOptimizer(adam), `one of ${ALL}, got a function.`],
    ["nothing", () => parseOptimizer(undefined), `optimizer must be one of ${ALL}, got undefined.`],
    ["a misspelt option", () => adam({ learningrate: 0.1 } as object), 'Did you mean "learningRate"?'],
    ["an underscore", () => adam({ learning_rate: 0.1 } as object), 'Did you mean "learningRate"?'],
    [
      "another optimizer's option",
      () => adam({ momentum: 0.9 } as object),
      'adam: "momentum": unknown option.',
    ],
    ["momentum 1", () => sgd({ momentum: 1 }), "sgd: momentum must be at least 0 and below 1, got 1."],
    ["a negative momentum", () => sgd({ momentum: -0.5 }), "got -0.5."],
    ["beta1 of 1", () => adam({ beta1: 1 }), "adam: beta1 must be at least 0 and below 1, got 1."],
    ["beta2 NaN", () => adam({ beta2: NaN }), "adam: beta2"],
    ["alpha above 1", () => rmsprop({ alpha: 2 }), "rmsprop: alpha"],
    [
      "epsilon 0",
      () => adagrad({ epsilon: 0 }),
      "adagrad: epsilon must be a number of at least 1e-38, got 0.",
    ],
    [
      "a negative decay",
      () => adamw({ weightDecay: -1 }),
      "adamw: weightDecay must be a number of at least 0",
    ],
    [
      "a rate of 0",
      () => sgd({ learningRate: 0 }),
      "sgd: learningRate must be a number above 0 or a schedule",
    ],
    ["nesterov alone", () => sgd({ nesterov: true }), "nesterov needs a momentum above 0, such as 0.9."],
    [
      "nesterov as a number",
      () => sgd({ momentum: 0.9, nesterov: 1 } as unknown as SgdSpec),
      "nesterov must be true or false, got 1.",
    ],
    [
      "a number for options",
      () => adam(0.1 as unknown as object),
      "adam: options must be an object such as { learningRate: 0.1 }, got 0.1.",
    ],
  ];

  test.each(wrong)("%s is an OptionError", (_, action, text) => {
    expect(caught(OptionError, action).message).toContain(text);
  });
});

describe("checks", () => {
  test("let the right values pass", () => {
    checkCount("f", "n", 0, 0);
    checkCount("f", "n", 2 ** 40, 1);
    checkNumber("f", "x", -1.5, ["any number", () => true]);
    checkName("f", "color", "red", ["red", "green"]);
    checkOptions("f", {}, []);
    checkOptions("f", { a: 1 }, ["a", "b"]);
  });

  test("a count's error carries what was expected and received", () => {
    const error = caught(OptionError, () => checkCount("f", "rows", -2, 1));
    expect(error).toMatchObject({ expected: "a whole number of at least 1", received: -2 });
    for (const value of [0, 1.5, NaN, Infinity, "3", null, undefined, [3], 3n]) {
      expect(() => checkCount("f", "rows", value, 1), String(value)).toThrow(OptionError);
    }
  });

  test("a number is finite whatever the range", () => {
    for (const value of [NaN, Infinity, -Infinity, "1", null, undefined, true]) {
      expect(() => checkNumber("f", "x", value, ["any number", () => true]), String(value)).toThrow(
        "any number",
      );
    }
  });

  test("the hint is the nearest name, in any case, and none where none is near", () => {
    const known = ["validation", "shuffle", "test"];
    const hint = (name: string): string =>
      caught(OptionError, () => checkName("f", "option", name, known)).message;
    expect(hint("validaton")).toContain('Did you mean "validation"?');
    expect(hint("SHUFFLE")).toContain('Did you mean "shuffle"?');
    expect(hint("tset")).toContain('Did you mean "test"?');
    expect(hint("patience")).not.toContain("Did you mean");
    expect(hint("")).not.toContain("Did you mean");
  });

  test("options that are no plain object are refused", () => {
    for (const value of [null, undefined, 3, "x", [1]]) {
      expect(() => checkOptions("f", value, ["a"]), String(value)).toThrow("options must be an object");
    }
  });

  test("show pictures any value in few characters", () => {
    const pictures: [unknown, string][] = [
      ["reLU", '"reLU"'],
      ["x".repeat(50), `"${"x".repeat(40)}…"`],
      [0.5, "0.5"],
      [NaN, "NaN"],
      [-0, "0"],
      [10n, "the bigint 10n"],
      [true, "true"],
      [null, "null"],
      [undefined, "undefined"],
      [[1, 2, 3], "an array of 3"],
      [new Float32Array(4), "a Float32Array of 4"],
      [new Int32Array(4), "an Int32Array of 4"],
      [new DataView(new ArrayBuffer(4)), "a DataView"],
      [new ArrayBuffer(4), "an ArrayBuffer"],
      [new Date(0), "a Date"],
      [Promise.resolve(), "a Promise (await it)"],
      [Object.create(null), "an object"],
      [{ length: 3 }, "an object"],
      [{ a: 1 }, "an object"],
      [(): number => 1, "a function"],
      [Symbol("s"), "a symbol"],
    ];
    for (const [value, text] of pictures) expect(show(value)).toBe(text);
  });
});

describe("errors", () => {
  test("are kinds of DownhillError with their own names", () => {
    const kinds: [Error, string][] = [
      [new ShapeError("text"), "ShapeError"],
      [new DataError("text"), "DataError"],
      [new OptionError("text"), "OptionError"],
      [new DivergedError("text", 1, 2, 0.3), "DivergedError"],
    ];
    for (const [error, name] of kinds) {
      expect(error).toBeInstanceOf(DownhillError);
      expect(error.name).toBe(name);
      expect(String(error)).toBe(`${name}: text`);
    }
  });

  test("carry their fields, and only those given", () => {
    expect(new ShapeError("text", { expected: 7, received: 3, row: 12 })).toMatchObject({
      expected: 7,
      received: 3,
      row: 12,
    });
    expect(Object.hasOwn(new DataError("text", { row: 1 }), "column")).toBe(false);
    expect(new DivergedError("text", 3, 41, 0.3)).toMatchObject({ epoch: 3, update: 41, learningRate: 0.3 });
  });
});
