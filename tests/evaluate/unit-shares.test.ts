import { describe, expect, test } from "vitest";

import { expectError, type Case, any } from "../api/complaint.js";
import { remember } from "../api/remembered.js";
import { DataError, dataset, dense, dropout, Model, OptionError, windows } from "../../src/index.js";
import { unitShares } from "../../src/evaluate/index.js";
import { ACTIVATIONS, type Activation } from "../../src/spec/layer.js";
import { table } from "../../src/table/index.js";
import { activations } from "../reference/activation.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

const random = new Random(5);
const inputs = random.list(120, () => random.uniform(1990, 2020));
const targets = inputs.map((x) => 400 + 30 * Math.sin(x / 4));
const data = dataset({ inputs, targets });

function trained(activation: Activation, standardize = true): Model {
  const model = new Model({
    inputs: 1,
    layers: [dropout(0.1), dense(7, activation), dropout(0.2), dense(1)],
    loss: "mse",
    standardize,
    seed: 3,
  });
  model.fitSync(standardize ? data : dataset({ inputs: inputs.map((x) => x - 2005), targets }), {
    epochs: 5,
  });
  return model;
}

describe.each(ACTIVATIONS)("%s", (activation) => {
  test.each([true, false])("the shares add up to what the model predicts, standardize %s", (standardize) => {
    const model = trained(activation, standardize);
    const unchanged = remember(model);
    const [from, to] = standardize ? [1980, 2030] : [-25, 25];
    const { xs, total, constant, shares, scale } = unitShares(model, { from, to });
    unchanged();
    expect([xs.length, xs[0], xs[100], xs[200]]).toEqual([201, from, (from + to) / 2, to]);
    expect(scale).toBe("target");
    expect(shares.map(({ length }) => length)).toEqual(Array(7).fill(201));
    const sums = xs.map((_, i) => constant + shares.reduce((sum, share) => sum + share[i], 0));
    expectClose(total, sums, { tolerance: 1e-13 });
    expectClose(total, model.predictAll(xs), { tolerance: 2e-6 });
  });

  test("a share is what the function loses with its unit, and a closed form in float64", () => {
    const model = trained(activation, false);
    const { xs, total, constant, shares } = unitShares(model, { from: -10, to: 10, steps: 11 });
    const { parameters } = model;
    const without = Model.fromJSON(model.toJSON());
    shares.forEach((share, j) => {
      const cut = parameters.slice();
      cut[14 + j] = 0;
      without.parameters = cut;
      expectClose(
        total.map((value, i) => value - share[i]),
        without.predictAll(xs),
        { tolerance: 2e-6, label: `unit ${j}` },
      );
      const [w, b, v] = [parameters[j], parameters[7 + j], parameters[14 + j]];
      expectClose(
        share,
        xs.map((x) => v * activations[activation].value(w * x + b)),
        { tolerance: 1e-5, label: `unit ${j}` },
      );
    });
    expect(constant).toBe(parameters[21]);
  });
});

test("by hand: y = 1 + 2 relu(x) - 3 relu(-x)", () => {
  const model = new Model({
    inputs: 1,
    layers: [dense(2, "relu"), dense(1)],
    loss: "mse",
    standardize: false,
  });
  model.parameters = [1, -1, 0, 0, 2, -3, 1];
  expect(unitShares(model, { from: -1, to: 1, steps: 3 })).toEqual({
    xs: Float64Array.of(-1, 0, 1),
    total: Float64Array.of(-2, 1, 3),
    constant: 1,
    shares: [Float64Array.of(0, 0, 2), Float64Array.of(-3, 0, 0)],
    scale: "target",
  });
});

test("of binaryCrossEntropy the sum is the logit", () => {
  const labels = Array.from(inputs, (x) => (x > 2005 ? "late" : "early"));
  const labelled = dataset({ inputs, labels });
  const model = new Model({
    inputs: labelled,
    layers: [dense(3, "tanh"), dense(1)],
    loss: "binaryCrossEntropy",
  });
  model.fitSync(labelled, { epochs: 20 });
  const { xs, total, scale } = unitShares(model, { from: 1990, to: 2020, steps: 50 });
  expect(scale).toBe("logit");
  expectClose(
    total.map((logit) => 1 / (1 + Math.exp(-logit))),
    model.predictAll(xs),
    { tolerance: 1e-6 },
  );
});

test("of a table with one column of numbers", () => {
  const records = Array.from(inputs, (year, r) => ({ year, births: targets[r] }));
  const rows = table(records, { target: "births" });
  const model = new Model({ inputs: rows, layers: [dense(4, "sigmoid"), dense(1)], loss: "mae" });
  model.fitSync(rows, { epochs: 5 });
  const { xs, total } = unitShares(model, { from: 1990, to: 2020, steps: 10 });
  expectClose(total, model.predictAll(Array.from(xs, (year) => ({ year }))), { tolerance: 2e-6 });
});

test("an input that never changed in training has no share in anything", () => {
  const flat = dataset({ inputs: [5, 5, 5], targets: [1, 2, 3] });
  const model = new Model({ inputs: flat, layers: [dense(2, "tanh"), dense(1)], loss: "mse" });
  model.fitSync(flat, { epochs: 2 });
  const { xs, total } = unitShares(model, { from: 0, to: 10, steps: 3 });
  expectClose(total, model.predictAll(xs), { tolerance: 1e-6 });
  expect(new Set(total).size).toBe(1);
});

const options = { from: 0, to: 1 };
const build = (inputs: number, ...layers: ReturnType<typeof dense>[]): Model =>
  new Model({ inputs, layers, loss: "mse", standardize: false });
const fitting = build(1, dense(2, "tanh"), dense(1));
const dates = table(
  Array.from({ length: 9 }, (_, i) => ({ day: `2015-01-0${i + 1}`, rain: i })),
  { target: "rain" },
);
const relative: Model = new Model({
  ...{ inputs: 1, layers: [dense(2, "tanh"), dense(1)], loss: "mse", standardize: false },
  encoding: { type: "series", relative: 1 } as never,
});

const cases: Case[] = [
  [
    "several inputs",
    () => unitShares(build(2, dense(2), dense(1)), options),
    OptionError,
    /^unitShares: the model must have one number as input.*this one has 2 inputs\.$/,
  ],
  [
    "windows",
    () =>
      unitShares(
        new Model({ inputs: windows([1, 2, 3, 4], { past: 2 }), layers: [dense(2), dense(1)], loss: "mse" }),
        options,
      ),
    OptionError,
    /has 2 inputs/,
  ],
  ["no hidden layer", () => unitShares(build(1, dense(1)), options), OptionError, /has no hidden layer/],
  [
    "two hidden layers",
    () => unitShares(build(1, dense(2), dense(2), dense(1)), options),
    OptionError,
    /has 2 hidden layers/,
  ],
  ["two outputs", () => unitShares(build(1, dense(2), dense(2)), options), OptionError, /has 2 outputs/],
  [
    "a bent output",
    () => unitShares(build(1, dense(2), dense(1, "relu")), options),
    OptionError,
    /its sum through "relu"/,
  ],
  [
    "a date",
    () => unitShares(new Model({ inputs: dates, layers: [dense(2), dense(1)], loss: "mse" }), options),
    OptionError,
    /takes a date as input/,
  ],
  ["relative to itself", () => unitShares(relative, options), OptionError, /relative to its input/],
  [
    "not trained",
    () => unitShares(new Model({ inputs: 1, layers: [dense(2), dense(1)], loss: "mse" }), options),
    OptionError,
    /^unitShares: this model has not been trained/,
  ],
  [
    "no range",
    () => unitShares(fitting, any(undefined)),
    OptionError,
    /options must be an object such as \{ from: -1 \}/,
  ],
  [
    "from alone",
    () => unitShares(fitting, any({ from: 1 })),
    OptionError,
    /to must be a finite number, got undefined/,
  ],
  [
    "backwards",
    () => unitShares(fitting, { from: 2, to: 1 }),
    OptionError,
    /from must be below to, which is 1, got 2/,
  ],
  ["NaN", () => unitShares(fitting, { from: NaN, to: 1 }), OptionError, /from.*NaN/],
  ["one step", () => unitShares(fitting, { ...options, steps: 1 }), OptionError, /steps.*at least 2/],
  [
    "an unknown option",
    () => unitShares(fitting, any({ ...options, step: 5 })),
    OptionError,
    /Did you mean "steps"/,
  ],
  [
    "beyond float32",
    () => unitShares(fitting, { from: 0, to: 1e300 }),
    DataError,
    /too far from the training rows for float32/,
  ],
];

test.each(cases)("an error: %s", (...one) => expectError(one));
