import { show } from "../base/check.js";
import { LEFT_OUT } from "../data/fit-scaler.js";
import type { Rows } from "../data/rows.js";
import { RANGES } from "../spec/layer.js";
import { isRegression } from "../spec/loss.js";
import type { CheckedRows } from "./checked-rows.js";
import type { NetworkSpec } from "./model-spec.js";
import type { Stages } from "./stages.js";

/** What is to be known of rows that a model is fitted on: inputs that are left out, targets that it cannot reach. */
export function notesOf(spec: NetworkSpec, stages: Stages, data: CheckedRows): string[] {
  const { targetRows } = data;
  return notesFrom(spec, stages, targetRows && ((c) => rangeOf(targetRows, c, data)));
}

/** @param range the least and the largest target of a column; where there are targets */
export function notesFrom(
  spec: NetworkSpec,
  { inputs }: Stages,
  range: ((column: number) => [number, number]) | undefined,
): string[] {
  const { mean, deviation } = inputs.scaler;
  const notes: string[] = [];
  deviation.forEach((value, c) => {
    if (value !== LEFT_OUT || inputs.mayStay(c, mean[c])) return;
    const name = spec.columns ? ` (${show(spec.columns[c])})` : "";
    notes.push(
      `input ${c}${name} is ${mean[c]} in every row that the scale was fitted on: it is left out of the predictions`,
    );
  });
  const last = spec.layers[spec.layers.length - 1];
  if (last.type === "dense" && isRegression(spec.loss) && range) {
    const [low, high] = RANGES[last.activation];
    let least = Infinity;
    let most = -Infinity;
    for (let c = 0; c < last.units; c++) {
      const [from, to] = range(c);
      if (from === to) notes.push(`target ${c} is ${from} in every row`);
      least = Math.min(least, from);
      most = Math.max(most, to);
    }
    if (least < low || most > high) {
      notes.push(
        `the targets reach from ${least} to ${most}, the last layer's "${last.activation}" only from ${low} to ${high}: ` +
          "use a linear last layer for what lies outside",
      );
    }
  }
  return notes;
}

/** The least and the largest value of a column in rows that count. */
function rangeOf(
  { values, offset, stride }: Rows,
  c: number,
  { rows, weights }: CheckedRows,
): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (let r = 0; r < rows; r++) {
    if (weights?.[r] === 0) continue;
    const value = values[offset + r * stride + c];
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
