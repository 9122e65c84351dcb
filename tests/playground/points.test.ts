import { describe, expect, it } from "vitest";
import { CLASSIC_SETS, type ClassicSet, defaultsFor } from "../../playground/src/setup/setup.js";
import { classicRows } from "../../playground/src/trainer/data/classic.js";
import { classicPoints, type Point } from "../../playground/src/trainer/data/points.js";

const ROWS = 1001;
const isSecond = (row: number): boolean => row % 2 === 1;
const without = (kind: ClassicSet): Point[] => classicPoints(kind, ROWS, 0, 7);
/** Coordinates are rounded to four digits. */
const ROUNDING = 1e-4;

describe.each(CLASSIC_SETS)("%s", (kind) => {
  it("is the same for a seed, and another for another", () => {
    expect(classicPoints(kind, 50, 0.1, 3)).toEqual(classicPoints(kind, 50, 0.1, 3));
    expect(classicPoints(kind, 50, 0.1, 3)).not.toEqual(classicPoints(kind, 50, 0.1, 4));
  });

  it("begins with the same points whatever the number of rows", () => {
    expect(classicPoints(kind, 200, 0.1, 3).slice(0, 50)).toEqual(classicPoints(kind, 50, 0.1, 3));
  });

  it("noise moves each coordinate by no more than it says, and by as much", () => {
    const still = without(kind);
    const moved = classicPoints(kind, ROWS, 0.2, 7);
    const moves = moved.flatMap(([x, y], row) => [x - still[row][0], y - still[row][1]]);
    const least = Math.min(...moves);
    const most = Math.max(...moves);
    expect(least).toBeGreaterThanOrEqual(-0.2 - ROUNDING);
    expect(most).toBeLessThanOrEqual(0.2 + ROUNDING);
    expect(most - least).toBeGreaterThan(0.38);
  });

  it("has as many of one class as of the other, in every part too", () => {
    const data = { kind, rows: ROWS, noise: 0.1 };
    const { train, validation, test } = classicRows(
      { ...defaultsFor(data), validation: 0.2, test: 0.2 },
      data,
    );
    const parts = [train, validation, test];
    expect(parts.reduce((sum, part) => sum + (part?.rows ?? 0), 0)).toBe(ROWS);
    for (const part of parts) {
      const second = part?.labels?.filter((label) => label === "orange").length as number;
      expect(Math.abs(second - (part?.rows as number) / 2)).toBeLessThanOrEqual(1);
    }
  });
});

describe("without noise", () => {
  it("a circle's classes are told apart by the distance from its middle", () => {
    without("circle").forEach(([x, y], row) => {
      const radius = Math.hypot(x, y);
      if (isSecond(row)) expect(radius).toBeGreaterThan(0.7 - ROUNDING);
      else expect(radius).toBeLessThan(0.5 + ROUNDING);
    });
  });

  it("XOR's classes are told apart by the sign of x y, and lie in all four quarters", () => {
    const points = without("xor");
    points.forEach(([x, y], row) => expect(Math.sign(x * y)).toBe(isSecond(row) ? -1 : 1));
    const quarters = new Set(points.map(([x, y]) => `${Math.sign(x)} ${Math.sign(y)}`));
    expect(quarters.size).toBe(4);
  });

  it("the clouds have their middles and their width", () => {
    for (const second of [false, true]) {
      const xs = without("gauss").flatMap((point, row) => (isSecond(row) === second ? point : []));
      const mean = xs.reduce((sum, x) => sum + x) / xs.length;
      const deviation = Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length);
      // Five standard errors of a thousand values.
      expect(Math.abs(mean - (second ? 0.4 : -0.4))).toBeLessThan((5 * 0.18) / Math.sqrt(xs.length));
      expect(Math.abs(deviation - 0.18)).toBeLessThan((5 * 0.18) / Math.sqrt(2 * xs.length));
    }
  });

  it("the spirals' classes are told apart by the angle that is left when the turn is undone", () => {
    without("spiral").forEach(([x, y], row) => {
      const radius = Math.hypot(x, y);
      // Near the middle the rounding of the coordinates is a large angle.
      if (radius < 0.02) return;
      const left = Math.atan2(y, x) - 1.75 * 2 * Math.PI * radius;
      expect(Math.sign(Math.cos(left))).toBe(isSecond(row) ? -1 : 1);
      expect(Math.abs(Math.cos(left))).toBeGreaterThan(0.99);
    });
  });

  it("the moons lie on two half circles, each with its end in the other", () => {
    without("moons").forEach(([x, y], row) => {
      const [dx, dy] = isSecond(row) ? [x - 0.3, y - 0.15] : [x + 0.3, y + 0.15];
      expect(Math.abs(Math.hypot(dx, dy) - 0.6)).toBeLessThan(ROUNDING);
      expect(isSecond(row) ? -dy : dy).toBeGreaterThanOrEqual(-ROUNDING);
    });
  });
});
