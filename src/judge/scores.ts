/*
 * The metrics without their checks, for numbers that the library made itself: `rows` rows, a weight from 0 to 1 for each. metrics.ts has what
 * they mean, and the same for numbers from outside.
 */
import { safeUnit } from "../data/fit-scaler.js";

type Numbers = ArrayLike<number>;

/** How far predictions are from the truth, in the target's unit (r2 has none). */
export interface RegressionMetrics {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
}

/** Those of each output by itself, [outputs]. A row of weight 0 is no row. */
export function scoresOfTargets(
  predicted: Numbers,
  actual: Numbers,
  outputs: number,
  weights: Numbers,
): RegressionMetrics[] {
  return Array.from({ length: outputs }, (_, c) => scoresOfTarget(predicted, actual, outputs, c, weights));
}

function scoresOfTarget(
  predicted: Numbers,
  actual: Numbers,
  outputs: number,
  c: number,
  weights: Numbers,
): RegressionMetrics {
  const rows = weights.length;
  let total = 0;
  let largest = 0;
  let origin = 0;
  for (let r = 0; r < rows; r++) {
    if (weights[r] === 0) continue;
    const i = r * outputs + c;
    // A value of the column itself: digits that all rows share cancel, and a constant column has no spread.
    if (total === 0) origin = actual[i];
    total += weights[r];
    largest = Math.max(largest, Math.abs(predicted[i]), Math.abs(actual[i]));
  }
  const unit = safeUnit(largest);
  let absolute = 0;
  let squared = 0;
  let shift = 0;
  for (let r = 0; r < rows; r++) {
    if (weights[r] === 0) continue;
    const value = actual[r * outputs + c] * unit;
    const error = predicted[r * outputs + c] * unit - value;
    absolute += weights[r] * Math.abs(error);
    squared += weights[r] * error * error;
    shift += weights[r] * (value - origin * unit);
  }
  shift /= total;
  let spread = 0;
  for (let r = 0; r < rows; r++) {
    if (weights[r] === 0) continue;
    const distance = actual[r * outputs + c] * unit - origin * unit - shift;
    spread += weights[r] * distance * distance;
  }
  return {
    mae: absolute / total / unit,
    rmse: Math.sqrt(squared / total) / unit,
    r2: spread > 0 ? 1 - squared / spread : Number(squared === 0),
  };
}

/** Those over all cells: rmse is the root of the mean square, mae and r2 are plain means of the outputs'. */
export function scoresOverAll(targets: readonly RegressionMetrics[]): RegressionMetrics {
  const mean = (of: (target: RegressionMetrics) => number): number =>
    targets.reduce((sum, target) => sum + of(target), 0) / targets.length;
  const largest = targets.reduce((most, { rmse }) => Math.max(most, rmse), 0);
  return {
    mae: mean(({ mae }) => mae),
    // Divided first, as a square could be infinite. An error beyond the numbers that there are is infinite by itself.
    rmse:
      largest > 0 && largest < Infinity
        ? largest * Math.sqrt(mean(({ rmse }) => (rmse / largest) ** 2))
        : largest,
    r2: mean(({ r2 }) => r2),
  };
}

export function accuracyOf(predicted: Numbers, actual: Numbers, weights: Numbers): number {
  let right = 0;
  let total = 0;
  for (let r = 0; r < weights.length; r++) {
    total += weights[r];
    if (predicted[r] === actual[r]) right += weights[r];
  }
  return right / total;
}

/** Exact, from the ranks (Mann-Whitney), not from a drawn curve; O(rows log rows). */
export function areaUnderCurve(scores: Numbers, actual: Numbers, weights: Numbers): number | undefined {
  const order = new Uint32Array(weights.length).map((_, r) => r);
  // Not a - b, which is NaN for two equal infinities.
  order.sort((a, b) => (scores[a] < scores[b] ? -1 : scores[a] > scores[b] ? 1 : a - b));
  let below = 0; // class 0 with a lower score
  let positives = 0;
  let won = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let yes = 0;
    let no = 0;
    for (; end < order.length && (end === start || scores[order[end]] === scores[order[start]]); end++) {
      const weight = weights[order[end]];
      if (actual[order[end]] === 1) yes += weight;
      else no += weight;
    }
    won += yes * (below + no / 2);
    below += no;
    positives += yes;
  }
  return positives > 0 && below > 0 ? won / (positives * below) : undefined;
}

export function confusionOf(
  predicted: Numbers,
  actual: Numbers,
  classes: number,
  weights: Numbers,
): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let r = 0; r < weights.length; r++) table[actual[r]][predicted[r]] += weights[r];
  return table;
}
