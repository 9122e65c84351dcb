import { describe, expect, test } from "vitest";

import {
  DataError,
  Model,
  OptionError,
  dataset,
  dense,
  windows,
  type Dataset,
  type LossSpec,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";

/** evaluate's figures against sums done by hand, on models whose weights are set by hand. */

/** A single linear layer with these weights, numbers untouched. */
const layer = (inputs: number, outputs: number, loss: LossSpec, parameters: number[]): Model => {
  const model = new Model({ inputs, layers: [dense(outputs)], loss, standardize: false });
  model.parameters = parameters;
  return model;
};

const figures = (model: Model, data: Dataset): Record<string, number> & { confusion: number[][] } =>
  model.evaluate(data) as unknown as Record<string, number> & { confusion: number[][] };

const ln = Math.log;

describe("regression", () => {
  test("one output: predictions 3, 5, 7 for 2, 5, 10", () => {
    const data = dataset({ inputs: [1, 2, 3], targets: [2, 5, 10] });
    const found = figures(layer(1, 1, "mse", [2, 1]), data);
    expect(Object.keys(found).sort()).toEqual(["loss", "mae", "r2", "rmse"]);
    expectClose([found.loss, found.mae, found.rmse], [10 / 3, 4 / 3, Math.sqrt(10 / 3)], { tolerance: 1e-6 });
    const mean = 17 / 3;
    const spread = (2 - mean) ** 2 + (5 - mean) ** 2 + (10 - mean) ** 2;
    expectClose(found.r2, 1 - 10 / spread, { tolerance: 1e-6 });
    expectClose(figures(layer(1, 1, "mae", [2, 1]), data).loss, 4 / 3, { tolerance: 1e-6 });
    const huber = { type: "huber", delta: 2 } as const;
    expectClose(figures(layer(1, 1, huber, [2, 1]), data).loss, (0.5 + 0 + 2 * (3 - 1)) / 3, {
      tolerance: 1e-6,
    });
  });

  test("weights 1, 0, 3", () => {
    const data = dataset({ inputs: [1, 2, 3], targets: [2, 5, 10] }, { weights: [1, 0, 3] });
    const found = figures(layer(1, 1, "mse", [2, 1]), data);
    expectClose([found.loss, found.mae, found.rmse], [28 / 4, 10 / 4, Math.sqrt(28 / 4)], {
      tolerance: 1e-6,
    });
    const spread = 1 * (2 - 8) ** 2 + 3 * (10 - 8) ** 2;
    expectClose(found.r2, 1 - 28 / spread, { tolerance: 1e-6 });
  });

  test("two outputs: mae and rmse over all cells, r2 the mean of the outputs'", () => {
    const data = dataset({
      inputs: [1, 2],
      targets: [
        [1, 0],
        [4, 4],
      ],
    });
    const found = figures(layer(1, 2, "mse", [2, 1, 0, 0]), data); // predicts (2, 1), (4, 2)
    expectClose([found.loss, found.mae, found.rmse], [6 / 4, 4 / 4, Math.sqrt(6 / 4)], { tolerance: 1e-6 });
    expectClose(found.r2, (1 - 1 / 4.5 + (1 - 5 / 8)) / 2, { tolerance: 1e-6 });
  });

  test("in the target's unit after a standardized fit; the loss is loss()", () => {
    const inputs = [1, 2, 3, 4];
    const targets = [1000, 5000, 2000, 9000];
    const data = dataset({ inputs, targets });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    model.fitSync(data, { epochs: 3 });
    const found = figures(model, data);
    const errors = inputs.map((x, r) => model.predict([x])[0] - targets[r]);
    const mse = errors.reduce((sum, e) => sum + e * e, 0) / 4;
    expectClose(found.rmse / Math.sqrt(mse), 1, { tolerance: 1e-6 });
    expectClose(found.loss / mse, 1, { tolerance: 1e-5 });
    expect(found.loss).toBe(model.loss(data));
  });

  test("windows and slices of them", () => {
    const data = windows([1, 2, 3, 4, 6], { past: 2 });
    const model = layer(2, 1, "mae", [0, 1, 1]); // the last value plus one: 3, 4, 5 for 3, 4, 6
    expectClose(figures(model, data).mae, 1 / 3, { tolerance: 1e-6 });
    expectClose(figures(model, data.slice(0, 2)).mae, 0, { tolerance: 1e-6 });
    expectClose(figures(model, data.slice(2)).mae, 1, { tolerance: 1e-6 });
  });

  test("300 rows: more than one block", () => {
    const inputs = Array.from({ length: 300 }, (_, i) => i / 100);
    const data = dataset({ inputs, targets: inputs.map((x, i) => x + (i % 3)) });
    expectClose(figures(layer(1, 1, "mae", [1, 0]), data).mae, 1, { tolerance: 1e-6 });
    expectClose(figures(layer(1, 1, "mae", [1, 0]), data).loss, 1, { tolerance: 1e-6 });
  });
});

describe("several classes", () => {
  // Logits x, 0, -x over the classes "a", "b", "c": a wins for x > 0, c for x < 0.
  const parameters = [1, 0, -1, 0, 0, 0];
  const data = (weights?: number[]): Dataset =>
    dataset({ inputs: [2, 1, -1, -3, 3], labels: ["a", "b", "c", "a", "a"] }, weights && { weights });
  const model = (): Model => {
    const built = new Model({ inputs: data(), layers: [dense(3)], loss: "crossEntropy", standardize: false });
    built.parameters = parameters;
    return built;
  };

  test("accuracy, confusion[actual][predicted] and the loss", () => {
    const found = figures(model(), data());
    expect(Object.keys(found).sort()).toEqual(["accuracy", "confusion", "loss"]);
    expectClose(found.accuracy, 3 / 5, { tolerance: 1e-12 });
    expect(found.confusion).toEqual([
      [2, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const total = (x: number): number => ln(Math.exp(x) + 1 + Math.exp(-x));
    const losses = [total(2) - 2, total(1) - 0, total(1) - 1, total(3) + 3, total(3) - 3];
    expectClose(found.loss, losses.reduce((a, b) => a + b) / 5, { tolerance: 1e-6 });
  });

  test("by weight", () => {
    const found = figures(model(), data([1, 2, 0, 4, 1]));
    expectClose(found.accuracy, 2 / 8, { tolerance: 1e-12 });
    expect(found.confusion).toEqual([
      [2, 0, 4],
      [2, 0, 0],
      [0, 0, 0],
    ]);
  });

  test("rows of probabilities count as their most likely class", () => {
    const targets = [
      [0.6, 0.4, 0],
      [0, 1, 0],
      [0.1, 0.2, 0.7],
      [0.4, 0.3, 0.3],
      [1, 0, 0],
    ];
    const found = figures(model(), dataset({ inputs: [2, 1, -1, -3, 3], targets }));
    expectClose(found.accuracy, 3 / 5, { tolerance: 1e-12 });
    expect(found.confusion).toEqual([
      [2, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });
});

test("a single output of crossEntropy would always be right: it is refused", () => {
  const build = () => new Model({ inputs: 1, layers: [dense(1)], loss: "crossEntropy" });
  expect(caught(OptionError, build).message).toContain("would always predict a probability of 1");
});

describe("two classes", () => {
  const xs = [-2, -1, 0.5, 1, 2];
  const yes = [0, 1, 0, 1, 1];
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const loss = xs.reduce((sum, x, r) => sum - ln(yes[r] ? sigmoid(x) : sigmoid(-x)), 0) / 5;
  // Of the 6 pairs of a yes and a no, only (-1, 0.5) is in the wrong order.
  const expected = { accuracy: 3 / 5, auc: 5 / 6 };
  const confusion = [
    [1, 1],
    [1, 2],
  ];

  const sources: [string, Dataset][] = [
    ["0/1 targets", dataset({ inputs: xs, targets: yes })],
    ["labels", dataset({ inputs: xs, labels: yes.map((y) => (y ? "spam" : "ham")) })],
    ["booleans", dataset({ inputs: xs, labels: yes.map(Boolean) })],
  ];

  test.each(sources)("binaryCrossEntropy over %s", (_, data) => {
    const found = figures(layer(1, 1, "binaryCrossEntropy", [1, 0]), data);
    expectClose([found.loss, found.accuracy, found.auc], [loss, expected.accuracy, expected.auc], {
      tolerance: 1e-6,
    });
    expect(found.confusion).toEqual(confusion);
  });

  test("the class that sorts last is the yes, whatever it is called", () => {
    const data = dataset({ inputs: xs, labels: yes.map((y) => (y ? "abuse" : "ham")) });
    const found = figures(layer(1, 1, "binaryCrossEntropy", [-1, 0]), data);
    expectClose([found.loss, found.auc], [loss, expected.auc], { tolerance: 1e-6 });
    expect(found.confusion).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  test("crossEntropy over two has the AUC too", () => {
    const data = dataset({ inputs: xs, labels: yes });
    const found = figures(layer(1, 2, "crossEntropy", [0, 1, 0, 0]), data);
    expectClose([found.loss, found.accuracy, found.auc], [loss, expected.accuracy, expected.auc], {
      tolerance: 1e-6,
    });
    expect(found.confusion).toEqual(confusion);
  });

  test("no AUC where only one of them is there, and ties count half", () => {
    const model = layer(1, 1, "binaryCrossEntropy", [1, 0]);
    expect("auc" in model.evaluate(dataset({ inputs: [1, 2], targets: [1, 1] }))).toBe(false);
    expect(figures(model, dataset({ inputs: [1, 1, 1], targets: [1, 0, 1] })).auc).toBe(0.5);
  });

  test("by weight", () => {
    const data = dataset({ inputs: xs, targets: yes }, { weights: [1, 2, 3, 0, 1] });
    const found = figures(layer(1, 1, "binaryCrossEntropy", [1, 0]), data);
    expectClose(found.accuracy, 2 / 7, { tolerance: 1e-12 });
    // Pairs by weight: yes -1 (2) beats no -2 (1); yes 2 (1) beats both nos (4).
    expectClose(found.auc, (2 * 1 + 1 * 4) / (3 * 4), { tolerance: 1e-6 });
    expect(found.confusion).toEqual([
      [1, 3],
      [2, 1],
    ]);
  });

  test("several yes/no outputs: every cell counts", () => {
    const model = layer(1, 2, "binaryCrossEntropy", [1, -1, 0, 0]);
    const found = figures(
      model,
      dataset({
        inputs: [1, 2],
        targets: [
          [1, 0],
          [0, 0],
        ],
      }),
    );
    expectClose(found.accuracy, 3 / 4, { tolerance: 1e-12 });
    expect(found.confusion).toEqual([
      [2, 1],
      [0, 1],
    ]);
  });

  test("half and more is yes", () => {
    const model = layer(1, 1, "binaryCrossEntropy", [1, 0]);
    expect(model.classify([0])).toMatchObject({ index: 1, label: 1, probability: 0.5 });
    expect(figures(model, dataset({ inputs: [0], targets: [1] })).accuracy).toBe(1);
  });
});

test.each([
  ["one far row among others", [[1], [-3.4e38]], "3.4e+38"],
  ["all of them far", [[3e38], [3e38]], "3e+38"],
])("a loss or gradient that float32 cannot hold is an error, never NaN: %s", (_, inputs, largest) => {
  const model = new Model({ inputs: 1, layers: [dense(1), dense(1)], loss: "mse", standardize: false });
  model.parameters = [2, 0, -1, 0];
  const other = new Model({ inputs: 1, layers: [dense(2), dense(1)], loss: "mse", standardize: false });
  other.parameters = [2, 2, 0, 0, 1, -1, 0];
  const data = dataset({ inputs, targets: [0, 0] });
  for (const ask of [
    () => model.gradient(data).gradient,
    () => other.gradient(data).gradient,
    () => [other.loss(data)],
    () => [model.loss(data)],
  ]) {
    try {
      expect(Array.from(ask()).some(Number.isNaN)).toBe(false);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect((error as DataError).message).toContain(`(largest |input| ${largest})`);
    }
  }
  // inf - inf
  expect(caught(DataError, () => other.loss(data)).message).toMatch(
    /^Model.loss: the loss over these rows is no number/,
  );
});
