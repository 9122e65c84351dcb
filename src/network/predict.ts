import type { Dataset, Label, Table } from "../data/dataset.js";
import { DataError, OptionError } from "../base/errors.js";
import { isDataset } from "../data/is-dataset.js";
import { lossName } from "../spec/loss.js";
import {
  isFloatArray,
  isList,
  type Numbers,
  readTable,
  type Row,
  type Rows,
  type RowTable,
  wrongLength,
} from "../data/rows.js";
import { matchInputs } from "./match-inputs.js";
import { decide } from "./decide.js";
import type { InputStage } from "./input-stage.js";
import type { NetworkSpec } from "./model-spec.js";
import { knownStages, type Stages, untrained } from "./stages.js";
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
  /** The class that its caller knows, which begins each error's message: "Model" or "Predictor". */
  readonly title: string;
  readonly spec: NetworkSpec;
  readonly outputs: number;
  readonly classes: readonly Label[] | undefined;
  readonly stages: Partial<Stages>;
  /** What rows must be, also before it is fitted on any. */
  readonly inputStage: InputStage;
  /** An instance that holds the parameters now. */
  engine(training: false): ForwardEngine;
}

/** The linked outputs of one row, [outputs]; see Model.predict. */
export function predict(model: Predictive, row: Numbers | Row): Float64Array {
  return predictInto(model, row, outputsArray(model.outputs));
}

/**
 * The linked outputs of one row into `out`, with nothing allocated; see Model.predictInto.
 *
 * @param method of the model, for the texts of errors
 */
export function predictInto<Out extends Float32Array | Float64Array | number[]>(
  model: Predictive,
  row: Numbers | Row,
  out: Out,
  method = "predict",
): Out {
  const { outputs } = model;
  const { inputs, targets } = model.stages;
  if (!inputs || !targets) throw untrained(`${model.title}.${method}`);
  const engine = model.engine(false);
  if (!inputs.writeRow(row, engine.inputs)) throw badRow(model, method, row);
  // An array of whole numbers would round what is written to it.
  if (!((Array.isArray(out) || isFloatArray(out)) && out.length >= outputs))
    throw wrongLength(`${model.title}.predictInto`, out, outputs, `room for ${outputs} numbers in out`);
  if (!engine.core.predict(1)) throw badRow(model, method, row);
  const linked = engine.outputs;
  for (let j = 0; j < outputs; j++) {
    if (!Number.isFinite(linked[j])) throw unpredictable(`${model.title}.${method}`, linked[j]);
  }
  for (let j = 0; j < outputs; j++) out[j] = linked[j] * targets.deviation[j] + targets.mean[j];
  if (inputs.targetOrigin >= 0) {
    const zero = (row as ArrayLike<number>)[inputs.targetOrigin];
    for (let j = 0; j < outputs; j++) out[j] += zero;
  }
  return out;
}

/** The linked outputs of many rows, flat [rows x outputs]; see Model.predictAll. */
export function predictAll(
  model: Predictive,
  rows: Table | RowTable | Dataset,
  method = "predictAll",
): Float64Array {
  const caller = `${model.title}.${method}`;
  if (isDataset(rows)) return predictRows(model, caller, matchInputs(caller, model, rows), rows.rows);
  const stage = model.inputStage;
  if (stage.read) {
    const read = stage.read(caller, rows);
    return predictRows(model, caller, read.rows, read.count);
  }
  const { inputs: width } = model.spec;
  const read = readTable(caller, "rows", rows, { width, unchecked: true });
  return predictRows(model, caller, read.rows, read.count, () => readTable(caller, "rows", rows, { width }));
}

/**
 * Linked outputs block by block, so that the weights stay in the cache, flat [count x outputs].
 *
 * @param recheck throws when one of the rows holds what is no finite number; for rows that have not been checked
 */
export function predictRows(
  model: Predictive,
  caller: string,
  rows: Rows,
  count: number,
  recheck?: () => void,
): Float64Array {
  const { inputs, targets } = knownStages(caller, model.stages);
  const { outputs } = model;
  const engine = model.engine(false);
  const stride = engine.outputStride;
  // Filled as a plain array: V8 writes into those of its own making three times as fast.
  const result = new Float64Array(count * outputs);
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
  if (inputs.targetOrigin >= 0) {
    for (let r = 0; r < count; r++) {
      const zero = rows.values[rows.offset + r * rows.stride + inputs.targetOrigin];
      for (let j = 0; j < outputs; j++) result[r * outputs + j] += zero;
    }
  }
  return outputsArray(result.buffer);
}

/** The most likely class of one row; see Model.classify. */
export function classify(model: Predictive, row: Numbers | Row): Classification {
  const method = "classify";
  checkClassifies(model, method);
  return classOf(model, predictInto(model, row, new Float64Array(model.outputs), method), 0);
}

/** The most likely class of each row; see Model.classifyAll. */
export function classifyAll(model: Predictive, rows: Table | RowTable | Dataset): Classification[] {
  const method = "classifyAll";
  checkClassifies(model, method);
  const outputs = predictAll(model, rows, method);
  const { length } = outputs;
  return Array.from({ length: length / model.outputs }, (_, r) => classOf(model, outputs, r));
}

function classOf({ outputs, classes }: Predictive, probabilities: Float64Array, row: number): Classification {
  const index = decide(probabilities, row, outputs);
  const first = probabilities[row * outputs];
  // One output is the probability of the second class.
  const probability = outputs > 1 ? probabilities[row * outputs + index] : index === 0 ? 1 - first : first;
  return { label: classes ? classes[index] : index, index, probability };
}

function checkClassifies({ title, spec, outputs }: Predictive, method: string): void {
  const { loss } = spec;
  if (loss === "crossEntropy" || (loss === "binaryCrossEntropy" && outputs === 1)) return;
  throw new OptionError(
    `${title}.${method}: loss "${lossName(loss)}" with dense(${outputs}) last has no classes. Use predict.`,
    { received: loss },
  );
}

/**
 * An array that JSON.stringify writes as one: of a typed array it would make { "0": ... }.
 *
 * It is made with toJSON. A property that it gets later changes what V8 knows of all Float64Arrays, and its loops over those of the
 * caller then take four times as long (Node 20).
 */
function outputsArray(content: number | ArrayBuffer): Float64Array {
  return Reflect.construct(Float64Array, [content], Outputs) as Float64Array;
}

function Outputs(): void {}
Outputs.prototype = /* @__PURE__ */ Object.create(Float64Array.prototype, {
  toJSON: {
    value(this: Float64Array): number[] {
      return Array.from(this);
    },
  },
});

function badRow({ title, stages }: Predictive, method: string, row: unknown): Error {
  const caller = `${title}.${method}`;
  const inputs = stages.inputs as Stages["inputs"];
  if (!inputs.read && isList(row) && isList(row[0])) {
    const many = method === "classify" ? "classifyAll" : "predictAll";
    return new DataError(`${caller}: takes one row of numbers, got rows. Use ${many} for many.`, {
      received: row,
    });
  }
  return inputs.badRow(caller, row);
}

function unpredictable(caller: string, received: number, row?: number): DataError {
  const which = row === undefined ? "" : ` of row ${row}`;
  return new DataError(
    `${caller}: the prediction${which} is ${received}: its inputs are too far from the training rows for float32.`,
    row === undefined ? { received } : { received, row },
  );
}
