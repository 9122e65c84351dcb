import { show } from "../base/check.js";
import { DivergedError } from "../base/errors.js";
import type { Rows } from "../data/rows.js";
import { identityScaler, type Scaler } from "../data/scaler.js";
import type { CheckedRows } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import type { NetworkSpec } from "../network/model-spec.js";
import type { Stages } from "../network/stages.js";
import { unscaledRows } from "../network/statistics.js";

/** How far from 0 a number may be before it is to blame: in scaled rows, where it is a number of deviations, and in rows as they are. */
const FAR_SCALED = 30;
const FAR_AS_IT_IS = 5;

/**
 * The error of a training in which the loss or a weight became NaN or infinite, with what is most likely to blame: a cell far from all
 * others or unscaled, else the learning rate.
 *
 * @param what where and how, up to the number of the update
 * @param data the rows that it was trained on, where they are still there
 * @param end what the weights are now, and whatever else is to be said
 */
export function divergence(
  what: string,
  { spec }: Learner,
  data: CheckedRows | undefined,
  stages: Stages,
  { epoch, update, learningRate }: { epoch: number; update: number; learningRate: number },
  end: string,
): DivergedError {
  const seen = data && { ...data, ...unscaledRows(stages.inputs, data) };
  const cause = (seen && causeOf("input", seen.inputRows, stages.inputs.scaler, seen, spec)) ??
    (seen?.targetRows && causeOf("target", seen.targetRows, stages.targets, seen, spec)) ?? {
      text: "The learning rate is likely too large. Try a smaller one or clipNorm: 1.",
    };
  const { text, ...place } = cause;
  return new DivergedError(
    `${what} update ${update} (learning rate ${learningRate}).\n  ${text} ${end}`,
    epoch,
    update,
    learningRate,
    place,
  );
}

/** What is wrong with the table's cell that is farthest from 0, as the network sees it; undefined where nothing is. */
function causeOf(
  kind: "input" | "target",
  rows: Rows,
  scaler: Scaler,
  { rows: count, weights }: CheckedRows,
  { columns, standardize }: NetworkSpec,
): { text: string; row: number; column: number } | undefined {
  const { row, column, value, distance } = farthest(rows, count, scaler, weights);
  if (distance <= (scaler.isIdentity ? FAR_AS_IT_IS : FAR_SCALED)) return undefined;
  const name = columns && kind === "input" ? ` (${show(columns[column])})` : "";
  // Targets of a last layer whose range ends are not scaled, so that it can say them.
  const remedy = standardize ? "a linear last layer" : "standardize: true";
  const where = `row ${row}, column ${column}${name}`;
  const text = scaler.isIdentity
    ? `The ${kind}s are not scaled: the largest |${kind}| is ${Math.abs(value)}, in ${where}. Try ${remedy} or a smaller learning rate.`
    : `The ${kind} in ${where} is ${value}, ${Math.round(distance)} deviations from the mean: is it right? Else try a smaller ` +
      "learning rate or clipNorm: 1.";
  return { text, row, column };
}

/** The cell that is farthest from 0 once it is scaled. */
function farthest(
  { values, offset, stride, width }: Rows,
  count: number,
  { mean, deviation }: Scaler,
  weights?: Float64Array,
): { row: number; column: number; value: number; distance: number } {
  let most = { row: 0, column: 0, value: 0, distance: 0 };
  for (let row = 0; row < count; row++) {
    if (weights?.[row] === 0) continue;
    for (let column = 0; column < width; column++) {
      const value = values[offset + row * stride + column];
      const distance = Math.abs(value - mean[column]) / deviation[column];
      if (distance > most.distance) most = { row, column, value, distance };
    }
  }
  return most;
}

/** The largest |input| in the rows' own unit. */
export function largestInput({ inputRows, rows }: CheckedRows): number {
  return Math.abs(farthest(inputRows, rows, identityScaler(inputRows.width)).value);
}
