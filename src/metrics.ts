import { DataError, ShapeError } from "./errors.js";

/** How far predictions are from the truth, in the target's unit (r2 has none). */
export interface RegressionMetrics {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
}

/**
 * Mean absolute error, root of the mean squared error, and the coefficient of determination.
 *
 * mae = mean |p - a| and rmse = sqrt(mean (p - a)^2), both over all rows and outputs. r2 = 1 - sum (p - a)^2 /
 * sum (a - mean a)^2 for each output, then the plain mean over the outputs (scikit-learn's "uniform_average"). An output
 * whose target is constant has r2 1 when every prediction is exact, else 0, as scikit-learn has it; so has a single row.
 *
 * @param predicted [rows x outputs]
 * @param actual    [rows x outputs]
 * @param outputs   values in a row; default 1
 * @param weights   [rows] how much each row counts; default 1 each
 */
export function regressionMetrics(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  outputs = 1,
  weights?: ArrayLike<number>,
): RegressionMetrics {
  const rows = countRows("regressionMetrics", predicted, actual, outputs, weights);
  let total = 0;
  for (let r = 0; r < rows; r++) total += weights ? weights[r] : 1;
  let absolute = 0;
  let squared = 0;
  let r2 = 0;
  for (let c = 0; c < outputs; c++) {
    let outputSquared = 0;
    for (let r = 0; r < rows; r++) {
      const weight = weights ? weights[r] : 1;
      const error = predicted[r * outputs + c] - actual[r * outputs + c];
      absolute += weight * Math.abs(error);
      outputSquared += weight * error * error;
    }
    squared += outputSquared;
    const spread = squaredSpread(actual, rows, outputs, c, total, weights);
    if (spread > 0) r2 += 1 - outputSquared / spread;
    else r2 += outputSquared === 0 ? 1 : 0;
  }
  const cells = total * outputs;
  return { mae: absolute / cells, rmse: Math.sqrt(squared / cells), r2: r2 / outputs };
}

/**
 * Share of the rows (by weight) whose predicted class is the actual one.
 *
 * @param predicted [rows] class numbers
 * @param actual    [rows] class numbers
 * @param weights   [rows]; default 1 each
 */
export function accuracy(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const rows = countRows("accuracy", predicted, actual, 1, weights);
  let right = 0;
  let total = 0;
  for (let r = 0; r < rows; r++) {
    const weight = weights ? weights[r] : 1;
    total += weight;
    if (predicted[r] === actual[r]) right += weight;
  }
  return right / total;
}

/**
 * Area under the ROC curve: the chance that a row of class 1 has a higher score than one of class 0, ties counting half.
 *
 * Exact, from the ranks (Mann-Whitney), not from a drawn curve; O(rows log rows).
 *
 * @param scores  [rows] any numbers that grow with the chance of class 1
 * @param actual  [rows] 1 for that class, anything else for the other
 * @param weights [rows]; default 1 each
 * @returns 0..1; undefined when only one of the classes is there; NaN when a score is NaN
 */
export function auc(
  scores: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | undefined {
  const rows = countRows("auc", scores, actual, 1, weights);
  const order = new Uint32Array(rows);
  let broken = false;
  for (let r = 0; r < rows; r++) {
    order[r] = r;
    broken ||= Number.isNaN(scores[r]);
  }
  // Not a - b, which is NaN for two equal infinities.
  order.sort((a, b) => (scores[a] < scores[b] ? -1 : scores[a] > scores[b] ? 1 : a - b));

  let below = 0; // class 0 with a lower score
  let positives = 0;
  let won = 0;
  for (let start = 0, end = 0; start < rows; start = end) {
    let yes = 0;
    let no = 0;
    for (; end < rows && (end === start || scores[order[end]] === scores[order[start]]); end++) {
      const weight = weights ? weights[order[end]] : 1;
      if (actual[order[end]] === 1) yes += weight;
      else no += weight;
    }
    won += yes * (below + no / 2);
    below += no;
    positives += yes;
  }
  if (!(positives > 0 && below > 0)) return undefined;
  return broken ? NaN : won / (positives * below);
}

/**
 * How many rows (by weight) of each actual class were predicted as each class: confusion[actual][predicted].
 *
 * @param predicted [rows] class numbers 0..classes - 1
 * @param actual    [rows] class numbers 0..classes - 1
 * @param weights   [rows]; default 1 each
 */
export function confusion(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): number[][] {
  const rows = countRows("confusion", predicted, actual, 1, weights);
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let r = 0; r < rows; r++) {
    const counts = table[actual[r]];
    if (counts === undefined || counts[predicted[r]] === undefined) {
      throw new DataError(
        `confusion: row ${r} has class ${actual[r]}, predicted ${predicted[r]}; expected 0..${classes - 1}.`,
        { expected: `0..${classes - 1}`, received: [actual[r], predicted[r]], row: r },
      );
    }
    counts[predicted[r]] += weights ? weights[r] : 1;
  }
  return table;
}

/** Sum of weight * (a - mean)^2 of one output: exactly 0 when it is constant over the rows that count. */
function squaredSpread(
  actual: ArrayLike<number>,
  rows: number,
  outputs: number,
  c: number,
  total: number,
  weights?: ArrayLike<number>,
): number {
  // Distances from a value of the column itself: digits that all rows share cancel, and a constant column gives 0.
  let first = 0;
  while (weights && first < rows - 1 && weights[first] === 0) first++;
  const origin = actual[first * outputs + c];
  let shift = 0;
  for (let r = 0; r < rows; r++) shift += (weights ? weights[r] : 1) * (actual[r * outputs + c] - origin);
  shift /= total;
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    const distance = actual[r * outputs + c] - origin - shift;
    sum += (weights ? weights[r] : 1) * distance * distance;
  }
  return sum;
}

function countRows(
  where: string,
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  outputs: number,
  weights?: ArrayLike<number>,
): number {
  const rows = actual.length / outputs;
  const counts = predicted.length === actual.length && (weights === undefined || weights.length === rows);
  if (counts && rows > 0 && Number.isInteger(rows)) return rows;
  const weighted = weights === undefined ? "" : ` and ${weights.length} weights`;
  throw new ShapeError(
    `${where}: ${predicted.length} predicted values, ${actual.length} actual ones${weighted} do not make rows of ${outputs}.`,
    { expected: actual.length, received: predicted.length },
  );
}
