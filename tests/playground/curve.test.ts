import { describe, expect, it } from "vitest";
import {
  COLUMNS,
  type Curve,
  FIRST_CURVE,
  hasPoint,
  withoutPoint,
  withStroke,
} from "../../playground/src/setup/curve.js";

const isFunction = (curve: Curve): boolean => curve.every(([x], k) => k === 0 || x > curve[k - 1][0]);

describe("a curve drawn by hand", () => {
  it("has a point in every column that a stroke crosses, in whichever direction", () => {
    const right = withStroke([], [-1, -1], [1, 1]);
    expect(right).toHaveLength(COLUMNS);
    expect(right[0]).toEqual([-0.995, -1]);
    expect(right[COLUMNS - 1]).toEqual([0.995, 1]);
    expect(withStroke([], [1, 1], [-1, -1])).toEqual(right);
    // A straight stroke is straight: no point is off the diagonal by more than a column and the rounding.
    for (const [x, y] of right) expect(Math.abs(x - y)).toBeLessThan(2 / COLUMNS + 0.001);
  });

  it("has one y for an x: the newest", () => {
    const twice = withStroke(withStroke([], [-1, 0], [1, 0]), [0, 0.5], [0.2, 0.5]);
    expect(twice).toHaveLength(COLUMNS);
    expect(isFunction(twice)).toBe(true);
    for (const [x, y] of twice) expect(y).toBe(x >= 0 && x < 0.21 ? 0.5 : 0);
    expect(withStroke([], [0.1, 0.3], [0.1, -0.4])).toEqual([[0.105, -0.4]]);
  });

  it("stays on the pad, with three digits", () => {
    const wild = withStroke([], [-7, 0.123456], [9, 12]);
    expect(wild).toHaveLength(COLUMNS);
    for (const value of wild.flat()) {
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(Math.round(value * 1000) / 1000).toBe(value);
      expect(Object.is(value, -0)).toBe(false);
    }
  });

  it("a point can be set and taken away", () => {
    const one = withStroke([], [0.5, 0.5], [0.5, 0.5]);
    expect(hasPoint(one, 0.5)).toBe(true);
    expect(hasPoint(one, 0.52)).toBe(false);
    expect(withoutPoint(one, 0.505)).toEqual([]);
  });

  it("the first one is a curve of the same kind", () => {
    expect(isFunction(FIRST_CURVE)).toBe(true);
    for (const value of FIRST_CURVE.flat()) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    for (const [x, y] of FIRST_CURVE) expect(withStroke([], [x, y], [x, y])).toEqual([[x, y]]);
  });
});
