import { describe, expect, test } from "vitest";

import { Model, dataset, dense, lossSurface, sgd } from "../src/index.js";
import { centralDifferences, gradientOf, type Batch, type Network } from "./reference/network.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

/** The lecture's ideas about learning, each where its answer is known exactly. */

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** y = b + w x as a model whose numbers are the parameters themselves. */
function line(options: { w?: number; b?: number; learningRate?: number } = {}): Model {
  const { w = 0, b = 0, learningRate = 0.05 } = options;
  const optimizer = sgd({ learningRate });
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
  model.parameters = Float32Array.of(w, b);
  return model;
}

/** The least-squares line through the points, by its formula. */
function leastSquares(xs: readonly number[], ys: readonly number[]): { w: number; b: number } {
  const mean = (values: readonly number[]): number => values.reduce((a, v) => a + v, 0) / values.length;
  const mx = mean(xs);
  const my = mean(ys);
  const w = mean(xs.map((x, i) => (x - mx) * (ys[i] - my))) / mean(xs.map((x) => (x - mx) ** 2));
  return { w, b: my - w * mx };
}

describe("y = b + w x", () => {
  const units: [string, number[], number, number][] = [
    ["small numbers", range(21), -0.5, 3],
    ["years and millions", range(21).map((i) => 2000 + i), 125_000, -2.4e8],
    ["thousandths", range(21).map((i) => i / 1000), 0.02, 0.001],
  ];

  test.each(units)("w and b are found in the data's units: %s", (_, xs, w, b) => {
    const data = dataset({ inputs: xs, targets: xs.map((x) => b + w * x) });
    const model = new Model({
      inputs: data,
      layers: [dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.1 }),
    });
    model.fitSync(data, { epochs: 100, batchSize: "all" });
    const [foundW, foundB] = model.unscaled().parameters;
    expectClose(foundW / w, 1, { tolerance: 1e-5, label: "w / true w" });
    expectClose(foundB / b, 1, { tolerance: 1e-5, label: "b / true b" });
  });

  test("through noise the least-squares line is found", () => {
    const random = new Random(1);
    const xs = [...random.list(200, () => random.uniform(-3, 5))];
    const ys = xs.map((x) => 2 + 0.7 * x + 0.5 * random.normal());
    const data = dataset({ inputs: xs, targets: ys });
    const model = new Model({
      inputs: data,
      layers: [dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.1 }),
    });
    model.fitSync(data, { epochs: 200, batchSize: "all" });
    const { w, b } = leastSquares(xs, ys);
    expectClose(model.unscaled().parameters, [w, b], { tolerance: 1e-5, label: "w, b" });
  });
});

describe("the derivative says where to go", () => {
  const data = dataset({ inputs: [-1, 0, 1], targets: [-2, 0, 2] }); // y = 2 x

  test("positive: decrease w; negative: increase it", () => {
    for (const [w, sign] of [
      [3, 1],
      [1, -1],
    ]) {
      const model = line({ w, learningRate: 0.1 });
      const { gradient, loss } = model.gradient(data);
      expect(Math.sign(gradient[0]), `w ${w}`).toBe(sign);
      const before = model.step([[-1], [0], [1]], [[-2], [0], [2]]);
      expectClose(before, loss, { tolerance: 1e-6, label: "the loss before the step" });
      expect(Math.sign(model.parameters[0] - w)).toBe(-sign);
      expectClose(model.parameters[0], w - 0.1 * gradient[0], { tolerance: 1e-7, label: "w - rate dL/dw" });
      expect(model.loss(data)).toBeLessThan(loss);
    }
  });

  test("too large a rate steps over the valley and climbs", () => {
    const model = line({ w: 3, learningRate: 2 });
    const before = model.loss(data);
    model.step([[-1], [0], [1]], [[-2], [0], [2]]);
    expect(model.parameters[0]).toBeLessThan(2);
    expect(model.loss(data)).toBeGreaterThan(before);
  });

  test("zero may be a saddle: two linear layers at 0 stay there, though the data is a line", () => {
    const layers = [
      dense(1, "linear", { initializer: "zeros" }),
      dense(1, "linear", { initializer: "zeros" }),
    ];
    const model = new Model({ inputs: 1, layers, loss: "mse", standardize: false });
    expectClose(model.gradient(data).gradient, [0, 0, 0, 0], { tolerance: 0 });
    const history = model.fitSync(data, { epochs: 50, gradientTolerance: 1e-6 });
    expect(history.stoppedBy).toBe("gradient");
    const stuck = model.loss(data);
    model.parameters = Float32Array.of(0.1, 0, 0.1, 0);
    expect(model.loss(data), "a step aside is lower").toBeLessThan(stuck);
    model.parameters = Float32Array.of(0.1, 0, -0.1, 0);
    expect(model.loss(data), "another is higher").toBeGreaterThan(stuck);
  });

  test("or a plateau: a ReLU that is 0 for every row learns nothing", () => {
    const model = new Model({ inputs: 1, layers: [dense(1, "relu")], loss: "mse", standardize: false });
    model.parameters = Float32Array.of(1, -5);
    expectClose(model.gradient(data).gradient, [0, 0], { tolerance: 0 });
    expect(model.loss(data)).toBeGreaterThan(2);
  });
});

describe("the error surface of (b, w)", () => {
  // Residuals 1, -2, 0, 2, -1 are orthogonal to 1 and x: the least-squares line is 3 - x / 2, its loss 10 / 5.
  const xs = [-2, -1, 0, 1, 2];
  const data = dataset({ inputs: xs, targets: [1, -2, 0, 2, -1].map((r, i) => 3 - xs[i] / 2 + r) });
  const b = { parameter: 1, from: 1, to: 5, steps: 9 };
  const w = { parameter: 0, from: -2.5, to: 1.5, steps: 17 };

  test("is lowest at the least-squares line", () => {
    const surface = lossSurface(line(), data, b, w);
    expectClose(
      surface.xs,
      range(9).map((i) => 1 + i / 2),
      { tolerance: 1e-6, label: "b" },
    );
    expectClose(
      surface.ys,
      range(17).map((j) => -2.5 + j / 4),
      { tolerance: 1e-6, label: "w" },
    );
    const losses = surface.loss.flatMap((row) => [...row]);
    expect(losses.length).toBe(9 * 17);
    let lowest = 0;
    losses.forEach((loss, k) => {
      const [bias, weight] = [surface.xs[k % 9], surface.ys[Math.floor(k / 9)]];
      const exact = 2 + (bias - 3) ** 2 + 2 * (weight + 0.5) ** 2;
      expectClose(loss, exact, { tolerance: 1e-6, label: `loss at b ${bias}, w ${weight}` });
      if (loss < losses[lowest]) lowest = k;
    });
    expectClose([surface.xs[lowest % 9], surface.ys[Math.floor(lowest / 9)]], [3, -0.5], { tolerance: 1e-6 });
  });

  test("can be cut along any direction, and leaves the model as it was", () => {
    const model = line({ w: -0.5, b: 3 });
    const before = model.parameters;
    const towards = (direction: number[]) => ({
      direction: Float32Array.from(direction),
      from: -1,
      to: 1,
      steps: 3,
    });
    const { loss } = lossSurface(model, data, towards([1, 0]), towards([0, 1]));
    expectClose(
      loss.flatMap((row) => [...row]),
      [5, 3, 5, 4, 2, 4, 5, 3, 5],
      { tolerance: 1e-6 },
    );
    expectClose(model.parameters, before, { tolerance: 0 });
  });

  test("descent walks down it to that line", () => {
    const model = line({ w: 1.5, b: 1 });
    const path: number[] = [model.loss(data)];
    model.fitSync(data, {
      epochs: 300,
      batchSize: "all",
      onEpoch: () => {
        path.push(model.loss(data));
      },
    });
    expect(path.length).toBe(301);
    for (let k = 1; k < path.length; k++) expect(path[k]).toBeLessThanOrEqual(path[k - 1] + 1e-6);
    expectClose(model.parameters, [-0.5, 3], { tolerance: 1e-5, label: "w, b" });
  });
});

describe("a bad start gets stuck in a local minimum", () => {
  // A hill, and one sigmoid to draw it: it can follow the left flank or the right one, and the left is the better.
  const xs = [-3, -2, -1, 1, 2, 3];
  const ys = [0.1, 0.5, 0.9, 0.9, 0.9, 0.5];
  const data = dataset({ inputs: xs, targets: ys });
  const network: Network = { inputs: 1, layers: [dense(1, "sigmoid")] };
  const batch: Batch = { inputs: xs, targets: ys };

  function descend(w: number, b: number): Model {
    const optimizer = sgd({ learningRate: 5 });
    const model = new Model({
      ...network,
      layers: [...network.layers],
      loss: "mse",
      optimizer,
      standardize: false,
    });
    model.parameters = Float32Array.of(w, b);
    const history = model.fitSync(data, { epochs: 20_000, batchSize: "all", gradientTolerance: 1e-6 });
    expect(history.stoppedBy, `from w ${w}, b ${b}`).toBe("gradient");
    return model;
  }

  test("from w = 2 the global one is reached, from w = -2 another, four times as high", () => {
    const good = descend(2, 5);
    const bad = descend(-2, 5);
    expectClose(good.parameters, [2.1636, 4.3252], { tolerance: 0.01, label: "global w, b" });
    expectClose(bad.parameters, [-1.8012, 5.4414], { tolerance: 0.01, label: "local w, b" });
    expectClose(good.loss(data), 0.04494, { tolerance: 1e-4 });
    expectClose(bad.loss(data), 0.17945, { tolerance: 1e-4 });
  });

  test("it is a minimum: the gradient is 0 there and the surface curves up every way", () => {
    const place = Float64Array.from(descend(-2, 5).parameters);
    const gradientAt = (p: Float64Array): Float64Array => gradientOf(network, "mse", p, batch).gradient;
    expectClose(gradientAt(place), [0, 0], { tolerance: 1e-5, label: "gradient" });
    const [ww, wb] = centralDifferences((p) => gradientAt(p)[0], place);
    const [, bb] = centralDifferences((p) => gradientAt(p)[1], place);
    expect(ww).toBeGreaterThan(0);
    expect(ww * bb - wb * wb, "determinant of the second derivatives").toBeGreaterThan(0);
  });

  test("no start on a wide grid finds anything lower than the global one", () => {
    const surface = lossSurface(
      descend(2, 5),
      data,
      { parameter: 1, from: -10, to: 10, steps: 81 },
      { parameter: 0, from: -6, to: 6, steps: 49 },
    );
    expect(Math.min(...surface.loss.flatMap((row) => [...row]))).toBeGreaterThan(0.0449);
  });
});

describe("batches, updates and epochs", () => {
  test("10,000 rows in batches of 10 are 1,000 updates an epoch", () => {
    const random = new Random(2);
    const data = dataset({ inputs: random.list(10_000), targets: random.list(10_000) });
    const history = line().fitSync(data, { epochs: 2, batchSize: 10 });
    expect(history.epochs.map(({ epoch, updates }) => [epoch, updates])).toEqual([
      [1, 1000],
      [2, 2000],
    ]);
    expect(history.stoppedBy).toBe("epochs");
  });

  const counts: [number, number | "all", number][] = [
    [1, 1, 1],
    [1, 32, 1],
    [7, 3, 3],
    [32, 32, 1],
    [33, 32, 2],
    [100, 30, 4],
    [100, 99, 2],
    [300, "all", 1],
    [1461, 32, 46],
  ];

  test.each(counts)("%i rows, batch %s: %i updates, the last one short", (rows, batchSize, updates) => {
    const random = new Random(rows);
    const data = dataset({ inputs: random.list(rows), targets: random.list(rows) });
    const history = line().fitSync(data, { epochs: 3, batchSize });
    expect(history.epochs.map((epoch) => epoch.updates)).toEqual([updates, 2 * updates, 3 * updates]);
  });

  test("updates and epochs count on in a second fit", () => {
    const data = dataset({ inputs: range(10), targets: range(10) });
    const model = line({ learningRate: 1e-4 });
    model.fitSync(data, { epochs: 2, batchSize: 4 });
    const { epochs } = model.fitSync(data, { epochs: 1, batchSize: 5 });
    expect(epochs.map(({ epoch, updates }) => [epoch, updates])).toEqual([[3, 8]]);
  });

  test("descent stops where the gradient's norm falls to the tolerance, or when its epochs are over", () => {
    const data = dataset({ inputs: range(5), targets: range(5).map((x) => 1 + 2 * x) });
    const model = line();
    const history = model.fitSync(data, { epochs: 10_000, batchSize: "all", gradientTolerance: 1e-3 });
    expect(history.stoppedBy).toBe("gradient");
    expect(history.epochs.length).toBeLessThan(1000);
    expect(Math.hypot(...model.gradient(data).gradient)).toBeLessThanOrEqual(1e-3);
    const short = line().fitSync(data, { epochs: 3, batchSize: "all", gradientTolerance: 1e-3 });
    expect(short.stoppedBy).toBe("epochs");
    expect(short.epochs.length).toBe(3);
  });
});
