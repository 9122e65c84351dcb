import { finish, type Steps } from "../base/steps.js";
import { inOwnUnit } from "../data/scaler.js";
import type { Dataset, Label } from "../data/dataset.js";
import { type CheckedRows, shapeOf, writeRows } from "../network/checked-rows.js";
import { type FitUnderWay, Learner } from "../network/learner.js";
import type { Stages } from "../network/stages.js";
import { learningRateAt } from "../spec/schedule.js";
import type { State } from "../wasm/state.js";
import type { TableViews, TrainingEngine } from "../wasm/training-engine.js";
import { divergence } from "./divergence.js";
import { compare, hasBest, NOTHING_SEEN, withoutBest } from "./early-stopping.js";
import type { FitOptions } from "./fit-options.js";
import type { Epoch, Halving, StopReason } from "./history.js";
import { type Preparation, prepare } from "./preparation.js";

/** An epoch as the session reports it; the time it took is known to whoever runs the session. */
export type SessionEpoch = Omit<Epoch, "elapsedMs">;

/** What one call of `advance` did. */
export interface Advance {
  /** Rows that it trained on or measured. */
  readonly rows: number;
  /** The epoch that the call brought to its end, if it did. */
  readonly epoch?: SessionEpoch;
  /** Whether there is nothing left to do but `end`. */
  readonly done: boolean;
}

/** How a session ended. */
export interface Outcome {
  /** The number of the epoch whose weights the model has now, which may be that before the fit; undefined where the last one's stay. */
  readonly best: number | undefined;
  readonly stoppedBy: StopReason;
}

/**
 * One fit, in as many slices as its caller likes: the bits do not depend on where it is cut. Between two slices it is a plain object
 * that knows no clock, no Promise and no callback; fit, fitSync and epochs are short loops over `advance`. checkpoint.ts puts one away
 * and takes it up again.
 *
 * While it is under way it has the model's state and all rows in an instance of its own. However it is left, `end` must be called.
 */
export class Session implements FitUnderWay {
  readonly #caller: string;
  readonly learner: Learner;
  readonly fit: Preparation;
  /** The instance that has the state and all rows. */
  readonly engine: TrainingEngine;
  /** What the fit began with, as an epoch; its loss is not known. */
  start: SessionEpoch;
  /** Epochs of this fit that are done. */
  epochsDone = 0;
  /** As whoever runs the session has told them, with their times. */
  readonly epochs: Epoch[] = [];
  watch = NOTHING_SEEN;
  /** The same before the last epoch, for a divergence that undoes it. */
  watchBefore = NOTHING_SEEN;
  halvings: readonly Halving[] = [];
  /** Whether it is the caller's own code that runs, which may ask the model. */
  isPaused = false;
  /** What lives as long as whoever runs the session. Held weakly: a loop that was dropped in the middle must not keep its model for ever. */
  driver: WeakRef<object> | undefined;
  readonly #before: Readonly<Beforehand>;
  /** The optimizer's steps when the epoch under way began. */
  #updatesAtStart = 0;
  /** What comes next: "rows" takes them in; "start" measures what a second fit begins with, since that may be the best there is. */
  #stage: "rows" | "start" | "training" | "validation" | "gradient" | "measured" = "rows";
  /** Rows that are taken in, those of the training first; how many of them cost as much as training on one. */
  #rowsWritten = 0;
  readonly #writtenOfTrained: number;
  /** The validation losses of the epoch that is being measured. */
  #measured: Pick<SessionEpoch, "validationLoss" | "standardizedValidationLoss"> = {};
  #stoppedBy: StopReason | undefined;
  #ended = false;
  /** Whether the last thing that was done is an epoch, and nothing tells yet whether its weights have a loss. */
  #isUnproved = false;
  #uselessEpoch: number | undefined;

  /**
   * Checks everything, then takes the model's state into an instance; the rows follow in slices.
   *
   * @throws ShapeError, DataError, OptionError before anything is changed
   */
  static begin(caller: string, learner: Learner, train: Dataset, options: FitOptions): Session {
    return finish(Session.beginSteps(caller, learner, train, options));
  }

  /** As begin, in steps. */
  static *beginSteps(caller: string, learner: Learner, train: Dataset, options: FitOptions): Steps<Session> {
    return new Session(caller, learner, yield* prepare(caller, learner, train, options));
  }

  private constructor(caller: string, learner: Learner, fit: Preparation) {
    const { data, validation, stages } = fit;
    const { classes, epoch } = learner;
    this.#caller = caller;
    this.learner = learner;
    this.fit = fit;
    const shapes = { train: shapeOf(data), validation: validation && shapeOf(validation) };
    const engine = learner.pin({ training: true, ...shapes }, this);
    const { updates } = engine;
    this.engine = engine;
    this.#before = { stages: learner.stages, classes, updates, state: { ...learner.state } };
    learner.stages = stages;
    learner.classes = fit.classes;
    this.start = { epoch, loss: NaN, updates };
    // Writing a row takes less than training on it, by as much as there are weights for each input.
    this.#writtenOfTrained = Math.max(1, Math.floor(learner.count / learner.spec.inputs));
  }

  get notes(): readonly string[] {
    const halved = this.halvings.map(
      ({ epoch, learningRate, from }) =>
        `epoch ${epoch} diverged at the learning rate ${learningRate}: training went on ` +
        `${from > this.start.epoch ? `from epoch ${from}` : "from its beginning"} with half of it`,
    );
    const useless = this.#uselessEpoch;
    const left =
      useless === undefined ? [] : [`epoch ${useless} left weights without a finite loss, and was undone`];
    return [...this.fit.notes, ...halved, ...left];
  }

  get isAbandoned(): boolean {
    return this.driver !== undefined && this.driver.deref() === undefined;
  }

  /** Steps of the optimizer so far, over the model's whole life. */
  get updates(): number {
    return this.engine.updates;
  }

  /** Training rows that the epoch under way has had. */
  get rowsDone(): number {
    const isTrained = !["rows", "start", "training"].includes(this.#stage);
    return isTrained ? this.fit.data.rows : this.engine.cursor;
  }

  /** Why the fit is to end, once it is. */
  get stoppedBy(): StopReason | undefined {
    return this.#stoppedBy;
  }

  /** What the fit began with, once it need not be measured any more; NaN stands for losses that are not known. */
  get measuredStart(): SessionEpoch | undefined {
    return this.#stage === "start" || (this.#stage === "rows" && this.#measuresStart)
      ? undefined
      : this.start;
  }

  get #measuresStart(): boolean {
    return this.#before.updates > 0 && this.fit.validation !== undefined;
  }

  /** Takes in all rows that are still to come. */
  load(): void {
    while (this.#stage === "rows") this.#writeRows(WHOLE_EPOCH);
  }

  /** Takes over from a session of the same fit that had come so far. */
  takeOver({ epochsDone, watch, watchBefore, halvings, start, stoppedBy }: Standing): void {
    this.epochsDone = epochsDone;
    this.watch = watch;
    this.watchBefore = watchBefore;
    this.halvings = halvings;
    this.#stoppedBy = stoppedBy;
    this.load();
    if (!start) return;
    this.start = start;
    this.#stage = "training";
  }

  /** The model as it was before the fit, as one of its own. */
  copyOfBefore(): Learner {
    const { state, stages, classes } = this.#before;
    const before = new Learner(this.learner.spec, state).copy();
    return Object.assign(before, { stages, classes, epoch: this.start.epoch });
  }

  get isWithinEpoch(): boolean {
    return this.rowsDone > 0;
  }

  /** Whether there is nothing left to do but `end`. */
  get done(): boolean {
    return this.#ended || this.#stoppedBy !== undefined || this.epochsDone >= this.fit.options.epochs;
  }

  /**
   * Works on, over at least `budget` rows or to the end of the epoch; the rows that measure it count as well. A slice ends where a batch
   * ends or, where one batch is larger than the slice, between two of its row blocks.
   *
   * @param budget default: the whole epoch
   * @throws DivergedError, with the last good state, unless the learning rate can be halved
   */
  advance(budget: number = WHOLE_EPOCH): Advance {
    let rows = 0;
    while (rows < budget && !this.done) {
      rows += this.#work(Math.min(budget - rows, WHOLE_EPOCH));
      const epoch = this.#stage === "measured" ? this.#finishEpoch() : undefined;
      if (epoch) return { rows, epoch, done: this.done };
    }
    return { rows, done: this.done };
  }

  /** Goes on with the stage that is next. Gives about how many rows it took. */
  #work(budget: number): number {
    const { core } = this.engine;
    const { data, validation, options } = this.fit;
    const last = options.gradientTolerance === undefined ? "measured" : "gradient";
    switch (this.#stage) {
      case "rows":
        return this.#writeRows(budget);
      case "training": {
        const { rows, good } = this.#train(budget);
        if (good && this.engine.cursor === 0) this.#stage = validation ? "validation" : last;
        return rows;
      }
      case "validation":
        if (!core.measureValidation(budget)) return budget;
        this.#measured = this.#validationLosses();
        this.#stage = last;
        if (Number.isNaN(this.#measured.validationLoss)) this.#failValidation();
        return (validation as CheckedRows).rows;
      case "gradient":
        if (!core.measureGradient(budget)) return budget;
        this.#stage = "measured";
        return data.rows;
      case "start":
        if (!core.measureValidation(budget)) return budget;
        this.start = { ...this.start, ...this.#validationLosses() };
        this.#compare(this.start);
        this.#stage = "training";
        return (validation as CheckedRows).rows;
      default:
        return 0;
    }
  }

  #writeRows(budget: number): number {
    const { engine, fit } = this;
    const { data, validation, stages } = fit;
    const from = this.#rowsWritten;
    const isTraining = from < data.rows;
    const rows = isTraining ? data : (validation as CheckedRows);
    const begin = isTraining ? 0 : data.rows;
    const first = from - begin;
    const to = Math.min(rows.rows, first + budget * this.#writtenOfTrained);
    const views = (isTraining ? engine.train : engine.validation) as TableViews;
    writeRows(engine, views, rows, stages, first, to, first);
    this.#rowsWritten = begin + to;
    if (this.#rowsWritten === data.rows + (validation?.rows ?? 0))
      this.#stage = this.#measuresStart ? "start" : "training";
    return Math.ceil((to - first) / this.#writtenOfTrained);
  }

  /** The learning rate of the epoch that is under way, or comes next. */
  get #learningRate(): number {
    const { learner, halvings } = this;
    return learningRateAt(learner.spec.optimizer.learningRate, learner.epoch + 1) / 2 ** halvings.length;
  }

  /** Gives the rows that it went through, and whether all is well with them. */
  #train(budget: number): { rows: number; good: boolean } {
    const { engine } = this;
    const { batchSize, shuffle, clipNorm = 0 } = this.fit.options;
    if (engine.cursor === 0) this.#updatesAtStart = engine.updates;
    this.#isUnproved = false;
    const rows = engine.core.train(budget, this.#learningRate, batchSize, shuffle, clipNorm);
    this.learner.trained();
    const { failedUpdate } = engine;
    if (failedUpdate === 0) return { rows, good: true };
    const loss = engine.lossSums.find((sum) => !Number.isFinite(sum));
    const what =
      loss === undefined
        ? "a weight became infinite"
        : `loss became ${Number.isNaN(loss) ? "NaN" : "infinite"}`;
    // No rate can help where not one update was made.
    const isFirstLoss = loss !== undefined && failedUpdate === this.#before.updates + 1;
    this.#diverge(what, failedUpdate, !isFirstLoss);
    return { rows, good: false };
  }

  /** The weights are finite, and so large that some of the validation rows have no prediction. */
  #failValidation(): void {
    const { updates } = this.engine;
    this.engine.core.undoEpoch();
    this.#stage = "training";
    this.#diverge("validation loss became NaN", updates, true);
  }

  /**
   * Follows the engine, which is back in the last good state: halves the learning rate, or throws.
   *
   * @param mayHelp whether a smaller rate may help
   */
  #diverge(what: string, update: number, mayHelp: boolean): void {
    const { learner, engine, halvings } = this;
    learner.trained();
    const failed = { epoch: learner.epoch + 1, update, learningRate: this.#learningRate };
    // The epoch before ended with weights that have no finite loss, so that it is undone too.
    if (engine.updates < this.#updatesAtStart) this.#undoLastEpoch();
    const halves = this.fit.options.onDiverge === "halve";
    if (!halves || !mayHelp || halvings.length === MOST_HALVINGS) throw this.#diverged(what, failed);
    const { epoch, learningRate } = failed;
    // Weights that were finite, but from which no smaller rate leads back.
    if (halvings.length > 0 && epoch <= halvings[halvings.length - 1].epoch) this.#beginAnew();
    this.halvings = [...halvings, { epoch, learningRate, from: learner.epoch }];
  }

  #beginAnew(): void {
    const { engine, learner, start } = this;
    engine.write(this.#before.state);
    engine.core.keepState();
    learner.epoch = start.epoch;
    this.epochsDone = this.epochs.length = 0;
    this.watch = this.watchBefore = NOTHING_SEEN;
    this.#compare(start);
  }

  /** Forgets the last finished epoch, whose state the engine has left already. */
  #undoLastEpoch(): void {
    const { learner, watch, watchBefore } = this;
    learner.epoch--;
    this.epochsDone--;
    this.epochs.length = Math.min(this.epochs.length, this.epochsDone);
    // Where it was the best, the weights that were best before it are gone.
    this.watch = watch.bestEpoch > learner.epoch ? withoutBest(watchBefore) : watchBefore;
  }

  /** Ends an epoch; undefined where its weights turn out to be good for nothing, and it is to be run again. */
  #finishEpoch(): SessionEpoch | undefined {
    const { engine, learner } = this;
    const { data, options } = this.fit;
    const { gradientTolerance = -1, earlyStopping } = options;
    learner.epoch++;
    this.epochsDone++;
    // What was asked meanwhile was answered by the epoch's start.
    learner.trained();
    const loss = this.#inUnit(engine.epochSums.map((sum) => sum / data.rows));
    const epoch = { epoch: learner.epoch, loss, ...this.#measured, updates: engine.updates };
    this.#compare(epoch);
    this.#stage = "training";
    this.#isUnproved = true;
    if (earlyStopping && this.watch.sinceBetter >= earlyStopping.patience) this.#stoppedBy = "earlyStopping";
    else if (gradientTolerance >= 0 && engine.core.normOfGradients() <= gradientTolerance)
      this.#stoppedBy = "gradient";
    // Without another epoch nothing else would tell.
    if (!this.done || this.fit.validation) return epoch;
    this.#isUnproved = false;
    if (this.#hasLoss()) return epoch;
    engine.core.undoEpoch();
    this.#stoppedBy = undefined;
    this.#undoLastEpoch();
    this.#diverge("loss became infinite or NaN", epoch.updates, true);
    return undefined;
  }

  /** Whether the weights have a finite loss, by the first 128 rows: enough for weights that grew beyond all bounds. */
  #hasLoss(): boolean {
    this.engine.core.measureGradient(1);
    return this.engine.lossSums.every(Number.isFinite);
  }

  #validationLosses(): Pick<SessionEpoch, "validationLoss" | "standardizedValidationLoss"> {
    const { lossSums } = this.engine;
    return { validationLoss: this.#inUnit(lossSums), standardizedValidationLoss: mean(lossSums) };
  }

  /** Keeps the weights of an epoch where they are the best so far, by its validation loss. */
  #compare({ epoch, standardizedValidationLoss }: SessionEpoch): void {
    if (standardizedValidationLoss === undefined) return;
    const { minDelta } = this.fit.options.earlyStopping ?? {};
    this.watchBefore = this.watch;
    this.watch = compare(this.watch, epoch, standardizedValidationLoss, minDelta);
    if (this.watch.bestEpoch === epoch) this.engine.core.keepBest();
  }

  /**
   * Ends the fit: the model has the weights of the best epoch where there was validation, else those of the last; after a divergence
   * those of the last good one. An epoch under way is undone. Safe to call twice.
   *
   * @param reason why, where the session itself has none; default "epochs"
   */
  end(reason: StopReason = "epochs"): Outcome {
    this.#stoppedBy ??= reason;
    const best = hasBest(this.watch) ? this.watch.bestEpoch : undefined;
    if (!this.#ended) {
      this.#ended = true;
      // An epoch half done is none; and one after which nothing was asked may have weights that are good for nothing.
      if (this.isWithinEpoch) this.engine.core.undoEpoch();
      else if (best === undefined && this.#isUnproved && !this.#hasLoss()) {
        this.#uselessEpoch = this.learner.epoch;
        this.engine.core.undoEpoch();
        this.#undoLastEpoch();
      }
      if (best !== undefined) this.engine.core.restoreBest();
      const { stages, classes, updates } = this.#before;
      // Where nothing was learned, what was found for it goes too: the next fit's rows may be others.
      if (this.engine.updates === updates) Object.assign(this.learner, { stages, classes });
      this.learner.unpin();
    }
    return { best, stoppedBy: this.#stoppedBy };
  }

  #inUnit(means: Float64Array): number {
    return inOwnUnit(this.learner.spec.loss, this.fit.stages.targets, means);
  }

  /** The error of an epoch that failed. No earlier epoch's weights are to be restored. */
  #diverged(what: string, failed: { epoch: number; update: number; learningRate: number }): Error {
    this.watch = NOTHING_SEEN;
    this.#stoppedBy = "stopped";
    const { engine, learner } = this;
    // The whole fit is undone where the weights that are left have no finite loss either.
    engine.core.measureGradient(WHOLE_EPOCH);
    if (!engine.lossSums.every(Number.isFinite)) {
      engine.write(this.#before.state);
      learner.epoch = this.start.epoch;
    }
    const kept = learner.epoch > 0 ? `those of epoch ${learner.epoch}` : "those from before training";
    const halved =
      this.halvings.length > 0 ? ` The learning rate was halved ${this.halvings.length} times.` : "";
    return divergence(
      `${this.#caller}: ${what} at epoch ${failed.epoch},`,
      learner,
      this.fit.data,
      this.fit.stages,
      failed,
      `The weights are ${kept}.${halved}`,
    );
  }
}

/** Where a session stands, besides what its engine holds. */
interface Standing extends Pick<Session, "epochsDone" | "watch" | "watchBefore" | "halvings"> {
  readonly stoppedBy?: StopReason | undefined;
  readonly start?: SessionEpoch | undefined;
}

/** What the learner had before the fit. */
interface Beforehand {
  readonly stages: Partial<Stages>;
  readonly classes: readonly Label[] | undefined;
  readonly updates: number;
  readonly state: State;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How often `onDiverge: "halve"` halves the learning rate: to about a thousandth. */
const MOST_HALVINGS = 10;

/** More rows than a table can have. */
const WHOLE_EPOCH = 2 ** 31 - 1;
