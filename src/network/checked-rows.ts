import { listed, show } from "../base/check.js";
import type { DatasetParts } from "../data/parts.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import { type Label, matchLabels } from "../data/labels.js";
import type { Learner } from "./learner.js";
import { isRegression, lossName } from "../spec/loss.js";
import type { Rows } from "../data/rows.js";
import { scaleMeasured } from "../data/measured.js";
import { scaleRows } from "../data/scaler.js";
import { dividedByLargest } from "../data/weights.js";
import { matchInputs } from "./match-inputs.js";
import { withPositive } from "./model-spec.js";
import type { Stages } from "./stages.js";
import type { TableShape, TableViews, TrainingEngine } from "../wasm/training-engine.js";

/** Rows as the core wants them: checked against the model, labels as numbers of the model's classes. Not yet scaled. */
export interface CheckedRows {
  readonly rows: number;
  readonly inputRows: Rows;
  /** The targets, or probabilities, or 0 and 1; undefined when there are labels. */
  readonly targetRows: Rows | undefined;
  readonly labels: Int32Array | undefined;
  readonly weights: Float64Array | undefined;
  /** The classes to be the model's from now on, if it had none. */
  readonly classes: readonly Label[] | undefined;
}

/**
 * Checks a dataset against a model before anything is changed.
 *
 * @param caller begins each error's message, as in "Model.fit"
 * @param known the model's classes; default those it has
 */
export function checkRows(
  learner: Learner,
  data: DatasetParts,
  caller: string,
  known = learner.classes,
): CheckedRows {
  const { spec, outputs } = learner;
  const { rows, targetRows, labelIndex } = data;
  const inputRows = matchInputs(caller, learner, data);
  const common = { rows, inputRows, weights: data.weights && dividedByLargest(data.weights) };
  if (labelIndex && data.classes)
    return { ...common, ...matchTargets(learner, labelIndex, data.classes, caller, known) };
  if (spec.positive !== undefined) {
    throw new OptionError(
      `${caller}: the model's positive class is the label ${show(spec.positive)}, but there are targets. Give labels, or build it ` +
        "without positive.",
      { expected: "labels", received: "targets" },
    );
  }
  const width = targetRows?.width ?? 1;
  if (width !== outputs) {
    throw new ShapeError(
      `${caller}: the model has ${outputs} output${outputs === 1 ? "" : "s"}, the data ${width} ` +
        `target${width === 1 ? "" : "s"} a row. ` +
        (spec.loss === "crossEntropy"
          ? "Give labels, or rows with a probability for each class."
          : `Build the model with dense(${width}) last.`),
      { expected: outputs, received: width },
    );
  }
  if (!isRegression(spec.loss))
    checkProbabilities(targetRows as Rows, rows, spec.loss === "crossEntropy", caller);
  return { ...common, targetRows, labels: undefined, classes: undefined };
}

function matchTargets(
  learner: Learner,
  index: Int32Array,
  found: readonly Label[],
  caller: string,
  known: readonly Label[] | undefined,
): Pick<CheckedRows, "targetRows" | "labels" | "classes"> {
  const { loss } = learner.spec;
  if (isRegression(loss)) {
    throw new OptionError(
      `${caller}: loss "${lossName(loss)}" needs targets, got labels. Use "crossEntropy", or dataset({ inputs, targets }).`,
      { expected: "targets", received: "labels" },
    );
  }
  const classes = known ?? classesFrom(learner, found, caller);
  const labels = matchLabels(caller, index, found, classes);
  if (loss === "crossEntropy") return { targetRows: undefined, labels, classes };
  const targetRows = { values: Float64Array.from(labels), offset: 0, stride: 1, width: 1 };
  return { targetRows, labels: undefined, classes };
}

/** The classes in the model's order, of a model that has none yet, from all labels that there are. */
export function classesFrom(learner: Learner, found: readonly Label[], caller: string): readonly Label[] {
  return withPositive(caller, adoptClasses(learner, found, caller), learner.spec.positive);
}

/** The classes of a model that was built without any: those found, or 0 .. outputs - 1 where the labels are such numbers. */
function adoptClasses(learner: Learner, found: readonly Label[], caller: string): readonly Label[] {
  const binary = learner.spec.loss === "binaryCrossEntropy";
  if (binary && learner.outputs !== 1) {
    throw new ShapeError(
      `${caller}: labels need dense(1) last under "binaryCrossEntropy", got dense(${learner.outputs}). ` +
        "For several yes/no outputs give rows of 0 and 1 as targets.",
      { expected: 1, received: learner.outputs },
    );
  }
  const needed = binary ? 2 : learner.outputs;
  if (found.length === needed) return found;
  const numbered = found.every(
    (label) => Number.isInteger(label) && (label as number) >= 0 && (label as number) < needed,
  );
  if (numbered) return Array.from({ length: needed }, (_, k) => k);
  throw new ShapeError(
    `${caller}: the model has room for ${needed} classes, the labels name ${found.length}: ${listed(found)}. ` +
      `Build it with classes: [...], or with ${binary || found.length === 1 ? "two classes" : `dense(${found.length}) last`}.`,
    { expected: needed, received: found.length },
  );
}

function checkProbabilities(
  { values, offset, stride, width }: Rows,
  rows: number,
  whole: boolean,
  caller: string,
): void {
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < width; c++) {
      const value = values[offset + r * stride + c];
      sum += value;
      if (value >= 0 && value <= 1) continue;
      const loss = whole ? "crossEntropy" : "binaryCrossEntropy";
      throw new DataError(
        `${caller}: targets[${r}]${width > 1 ? `[${c}]` : ""} is ${value}; "${loss}" needs ` +
          `${whole ? "probabilities" : "0 and 1 (or probabilities between)"}.`,
        { expected: "0..1", received: value, row: r, column: c },
      );
    }
    if (!whole || Math.abs(sum - 1) <= 1e-4) continue;
    throw new DataError(
      `${caller}: targets[${r}] sums to ${sum}, not to 1. "crossEntropy" needs a whole probability row; ` +
        'for several independent yes/no outputs use "binaryCrossEntropy".',
      { expected: 1, received: sum, row: r },
    );
  }
}

/** What the core must know of these rows. */
export function shapeOf({ rows, labels, weights }: CheckedRows): TableShape {
  return { rows, labels: labels !== undefined, weights: weights !== undefined };
}

/** Copies rows from .. to, scaled, into views of the core's memory, from their row `at` on. */
export function writeRows(
  engine: TrainingEngine,
  views: TableViews,
  data: CheckedRows,
  stages: Stages,
  from: number,
  to: number,
  at = 0,
): void {
  const { inputs, targets, labels, weights } = at === 0 ? views : viewsFrom(engine, views, at);
  stages.inputs.writeRows(data.inputRows, from, to, inputs, engine.inputStride);
  if (data.labels) labels.set(data.labels.subarray(from, to));
  else writeTargets(stages, data, from, to, targets, engine.outputStride);
  if (!data.weights) return;
  for (let r = from; r < to; r++) {
    weights[r - from] = data.weights[r];
    if (weights[r - from] > 0) continue;
    // What a row of weight 0 holds must not matter, and 0 times an infinite loss would be NaN.
    inputs.fill(0, (r - from) * engine.inputStride, (r - from + 1) * engine.inputStride);
    targets.fill(0, (r - from) * engine.outputStride, (r - from + 1) * engine.outputStride);
  }
}

function writeTargets(
  { inputs: { targetOrigin: origin }, targets: scaler }: Stages,
  { inputRows: inputs, targetRows }: CheckedRows,
  from: number,
  to: number,
  out: Float32Array,
  outputStride: number,
): void {
  const rows = targetRows as Rows;
  if (origin < 0) scaleRows(scaler, rows, from, to, out, outputStride);
  else scaleMeasured(scaler, { rows, inputs, origin, count: rows.width }, from, to, out, outputStride);
}

function viewsFrom({ inputStride, outputStride }: TrainingEngine, views: TableViews, at: number): TableViews {
  const { inputs, targets, labels, weights } = views;
  return {
    inputs: inputs.subarray(at * inputStride),
    targets: targets.subarray(at * outputStride),
    labels: labels.subarray(at),
    weights: weights.subarray(at),
  };
}

/** The class number of row r: its label, or 0 / 1 for a binary target. */
export function classOf({ labels, targetRows }: CheckedRows, r: number): number {
  if (labels) return labels[r];
  const { values, offset, stride } = targetRows as Rows;
  return Math.round(values[offset + r * stride]);
}

/** The sum of all rows' weights. */
export function totalWeight(data: CheckedRows): number {
  return data.weights?.reduce((sum, weight) => sum + weight, 0) ?? data.rows;
}
