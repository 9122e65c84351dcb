import { host } from "../base/host.js";
import { DataError } from "../base/errors.js";
import { Turns } from "../base/turns.js";
import { inOwnUnit } from "../data/scaler.js";
import { type CheckedRows, checkRows, shapeOf, writeRows } from "../network/checked-rows.js";
import type { FitUnderWay, Learner } from "../network/learner.js";
import { learningRateAt } from "../spec/schedule.js";
import { divergence } from "../training/divergence.js";
import { compare, hasBest, NOTHING_SEEN } from "../training/early-stopping.js";
import type { FitControl } from "../training/fit-options.js";
import type { Epoch, History, StopReason } from "../training/history.js";
import { operationsOfRow, SLICE_MS, SliceSize } from "../training/slice-size.js";
import type { State } from "../wasm/state.js";
import type { TableViews, TrainingEngine } from "../wasm/training-engine.js";
import { type Batches, batchesOf } from "./batches.js";
import type { CheckedStreamOptions } from "./options.js";
import type { Survey } from "./survey.js";
import { Window } from "./window.js";

/** Milliseconds between two calls of onProgress. */
const PROGRESS_MS = 100;

/**
 * A fit over rows that are never all in memory: one window of them at a time is in the core, trained on as an epoch of its own would be.
 * With a window as large as all rows it is the fit of `model.fit`, to the same bits.
 */
export class StreamFit implements FitUnderWay {
  isPaused = false;
  readonly isAbandoned = false;
  readonly #caller: string;
  readonly #learner: Learner;
  readonly #batches: Batches;
  readonly #survey: Survey;
  readonly #options: CheckedStreamOptions;
  readonly #batchSize: number;
  readonly #validation: CheckedRows | undefined;
  readonly #engine: TrainingEngine;
  readonly #window: Window;
  readonly #before: Pick<Learner, "stages" | "classes">;
  readonly #epochs: Epoch[] = [];
  readonly #clock = host.performance ?? Date;
  readonly #begun = this.#clock.now();
  readonly #turns = new Turns();
  readonly #slice: SliceSize;
  #turnedAt = -Infinity;
  #toldAt = this.#begun;
  /** Rows of the epoch under way that are done. */
  #rowsDone = 0;
  #watch = NOTHING_SEEN;
  /** What the model was when the epoch under way began, and when the one before began: its first loss was finite for certain. */
  epochStart: State;
  #good: { readonly state: State; readonly epoch: number };
  /** The optimizer's steps when the epoch under way began. */
  #updatesAtStart: number;
  #uselessEpoch: number | undefined;
  /** The epoch that a divergence goes back to, where it is not the last one. */
  #keptEpoch: number | undefined;
  #stoppedBy: StopReason | undefined;
  #start: Omit<Epoch, "elapsedMs">;

  /** @throws ShapeError, DataError, OptionError before anything is changed */
  constructor(
    caller: string,
    learner: Learner,
    batches: Batches,
    survey: Survey,
    options: CheckedStreamOptions,
  ) {
    const { stages, classes, rows, labelled, meanWeight } = survey;
    this.#caller = caller;
    this.#learner = learner;
    this.#batches = batches;
    this.#survey = survey;
    this.#options = options;
    const { validation } = options;
    this.#validation =
      validation && checkRows(learner, validation, `${caller}: validation`, classes ?? learner.classes);
    this.#batchSize = Math.min(options.batchSize, rows);
    this.#slice = new SliceSize(operationsOfRow(learner.count, this.#batchSize));
    const labels = labelled && learner.spec.loss === "crossEntropy";
    const size = Math.min(options.window, rows);
    const engine = learner.pin(
      {
        training: true,
        train: { rows: size, labels, weights: meanWeight !== undefined },
        ...(this.#validation && { validation: shapeOf(this.#validation) }),
      },
      this,
    );
    this.#engine = engine;
    this.#before = { stages: learner.stages, classes: learner.classes };
    this.#start = { epoch: learner.epoch, loss: NaN, updates: engine.updates };
    this.#updatesAtStart = engine.updates;
    this.epochStart = engine.readState();
    this.#good = { state: this.epochStart, epoch: learner.epoch };
    this.#window = new Window(engine, survey, size);
    Object.assign(learner, { stages, classes: classes ?? learner.classes });
  }

  /** Meanwhile what the model is asked is answered by `epochStart`. */
  get isWithinEpoch(): boolean {
    return this.#rowsDone > 0;
  }

  /** What a fit that nobody can go on with is told; this one goes on by itself. */
  end(): void {}

  async run(): Promise<History> {
    const { epochs, earlyStopping } = this.#options;
    try {
      await this.#measureStart();
      for (let done = 0; done < epochs && this.#goesOn(); done++) {
        if (!(await this.#runEpoch())) break;
        if (earlyStopping && this.#watch.sinceBetter >= earlyStopping.patience)
          this.#stoppedBy ??= "earlyStopping";
      }
      this.#dropUseless();
      return this.#history();
    } finally {
      this.#leave();
    }
  }

  #goesOn(): boolean {
    if (this.#options.signal?.aborted) this.#stoppedBy ??= "signal";
    return this.#stoppedBy === undefined;
  }

  /** What a second fit begins with may be the best there is. */
  async #measureStart(): Promise<void> {
    if (this.#validation)
      writeRows(
        this.#engine,
        this.#engine.validation as TableViews,
        this.#validation,
        this.#survey.stages,
        0,
        this.#validation.rows,
      );
    if (!this.#validation || this.#engine.updates === 0) return;
    const losses = await this.#measure();
    if (losses) this.#compare((this.#start = { ...this.#start, ...losses }));
  }

  /** One pass over the rows; false where it was broken off, and is undone. */
  async #runEpoch(): Promise<boolean> {
    const learner = this.#learner;
    const window = this.#window;
    const { signal } = this.#options;
    const sums = new Float64Array(this.#engine.epochSums.length);
    if (this.#epochs.length > 0) this.#good = { state: this.epochStart, epoch: learner.epoch - 1 };
    this.epochStart = this.#engine.readState();
    this.#updatesAtStart = this.#engine.updates;
    window.clear();
    for await (const { data, from } of batchesOf(this.#caller, learner, this.#batches, signal)) {
      const { classes, meanWeight } = this.#survey;
      const caller = `${this.#caller}: from row ${from} on`;
      const checked = checkRows(learner, data, caller, classes);
      this.#checkCount(from + data.rows);
      if (data.weights && meanWeight === undefined)
        throw new DataError(`${caller} there are weights, which the first pass did not have.`, { row: from });
      const weighted = window.weighted(checked, data.weights);
      let row = 0;
      while (row < data.rows) {
        row += window.fill(weighted, row);
        if (window.isFull && !(await this.#trainWindow(sums))) return false;
      }
    }
    if (!this.#goesOn()) return false;
    this.#checkCount(this.#rowsDone + window.rows, true);
    if (window.rows > 0 && !(await this.#trainWindow(sums))) return false;
    return this.#finishEpoch(sums);
  }

  #checkCount(rows: number, isAll = false): void {
    const expected = this.#survey.rows;
    if (isAll ? rows === expected : rows <= expected) return;
    throw new DataError(
      `${this.#caller}: this pass has ${isAll ? rows : `at least ${rows}`} rows, the first one had ${expected}. Each pass must give ` +
        "the same rows.",
      { expected, received: rows },
    );
  }

  get #learningRate(): number {
    const { spec, epoch } = this.#learner;
    return learningRateAt(spec.optimizer.learningRate, epoch + 1);
  }

  /** Trains on the rows of the window; false where the fit is to end. */
  async #trainWindow(sums: Float64Array): Promise<boolean> {
    const engine = this.#engine;
    const { shuffle, clipNorm = 0 } = this.#options;
    const rate = this.#learningRate;
    let left = this.#window.rows;
    while (left > 0) {
      if (!(await this.#turn())) return false;
      const begun = this.#clock.now();
      const rows = engine.core.train(this.#slice.rows, rate, this.#batchSize, shuffle, clipNorm);
      this.#slice.took(rows, this.#clock.now() - begun);
      left -= rows;
      this.#rowsDone += rows;
      const { failedUpdate, lossSums } = engine;
      if (failedUpdate === 0) continue;
      // Where not even the epoch's first loss is finite, the epoch before ended with weights that are good for nothing.
      const isFirstLoss = failedUpdate === this.#updatesAtStart + 1 && !lossSums.every(Number.isFinite);
      if (isFirstLoss) {
        this.epochStart = this.#good.state;
        this.#keptEpoch = this.#good.epoch;
      }
      throw this.#diverged("the loss or a weight", failedUpdate);
    }
    engine.epochSums.forEach((sum, j) => (sums[j] += sum));
    this.#window.clear();
    return true;
  }

  /** Lets everything else run where it is time to; false where the fit is to end. */
  async #turn(): Promise<boolean> {
    if (this.#clock.now() - this.#turnedAt >= SLICE_MS) {
      await this.#turns.next();
      this.#turnedAt = this.#clock.now();
      this.#tellProgress();
    }
    return this.#goesOn();
  }

  async #finishEpoch(sums: Float64Array): Promise<boolean> {
    const { rows } = this.#survey;
    const losses = this.#validation && (await this.#measure());
    if (this.#validation && !losses) return false;
    const { updates } = this.#engine;
    if (Number.isNaN(losses?.validationLoss)) throw this.#diverged("the validation loss", updates);
    // Without another epoch nothing else would tell.
    const isLast = this.#epochs.length + 1 === this.#options.epochs;
    if (!losses && isLast && !this.#hasLoss()) throw this.#diverged("the loss", updates);
    const learner = this.#learner;
    learner.epoch++;
    this.#rowsDone = 0;
    learner.trained();
    const epoch: Epoch = {
      epoch: learner.epoch,
      loss: this.#inUnit(sums.map((sum) => sum / rows)),
      ...losses,
      updates,
      elapsedMs: this.#clock.now() - this.#begun,
    };
    this.#compare(epoch);
    this.#epochs.push(epoch);
    this.isPaused = true;
    await this.#options.onEpoch?.(epoch, this.#control);
    this.isPaused = false;
    return true;
  }

  /** The validation losses of the weights as they are; undefined where the fit is to end. */
  async #measure(): Promise<Pick<Epoch, "validationLoss" | "standardizedValidationLoss"> | undefined> {
    const { core, lossSums } = this.#engine;
    do if (!(await this.#turn())) return undefined;
    while (!core.measureValidation(this.#slice.rows));
    const standardizedValidationLoss = lossSums.reduce((sum, loss) => sum + loss, 0) / lossSums.length;
    return { validationLoss: this.#inUnit(lossSums), standardizedValidationLoss };
  }

  #compare({ epoch, standardizedValidationLoss }: Omit<Epoch, "elapsedMs">): void {
    if (standardizedValidationLoss === undefined) return;
    const { minDelta } = this.#options.earlyStopping ?? {};
    this.#watch = compare(this.#watch, epoch, standardizedValidationLoss, minDelta);
    if (this.#watch.bestEpoch === epoch) this.#engine.core.keepBest();
  }

  #inUnit(means: Float64Array): number {
    return inOwnUnit(this.#learner.spec.loss, this.#survey.stages.targets, means);
  }

  #tellProgress(): void {
    const now = this.#clock.now();
    const { onProgress, epochs } = this.#options;
    if (!onProgress || now - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now;
    const rows = this.#epochs.length * this.#survey.rows + this.#rowsDone;
    const all = epochs * this.#survey.rows;
    const rowsPerSecond = (1000 * rows) / (now - this.#begun);
    const rate = rows > 0 && { rowsPerSecond, secondsLeft: (all - rows) / rowsPerSecond };
    const epoch = this.#learner.epoch + Number(this.#rowsDone > 0);
    this.isPaused = true;
    onProgress({ fraction: rows / all, epoch, rows, ...rate }, this.#control);
    this.isPaused = false;
  }

  get #control(): FitControl {
    return { stop: () => void (this.#stoppedBy ??= "stopped") };
  }

  /** Whether the weights have a finite loss, by the first rows of the window. */
  #hasLoss(): boolean {
    const { core, lossSums } = this.#engine;
    core.measureGradient(1);
    return lossSums.every(Number.isFinite);
  }

  #diverged(what: string, update: number): Error {
    const learner = this.#learner;
    const failed = { epoch: learner.epoch + 1, update, learningRate: this.#learningRate };
    this.#watch = NOTHING_SEEN;
    learner.epoch = this.#keptEpoch ?? learner.epoch;
    return divergence(
      `${this.#caller}: ${what} became infinite or NaN at epoch ${failed.epoch},`,
      learner,
      undefined,
      this.#survey.stages,
      failed,
      learner.epoch > 0
        ? `The weights are those of epoch ${learner.epoch}.`
        : "The weights are those from before training.",
    );
  }

  /** Undoes an epoch that a callback or the signal ended the fit behind, where nothing can be done with its weights. */
  #dropUseless(): void {
    const ended = this.#stoppedBy === "stopped" || this.#stoppedBy === "signal";
    if (!ended || this.isWithinEpoch || hasBest(this.#watch) || this.#epochs.length === 0) return;
    if (this.#hasLoss()) return;
    this.#uselessEpoch = this.#learner.epoch--;
    this.#epochs.pop();
    this.#engine.write(this.epochStart);
  }

  #history(): History {
    const useless = this.#uselessEpoch;
    const notes = [...this.#survey.notes];
    if (useless !== undefined)
      notes.push(`epoch ${useless} left weights without a finite loss, and was undone`);
    const epochs = this.#epochs;
    const best = hasBest(this.#watch) ? this.#watch.bestEpoch : undefined;
    const chosen =
      best === undefined ? epochs[epochs.length - 1] : epochs.find(({ epoch }) => epoch === best);
    return {
      epochs,
      best: chosen ?? { ...this.#start, elapsedMs: 0 },
      stoppedBy: this.#stoppedBy ?? "epochs",
      halvings: [],
      notes,
    };
  }

  /** Leaves the model in order: an epoch half done is none, and the best weights are restored. */
  #leave(): void {
    const engine = this.#engine;
    const learner = this.#learner;
    this.#turns.close();
    if (this.#rowsDone > 0) engine.write(this.epochStart);
    this.#rowsDone = 0;
    if (hasBest(this.#watch)) engine.core.restoreBest();
    // Where nothing was learned, what was found for it goes too.
    if (engine.updates === this.#start.updates) Object.assign(learner, this.#before);
    learner.trained();
    learner.unpin();
  }
}
