import { describe, expect, test } from "vitest";

import { Model, adam, dataset, dense, type LayerSpec } from "../src/index.js";
import { expectClose } from "./support/close.js";

/**
 * What a few units can draw, by weights written down and not learned: curves as a constant plus a sum of hard
 * sigmoids, what w, b and c do to one sigmoid, a hard sigmoid as two ReLUs; and one that is fitted.
 */

/** A network of one input whose parameters are given: layer by layer, weights, then biases. */
function drawn(layers: LayerSpec[], parameters: readonly number[]): (x: number) => number {
  const model = new Model({ inputs: 1, layers, loss: "mse", standardize: false });
  model.parameters = Float32Array.from(parameters);
  return (x) => model.predict([x])[0];
}

/** y = c sigmoid(b + w x), with either kind of sigmoid. */
function bump(
  kind: "sigmoid" | "hardSigmoid",
  { w, b, c }: { w: number; b: number; c: number },
): (x: number) => number {
  return drawn([dense(1, kind), dense(1)], [w, b, c, 0]);
}

const hardSigmoid = (x: number): number => Math.min(1, Math.max(0, x / 6 + 0.5));
const grid = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const slope = (f: (x: number) => number, x: number, h: number): number => (f(x + h) - f(x - h)) / (2 * h);

describe("a piecewise-linear curve is a constant plus a sum of hard sigmoids", () => {
  const curves: Record<string, [number, number][]> = {
    "a ramp": [
      [-1, 0],
      [1, 2],
    ],
    "up, flat, down": [
      [0, 1],
      [2, 5],
      [3, 5],
      [7, -3],
    ],
    "a zigzag": [
      [-4, 0],
      [-3, 2],
      [-1, -2],
      [0, 3],
      [0.5, 2.5],
      [2, 2.5],
      [4, -1],
    ],
  };

  test.each(Object.entries(curves))("%s", (name, knots) => {
    // From knot to knot one hard sigmoid rises from 0 to 1: it is 0 at w x + b = -3 and 1 at 3. c lifts it to the step.
    const pieces = knots.slice(1).map(([right, high], i) => {
      const [left, low] = knots[i];
      const w = 6 / (right - left);
      return { w, b: -3 - w * left, c: high - low };
    });
    const parameters = [
      ...pieces.map(({ w }) => w),
      ...pieces.map(({ b }) => b),
      ...pieces.map(({ c }) => c),
      knots[0][1],
    ];
    const curve = drawn([dense(pieces.length, "hardSigmoid"), dense(1)], parameters);
    const first = knots[0][0];
    const last = knots[knots.length - 1][0];
    for (const x of [...knots.map(([k]) => k), ...grid(first - 2, last + 2, 101)]) {
      expectClose(curve(x), interpolate(knots, x), { tolerance: 2e-6, label: `${name} at ${x}` });
    }
  });
});

describe("one sigmoid, y = c sigmoid(b + w x)", () => {
  const plain = { w: 1, b: 0, c: 1 };

  test("w changes the slope: c w / 4 in the middle", () => {
    for (const w of [0.5, 1, 2, 8, -2]) {
      const f = bump("sigmoid", { ...plain, w });
      expectClose(slope(f, 0, 0.01 / Math.abs(w)), w / 4, { tolerance: 1e-4, label: `w ${w}` });
      expectClose(f(0), 0.5, { tolerance: 1e-6 });
    }
  });

  test("b shifts: the middle lies at x = -b / w", () => {
    const unmoved = bump("sigmoid", plain);
    for (const b of [-4, -1, 0.5, 3]) {
      const f = bump("sigmoid", { ...plain, b });
      expectClose(f(-b), 0.5, { tolerance: 1e-6, label: `b ${b}` });
      for (const x of grid(-6, 6, 13)) expectClose(f(x - b), unmoved(x), { tolerance: 1e-6 });
    }
    expectClose(bump("sigmoid", { w: 4, b: -8, c: 1 })(2), 0.5, { tolerance: 1e-6 });
  });

  test("c changes the height, from 0 to c", () => {
    for (const c of [1, 3, -2, 0.25]) {
      const f = bump("sigmoid", { ...plain, c });
      expectClose([f(-40), f(0), f(40)], [0, c / 2, c], { tolerance: 1e-6, label: `c ${c}` });
    }
  });

  test("the hard one obeys the same three: slope c w / 6, middle -b / w, height c", () => {
    const f = bump("hardSigmoid", { w: 3, b: -6, c: 4 });
    expectClose([f(-10), f(1), f(2), f(3), f(10)], [0, 0, 2, 4, 4], { tolerance: 1e-6 });
    expectClose(slope(f, 2, 0.5), 2, { tolerance: 1e-6 });
  });
});

describe("a sigmoid approximates a hard sigmoid", () => {
  const xs = grid(-10, 10, 2001);
  const distance = (f: (x: number) => number): number =>
    Math.max(...xs.map((x) => Math.abs(f(x) - hardSigmoid(x))));

  test("with the same slope in the middle (w = 2/3) they are never more than 0.12 apart", () => {
    const f = bump("sigmoid", { w: 2 / 3, b: 0, c: 1 });
    expectClose(slope(f, 0, 0.01), 1 / 6, { tolerance: 1e-4 });
    // Farthest at the corners: 1 - sigmoid(2).
    expectClose(distance(f), 1 / (1 + Math.exp(2)), { tolerance: 1e-6 });
  });

  test("a slightly steeper one is nearer", () => {
    expect(distance(bump("sigmoid", { w: 1, b: 0, c: 1 }))).toBeLessThan(0.07);
  });

  test("fitted, one sigmoid comes as near as the best found by trying every w", () => {
    const inputs = grid(-6, 6, 121);
    const targets = inputs.map(hardSigmoid);
    const error = (w: number): number =>
      inputs.reduce((sum, x, i) => sum + (1 / (1 + Math.exp(-w * x)) - targets[i]) ** 2, 0) / inputs.length;
    const best = Math.min(...grid(0.1, 3, 2901).map(error));

    const layers = [dense(1, "sigmoid")];
    const optimizer = adam({ learningRate: 0.02 });
    const model = new Model({ inputs: 1, layers, loss: "mse", optimizer, standardize: false });
    model.parameters = Float32Array.of(0.1, 1);
    const data = dataset({ inputs, targets });
    model.fitSync(data, { epochs: 1500, batchSize: "all" });
    expect(model.loss(data)).toBeLessThan(best * 1.01);
    expect(model.loss(data)).toBeGreaterThan(best * 0.999);
    expectClose(model.parameters[1], 0, { tolerance: 0.01, label: "b, by symmetry" });
  });
});

describe("a hard sigmoid is two ReLUs", () => {
  test("exactly: relu(x + 1/2) - relu(x - 1/2) climbs from 0 to 1", () => {
    const two = drawn([dense(2, "relu"), dense(1)], [1, 1, 0.5, -0.5, 1, -1, 0]);
    // Sixteenths add without rounding.
    for (const x of grid(-4, 4, 129)) expect(two(x), `x ${x}`).toBe(Math.min(1, Math.max(0, x + 0.5)));
  });

  test("with w and b of the hard sigmoid: relu(x/6 + 1/2) - relu(x/6 - 1/2)", () => {
    const one = drawn([dense(1, "hardSigmoid")], [1, 0]);
    const two = drawn([dense(2, "relu"), dense(1)], [1 / 6, 1 / 6, 0.5, -0.5, 1, -1, 0]);
    for (const x of grid(-10, 10, 401)) {
      expectClose(one(x), hardSigmoid(x), { tolerance: 1e-6, label: `hard sigmoid at ${x}` });
      expectClose(two(x), hardSigmoid(x), { tolerance: 1e-6, label: `two ReLUs at ${x}` });
    }
  });

  test("fitted: a few ReLUs learn a hard sigmoid", () => {
    const inputs = grid(-6, 6, 121);
    const data = dataset({ inputs, targets: inputs.map(hardSigmoid) });
    const layers = [dense(16, "relu"), dense(1)];
    const model = new Model({
      inputs: data,
      layers,
      loss: "mse",
      optimizer: adam({ learningRate: 0.01 }),
      seed: 1,
    });
    model.fitSync(data, { epochs: 400, batchSize: 11 });
    const { rmse, r2 } = model.evaluate(data) as { rmse: number; r2: number };
    expect(rmse).toBeLessThan(0.02);
    expect(r2).toBeGreaterThan(0.998);
  });
});

/** The height at x of the line through the knots, flat beyond the ends. */
function interpolate(knots: readonly [number, number][], x: number): number {
  const right = knots.findIndex(([k]) => k >= x);
  if (right === 0) return knots[0][1];
  if (right === -1) return knots[knots.length - 1][1];
  const [x0, y0] = knots[right - 1];
  const [x1, y1] = knots[right];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
