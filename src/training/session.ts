import { inOwnUnit } from "../data/scaler.js";
import type { Dataset } from "../data/dataset.js";
import { shapeOf, writeRows } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import { learningRateAt } from "../spec/schedule.js";
import type { TableViews, TrainingEngine } from "../wasm/training-engine.js";
import { divergence } from "./divergence.js";
import { compare, NOTHING_SEEN } from "./early-stopping.js";
import type { FitOptions } from "./fit-options.js";
import type { Epoch, StopReason } from "./history.js";
import { type Preparation, prepare } from "./preparation.js";

/** An epoch as the session reports it; the time it took is known to whoever runs the session. */
export type SessionEpoch = Omit<Epoch, "elapsedMs">;

/** What one call of `advance` did. */
export interface Advance {
  /** The epoch that the call brought to its end, if it did. */
  readonly epoch?: SessionEpoch;
  /** Whether there is nothing left to do but `end`. */
  readonly done: boolean;
}

/** How a session ended. */
export interface Outcome {
  /** The number of the epoch whose weights the model has now; undefined where the last epoch's stay. */
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
export class Session {
  readonly #caller: string;
  readonly learner: Learner;
  readonly fit: Preparation;
  /** The instance that has the state and all rows. */
  readonly engine: TrainingEngine;
  /** Epochs of this fit that are done. */
  epochsDone = 0;
  watch = NOTHING_SEEN;
  #stoppedBy: StopReason | undefined;
  #ended = false;

  /**
   * Checks everything, then takes the model's state and all rows into an instance.
   *
   * @throws ShapeError, DataError, OptionError before anything is changed
   */
  static begin(caller: string, learner: Learner, train: Dataset, options: FitOptions): Session {
    return new Session(caller, learner, prepare(caller, learner, train, options));
  }

  private constructor(caller: string, learner: Learner, fit: Preparation) {
    const { data, validation, stages, classWeights } = fit;
    this.#caller = caller;
    this.learner = learner;
    this.fit = fit;
    const engine = learner.pin({
      training: true,
      train: { ...shapeOf(data), weights: data.weights !== undefined || classWeights !== undefined },
      validation: validation && shapeOf(validation),
    });
    this.engine = engine;
    try {
      writeRows(engine, engine.train as TableViews, data, stages, 0, data.rows, classWeights);
      if (validation) {
        writeRows(engine, engine.validation as TableViews, validation, stages, 0, validation.rows);
      }
    } catch (error) {
      this.end();
      throw error;
    }
    learner.stages = stages;
    learner.classes = fit.classes;
  }

  /** Steps of the optimizer so far, over the model's whole life. */
  get updates(): number {
    return this.engine.updates;
  }

  /** Whether there is nothing left to do but `end`. */
  get done(): boolean {
    return this.#ended || this.#stoppedBy !== undefined || this.epochsDone >= this.fit.options.epochs;
  }

  /**
   * Trains on, at least `rows` rows or to the end of the epoch. A slice ends where a batch ends or, where one batch is larger than the
   * slice, between two of its row blocks.
   *
   * @param rows default: the whole epoch
   * @throws DivergedError, with the state that the epoch began with
   */
  advance(rows: number = WHOLE_EPOCH): Advance {
    if (this.done) return { done: true };
    const { batchSize, shuffle, clipNorm = 0 } = this.fit.options;
    const learningRate = this.#learningRate();
    this.engine.core.train(Math.min(rows, WHOLE_EPOCH), learningRate, batchSize, shuffle, clipNorm);
    this.learner.trained();
    if (this.engine.failedUpdate > 0) throw this.#diverged(learningRate);
    if (this.engine.cursor > 0) return { done: false };
    const epoch = this.#finishEpoch();
    return { epoch, done: this.done };
  }

  /**
   * Ends the fit: the model has the weights of the best epoch where there was validation, else those of the last; after a divergence
   * those of the last good one. An epoch under way is undone. Safe to call twice.
   *
   * @param reason why, where the session itself has none; default "epochs"
   */
  end(reason: StopReason = "epochs"): Outcome {
    this.#stoppedBy ??= reason;
    const best = this.watch.bestEpoch;
    if (!this.#ended) {
      this.#ended = true;
      // An epoch half done is none.
      if (this.engine.cursor > 0) this.engine.write(this.engine.readLastGood());
      if (best > 0) this.engine.core.restoreBest();
      this.learner.unpin();
    }
    return { best: best > 0 ? best : undefined, stoppedBy: this.#stoppedBy };
  }

  #learningRate(): number {
    return learningRateAt(this.learner.spec.optimizer.learningRate, this.learner.epoch + 1);
  }

  #finishEpoch(): SessionEpoch {
    const engine = this.engine;
    const learner = this.learner;
    const { data, validation, stages, options } = this.fit;
    const inUnit = (means: Float64Array): number => inOwnUnit(learner.spec.loss, stages.targets, means);
    if (validation) engine.core.validationLoss();
    const epoch: SessionEpoch = {
      epoch: learner.epoch + 1,
      loss: inUnit(engine.epochSums.map((sum) => sum / data.rows)),
      ...(validation && { validationLoss: inUnit(engine.lossSums) }),
      updates: engine.updates,
    };
    learner.epoch++;
    this.epochsDone++;
    if (epoch.validationLoss !== undefined) this.#judge(epoch.epoch, epoch.validationLoss);
    const { gradientTolerance } = options;
    if (gradientTolerance !== undefined && engine.core.gradientNorm() <= gradientTolerance) {
      this.#stoppedBy ??= "gradient";
    }
    return epoch;
  }

  #judge(epoch: number, validationLoss: number): void {
    const { earlyStopping } = this.fit.options;
    this.watch = compare(this.watch, epoch, validationLoss, earlyStopping?.minDelta);
    if (this.watch.bestEpoch === epoch) this.engine.core.keepBest();
    if (earlyStopping && this.watch.sinceBetter >= earlyStopping.patience) this.#stoppedBy = "earlyStopping";
  }

  /** The error of an epoch that failed. Its start is the last good state, so no earlier epoch's weights are to be restored. */
  #diverged(learningRate: number): Error {
    this.watch = NOTHING_SEEN;
    this.#stoppedBy = "stopped";
    const engine = this.engine;
    const epoch = this.learner.epoch + 1;
    const loss = engine.lossSums.find((sum) => !Number.isFinite(sum));
    const what =
      loss === undefined
        ? "a weight became infinite"
        : `loss became ${Number.isNaN(loss) ? "NaN" : "infinite"}`;
    const kept = epoch > 1 ? `those of epoch ${epoch - 1}` : "those from before training";
    return divergence(
      `${this.#caller}: ${what} at epoch ${epoch},`,
      this.learner,
      this.fit.data,
      { epoch, update: engine.failedUpdate, learningRate },
      `The weights are ${kept}.`,
    );
  }
}

/** More rows than a table can have. */
const WHOLE_EPOCH = 2 ** 31 - 1;
