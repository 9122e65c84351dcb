import { describe, expect, test } from "vitest";

import { eigenOf } from "../../src/judge/eigen.js";
import { principalPlane } from "../../src/judge/principal-plane.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, k) => sum + value * b[k], 0);

describe("eigenOf", () => {
  test("by hand: [[2, 1], [1, 2]] has 3 along (1, 1) and 1 along (1, -1)", () => {
    const { values, vectors } = eigenOf([Float64Array.of(2, 1), Float64Array.of(1, 2)]);
    expectClose(values, [3, 1], { tolerance: 1e-15 });
    expectClose(vectors[0][0] / vectors[0][1], 1, { tolerance: 1e-15 });
    expectClose(vectors[1][0] / vectors[1][1], -1, { tolerance: 1e-15 });
  });

  test("the path of n points has the eigenvalues 2 - 2 cos(pi k / (n + 1))", () => {
    const n = 40;
    const matrix = Array.from({ length: n }, (_, i) =>
      Float64Array.from({ length: n }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    );
    const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos((Math.PI * (n - k)) / (n + 1)));
    expectClose(eigenOf(matrix).values, expected, { tolerance: 1e-13 });
  });

  test.each([1, 2, 3, 7, 30, 200])("%i points: A v = value v, and the vectors are at right angles", (n) => {
    const random = new Random(n);
    // Of rank 5 and of scales from 1 to 1e-4, as the Gram matrix of a path.
    const points = random.table(n, 5).map((row) => row.map((value, c) => value * 10 ** -c));
    const gram = points.map((a) => Float64Array.from(points, (b) => dot(a, b)));
    const { values, vectors } = eigenOf(gram.map((row) => row.slice()));
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    vectors.forEach((vector, k) => {
      expectClose(
        gram.map((row) => dot(row, vector) / values[0]),
        vector.map((value) => (value * values[k]) / values[0]),
        { tolerance: 1e-13, label: `vector ${k}` },
      );
      vectors.forEach((other, j) =>
        expectClose(dot(vector, other), Number(j === k), { tolerance: 1e-12, label: `${k} and ${j}` }),
      );
    });
  });

  test("nothing but zeros", () => {
    expect(eigenOf([new Float64Array(2), new Float64Array(2)]).values).toEqual([0, 0]);
  });
});

describe("principalPlane", () => {
  test("by hand: a cross of arms 3 and 1", () => {
    const { directions, explained } = principalPlane([
      [5, 3, 0],
      [5, -3, 0],
      [5, 0, 1],
      [5, 0, -1],
    ]);
    expectClose(directions[0], [0, 1, 0], { tolerance: 1e-15 });
    expectClose(directions[1], [0, 0, 1], { tolerance: 1e-15 });
    // Squares 9 + 9 and 1 + 1.
    expectClose(explained, [0.9, 0.1], { tolerance: 1e-15 });
  });

  test("points of a known plane in many dimensions, wherever it lies", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const count = 2 + random.whole(60);
      const [u, raw] = [random.list(count), random.list(count)];
      const v = raw.map((value, k) => value - (dot(raw, u) / dot(u, u)) * u[k]);
      const [lu, lv] = [u, v].map((vector) => Math.sqrt(dot(vector, vector)));
      const far = random.list(count, () => random.uniform(-50, 50));
      // An ellipse: its axes are the principal directions, with variances 9 and 4 to 1.
      const points = Array.from({ length: 24 }, (_, i) => {
        const angle = (2 * Math.PI * i) / 24;
        return far.map(
          (value, k) => value + (3 * Math.cos(angle) * u[k]) / lu + (Math.sin(angle) * v[k]) / lv,
        );
      });
      const { directions, explained } = principalPlane(points);
      const label = `seed ${seed}`;
      expectClose(Math.abs(dot(directions[0], u)) / lu, 1, { tolerance: 1e-12, label });
      expectClose(Math.abs(dot(directions[1], v)) / lv, 1, { tolerance: 1e-12, label });
      expectClose(explained, [0.9, 0.1], { tolerance: 1e-12, label });
      for (const direction of directions) {
        const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
        expect(largest, label).toBeGreaterThan(0);
      }
    }
  });

  test("points on a line: all of it is explained by the first, the second is any at a right angle", () => {
    const line = [-2, 0, 1, 5].map((t) => [1 + 3 * t, 2 - 4 * t, 7]);
    const { directions, explained } = principalPlane(line);
    // The larger component is positive: against the path's own sense.
    expectClose(directions[0], [-0.6, 0.8, 0], { tolerance: 1e-15 });
    expectClose(directions[1], [0, 0, 1], { tolerance: 1e-15 });
    expectClose(explained, [1, 0], { tolerance: 1e-15 });
  });

  test("what lies beside the plane is not explained", () => {
    const at = (k: number, size: number): number[] => [0, 1, 2].map((c) => (c === k ? size : 0));
    const points = [at(0, 3), at(0, -3), at(1, 2), at(1, -2), at(2, 1), at(2, -1)];
    expectClose(principalPlane(points).explained, [9 / 14, 4 / 14], { tolerance: 1e-15 });
  });
});
