import { describe, expect, test } from "vitest";

import { expectError, type Case, any } from "../api/complaint.js";
import { remember } from "../api/remembered.js";
import { DataError, dataset, dense, Model, OptionError, sgd, ShapeError } from "../../src/index.js";
import { descentPlane } from "../../src/evaluate/index.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

const random = new Random(2);
const inputs = random.table(60, 2);
const targets = inputs.map(([a, b]) => Math.sin(a) + b);
const data = dataset({ inputs, targets });

function walked(epochs: number): { model: Model; path: Float32Array[] } {
  const model = new Model({ inputs: 2, layers: [dense(6, "tanh"), dense(1)], loss: "mse", seed: 4 });
  const path: Float32Array[] = [];
  model.fitSync(data, { epochs, onEpoch: () => void path.push(model.parameters) });
  return { model, path };
}

test("a model of two parameters: the plane is all there is", () => {
  const line = dataset({ inputs: [-1, 0, 1, 2], targets: [1, 3, 5, 7.5] });
  const optimizer = sgd({ learningRate: 0.1 });
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
  const path: Float32Array[] = [];
  model.fitSync(line, { epochs: 12, batchSize: 2, onEpoch: () => void path.push(model.parameters) });
  const unchanged = remember(model);
  const { surface, path: places, explained } = descentPlane(model, line, path, { steps: 9 });
  unchanged();
  expectClose(explained[0] + explained[1], 1, { tolerance: 1e-12 });
  expect(explained[0]).toBeGreaterThan(explained[1]);
  // Distances in the plane are distances of parameters.
  path.forEach(([w, b], i) => {
    const [w0, b0] = path[0];
    const { x, y } = places[i];
    expectClose(Math.hypot(x - places[0].x, y - places[0].y), Math.hypot(w - w0, b - b0), {
      tolerance: 1e-6,
    });
  });
  // The loss on the grid is the model's, with the parameters put back from the plane: two points and their places give the map.
  const { xs, ys, loss } = surface;
  expect([xs.length, ys.length, loss.length, loss[0].length]).toEqual([9, 9, 9, 9]);
  const end = path[path.length - 1];
  const [pa, pb] = [path[0], path[5]].map((point) => [point[0] - end[0], point[1] - end[1]]);
  const [a, b] = [places[0], places[5]];
  const area = a.x * b.y - a.y * b.x;
  const probe = Model.fromJSON(model.toJSON());
  for (const j of [0, 4, 8])
    for (const i of [0, 3, 8]) {
      const s = (xs[i] * b.y - ys[j] * b.x) / area;
      const t = (a.x * ys[j] - a.y * xs[i]) / area;
      probe.parameters = [0, 1].map((k) => end[k] + s * pa[k] + t * pb[k]);
      expectClose(loss[j][i] / probe.loss(line), 1, { tolerance: 1e-4, label: `${i}, ${j}` });
    }
});

test("a path on a known plane of many parameters: all explained, and its losses on the grid", () => {
  const { model } = walked(3);
  const origin = model.parameters;
  const [u, v] = [0, 1].map((k) => Float32Array.from(origin, (_, i) => Number(i === 3 * k + 1)));
  // Along parameters 1 and 4: 4 wide, 1 high; it ends in a corner that is a point of the grid.
  const at = (x: number, y: number): Float32Array => origin.map((value, i) => value + x * u[i] + y * v[i]);
  const path = [at(-4, 0), at(-4, 1), at(0, 1), at(0, 0)];
  const { surface, path: places, explained } = descentPlane(model, data, path, { steps: 3, margin: 0 });
  expectClose(explained, [16 / 17, 1 / 17], { tolerance: 1e-6 });
  expectClose(
    places.flatMap(({ x, y }) => [x, y]),
    [-4, 0, -4, 1, 0, 1, 0, 0],
    { tolerance: 1e-6 },
  );
  expectClose(surface.xs, [-4, -2, 0], { tolerance: 1e-6 });
  expectClose(surface.ys, [0, 0.5, 1], { tolerance: 1e-6 });
  path.forEach((point, k) => {
    model.parameters = point;
    const [j, i] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ][k];
    expectClose(surface.loss[j][i] / model.loss(data), 1, { tolerance: 1e-5, label: `point ${k}` });
  });
});

test("the plane is around the path's end, not where the model stands now", () => {
  const { model, path } = walked(6);
  const before = descentPlane(model, data, path, { steps: 3 });
  model.parameters = Array<number>(model.count).fill(0.5);
  expect(descentPlane(model, data, path, { steps: 3 })).toEqual(before);
  expect(before.path[5]).toEqual({ x: 0, y: 0 });
});

test("the margin is a share of the path's breadth on each side", () => {
  const { model, path } = walked(20);
  const { surface, path: places } = descentPlane(model, data, path, { steps: 2, margin: 0.5 });
  for (const [axis, values] of [
    ["x", surface.xs],
    ["y", surface.ys],
  ] as const) {
    const along = places.map((place) => place[axis]);
    const [low, high] = [Math.min(...along), Math.max(...along)];
    expectClose(values, [low - (high - low) / 2, high + (high - low) / 2], { tolerance: 1e-12 });
  }
});

test("a straight path gets a plane as broad as it is long", () => {
  const { model } = walked(1);
  const origin = model.parameters;
  const path = [-2, -1, 0].map((t) => origin.map((value, i) => value + (i === 2 ? t : 0)));
  const { surface, path: places, explained } = descentPlane(model, data, path, { steps: 2 });
  expectClose(explained, [1, 0], { tolerance: 1e-12 });
  expectClose(
    places.map(({ x }) => x),
    [-2, -1, 0],
    { tolerance: 1e-6 },
  );
  expectClose(surface.xs, [-2.5, 0.5], { tolerance: 1e-6 });
  expectClose(surface.ys, [-1.5, 1.5], { tolerance: 1e-6 });
  expect(surface.loss.flatMap((row) => [...row]).every(Number.isFinite)).toBe(true);
});

test("points at which it stands still count once, but are shown", () => {
  const { model, path } = walked(8);
  const still = [...path.slice(0, 3), path[2], path[2], ...path.slice(3), path[7]];
  const [plain, longer] = [path, still].map((points) => descentPlane(model, data, points, { steps: 3 }));
  expect(longer.explained).toEqual(plain.explained);
  expect(longer.surface).toEqual(plain.surface);
  expect(longer.path).toHaveLength(11);
  expect(longer.path[4]).toEqual(plain.path[2]);
});

test("a long path: 200 points find the directions, all are shown, and the ends are among them", () => {
  const { model } = walked(1);
  const origin = model.parameters;
  // A spiral in two parameters, and one leap of its first point alone into a third.
  const path = Array.from({ length: 1001 }, (_, i) => {
    const [angle, size] = [i / 40, 1 - i / 1001];
    return origin.map(
      (value, k) =>
        value + size * [Math.cos(angle), 0.5 * Math.sin(angle), i === 0 ? 9 : 0][k % 3] * Number(k < 3),
    );
  });
  const { path: places, explained } = descentPlane(model, data, path, { steps: 2 });
  expect(places).toHaveLength(1001);
  // The leap is seen: the first point is among the 200.
  expect(places[0].x).toBeCloseTo(9, 0);
  expect(explained[0] + explained[1]).toBeGreaterThan(0.5);
  expect(descentPlane(model, data, path, { steps: 2 })).toEqual(
    descentPlane(model, data, path, { steps: 2 }),
  );
});

describe("errors", () => {
  const { model, path } = walked(4);
  const { count } = model;
  const bad = path.map((point) => point.slice());
  bad[2][1] = NaN;
  const wide = dataset({ inputs: [[1, 2, 3]], targets: [1] });
  const untrained = new Model({ inputs: 2, layers: [dense(6, "tanh"), dense(1)], loss: "mse" });
  const cases: Case[] = [
    [
      "two points",
      () => descentPlane(model, data, path.slice(0, 2)),
      DataError,
      /^descentPlane: a plane needs a path of at least 3 different points, got 2 among 2/,
    ],
    [
      "the same twice",
      () => descentPlane(model, data, [path[0], path[1], path[0], path[1]]),
      DataError,
      /got 2 among 4/,
    ],
    [
      "standing still",
      () => descentPlane(model, data, [path[0], path[0], path[0]]),
      DataError,
      /got 1 among 3/,
    ],
    ["nothing", () => descentPlane(model, data, []), DataError, /got 0 among 0/],
    [
      "no list",
      () => descentPlane(model, data, any(undefined)),
      DataError,
      /path must be an array.*got undefined/,
    ],
    ["one vector", () => descentPlane(model, data, any(path[0])), DataError, /path must be an array/],
    [
      "numbers",
      () => descentPlane(model, data, any([1, 2, 3])),
      ShapeError,
      /path\[0\] must have 25 numbers/,
    ],
    [
      "another length",
      () => descentPlane(model, data, [path[0], new Float32Array(3), path[1]]),
      ShapeError,
      /path\[1\] must have 25 numbers.*of 3/,
      { expected: count, row: 1 },
    ],
    ["NaN", () => descentPlane(model, data, bad), DataError, /path\[2\]\[1\] is NaN/, { row: 2, column: 1 }],
    [
      "beyond float32",
      () => descentPlane(model, data, [path[0], path[1], Array(25).fill(1e99)]),
      DataError,
      /path\[2\]\[0\] is 1e\+99/,
    ],
    ["one step", () => descentPlane(model, data, path, { steps: 1 }), OptionError, /steps.*at least 2/],
    [
      "a negative margin",
      () => descentPlane(model, data, path, { margin: -0.1 }),
      OptionError,
      /margin.*at least 0/,
    ],
    [
      "an unknown option",
      () => descentPlane(model, data, path, any({ step: 5 })),
      OptionError,
      /Did you mean "steps"/,
    ],
    ["data that do not fit", () => descentPlane(model, wide, path), ShapeError, /^descentPlane: .*2 inputs/],
    ["no data", () => descentPlane(model, any([]), path), DataError, /^descentPlane: .*Dataset/],
    [
      "not trained",
      () => descentPlane(untrained, data, path),
      OptionError,
      /^descentPlane: this model has not been trained/,
    ],
  ];
  test.each(cases)("%s", (...one) => expectError(one));
});
