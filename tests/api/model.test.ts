import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import {
  Model,
  OptionError,
  ShapeError,
  adagrad,
  adam,
  adamw,
  dataset,
  dense,
  dropout,
  huber,
  rmsprop,
  sgd,
  windows,
  type ModelOptions,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember, stateOf } from "./remembered.js";

/** Predicting, parameters, specs, unscaled, and many models at once. */

const random = new Random(1);
const table = dataset({ inputs: random.table(40, 3), targets: random.table(40, 2) });
const labelled = dataset({
  inputs: random.table(40, 3),
  labels: Array.from({ length: 40 }, (_, i) => "abc"[i % 3]),
});

const trained = (options: Partial<ModelOptions> = {}): Model => {
  const layers = [dense(7, "silu"), dense(2)];
  const model = new Model({ inputs: 3, layers, loss: "mse", seed: 4, ...options });
  model.fitSync(options.loss === "crossEntropy" ? labelled : table, { epochs: 3 });
  return model;
};

describe("predict", () => {
  test("two layers by hand, parameters in PyTorch's order", () => {
    const layers = [dense(2, "relu"), dense(2)];
    const model = new Model({ inputs: 3, layers, loss: "mse", standardize: false });
    expect(model.count).toBe(3 * 2 + 2 + 2 * 2 + 2);
    model.parameters = [1, 2, 3, -1, 0, 1, 0.5, -0.5, 10, 20, 30, 40, 100, 200];
    // h = relu(1 + 4 + 9 + 0.5, -1 + 3 - 0.5) = (14.5, 1.5)
    expect([...model.predict([1, 2, 3])]).toEqual([145 + 30 + 100, 435 + 60 + 200]);
  });

  test("crossEntropy gives softmax, at logits of 1e5 too", () => {
    const model = new Model({ inputs: 1, layers: [dense(3)], loss: "crossEntropy", standardize: false });
    model.parameters = [1, 2, -1, 0, 0, 0];
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(-1);
    expectClose(model.predict([1]), [Math.exp(1) / sum, Math.exp(2) / sum, Math.exp(-1) / sum], {
      tolerance: 1e-6,
    });
    expect([...model.predict([1e5])]).toEqual([0, 1, 0]);
    expect([...model.predict([-1e5])]).toEqual([0, 0, 1]);
    expect(model.classify([1e5])).toEqual({ label: 1, index: 1, probability: 1 });
  });

  test("binaryCrossEntropy gives the probability of yes, of each output", () => {
    const model = new Model({
      inputs: 1,
      layers: [dense(2)],
      loss: "binaryCrossEntropy",
      standardize: false,
    });
    model.parameters = [1, -1, 0, 0];
    expectClose(model.predict([2]), [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2))], { tolerance: 1e-6 });
    expectClose(model.predict([1e5]), [1, 0], { tolerance: 1e-30 });
  });

  test("predictAll is flat, takes every kind of table, and is predict row by row to the bit", () => {
    const model = trained();
    const rows = Array.from({ length: 300 }, () => Array.from(random.list(3)));
    const expected = rows.flatMap((row) => [...model.predict(row)]);
    const flat = rows.flat();
    for (const [name, source] of Object.entries({
      nested: rows,
      flat,
      float64: Float64Array.from(flat),
      typedRows: rows.map((row) => Float64Array.from(row)),
      dataset: dataset({ inputs: rows, targets: rows.map(() => 0) }),
    })) {
      expect([...model.predictAll(source)], name).toEqual(expected);
    }
    expect(model.predictAll([1, 2, 3])).toBeInstanceOf(Float64Array);
    expect(model.predict([1, 2, 3])).toBeInstanceOf(Float64Array);
    expect(JSON.stringify(model.predict([1, 2, 3]))).toBe(JSON.stringify([...model.predict([1, 2, 3])]));
  });

  test("predictAll takes windows without copying them", () => {
    const series = windows(random.list(50), { past: 3, ahead: 2 });
    const model = trained();
    const rows = Array.from({ length: series.rows }, (_, r) => [...series.inputs.slice(r * 3, r * 3 + 3)]);
    expect([...model.predictAll(series)]).toEqual([...model.predictAll(rows)]);
  });

  test("predictInto returns what it was given and leaves the rest of it alone", () => {
    const model = trained();
    const expected = model.predict([1, 2, 3]);
    const float64 = new Float64Array(4).fill(9);
    expect(model.predictInto([1, 2, 3], float64)).toBe(float64);
    expectClose(float64, [...expected, 9, 9], { tolerance: 1e-6 });
    expect(model.predictInto(Float32Array.of(1, 2, 3), [0, 0])).toHaveLength(2);
  });

  test("classify names the most likely class", () => {
    const model = trained({ inputs: labelled, layers: [dense(3)], loss: "crossEntropy" });
    const row = [0.5, -1, 2];
    const p = model.predict(row);
    const index = p.indexOf(Math.max(...p));
    expect(model.classify(row)).toEqual({ label: "abc"[index], index, probability: p[index] });
    expect(caught(OptionError, () => trained().classify(row)).message).toMatch(/^Model\.classify: .*"mse"/);
  });
});

describe("parameters", () => {
  test("reading gives a copy, assigning takes one", () => {
    const model = trained();
    const before = model.parameters;
    model.parameters.fill(0);
    expect(model.parameters).toEqual(before);
    const given = before.map((p) => 2 * p);
    model.parameters = given;
    given.fill(0);
    expect(model.parameters).toEqual(before.map((p) => 2 * p));
  });

  test("assigning moves predictions, loss and files at once", () => {
    const model = trained();
    const other = trained({ seed: 5 });
    model.parameters = other.parameters;
    const twin = Model.load(model.save());
    expect(twin.predict([1, 2, 3])).toEqual(model.predict([1, 2, 3]));
    expect(twin.loss(table)).toBe(model.loss(table));
    expect([...model.gradient(table).gradient]).toHaveLength(model.count);
  });

  test("step is one update: sgd moves by rate x gradient and returns the loss before", () => {
    const model = trained({ optimizer: sgd({ learningRate: 0.25 }), standardize: false });
    const { loss, gradient } = model.gradient(table);
    const before = model.parameters;
    const rows = (values: ArrayLike<number>, width: number): number[][] =>
      Array.from({ length: 40 }, (_, r) => Array.from(values).slice(r * width, r * width + width));
    const found = model.step(rows(table.inputs, 3), rows(table.targets, 2));
    expectClose(found, loss, { tolerance: 1e-6 });
    expectClose(
      model.parameters,
      before.map((p, i) => p - 0.25 * gradient[i]),
      { tolerance: 1e-6 },
    );
  });

  test("gradient, loss, evaluate, predict, summary, save and free change nothing", () => {
    const model = trained({ layers: [dense(7, "silu"), dropout(0.5), dense(2)] });
    const unchanged = remember(model);
    model.gradient(table);
    model.loss(table);
    model.evaluate(table);
    model.predictAll(table);
    model.summary();
    model.free();
    unchanged();
    model.free();
    model.free();
    unchanged();
    expect(model.predict([1, 2, 3])).toHaveLength(2);
  });

  test("summary names layers, shapes and counts", () => {
    const text = new Model({
      inputs: 56,
      layers: [dense(100, "relu"), dropout(0.2), dense(1)],
      loss: "mae",
    }).summary();
    for (const part of ["dense(100", "relu", "dropout(0.2)", "5700", "5801", "mae", "adam"]) {
      expect(text).toContain(part);
    }
  });
});

describe("spec", () => {
  const specs: [string, ModelOptions][] = [
    ["defaults", { inputs: 2, layers: [dense(1)], loss: "mse" }],
    [
      "a deep net",
      {
        inputs: 3,
        layers: [
          dense(4, "elu", { initializer: "heNormal" }),
          dropout(0.25),
          dense(3, "hardSigmoid"),
          dense(2),
        ],
        loss: huber({ delta: 0.3 }),
        optimizer: adamw({ weightDecay: 0.1 }),
        standardize: false,
        seed: 99,
      },
    ],
    [
      "a step schedule",
      {
        inputs: 1,
        layers: [dense(1)],
        loss: "mae",
        optimizer: sgd({
          learningRate: { schedule: "step", initial: 0.1, every: 3, factor: 0.5 },
          momentum: 0.9,
          nesterov: true,
          weightDecay: 1e-4,
        }),
      },
    ],
    [
      "a cosine schedule",
      {
        inputs: 1,
        layers: [dense(1)],
        loss: "binaryCrossEntropy",
        optimizer: rmsprop({ learningRate: { schedule: "cosine", initial: 0.1, epochs: 9 } }),
        classes: ["no", "yes"],
      },
    ],
    [
      "classes, a dataset, adagrad",
      {
        inputs: labelled,
        layers: [dense(3)],
        loss: "crossEntropy",
        optimizer: adagrad({ learningRate: 0.5 }),
        seed: -7,
      },
    ],
    [
      "named columns",
      {
        inputs: dataset({ inputs: [[1, 2]], targets: [1] }, { columns: ["a", "b"] }),
        layers: [dense(1)],
        loss: "mse",
        seed: Number.MAX_SAFE_INTEGER,
      },
    ],
  ];

  test.each(specs)("is plain JSON and builds the same bits: %s", (_, options) => {
    const model = new Model(options);
    const { spec } = model;
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(structuredClone(spec)).toEqual(spec);
    const again = new Model(spec);
    expect(again.spec).toEqual(spec);
    expect(stateOf(again)).toEqual(stateOf(model));
    expect(stateOf(new Model(JSON.parse(JSON.stringify(spec)) as ModelOptions))).toEqual(stateOf(model));
  });

  test("of a trained model is that of the untrained: a new one trains to the same bits", () => {
    const model = trained({ layers: [dense(5, "tanh"), dropout(0.3), dense(2)] });
    const again = new Model(model.spec);
    again.fitSync(table, { epochs: 3 });
    expect(stateOf(again)).toEqual(stateOf(model));
  });

  test("is a copy, and the model keeps none of the caller's objects", () => {
    const learningRate = { schedule: "step" as const, initial: 0.1, every: 3, factor: 0.5 };
    const layers = [dense(2, "relu"), dense(1)];
    const classes = ["b", "a"];
    const model = new Model({ inputs: 2, layers, loss: "mse", optimizer: adam({ learningRate }) });
    const named = new Model({ inputs: 2, layers, loss: "binaryCrossEntropy", classes });
    const before = JSON.stringify([model.spec, named.spec]);
    learningRate.initial = 5;
    layers.pop();
    classes.push("c");
    Object.assign(model.spec, { inputs: 100 });
    (model.spec.layers as unknown[]).length = 0;
    expect(JSON.stringify([model.spec, named.spec])).toBe(before);
  });
});

describe("unscaled", () => {
  test("gives the w and b of y = b + w x, in the data's units", () => {
    const inputs = Array.from({ length: 30 }, (_, i) => 1000 + i);
    const data = dataset({ inputs, targets: inputs.map((x) => 7 - 0.02 * x) });
    const model = new Model({
      inputs: 1,
      layers: [dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.3 }),
    });
    model.fitSync(data, { epochs: 100, batchSize: "all" });
    const unchanged = remember(model);
    const plain = model.unscaled();
    expectClose(plain.parameters, [-0.02, 7], { tolerance: 1e-4 });
    expect(plain.spec).toEqual({ ...model.spec, standardize: false });
    expectClose(plain.predict([1010.5]), model.predict([1010.5]), { tolerance: 1e-5 });
    expectClose(plain.loss(data), model.loss(data), { tolerance: 1e-6 });
    unchanged();
  });

  test.each([
    ["one layer, several targets", [dense(2)]],
    ["two layers", [dense(6, "tanh"), dense(2)]],
    ["dropout first and between", [dropout(0.1), dense(6, "relu"), dropout(0.1), dense(4, "silu"), dense(2)]],
  ])("is the same function: %s", (_, layers) => {
    const scaled = dataset({
      inputs: Array.from({ length: 30 }, (_row, i) => [100 + i, 1e-3 * Math.sin(i), 5]),
      targets: Array.from({ length: 30 }, (_row, i) => [1e4 * Math.cos(i), 3 + i / 100]),
    });
    const model = new Model({ inputs: 3, layers, loss: "mse", seed: 8 });
    model.fitSync(scaled, { epochs: 10 });
    const [a, b] = [model.unscaled().predictAll(scaled), model.predictAll(scaled)];
    for (let i = 0; i < a.length; i++) {
      expectClose(a[i] / (i % 2 ? 1 : 1e4), b[i] / (i % 2 ? 1 : 1e4), {
        tolerance: 1e-5,
        label: `cell ${i}`,
      });
    }
  });

  test("of a classification keeps classes and probabilities", () => {
    const model = trained({ inputs: labelled, layers: [dense(4, "tanh"), dense(3)], loss: "crossEntropy" });
    const plain = model.unscaled();
    expect(plain.classes).toEqual(["a", "b", "c"]);
    expectClose(plain.predictAll(labelled), model.predictAll(labelled), { tolerance: 1e-5 });
    expect(plain.classify([1, 2, 3]).label).toBe(model.classify([1, 2, 3]).label);
  });

  test("of what is not standardized is a model of the same parameters", () => {
    const model = trained({ standardize: false });
    expect(model.unscaled().parameters).toEqual(model.parameters);
  });

  test("is refused where the last layer could not hold the target's scale", () => {
    const model = trained({ layers: [dense(2, "leakyRelu")] });
    const unchanged = remember(model);
    expect(caught(OptionError, () => model.unscaled()).message).toMatch(
      /^Model\.unscaled: .*"leakyRelu".*linear/,
    );
    unchanged();
  });
});

test("a hundred models alive and taking turns are each what they would be alone", () => {
  const build = (seed: number): Model =>
    new Model({ inputs: 3, layers: [dense(3, "tanh"), dense(2)], loss: "mse", seed });
  const models = Array.from({ length: 100 }, (_, seed) => build(seed));
  for (let round = 0; round < 3; round++) {
    for (const model of models)
      model.step(
        [
          [1, 2, round],
          [3, -1, round],
        ],
        [
          [1, 0],
          [0, round],
        ],
      );
    for (const model of [...models].reverse()) model.predict([1, 2, 3]);
  }
  for (const seed of [0, 1, 50, 99]) {
    const alone = build(seed);
    for (let round = 0; round < 3; round++)
      alone.step(
        [
          [1, 2, round],
          [3, -1, round],
        ],
        [
          [1, 0],
          [0, round],
        ],
      );
    expect(stateOf(models[seed]), `seed ${seed}`).toEqual(stateOf(alone));
  }
});

test("inputs: a Dataset gives width and columns", () => {
  const data = dataset({ inputs: [[1, 2]], targets: [3] }, { columns: ["wind", "rain"] });
  const model = new Model({ inputs: data, layers: [dense(1)], loss: "mse" });
  expect(model.spec).toMatchObject({ inputs: 2, columns: ["wind", "rain"] });
  const wrong = (): Model => new Model({ inputs: data, layers: [dense(2)], loss: "mse" });
  expect(caught(ShapeError, wrong)).toMatchObject({ expected: 1, received: 2 });
});

describe("clone", () => {
  const data = dataset({ inputs: [1, 2, 3, 4, 5, 6], targets: [2, 3, 5, 7, 11, 13] });
  const options = { epochs: 3, batchSize: 2 };
  const model = new Model({
    inputs: 1,
    layers: [dense(4, "tanh"), dropout(0.2), dense(1)],
    loss: "mse",
    seed: 3,
  });
  model.notes = { about: { of: ["primes"] } };
  model.fitSync(data, options);

  test("goes on to the same bits as the model itself", () => {
    const clone = model.clone();
    expect(clone.toJSON()).toEqual(model.toJSON());
    const before = model.save({ optimizer: true });
    clone.fitSync(data, options);
    expect(model.save({ optimizer: true }), "the model after its clone was trained").toEqual(before);
    const again = model.clone();
    again.fitSync(data, options);
    expect(again.save({ optimizer: true })).toEqual(clone.save({ optimizer: true }));
  });

  test("shares nothing with the model", () => {
    const clone = model.clone();
    (clone.notes.about as { of: string[] }).of.push("more");
    clone.parameters = new Float32Array(clone.count);
    expect(model.notes).toEqual({ about: { of: ["primes"] } });
    expect(model.parameters.some((value) => value !== 0)).toBe(true);
  });
});

test("a model shows what it has, and not what it is made of", () => {
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
  expect(Object.keys(model)).toEqual(["notes", "extensions"]);
  expect(inspect(model)).not.toContain("learner");
});
