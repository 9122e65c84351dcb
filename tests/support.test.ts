import { describe, expect, test } from "vitest";

import { expectClose, ulpDistance, ulpError, ulpOf } from "./support/close.js";
import { Random } from "./support/random.js";

const next = (x: number, steps: number): number => {
  const bits = new Int32Array([0]);
  const value = new Float32Array(bits.buffer);
  value[0] = x;
  bits[0] += steps;
  return value[0];
};

describe("expectClose", () => {
  test("measures |a - b| / max(1, |b|)", () => {
    expectClose([1000.01, 0.5], [1000, 0.50001], { tolerance: 1.1e-5 });
    expect(() => expectClose([0.5], [0.50002], { tolerance: 1.1e-5 })).toThrow("worst[0] of 1");
    expectClose([], [], { tolerance: 0 });
    expectClose(3, 3, { tolerance: 0 });
  });

  test("names the worst index, both values, the tolerance and the distance in ULP", () => {
    const actual = [1, next(2, 3), next(1, 1)];
    expect(() => expectClose(actual, [1, 2, 1], { tolerance: 1e-8, label: "net, seed 7" })).toThrow(
      /^net, seed 7: worst\[1\] of 3 is 2\.00000071\d*, expected 2; distance 3\.57\d*e-7 > 1e-8, 3 float32 ULP apart$/,
    );
  });

  test("NaN equals only NaN, an infinity only itself", () => {
    expectClose([NaN, Infinity, -Infinity], [NaN, Infinity, -Infinity], { tolerance: 0 });
    for (const [a, b] of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1e38],
      [1e38, Infinity],
      [Infinity, -Infinity],
      [NaN, Infinity],
    ]) {
      expect(() => expectClose(a, b, { tolerance: 1e9 }), `${a} against ${b}`).toThrow("expected");
      expect(() => expectClose([0, a, 0], [0, b, 5], { tolerance: 1e9 })).toThrow("worst[1]");
    }
  });

  test("lengths must agree", () => {
    expect(() => expectClose([1, 2], [1], { tolerance: 1 })).toThrow("2 numbers, expected 1");
    expect(() => expectClose([], [1], { tolerance: 1 })).toThrow("0 numbers, expected 1");
  });
});

describe("ULP", () => {
  test("counts the float32 numbers between two", () => {
    for (const x of [1, -1, 0.1, 1e-40, 1e38, 3.0000000001]) {
      for (const steps of [0, 1, 2, 1000]) expect(ulpDistance(next(x, steps), x)).toBe(steps);
    }
    expect(ulpDistance(-0, 0)).toBe(0);
    expect(ulpDistance(next(0, 1), -next(0, 1))).toBe(2);
    expect(ulpDistance(Infinity, 3.4028234663852886e38)).toBe(1);
    expect(ulpDistance(NaN, NaN)).toBe(0);
    expect(ulpDistance(NaN, 1)).toBe(NaN);
  });

  test("ulpOf is the step to the next float32", () => {
    for (const x of [1, 1.5, 2, 0.75, 1e-3, 1e30, 1e-44, 0, 2 ** -126]) {
      const here = Math.fround(x);
      expect(ulpOf(x)).toBe(next(here, 1) - here);
      expect(ulpOf(-x)).toBe(ulpOf(x));
    }
    expect(ulpError(next(1, 1), 1 + 2 ** -24)).toBe(0.5);
    expect(ulpError(0, 2 ** -149)).toBe(1);
  });
});

test("random numbers repeat with their seed and look like what they are called", () => {
  expect(new Random(1).list(5)).toEqual(new Random(1).list(5));
  expect(new Random(1).list(5)).not.toEqual(new Random(2).list(5));
  const normal = new Random(3).list(10_000);
  const mean = normal.reduce((a, b) => a + b) / normal.length;
  const variance = normal.reduce((a, b) => a + (b - mean) ** 2, 0) / normal.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  expect([...new Random(4).order(100)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});
