import { fieldsOf } from "./check.js";
import type { Dataset } from "./dataset.js";
import { divergence } from "./divergence.js";
import { encode, type Encoded, shapeOf, writeRows } from "./encode.js";
import { OptionError } from "./errors.js";
import { checkFitOptions, type CheckedFitOptions, type FitOptions, readClassWeights } from "./fit-options.js";
import type { Epoch, History, StopReason } from "./history.js";
import { checkDataset } from "./is-dataset.js";
import type { Learner } from "./learner.js";
import { nextMacrotask, now } from "./macrotask.js";
import { learningRateAt } from "./schedule.js";
import type { Engine } from "./wasm/engine.js";
import { UPDATES } from "./wasm/state.js";

/**
 * One fit: an epoch at a time, until something ends it. fit, fitSync and epochs only differ in what they do in between.
 */
export class Fit {
  readonly #where: string;
  readonly #learner: Learner;
  readonly #options: CheckedFitOptions;
  readonly #engine: Engine;
  readonly #data: Encoded;
  readonly #begun = now();
  readonly #epochs: Epoch[] = [];
  readonly #firstEpoch: number;
  #best: Epoch | undefined;
  #bestLoss = Infinity;
  /** The loss that patience counts from: it falls by more than minDelta at a time. */
  #milestone = Infinity;
  #sinceBetter = 0;
  #diverged = false;
  #stoppedBy: StopReason | undefined;

  /** Checks everything, then takes the model's state and all rows into an instance of its own. */
  constructor(where: string, learner: Learner, train: Dataset, options: FitOptions) {
    this.#where = where;
    learner.checkIdle(where);
    checkDataset(where, train);
    this.#options = checkFitOptions(where, options, train.rows);
    const data = encode(learner, train, where);
    const { validation } = this.#options;
    const classWeights = readClassWeights(
      where,
      learner,
      data.classes ?? learner.classes,
      train.labelIndex !== undefined,
      options.classWeights,
    );
    const measured =
      validation && encode(learner, validation, `${where}: validation`, data.classes ?? learner.classes);
    const scalers = learner.fittedOn(data);
    const engine = learner.pin({
      training: true,
      train: { ...shapeOf(data), weights: data.weights !== undefined || classWeights !== undefined },
      validation: measured && shapeOf(measured),
    });
    learner.adopt(scalers, data.classes);
    if (engine.train) writeRows(engine, engine.train, data, scalers, 0, data.rows, classWeights);
    if (engine.validation && measured)
      writeRows(engine, engine.validation, measured, scalers, 0, measured.rows);
    this.#learner = learner;
    this.#engine = engine;
    this.#data = data;
    this.#firstEpoch = learner.epoch + 1;
  }

  /** Why it ended, or undefined while it may go on. */
  get stoppedBy(): StopReason | undefined {
    if (this.#stoppedBy) return this.#stoppedBy;
    if (this.#options.signal?.aborted) this.#stoppedBy = "signal";
    else if (this.#epochs.length >= this.#options.epochs) this.#stoppedBy = "epochs";
    return this.#stoppedBy;
  }

  /** Runs one epoch. The model's weights are those after it. */
  run(): Epoch {
    const { clipNorm = 0, batchSize, shuffle, gradientTolerance } = this.#options;
    const engine = this.#engine;
    const epoch = this.#firstEpoch + this.#epochs.length;
    const learningRate = learningRateAt(this.#learner.spec.optimizer.learningRate, epoch);
    const sums = engine.trainEpoch(learningRate, batchSize, shuffle, clipNorm);
    if (typeof sums === "number") {
      const bad = engine.lossSums.find((sum) => !Number.isFinite(sum));
      this.#diverged = true;
      const what =
        bad === undefined
          ? "a weight became infinite"
          : `loss became ${Number.isNaN(bad) ? "NaN" : "infinite"}`;
      const kept = epoch > 1 ? `those of epoch ${epoch - 1}` : "those from before training";
      throw divergence(
        `${this.#where}: ${what} at epoch ${epoch},`,
        this.#learner,
        this.#data,
        { epoch, update: sums, learningRate },
        `The weights are ${kept}.`,
      );
    }
    const done: Epoch = {
      epoch,
      loss: this.#learner.inOwnUnit(sums.map((sum) => sum / this.#data.rows)),
      ...(engine.validation && { validationLoss: this.#learner.inOwnUnit(engine.measureValidation()) }),
      updates: engine.updates,
      elapsedMs: now() - this.#begun,
    };
    this.#epochs.push(done);
    this.#learner.epoch = epoch;
    this.#compare(done);
    if (!this.#stoppedBy && gradientTolerance !== undefined && engine.gradientNorm() <= gradientTolerance) {
      this.#stoppedBy = "gradient";
    }
    return done;
  }

  /** The caller does not want to go on. */
  stop(): void {
    this.#stoppedBy ??= "stopped";
  }

  /**
   * Gives the model its final weights, the best ones where there was validation, and lets the instance go. After a
   * divergence the weights stay those of the last good epoch.
   */
  end(): void {
    if (this.#best && !this.#diverged) this.#engine.restoreBest();
    this.#learner.unpin();
  }

  get history(): History {
    const none: Epoch = {
      epoch: this.#firstEpoch - 1,
      loss: NaN,
      updates: this.#learner.state.progress[UPDATES],
      elapsedMs: 0,
    };
    const best = this.#best ?? this.#epochs.at(-1) ?? none;
    return { epochs: this.#epochs, best, stoppedBy: this.#stoppedBy ?? "stopped" };
  }

  #compare(epoch: Epoch): void {
    const { validationLoss } = epoch;
    if (validationLoss === undefined) return;
    const { earlyStopping } = this.#options;
    // NaN (an input beyond float32) is worse than any number.
    const value = Number.isNaN(validationLoss) ? Infinity : validationLoss;
    if (this.#best === undefined || value < this.#bestLoss) {
      this.#best = epoch;
      this.#bestLoss = value;
      this.#engine.keepBest();
    }
    if (value < this.#milestone - (earlyStopping?.minDelta ?? 0)) {
      this.#milestone = value;
      this.#sinceBetter = 0;
    } else {
      this.#sinceBetter++;
    }
    if (earlyStopping && this.#sinceBetter >= earlyStopping.patience) this.#stoppedBy = "earlyStopping";
  }
}

/** Epoch after epoch without letting anything else run; whoever leaves early leaves the model in order. */
export function* epochsSync(
  where: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): Generator<Epoch, History> {
  const fit = new Fit(where, learner, train, options);
  try {
    while (!fit.stoppedBy) {
      const epoch = fit.run();
      const answer = options.onEpoch?.(epoch);
      if (answer === false) fit.stop();
      if (isPromise(answer)) {
        answer.then(undefined, () => undefined); // The error below is told; what the Promise ends in is not.
        throw new OptionError(
          `${where}: onEpoch gave a Promise, which nothing waits for here. Use fit, or for await over epochs.`,
          { received: answer },
        );
      }
      yield epoch;
    }
  } finally {
    fit.end();
  }
  return fit.history;
}

/** Epoch after epoch with a macrotask in between, so that timers, pages and signals have their turn. */
export async function* epochsAsync(
  where: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): AsyncGenerator<Epoch, History> {
  const fit = new Fit(where, learner, train, options);
  try {
    while (!fit.stoppedBy) {
      const epoch = fit.run();
      if ((await options.onEpoch?.(epoch)) === false) fit.stop();
      yield epoch;
      if (!fit.stoppedBy) await nextMacrotask();
    }
  } finally {
    fit.end();
  }
  return fit.history;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof fieldsOf(value).then === "function";
}
