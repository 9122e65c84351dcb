import { fieldsOf, isFloat32, show } from "../base/check.js";
import type { Dataset, Label, Table } from "../data/dataset.js";
import { DataError, OptionError } from "../base/errors.js";
import { isDataset } from "../data/is-dataset.js";
import { lossName, type LossSpec } from "../spec/loss.js";
import { isList, type Numbers, readTable, type Rows, wrongLength, wrongWidth } from "../data/rows.js";
import { knownScalers, type Scaler, type Scalers, scaleRows } from "../data/scaler.js";
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
  readonly spec: { readonly inputs: number; readonly loss: LossSpec };
  readonly outputs: number;
  readonly classes: readonly Label[] | undefined;
  readonly scalers: Partial<Scalers>;
  /** An instance that holds the parameters now. */
  engine(training: false): ForwardEngine;
}

const WHERE = "Model.predict";

/** The linked outputs of one row into `out`, with nothing allocated; see Model.predictInto. */
export function predictInto<Out extends Float32Array | Float64Array | number[]>(
  model: Predictive,
  row: Numbers,
  out: Out,
): Out {
  const { inputs, targets } = knownScalers(WHERE, model.scalers);
  const { outputs } = model;
  const width = model.spec.inputs;
  if (typeof row !== "object" || row?.length !== width) throw badRow(row, width, inputs);
  if (!(out?.length >= outputs))
    throw wrongLength("Model.predictInto", out, outputs, `room for ${outputs} numbers in out`);
  const engine = model.engine(false);
  const block = engine.inputs;
  const { mean, deviation, isIdentity } = inputs;
  if (isIdentity) {
    for (let c = 0; c < width; c++) {
      const cell = row[c];
      if (typeof cell !== "number") throw badRow(row, width, inputs);
      block[c] = cell;
    }
  } else {
    for (let c = 0; c < width; c++) {
      const cell = row[c];
      if (typeof cell !== "number") throw badRow(row, width, inputs);
      block[c] = (cell - mean[c]) / deviation[c];
    }
  }
  if (!engine.core.predict(1)) throw badRow(row, width, inputs);
  const linked = engine.outputs;
  for (let j = 0; j < outputs; j++) {
    if (!Number.isFinite(linked[j])) throw unpredictable(WHERE, linked[j]);
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
  const { inputs, targets } = knownScalers(caller, model.scalers);
  const { outputs } = model;
  const engine = model.engine(false);
  const stride = engine.outputStride;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    scaleRows(inputs, rows, from, to, engine.inputs, engine.inputStride);
    if (!engine.core.predict(to - from)) {
      recheck?.();
      throw badBlock(caller, rows, from, inputs);
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

/** The error of what is no row of `width` numbers that are finite in float32 once they are scaled. */
function badRow(row: unknown, width: number, scaler: Scaler): Error {
  if (!isList(row) || !isList(row[0])) {
    const fits = fieldsOf(row).length === width;
    const error = fits && badCell(`${WHERE}: input `, row as ArrayLike<unknown>, scaler);
    return error || wrongWidth(WHERE, row, width);
  }
  return new DataError(`${WHERE}: takes one row of numbers, got rows. Use predictAll for many.`, {
    received: row,
  });
}

/** The error of the first such cell from row `from` on: of rows whose cells were checked. */
function badBlock(
  caller: string,
  { values, offset, stride, width }: Rows,
  from: number,
  scaler: Scaler,
): DataError {
  for (let row = from; ; row++) {
    const start = offset + row * stride;
    const cells = values.subarray(start, start + width);
    const error = badCell(`${caller}: rows[${row}]`, cells, scaler, { row });
    if (error) return error;
  }
}

function badCell(
  row: string,
  cells: ArrayLike<unknown>,
  { mean, deviation }: Scaler,
  details = {},
): DataError | undefined {
  const column = mean.findIndex((value, c) => {
    const cell = cells[c];
    return !isFloat32(typeof cell === "number" && (cell - value) / deviation[c]);
  });
  if (column < 0) return undefined;
  const received = cells[column];
  const why = Number.isFinite(received)
    ? "too far from the training rows for float32"
    : "not a finite number";
  return new DataError(`${row}[${column}] is ${show(received)}, ${why}.`, { ...details, received, column });
}

function unpredictable(caller: string, received: number, row?: number): DataError {
  const which = row === undefined ? "" : ` of row ${row}`;
  return new DataError(
    `${caller}: the prediction${which} is ${received}: its inputs are too far from the training rows for float32.`,
    row === undefined ? { received } : { received, row },
  );
}
