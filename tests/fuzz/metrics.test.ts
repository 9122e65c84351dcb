import fc from "fast-check";
import { describe, expect } from "vitest";

import { accuracy, auc, confusion, DataError, regressionMetrics } from "../../src/index.js";
import { anything, mostly, slip, slipped, tameNumber, weights, wildNumber } from "./arbitraries.js";
import { expectNoNaNIn, property, untyped } from "./runner.js";

/** Row numbers, so that the references below are sums over rows and nothing else. */
const rowsOf = (count: number): number[] => Array.from({ length: count }, (_, r) => r);
const sumOf = (rows: number[], term: (row: number) => number): number =>
  rows.reduce((sum, row) => sum + term(row), 0);

const regression = (number: fc.Arbitrary<number>) =>
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 })).chain(([rows, outputs]) => {
    const list = fc.array(number, { minLength: rows * outputs, maxLength: rows * outputs });
    const pair = fc
      .tuple(list, list, fc.boolean())
      .map(([predicted, actual, exact]) => [exact ? actual : predicted, actual]);
    return fc.record({
      rows: fc.constant(rows),
      outputs: fc.constant(outputs),
      pair,
      weights: fc.option(weights(rows), { nil: undefined }),
    });
  });

/** Weights without those so far apart that a plain sum loses the small ones. */
const even = (list: number[] | undefined): number[] | undefined =>
  list?.map((weight) => (weight > 100 || weight < 0.1 ? Math.sign(weight) : weight));

describe("metrics against sums over rows", () => {
  property(
    "regressionMetrics",
    0.03,
    regression(tameNumber),
    ({ rows, outputs, pair: [predicted, actual], weights: given }, tally) => {
      const weights = even(given);
      const found = tally.attempt(() => regressionMetrics(predicted, actual, outputs, weights));
      if (found === undefined) throw new Error("right arguments were refused");
      const all = rowsOf(rows);
      const w = (row: number): number => weights?.[row] ?? 1;
      const total = sumOf(all, w);
      const columns = rowsOf(outputs).map((c) => {
        const a = (r: number): number => actual[r * outputs + c];
        const error = (r: number): number => predicted[r * outputs + c] - a(r);
        const mean = sumOf(all, (r) => w(r) * a(r)) / total;
        const spread = sumOf(all, (r) => w(r) * (a(r) - mean) ** 2);
        const squares = sumOf(all, (r) => w(r) * error(r) ** 2);
        const counted = all.filter((r) => w(r) > 0).map(a);
        const constant = counted.every((value) => value === counted[0]);
        return {
          squares,
          absolute: sumOf(all, (r) => w(r) * Math.abs(error(r))),
          r2: constant ? Number(squares === 0) : 1 - squares / spread,
        };
      });
      const mean = (of: (column: (typeof columns)[number]) => number): number =>
        columns.reduce((sum, column) => sum + of(column), 0) / outputs;
      expect(found.mae).toBeCloseTo(
        mean(({ absolute }) => absolute / total),
        9,
      );
      expect(found.rmse).toBeCloseTo(Math.sqrt(mean(({ squares }) => squares / total)), 9);
      const r2 = mean(({ r2 }) => r2);
      expect(
        Math.abs(found.r2 - r2) / Math.max(1, Math.abs(r2)),
        `r2 ${found.r2}, expected ${r2}`,
      ).toBeLessThan(1e-8);
    },
  );

  property(
    "regressionMetrics of numbers of any size has no NaN",
    0.03,
    regression(wildNumber),
    ({ outputs, pair: [predicted, actual], weights }, tally) => {
      const found = tally.attempt(() => regressionMetrics(predicted, actual, outputs, weights));
      expectNoNaNIn(found, "regressionMetrics");
    },
  );

  const classes = fc.integer({ min: 1, max: 20 }).chain((rows) => {
    const list = (cell: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
      fc.array(cell, { minLength: rows, maxLength: rows });
    return fc.record({
      actual: list(fc.nat(2)),
      predicted: list(fc.nat(2)),
      isYes: list(fc.nat(1)),
      scores: list(fc.oneof(fc.constantFrom(0, -0, 0.5, 1, Infinity, -Infinity), wildNumber)),
      weights: fc.option(weights(rows), { nil: undefined }),
    });
  });

  property(
    "accuracy, confusion and auc",
    0.04,
    classes,
    ({ actual, predicted, isYes, scores, weights: given }, tally) => {
      const weights = even(given);
      const all = rowsOf(actual.length);
      const w = (row: number): number => weights?.[row] ?? 1;
      tally.accepted++;
      const right = sumOf(all, (r) => (actual[r] === predicted[r] ? w(r) : 0));
      expect(accuracy(predicted, actual, weights)).toBeCloseTo(right / sumOf(all, w), 12);
      const table = confusion(predicted, actual, 3, weights);
      for (const a of [0, 1, 2])
        for (const p of [0, 1, 2])
          expect(table[a][p]).toBeCloseTo(
            sumOf(all, (r) => (actual[r] === a && predicted[r] === p ? w(r) : 0)),
            12,
          );
      // Every pair of a row that is a yes with one that is none.
      let won = 0;
      let pairs = 0;
      for (const yes of all.filter((r) => isYes[r] === 1))
        for (const no of all.filter((r) => isYes[r] === 0)) {
          const weight = w(yes) * w(no);
          pairs += weight;
          won += weight * (scores[yes] > scores[no] ? 1 : scores[yes] === scores[no] ? 0.5 : 0);
        }
      const area = auc(scores, isYes, weights);
      // Booleans are the same.
      expect(
        auc(
          scores,
          isYes.map((yes) => yes === 1),
          weights,
        ),
      ).toBe(area);
      // What is neither yes nor no is refused, not taken for a no.
      if (actual.some((value) => value > 1)) expect(() => auc(scores, actual, weights)).toThrow(DataError);
      if (pairs === 0) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(won / pairs, 12);
    },
  );

  const call = fc.tuple(
    fc.constantFrom("regressionMetrics", "accuracy", "auc", "confusion"),
    fc
      .tuple(classes, slip, slip)
      .map(([{ actual, predicted, weights }, one, other]) =>
        slipped(slipped({ actual, predicted, weights }, one), other),
      ),
    mostly(fc.constantFrom(1, 2, 3)),
  );
  property("of anything: numbers, or an error of ours", 0.06, call, ([name, given, third], tally) => {
    const { actual, predicted, weights } = Object(given ?? {}) as Record<string, unknown>;
    const [p, a, w, n] = [predicted, actual, weights, third].map(untyped);
    const found = tally.attempt((): unknown => {
      if (name === "regressionMetrics") return regressionMetrics(p, a, n, w);
      if (name === "accuracy") return accuracy(p, a, w);
      if (name === "auc") return auc(p, a, w);
      return confusion(p, a, n, w);
    });
    // A score that is NaN is answered with NaN, as auc says.
    if (name !== "auc") expectNoNaNIn(found, name);
  });

  property(
    "of nothing but anything: numbers, or an error of ours",
    0.02,
    fc.tuple(anything, anything, anything),
    ([p, a, w], tally) => {
      tally.attempt(() => accuracy(untyped(p), untyped(a), untyped(w)));
      tally.attempt(() => regressionMetrics(untyped(p), untyped(a), 1, untyped(w)));
    },
  );
});
