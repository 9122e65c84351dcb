import { checkName, checkNumber, checkOptions, type Range, show } from "../base/check.js";
import { dividedByLargest } from "../data/weights.js";
import { checkCells, readRows, YES_OR_NO } from "./metrics.js";

/** How `reliability` sorts rows into bins. */
export interface ReliabilityOptions {
  /** How many bins, 1..10,000; default 10. */
  bins?: number;
  /** "uniform": bins of one width over 0..1 (the default); "quantile": as many rows in each, as near as ties let them. */
  strategy?: "uniform" | "quantile";
  /** [rows] how much each row counts, at least 0 and not all 0; default 1 each. */
  weights?: ArrayLike<number>;
}

/** The rows whose probabilities lie above `from` and up to `to`; in the first bin also at `from`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  /** How many, by weight. */
  readonly rows: number;
  /** The mean of their probabilities. */
  readonly predicted: number;
  /** The share of them that is of the class. */
  readonly observed: number;
}

/** How far probabilities can be taken at their word. */
export interface Reliability {
  /** Those that hold a row, from the lowest probabilities to the highest. */
  readonly bins: ReliabilityBin[];
  /** The mean distance of `observed` from `predicted`, each bin by its rows: 0..1, 0 is best. */
  readonly expectedCalibrationError: number;
  /** The mean of (probability - label)^2: 0..1, 0 is best. */
  readonly brier: number;
}

const PROBABILITY: Range = ["a probability from 0 to 1", (value) => value >= 0 && value <= 1];
/** More would hold no row. */
const BINS: Range = [
  "a whole number from 1 to 10,000",
  (value) => Number.isInteger(value) && value >= 1 && value <= 1e4,
];

/**
 * How often a class comes true where a probability was predicted: what a reliability diagram draws, and two numbers of it.
 *
 * `bins` is scikit-learn's calibration_curve: bins without a row are left out, and a probability on a border belongs to the bin below it.
 * Borders of "quantile" are those of the rows, each row once (of weight 0 not at all), with straight lines between (NumPy's percentile).
 * expectedCalibrationError = sum rows / all rows |observed - predicted| over the bins (Naeini et al. 2015): it depends on the bins. brier =
 * mean (p - y)^2 (Brier 1950), scaled as scikit-learn's brier_score_loss for two classes: from 0 to 1, half of Brier's own sum over both
 * classes; always saying 0.5 has 0.25.
 *
 * @param probabilities [rows] of the class, 0..1: of a model with one output, `model.predictAll(data)`
 * @param labels        [rows] 1 or true for that class, which is `model.classes[1]`, 0 or false for the other
 * @throws DataError for what is no probability, no label or no weight (says which); ShapeError for lists of other lengths; OptionError
 * @example
 * reliability([0.1, 0.2, 0.8, 0.9], [0, 1, 1, 1], { bins: 2 }).brier // 0.175
 */
export function reliability(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number | boolean>,
  options: ReliabilityOptions = {},
): Reliability {
  const caller = "reliability";
  checkOptions(caller, options, ["bins", "strategy", "weights"], 10);
  const { bins = 10, strategy = "uniform" } = options;
  checkNumber(caller, "bins", bins, BINS);
  checkName(`${caller}: strategy ${show(strategy)}`, "strategy", strategy, ["uniform", "quantile"]);
  checkCells(caller, "labels", labels, YES_OR_NO);
  const actual = Float64Array.from(Array.from(labels, Number));
  const weights = readRows(caller, { probabilities, labels: actual }, 1, options.weights, PROBABILITY);
  const borders =
    strategy === "uniform"
      ? Float64Array.from({ length: bins + 1 }, (_, k) => k / bins)
      : quantiles(probabilities, weights, bins);
  return scoresOf(probabilities, actual, weights, borders);
}

function scoresOf(
  probabilities: ArrayLike<number>,
  actual: Float64Array,
  weights: Float64Array,
  borders: Float64Array,
): Reliability {
  // Sums of products of weights could be infinite; `rows` alone is in their unit.
  const shares = dividedByLargest(weights);
  const [rows, share, predicted, observed] = [0, 1, 2, 3].map(() => new Float64Array(borders.length - 1));
  let squares = 0;
  for (let r = 0; r < weights.length; r++) {
    const bin = binOf(probabilities[r], borders);
    rows[bin] += weights[r];
    share[bin] += shares[r];
    predicted[bin] += shares[r] * probabilities[r];
    observed[bin] += shares[r] * actual[r];
    squares += shares[r] * (probabilities[r] - actual[r]) ** 2;
  }
  const total = share.reduce((sum, part) => sum + part, 0);
  const bins: ReliabilityBin[] = [];
  let error = 0;
  for (let k = 0; k < rows.length; k++) {
    if (share[k] === 0) continue;
    const means = { predicted: predicted[k] / share[k], observed: observed[k] / share[k] };
    bins.push({ from: borders[k], to: borders[k + 1], rows: rows[k], ...means });
    error += (share[k] / total) * Math.abs(means.observed - means.predicted);
  }
  return { bins, expectedCalibrationError: error, brier: squares / total };
}

/** The bin of a probability: as many inner borders as lie below it. */
function binOf(probability: number, borders: Float64Array): number {
  let [low, high] = [1, borders.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (borders[middle] < probability) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The borders between which as many rows lie, the lowest and the highest probability included. */
function quantiles(probabilities: ArrayLike<number>, weights: Float64Array, bins: number): Float64Array {
  const sorted = Float64Array.from(probabilities)
    .filter((_, r) => weights[r] > 0)
    .sort();
  const last = sorted.length - 1;
  return Float64Array.from({ length: bins + 1 }, (_, k) => {
    const place = (k * last) / bins;
    const below = Math.floor(place);
    const next = sorted[Math.min(below + 1, last)];
    return sorted[below] + (next - sorted[below]) * (place - below);
  });
}
