/*
 * The metrics without their checks, for numbers that the library made itself: `rows` rows, a weight for each. metrics.ts has what
 * they mean, and the same for numbers from outside.
 */
type Numbers = ArrayLike<number>;

/** How far predictions are from the truth, in the target's unit (r2 has none). */
export interface RegressionMetrics {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
}

export function regressionScores(
  predicted: Numbers,
  actual: Numbers,
  outputs: number,
  weights: Numbers,
): RegressionMetrics {
  const rows = weights.length;
  let total = 0;
  for (let r = 0; r < rows; r++) total += weights[r];
  let absolute = 0;
  let squared = 0;
  let r2 = 0;
  for (let c = 0; c < outputs; c++) {
    // Distances from a value of the column itself: digits that all rows share cancel, and a constant column has no spread.
    let first = 0;
    while (first < rows - 1 && weights[first] === 0) first++;
    const origin = actual[first * outputs + c];
    let shift = 0;
    let outputSquared = 0;
    for (let r = 0; r < rows; r++) {
      const value = actual[r * outputs + c];
      const error = predicted[r * outputs + c] - value;
      absolute += weights[r] * Math.abs(error);
      outputSquared += weights[r] * error * error;
      shift += weights[r] * (value - origin);
    }
    shift /= total;
    let spread = 0;
    for (let r = 0; r < rows; r++) {
      const distance = actual[r * outputs + c] - origin - shift;
      spread += weights[r] * distance * distance;
    }
    squared += outputSquared;
    r2 += spread > 0 ? 1 - outputSquared / spread : Number(outputSquared === 0);
  }
  const cells = total * outputs;
  return { mae: absolute / cells, rmse: Math.sqrt(squared / cells), r2: r2 / outputs };
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
