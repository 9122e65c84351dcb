import { checkCount, checkNumber, fieldsOf, mustBe, type Range, show } from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";
import { isList } from "../data/rows.js";
import { checkWeights, dividedByLargest } from "../data/weights.js";
import {
  accuracyOf,
  areaUnderCurve,
  confusionOf,
  type RegressionMetrics,
  scoresOfTargets,
  scoresOverAll,
} from "./scores.js";

export type { RegressionMetrics } from "./scores.js";

/*
 * Each function throws a ShapeError for lists that do not fit together, and a DataError for what is no number, no class or no weight.
 * Weights are at least 0, and not all 0.
 */
const FINITE: Range = ["a finite number", Number.isFinite];
const WHOLE: Range = ["the number of a class", Number.isInteger];
/** Infinite ones too: the logarithm of odds is one where the probability is 0 or 1. */
const SCORE: Range = ["a number", () => true];
/** A boolean is one of them. */
export const YES_OR_NO: Range = ["1 (yes) or 0 (no)", (n) => n === 0 || n === 1];
/** A table of more would not fit into memory. */
const CLASSES: Range = ["a whole number from 1 to 10,000", (n) => Number.isInteger(n) && n >= 1 && n <= 1e4];

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
  const caller = "regressionMetrics";
  checkCount(caller, "outputs", outputs, 1);
  const counts = readRows(caller, { predicted, actual }, outputs, weights, FINITE);
  return scoresOverAll(scoresOfTargets(predicted, actual, outputs, dividedByLargest(counts)));
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
  return accuracyOf(predicted, actual, readRows("accuracy", { predicted, actual }, 1, weights, WHOLE));
}

/**
 * Area under the ROC curve: the chance that a row of class 1 has a higher score than one of class 0, ties counting half.
 *
 * Exact, from the ranks (Mann-Whitney), not from a drawn curve; O(rows log rows).
 *
 * @param scores  [rows] any numbers that grow with the chance of class 1
 * @param actual  [rows] 1 or true for that class, 0 or false for the other
 * @param weights [rows]; default 1 each
 * @returns 0..1; undefined when only one of the classes is there; NaN when a score is NaN
 */
export function auc(
  scores: ArrayLike<number>,
  actual: ArrayLike<number | boolean>,
  weights?: ArrayLike<number>,
): number | undefined {
  checkCells("auc", "actual", actual, YES_OR_NO);
  const yes = Float64Array.from(Array.from(actual, Number));
  const counts = readRows("auc", { scores, actual: yes }, 1, weights, SCORE);
  const area = areaUnderCurve(scores, yes, dividedByLargest(counts));
  return area !== undefined && Array.from(scores).some(Number.isNaN) ? NaN : area;
}

/**
 * How many rows (by weight) of each actual class were predicted as each class: confusion[actual][predicted].
 *
 * @param predicted [rows] class numbers 0..classes - 1
 * @param actual    [rows] class numbers 0..classes - 1
 * @param classes   1..10,000: the table has classes x classes cells
 * @param weights   [rows]; default 1 each
 */
export function confusion(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): number[][] {
  checkNumber("confusion", "classes", classes, CLASSES);
  const counts = readRows("confusion", { predicted, actual }, 1, weights, WHOLE);
  const isClass = (value: number): boolean => value >= 0 && value < classes;
  for (let r = 0; r < counts.length; r++) {
    if (isClass(actual[r]) && isClass(predicted[r])) continue;
    throw new DataError(
      `confusion: row ${r} has class ${actual[r]}, predicted ${predicted[r]}; expected 0..${classes - 1}.`,
      { expected: `0..${classes - 1}`, received: [actual[r], predicted[r]], row: r },
    );
  }
  return confusionOf(predicted, actual, classes, counts);
}

/**
 * A weight for each row, 1 where none is given; throws unless all lists hold numbers and fit together.
 *
 * @param lists what is predicted and what is actual, under the names that the caller knows
 */
export function readRows(
  caller: string,
  lists: Record<string, ArrayLike<number>>,
  outputs: number,
  weights: ArrayLike<number> | undefined,
  range: Range,
): Float64Array {
  for (const [name, list] of Object.entries(lists)) checkCells(caller, name, list, range, outputs);
  if (weights !== undefined) checkCells(caller, "weights", weights, FINITE);
  const [predicted, actual] = Object.values(lists);
  const rows = actual.length / outputs;
  const fits = predicted.length === actual.length && (weights === undefined || weights.length === rows);
  if (!fits || rows === 0 || !Number.isInteger(rows)) {
    const weighted = weights === undefined ? "" : ` and ${weights.length} of weights`;
    throw new ShapeError(
      `${caller}: the lengths ${predicted.length} of what is predicted, ${actual.length} of what is actual${weighted} do not make rows of ${outputs}.`,
      { expected: actual.length, received: predicted.length },
    );
  }
  if (weights === undefined) return new Float64Array(rows).fill(1);
  const counts = Float64Array.from(weights);
  checkWeights(caller, counts);
  return counts;
}

/** Throws unless `list` is a list whose numbers are all of the range. */
export function checkCells(
  caller: string,
  name: string,
  list: ArrayLike<unknown>,
  range: Range,
  outputs = 1,
): void {
  const [expected, holds] = range;
  if (!Number.isInteger(fieldsOf(list).length))
    throw mustBe(caller, name, "an array or a typed array", list, DataError);
  for (let i = 0; i < list.length; i++) {
    const cell = list[i];
    if (typeof cell === "number" && holds(cell)) continue;
    const asksYes = range === YES_OR_NO;
    if (asksYes && typeof cell === "boolean") continue;
    let hint = asksYes ? " Write 1 where a row is of the class that high scores speak for, else 0." : "";
    if (isList(cell)) hint = " Give all rows one after another in one flat list.";
    if (!asksYes && typeof cell === "string")
      hint = " Convert numbers with Number(), labels to the numbers of classes.";
    if (!asksYes && typeof cell === "number" && cell > 0 && cell < 1)
      hint = " Decide first: of a probability, 1 from 0.5 on, else 0.";
    throw new DataError(`${caller}: ${name}[${i}] must be ${expected}, got ${show(cell)}.${hint}`, {
      ...{ expected, received: cell },
      row: Math.floor(i / outputs),
    });
  }
}
