import { show } from "./check.js";
import { Dataset, type Label, type Labels, type Table } from "./dataset.js";
import { encode, type Encoded, shapeOf, totalWeight, writeRows } from "./encode.js";
import { DataError, DivergedError, OptionError, ShapeError } from "./errors.js";
import { type Evaluation, evaluationOf } from "./evaluation.js";
import { epochsAsync, epochsSync } from "./fit.js";
import type { FitOptions } from "./fit-options.js";
import { fromJson, type ModelJson, type Notes, type Restored, toJson } from "./format.js";
import type { Epoch, History } from "./history.js";
import { readLabels } from "./labels.js";
import { Learner } from "./learner.js";
import { isList, type Numbers, readTable, type Rows } from "./rows.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import { learningRateAt } from "./schedule.js";
import { lossName, type ModelOptions, type ModelSpec, parseSpec } from "./spec.js";
import { summarize } from "./summary.js";
import { type Axis, type LossSurface, surfaceOf } from "./surface.js";
import { unscaledParameters } from "./unscaled.js";
import { BLOCK } from "./wasm/plan.js";

/** The class a row most likely belongs to. */
export interface Classification {
  readonly label: Label;
  /** Its place among the model's classes. */
  readonly index: number;
  /** How likely the model holds it, 0 to 1. */
  readonly probability: number;
}

/**
 * A function with unknown parameters, and the way to find them from data.
 *
 * Inputs, and the targets of a regression, are standardized inside; what goes in and comes out is in the data's own units.
 *
 * @example
 * const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer: sgd({ learningRate: 0.1 }) });
 * await model.fit(dataset({ inputs: [1, 2, 3], targets: [3, 5, 7] }), { epochs: 100, batchSize: "all" });
 * model.predict([4]); // about [9]
 */
export class Model {
  /** The caller's own words about the model, plain JSON, saved with it. */
  notes: Notes = {};
  #learner: Learner;

  /** @throws OptionError, ShapeError or DataError, which name the option that does not fit */
  constructor(options: ModelOptions) {
    this.#learner = new Learner(parseSpec(options));
  }

  /** The model as plain JSON, before any training: `new Model(model.spec)` builds it again. */
  get spec(): ModelSpec {
    const { spec, classes } = this.#learner;
    return structuredCopy({ ...spec, ...(classes && { classes }) });
  }

  /** The classes in the order of the outputs, once they are known. */
  get classes(): readonly Label[] | undefined {
    return this.#learner.classes;
  }

  /** How many parameters there are. */
  get count(): number {
    return this.#learner.count;
  }

  /**
   * All parameters as one vector, [count]: layer by layer weights [units, inputs] row-major, then biases [units]. In the
   * standardized space. Reading gives a copy, assigning writes all of them.
   */
  get parameters(): Float32Array {
    return this.#learner.state.parameters.slice();
  }

  set parameters(values: Float32Array | readonly number[]) {
    const { count } = this;
    if (!isList(values) || values.length !== count) {
      const received = isList(values) ? values.length : values;
      throw new ShapeError(`Model.parameters: expected ${count} numbers, got ${show(values)}.`, {
        expected: count,
        received,
      });
    }
    const vector = Float32Array.from(values);
    const bad = vector.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new DataError(`Model.parameters: number ${bad} is ${values[bad]}, which no float32 can hold.`, {
        received: values[bad],
      });
    }
    this.#learner.state.parameters = vector;
    this.#learner.engine(false).writeParameters(vector);
  }

  /**
   * Trains on all rows, epoch after epoch; timers and signals run in between.
   *
   * A second call goes on where the first ended: optimizer, generator and epoch count continue, the scaler stays.
   *
   * @throws ShapeError, DataError, OptionError before anything is changed; DivergedError when the numbers grow beyond all
   *   bounds, with the weights of the last good epoch kept
   */
  async fit(train: Dataset, options: FitOptions): Promise<History> {
    const epochs = epochsAsync("Model.fit", this.#learner, train, options);
    for (;;) {
      const { done, value } = await epochs.next();
      if (done) return value;
    }
  }

  /** As `fit`, but nothing else runs until it is done; in a page prefer `fit`. */
  fitSync(train: Dataset, options: FitOptions): History {
    const epochs = epochsSync("Model.fitSync", this.#learner, train, options);
    for (;;) {
      const { done, value } = epochs.next();
      if (done) return value;
    }
  }

  /** The caller's own loop over epochs: `for` runs on, `for await` lets macrotasks run. Leaving it leaves the best weights. */
  epochs(train: Dataset, options: FitOptions): Iterable<Epoch> & AsyncIterable<Epoch> {
    const where = "Model.epochs";
    return {
      [Symbol.iterator]: () => epochsSync(where, this.#learner, train, options),
      [Symbol.asyncIterator]: () => epochsAsync(where, this.#learner, train, options),
    };
  }

  /**
   * One update of the optimizer on one batch.
   *
   * @param targets rows of targets (a flat array for one output), or for a model over classes one label a row
   * @returns the loss before the update, dropout on, in the target's unit
   */
  step(inputs: Table, targets: Table | Labels): number {
    const where = "Model.step";
    const learner = this.#learner;
    learner.checkIdle(where);
    const batch = this.#encodeBatch(where, inputs, targets);
    learner.classes ??= batch.classes;
    learner.fitScalers(batch);
    const { loss, sound } = this.#accumulate(where, batch, true);
    const learningRate = learningRateAt(learner.spec.optimizer.learningRate, learner.epoch + 1);
    const engine = learner.engine(true);
    if (!sound) {
      const update = engine.updates + 1;
      throw new DivergedError(
        `${where}: loss or gradient became infinite or NaN at update ${update} (learning rate ${learningRate}). ` +
          "The update was not made. Try a smaller learning rate or standardize: true.",
        learner.epoch + 1,
        update,
        learningRate,
      );
    }
    engine.applyGradient(learningRate, 0);
    return learner.inOwnUnit(loss);
  }

  /** The linked outputs of one row: numbers in the target's unit, or probabilities. [outputs] */
  predict(row: Numbers): Float32Array {
    return this.predictInto(row, new Float32Array(this.#learner.outputs));
  }

  /** As `predict`, into `out`, with nothing allocated. */
  predictInto<Out extends Float32Array | Float64Array | number[]>(row: Numbers, out: Out): Out {
    const learner = this.#learner;
    const { inputs, targets } = learner.scalers("Model.predict");
    const { outputs } = learner;
    const width = learner.spec.inputs;
    if (!isList(row) || row.length !== width) throw wrongRow("Model.predict", row, width);
    if (out.length < outputs) {
      throw new ShapeError(
        `Model.predictInto: out must hold ${outputs} numbers, got room for ${out.length}.`,
        {
          expected: outputs,
          received: out.length,
        },
      );
    }
    const engine = learner.engine(false);
    const block = engine.block.inputs;
    const { mean, deviation } = inputs;
    let sum = 0;
    for (let c = 0; c < width; c++) {
      const value = (row[c] - mean[c]) / deviation[c];
      sum += value;
      block[c] = value;
    }
    if (!Number.isFinite(sum)) checkRow("Model.predict", row);
    engine.predict(1);
    for (let j = 0; j < outputs; j++) out[j] = engine.outputs[j] * targets.deviation[j] + targets.mean[j];
    return out;
  }

  /** The linked outputs of many rows, flat [rows x outputs]. */
  predictAll(rows: Table | Dataset): Float32Array {
    const where = "Model.predictAll";
    const learner = this.#learner;
    const width = learner.spec.inputs;
    const table =
      rows instanceof Dataset
        ? { rows: rows.features, count: rows.rows }
        : readTable(where, "rows", rows, { width });
    if (table.rows.width !== width) throw wrongRow(where, { length: table.rows.width }, width);
    return this.#predictRows(where, table.rows, table.count);
  }

  /**
   * The most likely class of one row.
   *
   * @throws OptionError when the model has no classes: its loss is no cross-entropy, or it has several yes/no outputs
   */
  classify(row: Numbers): Classification {
    const { spec, outputs, classes } = this.#learner;
    const probabilities = this.predict(row);
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

  /**
   * How good the model is on rows it need not have seen.
   *
   * Regression: loss, mae, rmse, r2. Classification: loss, accuracy, confusion[actual][predicted], and auc for two classes.
   */
  evaluate(data: Dataset): Evaluation {
    const encoded = encode(this.#learner, checkDataset("Model.evaluate", data), "Model.evaluate");
    const loss = this.loss(data);
    const predicted = this.#predictRows("Model.evaluate", encoded.features, encoded.rows);
    return evaluationOf(this.#learner, encoded, predicted, loss);
  }

  /** The mean loss over the rows, without dropout, in the target's unit (mse in its square). */
  loss(data: Dataset): number {
    const where = "Model.loss";
    const learner = this.#learner;
    const encoded = encode(learner, checkDataset(where, data), where);
    const scalers = learner.scalers(where);
    const engine = learner.engine(false);
    engine.expect(shapeOf(encoded));
    for (let from = 0; from < encoded.rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, encoded.rows);
      writeRows(engine, engine.block, encoded, scalers, from, to);
      engine.addLoss(to - from, from === 0);
    }
    const weight = totalWeight(encoded);
    return learner.inOwnUnit(engine.lossSums.map((sum) => sum / weight));
  }

  /** The gradient of the mean loss over the rows by every parameter, without dropout, and that loss: in the standardized space. */
  gradient(data: Dataset): { loss: number; gradient: Float32Array } {
    const where = "Model.gradient";
    const encoded = encode(this.#learner, checkDataset(where, data), where);
    this.#learner.scalers(where);
    const { loss } = this.#accumulate(where, encoded, false);
    const mean = loss.reduce((sum, value) => sum + value, 0) / loss.length;
    return { loss: mean, gradient: this.#learner.engine(true).readGradient() };
  }

  /**
   * The same function without standardizing: the scaler is folded into the first and the last layer, so that `parameters`
   * are in the data's units: the w and b of y = b + w x.
   *
   * @throws OptionError when the last layer of a standardized regression is not linear: no layer could hold its scale
   */
  unscaled(): Model {
    const learner = this.#learner;
    const parameters = unscaledParameters(learner);
    const model = new Model({ ...this.spec, standardize: false });
    model.parameters = parameters;
    model.#learner.classes = learner.classes;
    model.notes = this.notes;
    return model;
  }

  /** The layers, their shapes and parameters, as text. */
  summary(): string {
    return summarize(this.#learner);
  }

  /**
   * The model as safetensors bytes, float32: tensors `layers.N.weight` [units, inputs] and `layers.N.bias` [units], the rest
   * as JSON in the metadata. Equal models give equal bytes.
   *
   * @param options.optimizer also save the optimizer's vectors, so that training goes on to the same bits; default false
   */
  save(options: { optimizer?: boolean } = {}): Uint8Array {
    return encodeSafetensors(this.#learner, this.notes, options.optimizer === true);
  }

  /** @throws DataError for bytes that are damaged, foreign, or of a newer version */
  static load(bytes: Uint8Array | ArrayBuffer): Model {
    return Model.#revive(decodeSafetensors(bytes));
  }

  /** The model as plain JSON, float32 to the bit; JSON.stringify(model) uses it. */
  toJSON(): ModelJson {
    return toJson(this.#learner, this.notes);
  }

  /** @param json what toJSON gave, or its text */
  static fromJSON(json: ModelJson | string): Model {
    return Model.#revive(fromJson(json));
  }

  /** Lets go of the instance of the core now rather than when it is the least recently used. The model stays usable. */
  free(): void {
    this.#learner.checkIdle("Model.free");
    this.#learner.checkOut();
  }

  /** @internal What lossSurface works on. */
  static learnerOf(model: Model): Learner {
    return model.#learner;
  }

  static #revive({ learner, notes }: Restored): Model {
    const model = new Model(learner.spec);
    model.#learner = learner;
    model.notes = notes;
    return model;
  }

  #predictRows(where: string, rows: Rows, count: number): Float32Array {
    const learner = this.#learner;
    const { inputs, targets } = learner.scalers(where);
    const { outputs } = learner;
    const engine = learner.engine(false);
    const stride = engine.outputStride;
    const result = new Float32Array(count * outputs);
    for (let from = 0; from < count; from += BLOCK) {
      const to = Math.min(from + BLOCK, count);
      inputs.scaleRows(rows, from, to, engine.block.inputs, engine.inputStride);
      engine.predict(to - from);
      for (let r = from; r < to; r++) {
        for (let j = 0; j < outputs; j++) {
          const output = engine.outputs[(r - from) * stride + j];
          result[r * outputs + j] = output * targets.deviation[j] + targets.mean[j];
        }
      }
    }
    return result;
  }

  /** Loss and gradient of a batch, block by block: each output's mean loss, and whether all of it is finite. */
  #accumulate(where: string, batch: Encoded, training: boolean): { loss: Float64Array; sound: boolean } {
    const learner = this.#learner;
    const scalers = learner.scalers(where);
    const engine = learner.engine(true);
    engine.expect(shapeOf(batch));
    const weight = totalWeight(batch);
    const scale = 1 / (weight * engine.lossSums.length);
    for (let from = 0; from < batch.rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, batch.rows);
      writeRows(engine, engine.block, batch, scalers, from, to);
      engine.addGradient(to - from, from, scale, training);
    }
    const loss = engine.lossSums.map((sum) => sum / weight);
    return { loss, sound: loss.every(Number.isFinite) && engine.gradientSound };
  }

  /** Inputs and targets of `step` as a dataset would have them. */
  #encodeBatch(where: string, inputs: Table, targets: Table | Labels): Encoded {
    const { spec, outputs, classes } = this.#learner;
    const { rows: features, count: rows } = readTable(where, "inputs", inputs, { width: spec.inputs });
    const nested = isList(targets) && isList(targets[0]);
    const labelled =
      spec.loss === "crossEntropy" || (spec.loss === "binaryCrossEntropy" && classes !== undefined);
    if (labelled && !nested && isList(targets) && targets.length === rows) {
      const { index, classes: found } = readLabels(where, targets);
      return encode(this.#learner, new Dataset({ rows, features, labelIndex: index, classes: found }), where);
    }
    const { rows: answers, count } = readTable(where, "targets", targets, { width: outputs });
    if (count !== rows) {
      throw new ShapeError(`${where}: ${rows} rows of inputs, but ${count} of targets.`, {
        expected: rows,
        received: count,
      });
    }
    return encode(this.#learner, new Dataset({ rows, features, answers }), where);
  }
}

/**
 * The error surface: the loss over a grid of two parameters (by index into `parameters`) or directions through them. The
 * model is left as it was.
 *
 * @example
 * const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
 * lossSurface(model, data, { parameter: 0, from: -1, to: 3, steps: 41 }, { parameter: 1, from: -5, to: 5, steps: 41 });
 */
export function lossSurface(model: Model, data: Dataset, x: Axis, y: Axis): LossSurface {
  return surfaceOf(Model.learnerOf(model), checkDataset("lossSurface", data), x, y);
}

function checkDataset(where: string, data: unknown): Dataset {
  if (data instanceof Dataset) return data;
  throw new DataError(
    `${where}: expected a Dataset, got ${show(data)}. Make one with dataset({ inputs, targets }) or windows(series, ...).`,
    { expected: "Dataset", received: data },
  );
}

function wrongRow(where: string, row: unknown, width: number): ShapeError {
  const received = (row as { length?: number } | null)?.length;
  return new ShapeError(
    `${where}: expected ${width} inputs, got ${received ?? show(row)}. This model was built with inputs: ${width}.`,
    { expected: width, received },
  );
}

/** Names the cell that is to blame for a sum that is not finite. */
function checkRow(where: string, row: Numbers): void {
  for (let c = 0; c < row.length; c++) {
    if (Number.isFinite(row[c])) continue;
    const value = typeof row[c] === "number" ? String(row[c]) : show(row[c]);
    throw new DataError(`${where}: input [${c}] is ${value}, not a finite number.`, {
      received: row[c],
      column: c,
    });
  }
}

function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
