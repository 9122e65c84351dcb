import { DataError, ShapeError } from "../base/errors.js";
import {
  accuracyOf,
  areaUnderCurve,
  confusionOf,
  type RegressionMetrics,
  regressionScores,
} from "./scores.js";

export type { RegressionMetrics } from "./scores.js";

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
  const counts = readWeights("regressionMetrics", predicted, actual, outputs, weights);
  return regressionScores(predicted, actual, outputs, counts);
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
  return accuracyOf(predicted, actual, readWeights("accuracy", predicted, actual, 1, weights));
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
  const area = areaUnderCurve(scores, actual, readWeights("auc", scores, actual, 1, weights));
  return area !== undefined && Array.from(scores).some(Number.isNaN) ? NaN : area;
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
  const counts = readWeights("confusion", predicted, actual, 1, weights);
  const isClass = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < classes;
  for (let r = 0; r < counts.length; r++) {
    if (isClass(actual[r]) && isClass(predicted[r])) continue;
    throw new DataError(
      `confusion: row ${r} has class ${actual[r]}, predicted ${predicted[r]}; expected 0..${classes - 1}.`,
      { expected: `0..${classes - 1}`, received: [actual[r], predicted[r]], row: r },
    );
  }
  return confusionOf(predicted, actual, classes, counts);
}

/** A weight for each row, 1 where none is given; throws unless all counts fit together. */
function readWeights(
  caller: string,
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  outputs: number,
  weights?: ArrayLike<number>,
): ArrayLike<number> {
  const rows = actual.length / outputs;
  const counts = predicted.length === actual.length && (weights === undefined || weights.length === rows);
  if (counts && rows > 0 && Number.isInteger(rows)) return weights ?? new Float64Array(rows).fill(1);
  const weighted = weights === undefined ? "" : ` and ${weights.length} weights`;
  throw new ShapeError(
    `${caller}: ${predicted.length} predicted values, ${actual.length} actual ones${weighted} do not make rows of ${outputs}.`,
    { expected: actual.length, received: predicted.length },
  );
}
