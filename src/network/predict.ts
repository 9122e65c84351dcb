import type { Dataset, Label, Table } from "../data/dataset.js";
import { DataError, OptionError } from "../base/errors.js";
import { isDataset } from "../data/is-dataset.js";
import { lossName } from "../spec/loss.js";
import { type Numbers, readTable, type Rows, wrongLength, wrongWidth } from "../data/rows.js";
import { checkColumns } from "./columns.js";
import type { NetworkSpec } from "./model-spec.js";
import { knownStages, type Stages } from "./stages.js";
import type { ForwardEngine } from "../wasm/forward-engine.js";
import { BLOCK } from "../wasm/record.js";

/** The class a row most likely belongs to. */
export interface Classification {
  readonly label: Label;
  /** Its place among the model's classes. */
  readonly index: number;
  /** How likely the model holds it, 0 to 1. */
  readonly probability: number;
}

/** What prediction asks of a model: a Learner answers, and so does what only predicts. */
export interface Predictive {
  readonly spec: NetworkSpec;
  readonly outputs: number;
  readonly classes: readonly Label[] | undefined;
  readonly stages: Partial<Stages>;
  /** An instance that holds the parameters now. */
  engine(training: false): ForwardEngine;
}

const CALLER = "Model.predict";

/** The linked outputs of one row into `out`, with nothing allocated; see Model.predictInto. */
export function predictInto<Out extends Float32Array | Float64Array | number[]>(
  model: Predictive,
  row: Numbers,
  out: Out,
): Out {
  const { inputs, targets } = knownStages(CALLER, model.stages);
  const { outputs } = model;
  const engine = model.engine(false);
  if (!inputs.writeRow(row, engine.inputs)) throw inputs.badRow(CALLER, row);
  if (!(out?.length >= outputs))
    throw wrongLength("Model.predictInto", out, outputs, `room for ${outputs} numbers in out`);
  if (!engine.core.predict(1)) throw inputs.badRow(CALLER, row);
  const linked = engine.outputs;
  for (let j = 0; j < outputs; j++) {
    if (!Number.isFinite(linked[j])) throw unpredictable(CALLER, linked[j]);
  }
  for (let j = 0; j < outputs; j++) out[j] = linked[j] * targets.deviation[j] + targets.mean[j];
  return out;
}

/** The linked outputs of many rows, flat [rows x outputs]; see Model.predictAll. */
export function predictAll(model: Predictive, rows: Table | Dataset): Float32Array {
  const caller = "Model.predictAll";
  const width = model.spec.inputs;
  const read = (unchecked: boolean): { rows: Rows; count: number } =>
    isDataset(rows)
      ? { rows: rows.inputRows, count: rows.rows }
      : readTable(caller, "rows", rows, { width, unchecked });
  const table = read(true);
  if (table.rows.width !== width) throw wrongWidth(caller, { length: table.rows.width }, width);
  if (isDataset(rows)) checkColumns(caller, model.spec.columns, rows.columns);
  const result = new Float32Array(table.count * model.outputs);
  return predictRows(model, caller, table.rows, table.count, result, () => read(false));
}

/**
 * Linked outputs block by block, so that the weights stay in the cache.
 *
 * @param result [count x outputs]
 * @param recheck throws when one of the rows holds what is no finite number; for rows that have not been checked
 */
export function predictRows<Out extends Float32Array | Float64Array>(
  model: Predictive,
  caller: string,
  rows: Rows,
  count: number,
  result: Out,
  recheck?: () => void,
): Out {
  const { inputs, targets } = knownStages(caller, model.stages);
  const { outputs } = model;
  const engine = model.engine(false);
  const stride = engine.outputStride;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    inputs.writeRows(rows, from, to, engine.inputs, engine.inputStride);
    if (!engine.core.predict(to - from)) {
      recheck?.();
      throw inputs.badRows(caller, rows, from);
    }
    for (let r = from; r < to; r++) {
      for (let j = 0; j < outputs; j++) {
        const output = engine.outputs[(r - from) * stride + j];
        if (!Number.isFinite(output)) throw unpredictable(caller, output, r);
        result[r * outputs + j] = output * targets.deviation[j] + targets.mean[j];
      }
    }
  }
  return result;
}

/** The most likely class of one row; see Model.classify. */
export function classify(model: Predictive, row: Numbers): Classification {
  const { spec, outputs, classes } = model;
  const binary = spec.loss === "binaryCrossEntropy" && outputs === 1;
  if (!binary && spec.loss !== "crossEntropy") {
    throw new OptionError(
      `Model.classify: loss "${lossName(spec.loss)}" with ${outputs} outputs has no classes. Use predict.`,
      { received: spec.loss },
    );
  }
  const probabilities = predictInto(model, row, new Float32Array(outputs));
  // One output is the probability of yes.
  const index = binary ? Number(probabilities[0] >= 0.5) : probabilities.indexOf(Math.max(...probabilities));
  const probability = binary && index === 0 ? 1 - probabilities[0] : probabilities[binary ? 0 : index];
  return { label: classes ? classes[index] : index, index, probability };
}

function unpredictable(caller: string, received: number, row?: number): DataError {
  const which = row === undefined ? "" : ` of row ${row}`;
  return new DataError(
    `${caller}: the prediction${which} is ${received}: its inputs are too far from the training rows for float32.`,
    row === undefined ? { received } : { received, row },
  );
}
