import { describe, expect, test } from "vitest";

import { DataError, OptionError, ShapeError } from "../src/base/errors.js";
import { accuracy, auc, confusion, regressionMetrics } from "../src/judge/metrics.js";
import { caught } from "./support/caught.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

const column = (values: ArrayLike<number>, c: number, width: number) =>
  Array.from(values).filter((_, i) => i % width === c);

/** Every row as often as its weight says: what weights must mean. */
const repeated = (values: ArrayLike<number>, weights: ArrayLike<number>, width = 1) =>
  Array.from(weights, (weight, r) =>
    Array(weight).fill(Array.from(values).slice(r * width, (r + 1) * width)),
  ).flat(2);

/** The pairs counted one by one. */
function aucByPairs(scores: ArrayLike<number>, actual: ArrayLike<number>, weights?: ArrayLike<number>) {
  let won = 0;
  let all = 0;
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < scores.length; j++) {
      if (actual[i] !== 1 || actual[j] === 1) continue;
      const weight = weights ? weights[i] * weights[j] : 1;
      all += weight;
      won += weight * (scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0);
    }
  }
  return all > 0 ? won / all : undefined;
}

describe("regressionMetrics", () => {
  test("errors beyond the largest number are infinite, of one output or among several", () => {
    const most = Number.MAX_VALUE;
    expect(regressionMetrics([-most], [most])).toEqual({ mae: Infinity, rmse: Infinity, r2: 0 });
    expect(regressionMetrics([-most, 0], [most, 0], 2)).toMatchObject({ mae: Infinity, rmse: Infinity });
    expect(regressionMetrics([0, most], [0, 0], 2).rmse).toBeCloseTo(most / Math.sqrt(2), -300);
  });

  test("the example of scikit-learn's r2_score", () => {
    const { mae, rmse, r2 } = regressionMetrics([2.5, 0, 2, 8], [3, -0.5, 2, 7]);
    expectClose([mae, rmse, r2], [0.5, Math.sqrt(0.375), 0.9486081370449679], { tolerance: 1e-15 });
  });

  test("several outputs: mae and rmse over all cells, r2 the plain mean (scikit-learn's example)", () => {
    const actual = [0.5, 1, -1, 1, 7, -6];
    const predicted = [0, 2, -1, 2, 8, -5];
    const { mae, rmse, r2 } = regressionMetrics(predicted, actual, 2);
    expectClose([mae, rmse], [0.75, Math.sqrt(4.25 / 6)], { tolerance: 1e-15 });
    const [first, second] = [0, 1].map(
      (c) => regressionMetrics(column(predicted, c, 2), column(actual, c, 2)).r2,
    );
    expectClose([first, second], [0.9654377880184332, 0.9081632653061225], { tolerance: 1e-15 });
    expectClose(r2, (first + second) / 2, { tolerance: 1e-15 });
  });

  test("r2: 1 for the truth, 0 for the mean, below 0 for worse", () => {
    const actual = [1, 2, 3, 6];
    expect(regressionMetrics(actual, actual)).toEqual({ mae: 0, rmse: 0, r2: 1 });
    expect(regressionMetrics([3, 3, 3, 3], actual).r2).toBe(0);
    expect(regressionMetrics([6, 3, 2, 1], actual).r2).toBeLessThan(0);
  });

  test("r2 of a constant target is 1 when exact, else 0, whatever its digits", () => {
    for (const value of [0, 0.1, 1.7e12 + 0.3, -1e300]) {
      const actual = Array<number>(101).fill(value);
      expect(regressionMetrics(actual, actual).r2).toBe(1);
      expect(
        regressionMetrics(
          actual.map((a) => a * 1.5 + 1),
          actual.map((a) => a),
        ).r2,
      ).toBe(0);
    }
    expect(regressionMetrics([1], [2])).toEqual({ mae: 1, rmse: 1, r2: 0 });
    expect(regressionMetrics([2], [2]).r2).toBe(1);
    // One output constant and missed, the other exact.
    expect(regressionMetrics([1, 1, 1, 2], [5, 1, 5, 2], 2).r2).toBe(0.5);
  });

  test("digits that all rows share do not disturb r2", () => {
    const random = new Random(1);
    const actual = random.list(500, () => random.whole(4096) / 64);
    const predicted = actual.map((a) => a + random.whole(64) / 64);
    const base = regressionMetrics(predicted, actual);
    const moved = regressionMetrics(
      predicted.map((p) => p + 1.7e12),
      actual.map((a) => a + 1.7e12),
    );
    expectClose([moved.mae, moved.rmse, moved.r2], [base.mae, base.rmse, base.r2], { tolerance: 1e-13 });
  });

  test("scaling data scales mae and rmse, and leaves r2", () => {
    const random = new Random(2);
    const [actual, predicted] = [random.list(200), random.list(200)];
    const base = regressionMetrics(predicted, actual, 4);
    const tenfold = regressionMetrics(
      predicted.map((p) => 10 * p),
      actual.map((a) => 10 * a),
      4,
    );
    expectClose([tenfold.mae / 10, tenfold.rmse / 10, tenfold.r2], [base.mae, base.rmse, base.r2], {
      tolerance: 1e-13,
    });
    expect(base.rmse).toBeGreaterThanOrEqual(base.mae);
  });

  test("a weight is a number of copies; weight 0 is not there", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed);
      const outputs = 1 + random.whole(3);
      const weights = Float64Array.of(0, 0, ...random.list(20, () => random.whole(4)), 2);
      const actual = random.list(weights.length * outputs);
      const predicted = random.list(weights.length * outputs);
      const weighted = regressionMetrics(predicted, actual, outputs, weights);
      const copied = regressionMetrics(
        repeated(predicted, weights, outputs),
        repeated(actual, weights, outputs),
        outputs,
      );
      expectClose(Object.values(weighted), Object.values(copied), {
        tolerance: 1e-13,
        label: `seed ${seed}`,
      });
      const fraction = regressionMetrics(
        predicted,
        actual,
        outputs,
        weights.map((w) => w / 1024),
      );
      expect(fraction, `seed ${seed}`).toEqual(weighted);
    }
    expect(regressionMetrics([9, 5, 5], [1, 3, 3], 1, [0, 1, 1])).toEqual({ mae: 2, rmse: 2, r2: 0 });
    expect(regressionMetrics([9, 3, 3], [1, 3, 3], 1, [0, 1, 1])).toEqual({ mae: 0, rmse: 0, r2: 1 });
    // A constant target stays one beside rows that do not count, whatever those hold.
    for (let copies = 1; copies <= 20; copies++) {
      const weights = [0, 0, ...Array<number>(copies).fill(1)];
      const actual = [1.7e12, 7, ...Array<number>(copies).fill(0.1)];
      expect(
        regressionMetrics(
          actual.map((a) => a + 1),
          actual,
          1,
          weights,
        ).r2,
        `${copies} copies`,
      ).toBe(0);
    }
  });

  test("lists that do not fit together are refused", () => {
    for (const call of [
      () => regressionMetrics([1], [1, 2]),
      () => regressionMetrics([], []),
      () => regressionMetrics([1, 2, 3], [1, 2, 3], 2),
      () => regressionMetrics([1, 2], [1, 2], 1, [1]),
      () => accuracy([1], [1, 2]),
      () => auc([], []),
      () => confusion([1], [1], 2, [1, 2]),
    ]) {
      expect(call).toThrow(ShapeError);
    }
    expect(() => regressionMetrics([1, 2], [1, 2], 1, [1])).toThrow(
      "regressionMetrics: the lengths 2 of what is predicted, 2 of what is actual and 1 of weights do not make rows of 1.",
    );
  });
});

describe("accuracy and confusion", () => {
  test("count by actual and predicted class", () => {
    const actual = [0, 0, 1, 1, 1, 2];
    const predicted = [0, 1, 1, 1, 0, 2];
    expect(confusion(predicted, actual, 4)).toEqual([
      [1, 1, 0, 0],
      [1, 2, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 0],
    ]);
    expect(accuracy(predicted, actual)).toBe(4 / 6);
    expect(accuracy(predicted, actual, [0, 1, 0, 0, 1, 2])).toBe(0.5);
  });

  test("the diagonal is the accuracy, the row sums are the classes' sizes; weights are copies", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const classes = 2 + random.whole(5);
      const actual = Int32Array.from({ length: 50 }, () => random.whole(classes));
      const predicted = Int32Array.from({ length: 50 }, () => random.whole(classes));
      const table = confusion(predicted, actual, classes);
      const diagonal = table.reduce((sum, counts, k) => sum + counts[k], 0);
      expect(accuracy(predicted, actual), `seed ${seed}`).toBe(diagonal / 50);
      for (let k = 0; k < classes; k++) {
        expect(table[k].reduce((a, b) => a + b)).toBe(actual.filter((c) => c === k).length);
        expect(table.reduce((sum, counts) => sum + counts[k], 0)).toBe(
          predicted.filter((c) => c === k).length,
        );
      }
      const weights = Array.from({ length: 50 }, () => random.whole(3));
      const copies = [repeated(predicted, weights), repeated(actual, weights)] as const;
      expect(confusion(predicted, actual, classes, weights)).toEqual(confusion(...copies, classes));
      expect(accuracy(predicted, actual, weights)).toBe(accuracy(...copies));
    }
  });

  test("a class outside the table is refused", () => {
    expect(() => confusion([0, 2], [0, 1], 2)).toThrow(
      "confusion: row 1 has class 1, predicted 2; expected 0..1.",
    );
    expect(() => confusion([0, 1], [0, -1], 2)).toThrow(DataError);
    expect(() => confusion([0.5], [0], 2)).toThrow(DataError);
    expect(() => confusion([0], [0], 0)).toThrow(
      "confusion: classes must be a whole number from 1 to 10,000, got 0.",
    );
    expect(() => confusion([0], [0], 2 ** 53)).toThrow(OptionError);
    expect(confusion([0], [9_999], 10_000)[9_999][0]).toBe(1);
    expect(() => confusion([0], [0], NaN)).toThrow(OptionError);
  });
});

describe("auc", () => {
  test.each<[string, number[], number[], number | undefined]>([
    ["scikit-learn's example", [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75],
    ["perfect", [1, 2, 3, 4], [0, 0, 1, 1], 1],
    ["upside down", [4, 3, 2, 1], [0, 0, 1, 1], 0],
    ["all the same score", [5, 5, 5], [0, 1, 0], 0.5],
    ["a tie counts half", [1, 2, 2, 3], [0, 0, 1, 1], 0.875],
    ["infinite scores tie and order", [-Infinity, Infinity, Infinity, 0], [0, 0, 1, 1], 0.625],
    ["-0 ties with 0", [-0, 0], [0, 1], 0.5],
    ["only yes", [1, 2], [1, 1], undefined],
    ["only no", [1, 2], [0, 0], undefined],
    ["one row", [1], [1], undefined],
    ["a score that is NaN", [NaN, 2, 3], [0, 1, 1], NaN],
    ["a score that is NaN, one class", [NaN, 2], [1, 1], undefined],
  ])("%s", (_, scores, actual, expected) => {
    expect(auc(scores, actual)).toBe(expected);
  });

  test("booleans are yes and no", () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBe(0.75);
    expect(auc([1, 2, 3], [true, 0, 1], [1, 1, 3])).toBe(0.75);
  });

  test.each<[unknown[], number, string]>([
    [[2, 2, 1, 1], 0, "2"],
    [[0, 3, 0, 1], 1, "3"],
    [[1, 0, -1, 1], 2, "-1"],
    [[0, 1, 0.8, 0], 2, "0.8"],
    [[0, NaN, 0, 1], 1, "NaN"],
    [[0, 1, "no", 1], 2, '"no"'],
  ])("actual %o is refused at row %i: not every other number is a no", (actual, row, received) => {
    const error = caught(DataError, () => auc([0.9, 0.8, 0.2, 0.1], actual as number[]));
    expect(error.message).toBe(
      `auc: actual[${row}] must be 1 (yes) or 0 (no), got ${received}. ` +
        "Write 1 where a row is of the class that high scores speak for, else 0.",
    );
    expect(error).toMatchObject({ row, received: actual[row] });
  });

  test("equals the share of pairs won, ties or none, weighted or not", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const rows = 2 + random.whole(60);
      const levels = 1 + random.whole(30);
      const scores = random.list(rows, () => (seed % 2 ? random.whole(levels) / 7 : random.normal()));
      const actual = Int32Array.from({ length: rows }, () => random.whole(2));
      const weights = random.list(rows, () => random.whole(3));
      weights[random.whole(rows)] = 1;
      const label = `seed ${seed}, ${rows} rows`;
      expect(auc(scores, actual), label).toBe(aucByPairs(scores, actual));
      expect(auc(scores, actual, weights), label).toBe(aucByPairs(scores, actual, weights));
      const copied = [repeated(scores, weights), repeated(actual, weights)] as const;
      expect(auc(scores, actual, weights), label).toBe(auc(...copied));
    }
  });

  test("only the order of the scores matters, and turning it round turns it round", () => {
    const random = new Random(9);
    const scores = random.list(300);
    const actual = Array.from(scores, (score) => (score + random.normal() > 0 ? 1 : 0));
    const area = auc(scores, actual) as number;
    expect(area).toBeGreaterThan(0.6);
    expect(
      auc(
        scores.map((s) => Math.exp(3 * s)),
        actual,
      ),
    ).toBe(area);
    expectClose(
      auc(
        scores.map((s) => -s),
        actual,
      ) as number,
      1 - area,
      { tolerance: 1e-15 },
    );
    const order = random.order(300);
    expect(
      auc(
        order.map((i) => scores[i]),
        order.map((i) => actual[i]),
      ),
    ).toBe(area);
  });
});

describe("what is no weight or no number is refused, by every metric", () => {
  type Lists = { predicted?: unknown; actual?: unknown; weights?: unknown };
  /** Each metric on two right rows, but for what is given. */
  const metrics: [string, (lists: Lists) => unknown][] = [
    ["regressionMetrics", (lists) => call(lists, (p, a, w) => regressionMetrics(p, a, 1, w))],
    ["accuracy", (lists) => call(lists, accuracy)],
    ["auc", (lists) => call(lists, auc)],
    ["confusion", (lists) => call(lists, (p, a, w) => confusion(p, a, 2, w))],
  ];
  function call(
    { predicted = [1, 0], actual = [0, 1], weights }: Lists,
    metric: (predicted: number[], actual: number[], weights?: number[]) => unknown,
  ): unknown {
    return metric(predicted as number[], actual as number[], weights as number[]);
  }

  test.each<[unknown, string]>([
    [[2, -1], "weights[1] is -1. A weight must be at least 0."],
    [Float32Array.of(-0.5, 2), "weights[0] is -0.5. A weight must be at least 0."],
    [[0, 0], "All weights are 0. At least one row must count."],
    [[-0, 0], "All weights are 0. At least one row must count."],
    [[1, NaN], "weights[1] must be a finite number, got NaN."],
    [[Infinity, 1], "weights[0] must be a finite number, got Infinity."],
    [[1e308, 1e308], "The weights are so large that their sum is infinite. Divide them all by the largest."],
    [
      [1, "2"],
      'weights[1] must be a finite number, got "2". Convert numbers with Number(), labels to the numbers of classes.',
    ],
    [[1, undefined], "weights[1] must be a finite number, got undefined."],
    [[true, 1], "weights[0] must be a finite number, got true."],
    [BigInt64Array.of(1n, 2n), "weights[0] must be a finite number, got the bigint 1n."],
    [2, "weights must be an array or a typed array, got 2."],
    [null, "weights must be an array or a typed array, got null."],
    ["12", 'weights must be an array or a typed array, got "12".'],
  ])("weights %o", (weights, text) => {
    for (const [name, metric] of metrics) {
      const error = caught(DataError, () => metric({ weights }));
      expect(error.message).toBe(`${name}: ${text}`);
    }
  });

  test.each<[unknown, RegExp]>([
    [["1", "0"], /\[0\] must be .*, got "1"\. (Convert numbers with Number\(\), labels to |Write 1 where )/],
    [[1, null], /\[1\] must be .*, got null\./],
    [[1, 1n], /\[1\] must be .*, got the bigint 1n\./],
    [[[1], [0]], /\[0\] must be .*, got an array of 1\. Give all rows one after another in one flat list\.$/],
    [{ rows: 2 }, / must be an array or a typed array, got an object\.$/],
    [null, / must be an array or a typed array, got null\.$/],
  ])("predicted or actual %o", (list, text) => {
    for (const [name, metric] of metrics) {
      for (const place of ["predicted", "actual"]) {
        const error = caught(DataError, () => metric({ [place]: list }));
        expect(error.message).toMatch(text);
        expect(error.message).toContain(
          `${name}: ${name === "auc" && place === "predicted" ? "scores" : place}`,
        );
      }
    }
  });

  test("a number that is not finite would be no score of a regression, and no class", () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(() => regressionMetrics([1, 2], [1, value])).toThrow(
        "regressionMetrics: actual[1] must be a finite number",
      );
      expect(() => regressionMetrics([1, 2, value, 4], [1, 2, 3, 4], 2)).toThrow("predicted[2] must be");
      expect(caught(DataError, () => regressionMetrics([1, 2, value, 4], [1, 2, 3, 4], 2)).row).toBe(1);
      expect(() => accuracy([value, 1], [0, 1])).toThrow(
        "accuracy: predicted[0] must be the number of a class",
      );
      expect(() => auc([1, 2], [value, 1])).toThrow("auc: actual[0] must be 1 (yes) or 0 (no)");
    }
  });

  test("probabilities are no classes: none would be right", () => {
    expect(() => accuracy([0.9, 0.2], [1, 0])).toThrow(
      "accuracy: predicted[0] must be the number of a class, got 0.9. Decide first: of a probability, 1 from 0.5 on, else 0.",
    );
    expect(() => confusion([1, 0], [1, 0.2], 2)).toThrow(
      "confusion: actual[1] must be the number of a class, got 0.2.",
    );
  });

  test.each([0, 0.5, -1, NaN, "2"])("outputs %o", (outputs) => {
    expect(() => regressionMetrics([1, 2], [1, 2], outputs as number)).toThrow(
      "regressionMetrics: outputs must be a whole number of at least 1",
    );
  });

  test("true and false are yes and no of auc alone", () => {
    for (const [name, metric] of metrics.filter(([name]) => name !== "auc"))
      expect(caught(DataError, () => metric({ actual: [1, false] })).message, name).toMatch(
        /actual\[1\] must be .*, got false\.$/,
      );
  });

  test("whatever has a length and numbers is a list, as the types say", () => {
    const list = { length: 2, 0: 1, 1: 3 };
    expect(regressionMetrics(list, [1, 2], 1, list)).toEqual(regressionMetrics([1, 3], [1, 2], 1, [1, 3]));
  });
});
