import type { CheckedRows } from "../network/checked-rows.js";
import { decide } from "../network/decide.js";
import type { Learner } from "../network/learner.js";
import { isRegression, type LossSpec } from "../spec/loss.js";
import { packRows } from "../data/rows.js";
import { dividedByLargest } from "../data/weights.js";
import {
  accuracyOf,
  areaUnderCurve,
  confusionOf,
  type RegressionMetrics,
  scoresOfTargets,
  scoresOverAll,
} from "./scores.js";

/** How far a regression is off: loss and rmse, mae in the target's unit (the loss mse in its square). */
export interface RegressionEvaluation extends RegressionMetrics {
  readonly loss: number;
  /** The same of each target by itself, in its own unit, in the order of the outputs; where there are several. */
  readonly targets?: RegressionMetrics[];
}

/** How often predicted classes are right. */
export interface ClassificationMetrics {
  /** Share of the rows (by weight) whose most likely class is the actual one. */
  readonly accuracy: number;
  /** Area under the ROC curve; only for two classes, and only where both occur. */
  readonly auc?: number;
  /** Rows (by weight) by class: confusion[actual][predicted]. */
  readonly confusion: number[][];
}

/** How often a classification is right; of several yes/no outputs, all of them together, without auc. */
export interface ClassificationEvaluation extends ClassificationMetrics {
  readonly loss: number;
  /** The same of each yes/no output by itself, in their order; where there are several. */
  readonly targets?: ClassificationMetrics[];
}

/** What evaluate gives for a loss; both kinds where the loss is not known to the compiler. */
export type Evaluation<Loss extends LossSpec = LossSpec> = Loss extends "crossEntropy" | "binaryCrossEntropy"
  ? ClassificationEvaluation
  : RegressionEvaluation;

/** @param predicted linked outputs, [rows x outputs] */
export function evaluationOf(
  learner: Learner,
  data: CheckedRows,
  predicted: Float64Array,
  loss: number,
): Evaluation {
  const { outputs } = learner;
  const { rows, targetRows, labels } = data;
  const weights = data.weights ?? new Float64Array(rows).fill(1);
  const values = targetRows ? packRows(targetRows, rows) : [];
  const { loss: kind } = learner.spec;
  if (isRegression(kind)) {
    const targets = scoresOfTargets(predicted, values, outputs, dividedByLargest(weights));
    return { loss, ...scoresOverAll(targets), ...(outputs > 1 && { targets }) };
  }
  if (kind === "crossEntropy") {
    const actual = labels ?? decided(values, outputs);
    const scores = columnOf(predicted, 1, outputs);
    return { loss, ...classMetrics(scores, decided(predicted, outputs), actual, outputs, weights) };
  }
  const targets = Array.from({ length: outputs }, (_, c) => {
    const scores = columnOf(predicted, c, outputs);
    return classMetrics(scores, decided(scores, 1), decided(columnOf(values, c, outputs), 1), 2, weights);
  });
  if (outputs === 1) return { loss, ...targets[0] };
  return {
    loss,
    accuracy: targets.reduce((sum, { accuracy }) => sum + accuracy, 0) / outputs,
    confusion: targets.map(({ confusion }) => confusion).reduce(sumOf),
    targets,
  };
}

/** @param scores [rows] how likely the second class is, where there are two */
function classMetrics(
  scores: Float64Array,
  guesses: Int32Array,
  actual: Int32Array,
  classes: number,
  weights: Float64Array,
): ClassificationMetrics {
  // Products of weights would overflow; only their ratios count, but for confusion, which is in their unit.
  const auc = classes === 2 ? areaUnderCurve(scores, actual, dividedByLargest(weights)) : undefined;
  return {
    accuracy: accuracyOf(guesses, actual, weights),
    ...(auc !== undefined && { auc }),
    confusion: confusionOf(guesses, actual, classes, weights),
  };
}

function columnOf(values: ArrayLike<number>, c: number, width: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, r) => values[r * width + c]);
}

function sumOf(a: number[][], b: number[][]): number[][] {
  return a.map((row, i) => row.map((count, j) => count + b[i][j]));
}

/** The class that each row speaks for. */
function decided(values: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, r) => decide(values, r, width));
}
