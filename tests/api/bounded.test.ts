import { describe, expect, test } from "vitest";

import { ACTIVATIONS, RANGES, type Activation } from "../../src/spec/layer.js";
import { Model, adam, dataset, dense } from "../../src/index.js";
import { expectClose } from "../support/close.js";

/** A last activation that does not reach the whole line bounds the prediction in the target's own unit. */

const tens = Array.from({ length: 50 }, (_, x) => x);
const line = dataset({ inputs: tens, targets: tens.map((x) => 10 * x) });
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const xor = dataset({ inputs: corners, targets: [0, 1, 1, 0] });
const optimizer = adam({ learningRate: 0.05 });

const fitted = (data: typeof line, last: Activation, epochs: number) => {
  const layers = [dense(16, "tanh"), dense(1, last)];
  const model = new Model({ inputs: data.inputWidth, layers, loss: "mse", optimizer });
  return { model, ...model.fitSync(data, { epochs }) };
};

test("y = 10 x under relu: 0 100 250 400 490, where it gave 245 245 250 400 490", () => {
  const layers = [dense(16, "relu"), dense(1, "relu")];
  const model = new Model({ inputs: 1, layers, loss: "mse", optimizer });
  expect(model.fitSync(line, { epochs: 400 }).notes).toEqual([]);
  const right = [0, 100, 250, 400, 490];
  const furthest = (fitted: Model): number =>
    Math.max(...fitted.predictAll([0, 10, 25, 40, 49]).map((value, i) => Math.abs(value - right[i])));
  expect(furthest(model)).toBeLessThan(0.5);
  const plain = new Model({ inputs: 1, layers, loss: "mse" });
  plain.fitSync(line, { epochs: 4000 });
  expect(furthest(plain)).toBeLessThan(1);
});

test.each(["sigmoid", "hardSigmoid", "relu", "softplus", "elu", "silu", "tanh"] as const)(
  "XOR under %s and mse: 0 1 1 0, where it gave .5 .5 1 .5",
  (last) => {
    const { model, notes } = fitted(xor, last, 800);
    expectClose(model.predictAll(corners), [0, 1, 1, 0], { tolerance: 0.1, label: last });
    expect(notes).toEqual([]);
    expectClose(Model.load(model.save()).predictAll(corners), model.predictAll(corners), { tolerance: 0 });
  },
);

describe.each(ACTIVATIONS)("%s", (last) => {
  const [low, high] = RANGES[last];

  test("no prediction leaves its range, whatever the row and the targets' unit", () => {
    for (const unit of [1, 1e6]) {
      const data = dataset({ inputs: tens, targets: tens.map((x) => (x - 20) * unit) });
      const { model, notes, epochs } = fitted(data, last, 3);
      for (const value of model.predictAll([-1e4, -50, 0, 3, 49, 1e4])) {
        expect(value).toBeGreaterThanOrEqual(low - 1e-6);
        expect(value).toBeLessThanOrEqual(high + 1e-6);
      }
      expect(notes.length, notes.join()).toBe(low === -Infinity && high === Infinity ? 0 : 1);
      expect(epochs.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    }
  });

  test("the range is that of the function itself", () => {
    const model = new Model({ inputs: 1, layers: [dense(1, last)], loss: "mse", standardize: false });
    model.parameters = [1, 0];
    const values = model.predictAll(Float64Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    if (low === -Infinity) expect(least).toBeLessThan(-0.19);
    else expectClose(least, low, { tolerance: 1e-5 });
    if (high === Infinity) expect(most).toBeCloseTo(20, 4);
    else expectClose(most, high, { tolerance: 1e-5 });
  });
});

test("targets far from 0 with a small spread are learned under a ray too", () => {
  const data = dataset({ inputs: tens, targets: tens.map((x) => 1e6 + x) });
  const { model } = fitted(data, "softplus", 200);
  const { mae } = model.evaluate(data) as { mae: number };
  expect(mae).toBeLessThan(2e4);
});

test("a note says what lies outside", () => {
  const data = dataset({ inputs: tens, targets: tens.map((x) => x / 10 - 1) });
  expect(fitted(data, "relu", 1).notes).toEqual([
    'the targets reach from -1 to 3.9000000000000004, the last layer\'s "relu" only from 0 to Infinity: use a linear last layer ' +
      "for what lies outside",
  ]);
});
