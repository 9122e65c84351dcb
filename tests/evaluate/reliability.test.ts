import { describe, expect, test } from "vitest";

import { expectError, type Case, any } from "../api/complaint.js";
import { DataError, OptionError, ShapeError } from "../../src/index.js";
import { reliability } from "../../src/evaluate/index.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

describe("as scikit-learn documents it", () => {
  test("the example of calibration_curve", () => {
    const labels = [0, 0, 0, 0, 1, 1, 1, 1, 1];
    const probabilities = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1];
    // calibration_curve(y_true, y_pred, n_bins=3): prob_true [0, 0.5, 1], prob_pred [0.2, 0.525, 0.85].
    const { bins } = reliability(probabilities, labels, { bins: 3 });
    expectClose(
      bins.map(({ observed }) => observed),
      [0, 0.5, 1],
      { tolerance: 1e-15 },
    );
    expectClose(
      bins.map(({ predicted }) => predicted),
      [0.2, 0.525, 0.85],
      { tolerance: 1e-15 },
    );
    expect(bins.map(({ rows }) => rows)).toEqual([3, 2, 4]);
    expect(bins.map(({ from, to }) => [from, to])).toEqual([
      [0, 1 / 3],
      [1 / 3, 2 / 3],
      [2 / 3, 1],
    ]);
  });

  test("the example of brier_score_loss", () => {
    // brier_score_loss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]) is 0.0375.
    expectClose(reliability([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]).brier, 0.0375, { tolerance: 1e-16 });
  });

  test("a probability on a border belongs to the bin below, 0 and 1 to the first and the last", () => {
    const { bins } = reliability([0, 0.25, 0.5, 0.75, 1], [0, 1, 0, 1, 1], { bins: 4 });
    expect(bins.map(({ rows }) => rows)).toEqual([2, 1, 1, 1]);
    expect(bins.map(({ observed }) => observed)).toEqual([0.5, 0, 1, 1]);
  });

  test("bins without a row are left out", () => {
    const { bins } = reliability([0.01, 0.99], [0, 1]);
    expect(bins).toEqual([
      { from: 0, to: 0.1, rows: 1, predicted: 0.01, observed: 0 },
      { from: 0.9, to: 1, rows: 1, predicted: 0.99, observed: 1 },
    ]);
  });

  test("quantiles lie on straight lines between the rows", () => {
    // numpy.percentile([.1, .2, .3, .9], [0, 100/3, 200/3, 100]): places 0, 1, 2, 3; of [0, 50, 100] place 1.5.
    const thirds = reliability([0.9, 0.1, 0.3, 0.2], [1, 0, 1, 0], { bins: 3, strategy: "quantile" });
    expect(thirds.bins.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      [0.1, 0.2, 2],
      [0.2, 0.3, 1],
      [0.3, 0.9, 1],
    ]);
    const halves = reliability([0.9, 0.1, 0.3, 0.2], [1, 0, 1, 0], { bins: 2, strategy: "quantile" });
    expect(halves.bins[0].to).toBeCloseTo(0.25, 15);
    expect(halves.bins.map(({ rows }) => rows)).toEqual([2, 2]);
  });

  test("quantiles of ties: borders that fall together leave bins empty", () => {
    const { bins } = reliability([0.2, 0.2, 0.2, 0.8], [0, 0, 1, 1], { bins: 4, strategy: "quantile" });
    expect(bins.map(({ rows }) => rows)).toEqual([3, 1]);
  });
});

test("the calibration error by hand: bins by their rows", () => {
  // Bin (0, .5]: mean .25, observed 1/2. Bin (.5, 1]: mean .9, observed 1. (2 x .25 + 1 x .1) / 3.
  const { expectedCalibrationError } = reliability([0.2, 0.3, 0.9], [0, 1, 1], { bins: 2 });
  expectClose(expectedCalibrationError, 0.2, { tolerance: 1e-15 });
});

test("perfect, worst and undecided", () => {
  expect(reliability([0, 1], [false, true])).toMatchObject({ brier: 0, expectedCalibrationError: 0 });
  expect(reliability([1, 0], [false, true])).toMatchObject({ brier: 1, expectedCalibrationError: 1 });
  expect(reliability([0.5, 0.5], [0, 1])).toMatchObject({ brier: 0.25, expectedCalibrationError: 0 });
});

test("a weight is a number of copies; only their ratios count, but for rows", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = new Random(seed);
    const weights = [0, 2, ...random.list(20, () => random.whole(4))];
    const probabilities = weights.map(() => random.whole(33) / 32);
    const labels = weights.map(() => random.whole(2));
    const copied = (list: number[]): number[] =>
      weights.flatMap((weight, r) => Array<number>(weight).fill(list[r]));
    const weighted = reliability(probabilities, labels, { weights });
    const plain = reliability(copied(probabilities), copied(labels));
    const tenfold = reliability(probabilities, labels, { weights: weights.map((weight) => 1e200 * weight) });
    const label = `seed ${seed}`;
    expect(weighted.bins.map(({ rows }) => rows)).toEqual(plain.bins.map(({ rows }) => rows));
    for (const other of [plain, tenfold])
      for (const of of ["predicted", "observed"] as const)
        expectClose(
          weighted.bins.map((bin) => bin[of]),
          other.bins.map((bin) => bin[of]),
          { tolerance: 1e-14, label },
        );
    for (const of of ["brier", "expectedCalibrationError"] as const)
      expectClose([weighted[of], tenfold[of]], [plain[of], plain[of]], { tolerance: 1e-14, label });
  }
});

test("a row of weight 0 is none to the quantiles either", () => {
  const options = { bins: 2, strategy: "quantile" } as const;
  const weighted = reliability([0.1, 0.2, 0.3, 0.9, 0.95], [0, 1, 0, 1, 1], {
    ...options,
    weights: [1, 1, 1, 1, 0],
  });
  expect(weighted).toEqual(reliability([0.1, 0.2, 0.3, 0.9], [0, 1, 0, 1], options));
});

const cases: Case[] = [
  [
    "a score",
    () => reliability([0.5, 1.5], [0, 1]),
    DataError,
    /^reliability: probabilities\[1\] must be a probability from 0 to 1, got 1\.5/,
    { row: 1 },
  ],
  ["NaN", () => reliability([NaN], [0]), DataError, /probabilities\[0\].*NaN/],
  [
    "a label of text",
    () => reliability([0.5], any(["yes"])),
    DataError,
    /labels\[0\] must be 1 \(yes\) or 0 \(no\), got "yes"/,
  ],
  ["a probability as label", () => reliability([0.5], [0.5]), DataError, /labels\[0\]/],
  ["other lengths", () => reliability([0.5, 0.6], [0]), ShapeError, /2 of what is predicted, 1/],
  ["no rows", () => reliability([], []), ShapeError, /lengths 0/],
  ["no bins", () => reliability([0.5], [0], { bins: 0 }), OptionError, /bins.*got 0/],
  ["too many bins", () => reliability([0.5], [0], { bins: 1e9 }), OptionError, /bins.*10,000/],
  [
    "another strategy",
    () => reliability([0.5], [0], any({ strategy: "quantiles" })),
    OptionError,
    /Did you mean "quantile"/,
  ],
  ["an unknown option", () => reliability([0.5], [0], any({ bin: 3 })), OptionError, /"bin".*"bins"/],
  ["bins by themselves", () => reliability([0.5], [0], any(5)), OptionError, /\{ bins: 5 \}/],
  ["a negative weight", () => reliability([0.5], [0], { weights: [-1] }), DataError, /weights\[0\] is -1/],
  ["weights of 0", () => reliability([0.5], [0], { weights: [0] }), DataError, /All weights are 0/],
];

test.each(cases)("an error: %s", (...one) => expectError(one));
