import { Learner } from "./network/learner.js";
import { LEARNER, readable } from "./network/inside.js";
import { stageReaders } from "./network/input-stages.js";
import { checkOptions, isFloat32, show } from "./base/check.js";
import { inspectAs } from "./base/inspect.js";
import type { Dataset, Label, Labels, Table } from "./data/dataset.js";
import { checkRows } from "./network/checked-rows.js";
import { DataError, OptionError } from "./base/errors.js";
import { type Evaluation, evaluationOf } from "./judge/evaluate.js";
import { decodeCheckpoint, encodeCheckpoint } from "./training/checkpoint-file.js";
import { epochsAsync, epochsSync, fitAsync, fitSync, resumeAsync } from "./training/fit.js";
import { Session } from "./training/session.js";
import type { FitOptions, PlainFitOptions, ResumeOptions } from "./training/fit-options.js";
import { copyAttachments, type Extensions, type LoadOptions, type Notes } from "./files/attachments.js";
import { type ModelJson, toJson } from "./files/manifest.js";
import { encodeModel } from "./files/model-file.js";
import { gradientOf, meanLoss, step } from "./training/batch.js";
import type { Epoch, History } from "./training/history.js";
import { checkDataset } from "./data/is-dataset.js";
import type { LossSpec } from "./spec/loss.js";
import {
  type Classification,
  classify,
  classifyAll,
  predict,
  predictAll,
  predictInto,
  predictRows,
} from "./network/predict.js";
import { type Restored, reviveFile, reviveJson } from "./files/revive.js";
import { isList, type Numbers, type Row, type RowTable, wrongLength } from "./data/rows.js";
import type { Bytes } from "./files/safetensors.js";
import { copyOf, type ModelOptions, type ModelSpec, parseSpec } from "./network/model-spec.js";
import { summarize } from "./network/summary.js";
import { unscaledOf } from "./network/unscaled.js";

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
export class Model<Loss extends LossSpec = LossSpec> {
  /** The caller's own words about the model, plain JSON, saved with it. */
  notes: Notes = {};
  /** What other entries of downhill keep in the model and its files, by name; those of a loaded file stay, known or not. */
  extensions: Extensions = {};
  /** @internal What the model is made of. */
  declare [LEARNER]: Learner;

  /** @throws OptionError, ShapeError or DataError, which name the option that does not fit */
  constructor(options: ModelOptions<Loss>) {
    // Not enumerable: it is no part of what a Model shows.
    Object.defineProperty(this, LEARNER, { value: new Learner(parseSpec(options)), writable: true });
    inspectAs(this, () => `Model\n${this.summary()}`);
  }

  /** @internal The kinds of rows that models can take, which other entries add to. A getter, as bundlers keep a class with anything else. */
  static get stageReaders(): typeof stageReaders {
    return stageReaders;
  }

  /** The model as plain JSON, before any training: `new Model(model.spec)` builds it again. */
  get spec(): ModelSpec<Loss> {
    const { spec, classes } = this[LEARNER];
    return copyOf({ ...spec, ...(classes && { classes }) }) as ModelSpec<Loss>;
  }

  /** Names of the inputs, where they are known. */
  get columns(): readonly string[] | undefined {
    return this[LEARNER].spec.columns;
  }

  /** The classes in the order of the outputs, once they are known; a single output is the probability of the second. */
  get classes(): readonly Label[] | undefined {
    return this[LEARNER].classes;
  }

  /** How many parameters there are. */
  get count(): number {
    return this[LEARNER].count;
  }

  /**
   * All parameters as one vector, [count]: layer by layer weights [units, inputs] row-major, then biases [units]. In the
   * standardized space. Reading gives a copy, assigning writes all of them.
   */
  get parameters(): Float32Array {
    return readable(this, "Model.parameters").state.parameters.slice();
  }

  set parameters(values: Float32Array | readonly number[]) {
    const { count } = this;
    if (!isList(values) || values.length !== count)
      throw wrongLength("Model.parameters", values, count, `${count} numbers`);
    const row = Array.from<unknown>(values).findIndex((value) => !isFloat32(value));
    if (row >= 0) {
      const received = values[row];
      throw new DataError(`Model.parameters: number ${row} is ${show(received)}, no finite float32.`, {
        received,
        row,
      });
    }
    readable(this, "Model.parameters").setParameters(Float32Array.from(values));
  }

  /**
   * Trains on all rows, epoch after epoch, in slices of about 8 ms; timers, sockets, clicks and frames run in between.
   *
   * A second call goes on where the first ended: optimizer, generator and epoch count continue, the scaler stays.
   *
   * @throws ShapeError, DataError, OptionError before anything is changed; DivergedError when the numbers grow beyond all
   *   bounds, with the weights of the last good epoch kept
   */
  async fit(train: Dataset, options: FitOptions): Promise<History> {
    return fitAsync("Model.fit", this[LEARNER], train, options);
  }

  /** As `fit`, but nothing else runs until it is done; in a page prefer `fit`. */
  fitSync(train: Dataset, options: FitOptions): History {
    return fitSync("Model.fitSync", this[LEARNER], train, options);
  }

  /** The caller's own loop over epochs: `for` runs on, `for await` lets other work run. Leaving it leaves the best weights. */
  epochs(train: Dataset, options: FitOptions): Iterable<Epoch> & AsyncIterable<Epoch> {
    const caller = "Model.epochs";
    return {
      [Symbol.iterator]: () => epochsSync(caller, this[LEARNER], train, options),
      [Symbol.asyncIterator]: () => epochsAsync(caller, this[LEARNER], train, options),
    };
  }

  /**
   * One update of the optimizer on one batch.
   *
   * @param targets rows of targets (a flat array for one output), or for a model over classes one label a row
   * @param weights [rows] how much each row counts; default 1 each
   * @returns the loss before the update, dropout on, in the target's unit
   */
  step(inputs: Table | RowTable, targets: Table | Labels, weights?: Numbers): number {
    return step(this[LEARNER], inputs, targets, weights);
  }

  /**
   * The linked outputs of one row, [outputs]: numbers in the target's unit, or the probability of each class. A single output under
   * "binaryCrossEntropy" is the probability of 1, or of the second of two labels: `model.classes[1]`, which `positive` names.
   */
  predict(row: Numbers | Row): Float64Array {
    return predict(readable(this, "Model.predict"), row);
  }

  /** As `predict`, into `out`, with nothing allocated. */
  predictInto<Out extends Float32Array | Float64Array | number[]>(row: Numbers | Row, out: Out): Out {
    return predictInto(readable(this, "Model.predictInto"), row, out);
  }

  /** The linked outputs of many rows, flat [rows x outputs]. */
  predictAll(rows: Table | RowTable | Dataset): Float64Array {
    return predictAll(readable(this, "Model.predictAll"), rows);
  }

  /**
   * The most likely class of one row.
   *
   * @throws OptionError when the model has no classes: its loss is no cross-entropy, or it has several yes/no outputs
   */
  classify(row: Numbers | Row): Classification {
    return classify(readable(this, "Model.classify"), row);
  }

  /** The most likely class of each row, as `classify`. */
  classifyAll(rows: Table | RowTable | Dataset): Classification[] {
    return classifyAll(readable(this, "Model.classifyAll"), rows);
  }

  /**
   * How good the model is on rows it need not have seen.
   *
   * Regression: loss, mae, rmse, r2. Classification: loss, accuracy, confusion[actual][predicted], and auc for two classes. Where
   * there are several targets or yes/no outputs: `targets`, the same of each.
   */
  evaluate(data: Dataset): Evaluation<Loss> {
    const caller = "Model.evaluate";
    const learner = readable(this, caller);
    const checked = checkRows(learner, checkDataset(caller, data), caller);
    const loss = meanLoss(learner, caller, checked);
    const predicted = predictRows(learner, caller, checked.inputRows, checked.rows);
    return evaluationOf(learner, { ...checked, weights: data.weights }, predicted, loss) as Evaluation<Loss>;
  }

  /** The mean loss over the rows, without dropout, in the target's unit (mse in its square). */
  loss(data: Dataset): number {
    const caller = "Model.loss";
    const learner = readable(this, caller);
    return meanLoss(learner, caller, checkRows(learner, checkDataset(caller, data), caller));
  }

  /**
   * The gradient of the mean loss over the rows by every parameter, without dropout, and that loss: in the standardized space.
   *
   * @throws DataError where float32 cannot hold what the network makes of the rows
   */
  gradient(data: Dataset): { loss: number; gradient: Float32Array } {
    const caller = "Model.gradient";
    const learner = readable(this, caller);
    return gradientOf(learner, caller, checkRows(learner, checkDataset(caller, data), caller));
  }

  /**
   * The same function without standardizing: the scaler is folded into the first and the last layer, so that `parameters`
   * are in the data's units: the w and b of y = b + w x.
   *
   * Its losses are measured in the new space: huber's delta then counts the target's own units.
   *
   * @throws OptionError when the last layer cannot hold the target's scale, not being linear (or relu over targets from 0 on), or where
   *   float32 cannot hold a bias, as of milliseconds since 1970: predictions would be off by a thousandth of their deviation, or more
   */
  unscaled(): Model {
    const caller = "Model.unscaled";
    return modelOf({ learner: unscaledOf(readable(this, caller)), ...copyAttachments(caller, this) });
  }

  /** The layers, their shapes and parameters, as text. */
  summary(): string {
    return summarize(this[LEARNER]);
  }

  /**
   * The model as safetensors bytes, float32: tensors `layers.N.weight` [units, inputs] and `layers.N.bias` [units], the rest
   * as JSON in the metadata. Equal models give equal bytes.
   *
   * @param options.optimizer also save the optimizer's vectors, so that training goes on to the same bits; default false
   */
  save(options: { optimizer?: boolean } = {}): Bytes {
    checkOptions("Model.save", options, ["optimizer"]);
    return encodeModel(readable(this, "Model.save"), this, options.optimizer === true);
  }

  /**
   * @param options.extensions the required extensions that the caller understands, by name the newest version of each
   * @throws DataError for bytes that are damaged, foreign, of a newer version, or that need an extension that is not known
   */
  static load(bytes: Uint8Array | ArrayBuffer, options: LoadOptions = {}): Model {
    return modelOf(reviveFile(bytes, options));
  }

  /** The model as plain JSON of its own, float32 to the bit; JSON.stringify(model) uses it. */
  toJSON(): ModelJson {
    return toJson(readable(this, "Model.toJSON"), this);
  }

  /**
   * @param json what toJSON gave, or its text
   * @param options as for `load`
   */
  static fromJSON(json: ModelJson | string, options: LoadOptions = {}): Model {
    return modelOf(reviveJson(json, options));
  }

  /** A model of its own with the same parameters, scaler, classes, notes and state of training: it would go on to the same bits. */
  clone(): Model<Loss> {
    return copyOfModel("Model.clone", this, readable(this, "Model.clone"));
  }

  /**
   * A model of its own as the last finished epoch of the fit under way left this one, to predict with meanwhile: until a fit is done,
   * whatever reads the model itself throws, except inside the fit's own callbacks. The same as `clone` where no fit is under way.
   */
  snapshot(): Model<Loss> {
    return copyOfModel("Model.snapshot", this, this[LEARNER]);
  }

  /**
   * The fit under way as bytes with all that the rest of it depends on: parameters, the optimizer's vectors, generator, place in the epoch,
   * best weights, patience, scaler, options, epochs so far. Also inside onEpoch and onProgress. `Model.resume` goes on from them, here or in
   * another runtime, to the bits of a fit that nothing broke off.
   *
   * @throws OptionError where no fit of this model is under way, or one in a worker
   */
  checkpoint(): Bytes {
    const { fit } = this[LEARNER];
    if (fit instanceof Session) return encodeCheckpoint(fit, this);
    throw new OptionError(
      "Model.checkpoint: " +
        (fit
          ? "this fit has none: it is only beginning, or runs in a worker or over a stream."
          : "no fit is under way. Call it in onEpoch or onProgress; save() keeps a finished model."),
    );
  }

  /**
   * Goes on with a fit from a checkpoint, to the same total of epochs and the same bits as if nothing had come in between.
   *
   * @param train the rows that the fit was given, in the same order
   * @param options the same validation rows, where there were any; onEpoch, onProgress and signal as for `fit`
   * @returns the model, which is in training (as after `fit` without await); its history, which is that of the whole fit; the options that
   *   the checkpoint holds
   * @throws DataError for bytes that are damaged or no checkpoint, and for other rows (says which); OptionError
   */
  static resume(
    bytes: Uint8Array | ArrayBuffer,
    train: Dataset,
    options: ResumeOptions = {},
  ): { model: Model; history: Promise<History>; options: PlainFitOptions } {
    const caller = "Model.resume";
    const saved = decodeCheckpoint(caller, bytes);
    const { learner, history } = resumeAsync(caller, saved, train, options);
    return { model: modelOf({ ...saved.before, learner }), history, options: saved.options };
  }

  /** Lets go of the instance of the core now rather than when it is the least recently used. The model stays usable. */
  free(): void {
    this[LEARNER].checkIdle("Model.free");
    this[LEARNER].checkOut();
  }
}

function copyOfModel<Loss extends LossSpec>(
  caller: string,
  model: Model<Loss>,
  learner: Learner,
): Model<Loss> {
  return modelOf({ learner: learner.copy(), ...copyAttachments(caller, model) }) as Model<Loss>;
}

function modelOf({ learner, notes, extensions }: Restored): Model {
  const model = new Model(learner.spec);
  model[LEARNER] = learner;
  model.notes = notes;
  model.extensions = extensions;
  return model;
}
