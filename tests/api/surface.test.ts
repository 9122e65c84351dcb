import { describe, expect, test } from "vitest";

import {
  DataError,
  Model,
  OptionError,
  ShapeError,
  dataset,
  dense,
  dropout,
  lossSurface,
  type Axis,
  type LossSpec,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember } from "./remembered.js";

/** lossSurface: the loss at every point of the grid, the model as it was. */

const random = new Random(1);
const rows = 150; // more than one block
const inputs = random.table(rows, 2).map(([a, b]) => [50 + 9 * a, b]);
const weights = random.list(rows, () => random.uniform());
const targets = inputs.map(([a, b]) => 1000 + 30 * a * b);
const labels = inputs.map(([a]) => (a > 50 ? "high" : "low"));
const probabilities = inputs.map((_, r) => [0.2, 0.5 + r / 1000, 0.3 - r / 1000]);

const x: Axis = { parameter: 1, from: -2, to: 3, steps: 4 };
const y: Axis = { parameter: 0, from: 5, to: -5, steps: 3 };

describe("equals model.loss with the parameters set by hand", () => {
  const losses: [string, LossSpec, number, ReturnType<typeof dataset>][] = [
    ["mse", "mse", 1, dataset({ inputs, targets })],
    ["mae", "mae", 1, dataset({ inputs, targets })],
    ["huber", { type: "huber", delta: 0.4 }, 1, dataset({ inputs, targets })],
    ["mse, two targets", "mse", 2, dataset({ inputs, targets: targets.map((t) => [t, t / 1e5]) })],
    ["mse, weighted", "mse", 1, dataset({ inputs, targets }, { weights })],
    ["binaryCrossEntropy", "binaryCrossEntropy", 1, dataset({ inputs, labels })],
    ["crossEntropy", "crossEntropy", 2, dataset({ inputs, labels })],
    ["crossEntropy, weighted", "crossEntropy", 2, dataset({ inputs, labels }, { weights })],
    ["crossEntropy over probabilities", "crossEntropy", 3, dataset({ inputs, targets: probabilities })],
  ];
  const cases = losses.flatMap(([name, ...rest]) => [true, false].map((s) => [name, s, ...rest] as const));

  test.each(cases)("%s, standardize %s", (_, standardize, loss, outputs, data) => {
    const layers = [dense(3, "tanh"), dropout(0.5), dense(outputs)];
    const model = new Model({ inputs: 2, layers, loss, standardize, seed: 2 });
    model.fitSync(data, { epochs: 1 });
    const unchanged = remember(model);
    const { xs, ys, loss: found } = lossSurface(model, data, x, y);
    unchanged();
    expect([...ys]).toEqual([5, 0, -5]);
    expectClose(xs, [-2, -2 + 5 / 3, -2 + 10 / 3, 3], { tolerance: 1e-12 });
    expect(found.map((row) => row.length)).toEqual([4, 4, 4]);
    const start = model.parameters;
    ys.forEach((py, j) =>
      xs.forEach((px, i) => {
        const point = start.slice();
        point[1] = px;
        point[0] = py;
        model.parameters = point;
        expectClose(found[j][i] / model.loss(data), 1, { tolerance: 1e-6, label: `x ${px}, y ${py}` });
      }),
    );
  });

  test("directions start where the model stands", () => {
    const data = dataset({ inputs, targets });
    const model = new Model({ inputs: 2, layers: [dense(3, "tanh"), dense(1)], loss: "mse", seed: 2 });
    model.fitSync(data, { epochs: 1 });
    const u = Float32Array.from(random.list(model.count));
    const v = Float32Array.from(random.list(model.count));
    const unchanged = remember(model);
    const across = { direction: u, from: -1, to: 1, steps: 3 };
    const along = { direction: v, from: 0, to: 2, steps: 3 };
    const { loss } = lossSurface(model, data, across, along);
    unchanged();
    expectClose(loss[0][1] / model.loss(data), 1, { tolerance: 1e-6, label: "the middle" });
    const start = model.parameters;
    model.parameters = start.map((p, i) => p + u[i] + 2 * v[i]);
    expectClose(loss[2][2] / model.loss(data), 1, { tolerance: 1e-5, label: "a corner" });
  });
});

test("works before training when nothing is standardized: the bowl of y = b + w x by hand", () => {
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
  const data = dataset({ inputs: [1, 2], targets: [3, 5] });
  const { loss } = lossSurface(
    model,
    data,
    { parameter: 0, from: 0, to: 2, steps: 3 },
    { parameter: 1, from: 0, to: 1, steps: 2 },
  );
  const at = (w: number, b: number): number => ((w + b - 3) ** 2 + (2 * w + b - 5) ** 2) / 2;
  expect(loss.map((row) => [...row])).toEqual([
    [at(0, 0), at(1, 0), at(2, 0)],
    [at(0, 1), at(1, 1), at(2, 1)],
  ]);
});

test("in onEpoch it draws the surface under the path, and the training does not notice", () => {
  const data = dataset({ inputs, targets });
  const build = (): Model =>
    new Model({ inputs: 2, layers: [dense(2, "relu"), dense(1)], loss: "mse", seed: 1 });
  const plain = build();
  const watched = build();
  plain.fitSync(data, { epochs: 3 });
  watched.fitSync(data, { epochs: 3, onEpoch: () => void lossSurface(watched, data, x, y) });
  expect([...watched.parameters]).toEqual([...plain.parameters]);
});

describe("bad axes", () => {
  const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", standardize: false });
  const data = dataset({ inputs, targets });
  const good: Axis = { parameter: 0, from: 0, to: 1, steps: 2 };
  const cases: [string, unknown, new (...args: never[]) => Error, RegExp][] = [
    ["no axis", undefined, OptionError, /axis x.*object/],
    ["an unknown name", { ...good, step: 3 }, OptionError, /axis x.*"step".*Did you mean "steps"/],
    ["an index too large", { ...good, parameter: 3 }, OptionError, /axis x.*0 to 2, got 3/],
    ["a negative index", { ...good, parameter: -1 }, OptionError, /axis x.*got -1/],
    ["a fractional index", { ...good, parameter: 0.5 }, OptionError, /axis x.*got 0\.5/],
    ["neither parameter nor direction", { from: 0, to: 1, steps: 2 }, OptionError, /either parameter/],
    [
      "a text as direction",
      { direction: "abc", from: 0, to: 1, steps: 2 },
      ShapeError,
      /direction must have 3 numbers/,
    ],
    ["both", { ...good, direction: new Float32Array(3) }, OptionError, /either parameter/],
    ["one step", { ...good, steps: 1 }, OptionError, /steps.*at least 2, got 1/],
    ["from NaN", { ...good, from: NaN }, OptionError, /from.*NaN/],
    ["to Infinity", { ...good, to: Infinity }, OptionError, /to .*Infinity/],
    [
      "a short direction",
      { direction: new Float32Array(2), from: 0, to: 1, steps: 2 },
      ShapeError,
      /3 numbers/,
    ],
    [
      "a direction with NaN",
      { direction: Float32Array.of(0, NaN, 0), from: 0, to: 1, steps: 2 },
      DataError,
      /direction.*\b1\b.*NaN/,
    ],
  ];

  test.each(cases)("%s", (_, axis, kind, text) => {
    const unchanged = remember(model);
    const error = caught(kind, () => lossSurface(model, data, axis as Axis, good));
    expect(error.message).toMatch(/^lossSurface: /);
    expect(error.message).toMatch(text);
    unchanged();
  });

  test("data that does not fit", () => {
    const wide = dataset({ inputs: [[1, 2, 3]], targets: [1] });
    expect(
      caught(ShapeError, () => lossSurface(model, wide, good, { ...good, parameter: 1 })).message,
    ).toMatch(/^lossSurface: .*2 inputs/);
    const nothing = [] as unknown as typeof data;
    expect(
      caught(DataError, () => lossSurface(model, nothing, good, { ...good, parameter: 1 })).message,
    ).toMatch(/^lossSurface: .*Dataset/);
  });
});
