import fc from "fast-check";
import { describe, expect } from "vitest";

import { fitScaler, LEFT_OUT, unitOf } from "../../src/data/fit-scaler.js";
import { scaleRows } from "../../src/data/scaler.js";
import { meanOne } from "../../src/data/weights.js";
import { tameNumber, weights, wildNumber } from "./arbitraries.js";
import { exactMoments } from "./exact.js";
import { expectNoNaN, property } from "./runner.js";

/** Columns as they occur: of any size, far from 0 beside their spread, nearly constant, constant. */
const column = (rows: number): fc.Arbitrary<number[]> => {
  const list = (cell: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
    fc.array(cell, { minLength: rows, maxLength: rows });
  return fc.oneof(
    list(wildNumber),
    list(tameNumber),
    fc.tuple(wildNumber, wildNumber, list(tameNumber)).map(([origin, unit, cells]) =>
      cells.map((cell) => {
        const value = origin + unit * cell;
        return Number.isFinite(value) ? value : origin;
      }),
    ),
    wildNumber.map((value) => new Array<number>(rows).fill(value)),
  );
};

const data = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
  .chain(([rows, width, single]) =>
    fc.record({
      rows: fc.constant(rows),
      single: fc.constant(single),
      columns: fc.array(column(rows), { minLength: width, maxLength: width }),
      weights: fc.option(weights(rows), { nil: undefined }),
    }),
  );

describe("the scaler", () => {
  property(
    "has the mean and deviation of exact arithmetic, rows of weight 0 being none",
    0.05,
    data,
    ({ rows, columns, weights: given, single }, tally) => {
      // As a fit has them by then.
      const weights = given && meanOne(Float64Array.from(given));
      const finite = (x: number): number => (single && !Number.isFinite(Math.fround(x)) ? 1 : x);
      const Type = single ? Float32Array : Float64Array;
      const width = columns.length;
      const values = new Type(rows * width).map((_, i) => finite(columns[i % width][Math.floor(i / width)]));
      const table = { values, offset: 0, stride: width, width };
      const scaler = fitScaler(table, rows, weights, LEFT_OUT);
      const unit = unitOf(fitScaler(table, rows, weights, 0));
      tally.accepted++;
      const counted = Array.from({ length: rows }, (_, r) => r).filter(
        (r) => weights === undefined || weights[r] > 0,
      );
      for (let c = 0; c < width; c++) {
        const cells = counted.map((r) => values[r * width + c]);
        const exact = exactMoments(
          cells,
          counted.map((r) => weights?.[r] ?? 1),
        );
        const low = Math.min(...cells);
        const high = Math.max(...cells);
        const largest = Math.max(Math.abs(low), Math.abs(high));
        const [mean, deviation] = [scaler.mean[c], scaler.deviation[c]];
        const label = `column ${c}: ${cells.join(" ")}`;
        // Halved, and halves of eps: the sums and differences of the largest numbers are infinite.
        const range = high / 2 - low / 2;
        const eps = single ? 2 ** -23 : 2 ** -52;
        if (range <= largest * eps)
          expect(deviation === LEFT_OUT, `${label} is constant within rounding`).toBe(true);
        // Beside a weight of 1e150 a row of weight 1 changes less than rounding does.
        if (range > 8 * largest * eps && exact.deviation > Math.max(1e-307, 2 ** -48 * range))
          expect(deviation, label).not.toBe(LEFT_OUT);
        if (deviation === LEFT_OUT) {
          const rounding = 2 ** -50 * largest;
          expect(mean >= low - rounding && mean - rounding <= high, `${label}: mean ${mean}`).toBe(true);
          continue;
        }
        expect(
          Math.abs(mean / 4 - exact.mean / 4),
          `${label}: mean ${mean}, exactly ${exact.mean}`,
        ).toBeLessThanOrEqual(2 ** -51 * (largest / 4) + 2 ** -48 * (range / 4) + 5e-324);
        // Where a weight of 1e-300 makes the spread tiny beside the range, the rounding of the range is all there is.
        expect(
          Math.abs(deviation - exact.deviation),
          `${label}: deviation ${deviation}, exactly ${exact.deviation}`,
        ).toBeLessThanOrEqual(1e-12 * exact.deviation + 2 ** -48 * range);
        const rootMeanSquare = Math.hypot(exact.mean / largest, exact.deviation / largest) * largest;
        if (Number.isFinite(rootMeanSquare))
          expect(Math.abs(unit.deviation[c] - rootMeanSquare), `${label}: unit`).toBeLessThanOrEqual(
            1e-12 * rootMeanSquare + 2 ** -48 * range,
          );
      }
      expectNoNaN(scaleRows(scaler, table, 0, rows, new Float64Array(rows * width)), "scaled");
      expectNoNaN(scaler.mean, "mean");
      expect(
        Array.from(unit.deviation).every((value) => value > 0),
        "a unit above 0",
      ).toBe(true);
    },
  );
});
