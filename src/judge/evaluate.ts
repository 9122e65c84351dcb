import type { CheckedRows } from "../network/checked-rows.js";
import { decide } from "../network/decide.js";
import type { Learner } from "../network/learner.js";
import { isRegression, type LossSpec } from "../spec/loss.js";
import { packRows } from "../data/rows.js";
import {
  accuracyOf,
  areaUnderCurve,
  confusionOf,
  type RegressionMetrics,
  regressionScores,
} from "./scores.js";

/** How far a regression is off: loss and rmse, mae in the target's unit (the loss mse in its square). */
export interface RegressionEvaluation extends RegressionMetrics {
  readonly loss: number;
}

/** How often a classification is right. */
export interface ClassificationEvaluation {
  readonly loss: number;
  /** Share of the rows (by weight) whose most likely class is the actual one. */
  readonly accuracy: number;
  /** Area under the ROC curve; only for two classes, and only where both occur. */
  readonly auc?: number;
  /** Rows (by weight) by class: confusion[actual][predicted]. */
  readonly confusion: number[][];
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
  if (isRegression(learner.spec.loss))
    return { loss, ...regressionScores(predicted, values, outputs, weights) };
  // Several yes/no outputs count as rows of their own.
  const binary = learner.spec.loss === "binaryCrossEntropy";
  const width = binary ? 1 : outputs;
  const classes = binary ? 2 : outputs;
  const counts = Float64Array.from(
    { length: predicted.length / width },
    (_, i) => weights[binary ? Math.floor(i / outputs) : i],
  );
  const guesses = decided(predicted, width);
  const actual = labels ?? decided(values, width);
  const scores = predicted.filter((_, i) => binary || i % 2 === 1);
  const area =
    classes === 2 && (outputs === 1 || !binary) ? areaUnderCurve(scores, actual, counts) : undefined;
  return {
    loss,
    accuracy: accuracyOf(guesses, actual, counts),
    ...(area !== undefined && { auc: area }),
    confusion: confusionOf(guesses, actual, classes, counts),
  };
}

/** The class that each row speaks for. */
function decided(values: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, r) => decide(values, r, width));
}
