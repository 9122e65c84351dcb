import { describe, expect, test } from "vitest";

import { checkName } from "../../src/base/check.js";
import { FOREIGN_NAMES } from "../../src/base/foreign-names.js";
import { Model, OptionError, adagrad, adam, adamw, dataset, dense, rmsprop, sgd } from "../../src/index.js";
import { ACTIVATIONS, INITIALIZERS } from "../../src/spec/layer.js";
import { LOSSES } from "../../src/spec/loss.js";
import { OPTIMIZERS } from "../../src/spec/optimizer.js";
import { caught } from "../support/caught.js";
import { any, expectError, type Case } from "./complaint.js";

/** What a newcomer writes, often out of habit from another library, and the whole message that helps. */

const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] });
const build = (change: object = {}): Model =>
  new Model(any({ inputs: 1, layers: [dense(1)], loss: "mse", ...change }));
const fit = (options?: unknown) => (): unknown => build().fitSync(data, any(options));

const FIT =
  "Known: epochs, batchSize, shuffle, gradientTolerance, validation, earlyStopping, clipNorm, onDiverge, classWeights, " +
  "onEpoch, onProgress, signal.";
const MODEL = /Known: (inputs, layers, loss, optimizer, standardize, seed, .*)\.$/.exec(
  caught(OptionError, () => build({ "?": 0 })).message,
)?.[0] as string;
const ADAM = "Known: learningRate, beta1, beta2, epsilon.";
const DENSE = 'dense: units and activation must be given as dense(3, "relu"), got an object.';

describe("options", () => {
  const cases: Case[] = [
    [
      "fit without any",
      fit(),
      OptionError,
      "Model.fitSync: options must be an object such as { epochs: 100 }, got undefined.",
    ],
    [
      "fit with a number",
      fit(50),
      OptionError,
      "Model.fitSync: options must be an object such as { epochs: 50 }, got 50.",
    ],
    [
      "fit with the validation rows",
      fit(data),
      OptionError,
      "Model.fitSync: options must be an object such as { epochs: 100 }, got a Dataset.",
    ],
    [
      "fit with a Map",
      fit(new Map([["epochs", 3]])),
      OptionError,
      "Model.fitSync: options must be an object such as { epochs: 100 }, got a Map.",
    ],
    [
      "patience alone",
      fit({ epochs: 1, earlyStopping: 5 }),
      OptionError,
      "Model.fitSync: earlyStopping: options must be an object such as { patience: 5 }, got 5.",
    ],
    [
      "a number for adam",
      () => adam(any(0.01)),
      OptionError,
      "adam: options must be an object such as { learningRate: 0.01 }, got 0.01.",
    ],
    [
      "a number for sgd",
      () => sgd(any(0.5)),
      OptionError,
      "sgd: options must be an object such as { learningRate: 0.5 }, got 0.5.",
    ],
    [
      "lr",
      () => adam(any({ lr: 0.01 })),
      OptionError,
      `adam: "lr": unknown option. Did you mean "learningRate"? ${ADAM}`,
    ],
    [
      "learning_rate",
      () => adam(any({ learning_rate: 0.01 })),
      OptionError,
      `adam: "learning_rate": unknown option. Did you mean "learningRate"? ${ADAM}`,
    ],
    [
      "learningRate for the model",
      () => build({ learningRate: 0.01 }),
      OptionError,
      `Model: "learningRate": unknown option. Use optimizer: adam({ learningRate: 0.01 }). ${MODEL}`,
    ],
    [
      "lr for fit",
      fit({ epochs: 1, lr: 0.01 }),
      OptionError,
      `Model.fitSync: "lr": unknown option. Use optimizer: adam({ learningRate: 0.01 }). ${FIT}`,
    ],
    [
      "beta_1",
      () => adam(any({ beta_1: 0.9 })),
      OptionError,
      `adam: "beta_1": unknown option. Did you mean "beta1"? ${ADAM}`,
    ],
    [
      "eps",
      () => adam(any({ eps: 1e-8 })),
      OptionError,
      `adam: "eps": unknown option. Did you mean "epsilon"? ${ADAM}`,
    ],
    [
      "weight_decay for adam",
      () => adam(any({ weight_decay: 0.01 })),
      OptionError,
      `adam: "weight_decay": unknown option. Use adamw. ${ADAM}`,
    ],
    [
      "weight_decay for sgd",
      () => sgd(any({ weight_decay: 0.01 })),
      OptionError,
      'sgd: "weight_decay": unknown option. Did you mean "weightDecay"? Known: learningRate, momentum, nesterov, weightDecay.',
    ],
    [
      "rho",
      () => rmsprop(any({ rho: 0.9 })),
      OptionError,
      'rmsprop: "rho": unknown option. Did you mean "alpha"? Known: learningRate, alpha, epsilon.',
    ],
    [
      "batch_size",
      fit({ epochs: 1, batch_size: 8 }),
      OptionError,
      `Model.fitSync: "batch_size": unknown option. Did you mean "batchSize"? ${FIT}`,
    ],
    [
      "validationSplit",
      fit({ epochs: 1, validationSplit: 0.2 }),
      OptionError,
      `Model.fitSync: "validationSplit": unknown option. Use data.split({ validation: 0.2, shuffle: 1 }). ${FIT}`,
    ],
    [
      "validation_split",
      fit({ epochs: 1, validation_split: 0.2 }),
      OptionError,
      `Model.fitSync: "validation_split": unknown option. Use data.split({ validation: 0.2, shuffle: 1 }). ${FIT}`,
    ],
    [
      "validationData",
      fit({ epochs: 1, validationData: data }),
      OptionError,
      `Model.fitSync: "validationData": unknown option. Did you mean "validation"? ${FIT}`,
    ],
    [
      "callbacks",
      fit({ epochs: 1, callbacks: [] }),
      OptionError,
      `Model.fitSync: "callbacks": unknown option. Did you mean "onEpoch"? ${FIT}`,
    ],
    [
      "verbose",
      fit({ epochs: 1, verbose: 0 }),
      OptionError,
      `Model.fitSync: "verbose": unknown option. Did you mean "onEpoch"? ${FIT}`,
    ],
    [
      "an optimizer's name",
      () => build({ optimizer: "adam" }),
      OptionError,
      'Model: optimizer must be one of sgd(), adam(), adamw(), rmsprop(), adagrad(), got "adam".',
    ],
    [
      "an optimizer in capitals",
      () => build({ optimizer: { type: "SGD" } }),
      OptionError,
      'Model: optimizer "SGD": unknown optimizer. Did you mean "sgd"? Known: sgd, adam, adamw, rmsprop, adagrad.',
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("layers", () => {
  const cases: Case[] = [
    ["options second", () => dense(3, any({ activation: "relu" })), OptionError, DENSE],
    ["options alone", () => dense(any({ units: 3, activation: "relu" })), OptionError, DENSE],
    [
      "kernelInitializer",
      () => dense(3, "relu", any({ kernelInitializer: "zeros" })),
      OptionError,
      'dense(3, "relu"): "kernelInitializer": unknown option. Did you mean "initializer"? Known: initializer.',
    ],
    [
      "softmax",
      () => dense(3, any("softmax")),
      OptionError,
      'dense(3, "softmax"): unknown activation. Leave it out: crossEntropy applies the softmax. ' +
        `Known: ${ACTIVATIONS.join(", ")}.`,
    ],
    [
      "LogSoftmax",
      () => dense(3, any("LogSoftmax")),
      OptionError,
      'dense(3, "LogSoftmax"): unknown activation. Leave it out: crossEntropy applies the softmax. ' +
        `Known: ${ACTIVATIONS.join(", ")}.`,
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));

  test.each([
    ["leaky_relu", "leakyRelu"],
    ["LeakyReLU", "leakyRelu"],
    ["leaky-relu", "leakyRelu"],
    ["swish", "silu"],
    ["SiLU", "silu"],
    ["gelu", "silu"],
    ["hard_sigmoid", "hardSigmoid"],
    ["Sigmoid", "sigmoid"],
    ["Tanh", "tanh"],
    ["ELU", "elu"],
    ["relu6", "relu"],
  ])("activation %s: %s", (foreign, ours) => {
    expect(caught(OptionError, () => dense(1, any(foreign))).message).toBe(
      `dense(1, "${foreign}"): unknown activation. Did you mean "${ours}"? Known: ${ACTIVATIONS.join(", ")}.`,
    );
  });

  test.each([
    ["xavier", "glorotUniform"],
    ["xavier_uniform", "glorotUniform"],
    ["glorot_uniform", "glorotUniform"],
    ["he_normal", "heNormal"],
    ["kaiming_normal", "heNormal"],
    ["Zeros", "zeros"],
  ])("initializer %s: %s", (foreign, ours) => {
    const error = caught(OptionError, () => dense(1, "relu", { initializer: any(foreign) }));
    expect(error.message).toBe(
      `dense(1, "relu"), initializer "${foreign}": unknown initializer. Did you mean "${ours}"? ` +
        `Known: ${INITIALIZERS.join(", ")}.`,
    );
  });
});

describe("losses", () => {
  test.each([
    ["categoricalCrossentropy", "crossEntropy"],
    ["categorical_crossentropy", "crossEntropy"],
    ["sparse_categorical_crossentropy", "crossEntropy"],
    ["CategoricalCrossentropy", "crossEntropy"],
    ["CrossEntropyLoss", "crossEntropy"],
    ["softmaxCrossEntropy", "crossEntropy"],
    ["NLLLoss", "crossEntropy"],
    ["nll_loss", "crossEntropy"],
    ["binary_crossentropy", "binaryCrossEntropy"],
    ["BinaryCrossentropy", "binaryCrossEntropy"],
    ["BCELoss", "binaryCrossEntropy"],
    ["BCEWithLogitsLoss", "binaryCrossEntropy"],
    ["meanSquaredError", "mse"],
    ["mean_squared_error", "mse"],
    ["squared_error", "mse"],
    ["MSELoss", "mse"],
    ["mean_absolute_error", "mae"],
    ["meanAbsoluteError", "mae"],
    ["L1Loss", "mae"],
    ["MAE", "mae"],
    ["SmoothL1Loss", "huber"],
    ["HuberLoss", "huber"],
    ["huber_loss", "huber"],
  ])("%s: %s", (foreign, ours) => {
    expect(caught(OptionError, () => build({ loss: foreign })).message).toBe(
      `Model: loss "${foreign}": unknown loss. Did you mean "${ours}"? Known: ${LOSSES.join(", ")}.`,
    );
  });

  test.each(["hinge", "kl_divergence", "poisson"])("%s is none of ours, nor near one", (foreign) => {
    expect(caught(OptionError, () => build({ loss: foreign })).message).toBe(
      `Model: loss "${foreign}": unknown loss. Known: ${LOSSES.join(", ")}.`,
    );
  });
});

describe("the table of foreign names", () => {
  const option = (name: string, known: readonly string[], what = "option"): string =>
    caught(OptionError, () => checkName("f", what, name, known)).message;
  const lists: (readonly string[])[] = [
    ...[LOSSES, ACTIVATIONS, INITIALIZERS, OPTIMIZERS, FIT.slice("Known: ".length, -1).split(", ")],
    MODEL.slice("Known: ".length, -1).split(", "),
    ...[sgd(), adam(), adamw(), rmsprop(), adagrad()].map((spec) => Object.keys(spec)),
    ["inputs", "targets", "labels"],
    ["inputWidth", "targetWidth", "weights", "columns"],
    ["validation", "test", "shuffle", "gap", "stratify"],
    ["past", "ahead", "gap"],
    ["schedule", "initial", "final", "epochs", "warmup"],
  ];

  test("proposes each name of ours to whoever writes it otherwise", () => {
    for (const known of lists)
      for (const name of known) {
        const snake = name.replace(/[A-Z]/g, (letter) => `_${letter}`);
        for (const written of [`_${snake.toLowerCase()}`, `${snake.toUpperCase()}_`, `-${name}`])
          expect(option(written, known), written).toContain(`Did you mean "${name}"?`);
      }
  });

  test("names of ours that stand in it are ours", () => {
    const ours = Object.keys(FOREIGN_NAMES).filter((name) => !name.endsWith("."));
    expect(ours.filter((name) => !lists.flat().concat("initializer").includes(name))).toEqual([]);
  });

  test("does not translate the names that people give to classes", () => {
    const known = ["format A", "mse"];
    expect(option("format 7", known, "class")).toBe(
      'f: unknown class. Did you mean "format A"? Known: format A, mse.',
    );
    expect(option("squared error", known, "class")).toBe("f: unknown class. Known: format A, mse.");
    // Letters of other scripts are letters too.
    expect(option("犬", ["猫", "鳥"], "class")).not.toContain("format");
  });
});
