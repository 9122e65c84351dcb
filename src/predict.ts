import { show } from "./check.js";
import { Dataset, type Label, type Table } from "./dataset.js";
import { DataError, OptionError, ShapeError } from "./errors.js";
import type { Learner } from "./learner.js";
import { isList, type Numbers, readTable, type Rows } from "./rows.js";
import type { Scaler } from "./scaler.js";
import { lossName } from "./spec.js";
import { BLOCK } from "./wasm/plan.js";

/** The class a row most likely belongs to. */
export interface Classification {
  readonly label: Label;
  /** Its place among the model's classes. */
  readonly index: number;
  /** How likely the model holds it, 0 to 1. */
  readonly probability: number;
}

/** The linked outputs of one row into `out`, with nothing allocated; see Model.predictInto. */
export function predictInto<Out extends Float32Array | Float64Array | number[]>(
  learner: Learner,
  row: Numbers,
  out: Out,
): Out {
  const { inputs, targets } = learner.scalers("Model.predict");
  const { outputs } = learner;
  const width = learner.spec.inputs;
  if (typeof row !== "object" || row?.length !== width) throw wrongRow("Model.predict", row, width);
  if (!(out?.length >= outputs)) throw noRoom(out, outputs);
  const engine = learner.engine(false);
  const block = engine.block.inputs;
  // A cell that is no number, or too large for float32, shows in the sum.
  let sum = 0;
  if (inputs.isIdentity) {
    for (let c = 0; c < width; c++) {
      const cell = row[c];
      if (typeof cell !== "number") throw badCell(row, inputs);
      block[c] = cell;
      sum += block[c];
    }
  } else {
    const { mean, deviation } = inputs;
    for (let c = 0; c < width; c++) {
      const cell = row[c];
      if (typeof cell !== "number") throw badCell(row, inputs);
      block[c] = (cell - mean[c]) / deviation[c];
      sum += block[c];
    }
  }
  if (!Number.isFinite(sum)) throw badCell(row, inputs);
  engine.predict(1);
  for (let j = 0; j < outputs; j++) out[j] = engine.outputs[j] * targets.deviation[j] + targets.mean[j];
  return out;
}

/** The linked outputs of many rows, flat [rows x outputs]; see Model.predictAll. */
export function predictAll(learner: Learner, rows: Table | Dataset): Float32Array {
  const where = "Model.predictAll";
  const width = learner.spec.inputs;
  const table =
    rows instanceof Dataset
      ? { rows: rows.features, count: rows.rows }
      : readTable(where, "rows", rows, { width });
  if (table.rows.width !== width) throw wrongRow(where, { length: table.rows.width }, width);
  return predictRows(
    learner,
    where,
    table.rows,
    table.count,
    new Float32Array(table.count * learner.outputs),
  );
}

/**
 * Linked outputs block by block, so that the weights stay in the cache.
 *
 * @param result [count x outputs]
 */
export function predictRows<Out extends Float32Array | Float64Array>(
  learner: Learner,
  where: string,
  rows: Rows,
  count: number,
  result: Out,
): Out {
  const { inputs, targets } = learner.scalers(where);
  const { outputs } = learner;
  const engine = learner.engine(false);
  const stride = engine.outputStride;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    inputs.scaleRows(rows, from, to, engine.block.inputs, engine.inputStride);
    engine.predict(to - from);
    for (let r = from; r < to; r++) {
      for (let j = 0; j < outputs; j++) {
        const output = engine.outputs[(r - from) * stride + j];
        if (!Number.isFinite(output)) throw unpredictable(where, r, output);
        result[r * outputs + j] = output * targets.deviation[j] + targets.mean[j];
      }
    }
  }
  return result;
}

/** The most likely class of one row; see Model.classify. */
export function classify(learner: Learner, row: Numbers): Classification {
  const { spec, outputs, classes } = learner;
  const probabilities = predictInto(learner, row, new Float32Array(learner.outputs));
  if (spec.loss === "binaryCrossEntropy" && outputs === 1) {
    const index = probabilities[0] >= 0.5 ? 1 : 0;
    const probability = index === 1 ? probabilities[0] : 1 - probabilities[0];
    return { label: (classes ?? [0, 1])[index], index, probability };
  }
  if (spec.loss !== "crossEntropy") {
    throw new OptionError(
      `Model.classify: loss "${lossName(spec.loss)}" with ${outputs} outputs has no classes. Use predict.`,
      {
        received: spec.loss,
      },
    );
  }
  const index = probabilities.indexOf(Math.max(...probabilities));
  return { label: classes ? classes[index] : index, index, probability: probabilities[index] };
}

function wrongRow(where: string, row: unknown, width: number): ShapeError {
  const received = (row as { length?: number } | null)?.length;
  return new ShapeError(
    `${where}: expected ${width} inputs, got ${received ?? show(row)}. This model was built with inputs: ${width}.`,
    { expected: width, received },
  );
}

function noRoom(out: unknown, outputs: number): ShapeError {
  const received = isList(out) ? out.length : out;
  return new ShapeError(`Model.predictInto: out must have room for ${outputs} numbers, got ${show(out)}.`, {
    expected: outputs,
    received,
  });
}

/** The cell that is to blame for a row that is not all finite float32 numbers after scaling. */
function badCell(row: Numbers, { mean, deviation }: Scaler): DataError {
  let column = 0;
  while (
    typeof row[column] === "number" &&
    Number.isFinite(Math.fround((row[column] - mean[column]) / deviation[column]))
  ) {
    column++;
  }
  const received: unknown = row[column];
  if (isList(received)) {
    return new DataError("Model.predict: takes one row of numbers, got rows. Use predictAll for many.", { received });
  }
  const why = Number.isFinite(received)
    ? "too far from the training rows for float32"
    : "not a finite number";
  const value = typeof received === "bigint" ? `the bigint ${received}n` : show(received);
  return new DataError(`Model.predict: input [${column}] is ${value}, ${why}.`, { received, column });
}

function unpredictable(where: string, row: number, value: number): DataError {
  return new DataError(
    `${where}: the prediction of row ${row} is ${value}: one of its inputs is too far from the training rows for float32.`,
    { received: value, row },
  );
}
