import type { Encoded } from "./encode.js";
import type { Learner } from "./learner.js";
import type { LossSpec } from "./loss.js";
import { accuracy, auc, confusion, type RegressionMetrics, regressionMetrics } from "./metrics.js";
import { packRows } from "./rows.js";

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
  data: Encoded,
  predicted: Float64Array,
  loss: number,
): Evaluation {
  const { outputs } = learner;
  const { weights, rows } = data;
  if (learner.regression) {
    const actual = data.answers ? packRows(data.answers, rows) : [];
    return { loss, ...regressionMetrics(predicted, actual, outputs, weights) };
  }
  const binary = learner.spec.loss === "binaryCrossEntropy";
  const classes = binary ? 2 : outputs;
  const guesses = binary ? Int32Array.from(predicted, half) : largestOfRows(predicted, outputs);
  const actual = data.labels ?? actualClasses(data, binary, outputs);
  const counts = binary && outputs > 1 ? repeat(weights, outputs) : weights;
  const scores = binary ? predicted : predicted.filter((_, i) => i % 2 === 1);
  const area = classes === 2 && (outputs === 1 || !binary) ? auc(scores, actual, counts) : undefined;
  return {
    loss,
    accuracy: accuracy(guesses, actual, counts),
    ...(area !== undefined && { auc: area }),
    confusion: confusion(guesses, actual, classes, counts),
  };
}

function half(probability: number): number {
  return probability >= 0.5 ? 1 : 0;
}

function largestOfRows(values: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, r) => {
    let best = 0;
    for (let j = 1; j < width; j++) if (values[r * width + j] > values[r * width + best]) best = j;
    return best;
  });
}

/** Yes/no targets as 0 and 1, probability rows as their most likely class. */
function actualClasses({ answers, rows }: Encoded, binary: boolean, outputs: number): Int32Array {
  const values = answers ? packRows(answers, rows) : [];
  return binary ? Int32Array.from(values, half) : largestOfRows(values, outputs);
}

/** A row's weight for each of its outputs. */
function repeat(weights: Float64Array | undefined, times: number): Float64Array | undefined {
  return (
    weights && Float64Array.from({ length: weights.length * times }, (_, i) => weights[Math.floor(i / times)])
  );
}
