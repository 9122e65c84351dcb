import { fieldsOf } from "../base/check.js";
import type { Dataset } from "../data/dataset.js";
import { divergence } from "./divergence.js";
import { checkRows, shapeOf, writeRows } from "../network/checked-rows.js";
import { OptionError } from "../base/errors.js";
import { checkFitOptions, type FitOptions, readClassWeights } from "./fit-options.js";
import type { Epoch, History, StopReason } from "./history.js";
import { host } from "../base/host.js";
import { checkDataset } from "../data/is-dataset.js";
import type { Learner } from "../network/learner.js";
import { nextMacrotask } from "../base/macrotask.js";
import { inOwnUnit } from "../data/scaler.js";
import { fittedScalers } from "../data/fit-scaler.js";
import { learningRateAt } from "../spec/schedule.js";
import type { TableViews } from "../wasm/training-engine.js";

/** More rows than a table can have: an epoch is done in one call. */
const ALL = 2 ** 31 - 1;

/**
 * One fit. Yields each epoch, and takes what onEpoch answered; then `undefined`, where others may have their turn, unless that epoch
 * was the last. fit, fitSync and epochs only differ in what they do in between.
 *
 * It checks everything first, then takes the model's state and all rows into an instance of its own. However it is left, the model has
 * the weights of the best epoch where there was validation, else those of the last; after a divergence those of the last good one.
 */
function* fitting(
  caller: string,
  learner: Learner,
  train: Dataset,
  given: FitOptions,
): Generator<Epoch | undefined, History> {
  learner.checkIdle(caller);
  checkDataset(caller, train);
  const options = checkFitOptions(caller, given, train.rows);
  const { validation, earlyStopping, gradientTolerance } = options;
  const data = checkRows(learner, train, caller);
  const classes = data.classes ?? learner.classes;
  const labelled = train.labelIndex !== undefined;
  const classWeights = readClassWeights(caller, learner, classes, labelled, given.classWeights);
  const measured = validation && checkRows(learner, validation, `${caller}: validation`, classes);
  const scalers = fittedScalers(learner.scalers, data);
  const engine = learner.pin({
    training: true,
    train: { ...shapeOf(data), weights: data.weights !== undefined || classWeights !== undefined },
    validation: measured && shapeOf(measured),
  });
  const inUnit = (means: Float64Array): number => inOwnUnit(learner.spec.loss, scalers.targets, means);
  const clock = host.performance ?? Date;
  const begun = clock.now();
  const before = learner.epoch;
  const epochs: Epoch[] = [];
  let best: Epoch | undefined;
  let bestLoss = Infinity;
  /** The loss that patience counts from: it falls by more than minDelta at a time. */
  let milestone = Infinity;
  let sinceBetter = 0;
  let stoppedBy: StopReason | undefined;

  const isOver = (): boolean => {
    if (options.signal?.aborted) stoppedBy ??= "signal";
    if (epochs.length >= options.epochs) stoppedBy ??= "epochs";
    return stoppedBy !== undefined;
  };

  const compare = (epoch: Epoch): void => {
    // NaN (an input beyond float32) is worse than any number.
    const value = Number.isNaN(epoch.validationLoss) ? Infinity : (epoch.validationLoss as number);
    if (best === undefined || value < bestLoss) {
      best = epoch;
      bestLoss = value;
      engine.core.keepBest();
    }
    sinceBetter++;
    if (value < milestone - (earlyStopping?.minDelta ?? 0)) {
      milestone = value;
      sinceBetter = 0;
    }
    if (earlyStopping && sinceBetter >= earlyStopping.patience) stoppedBy = "earlyStopping";
  };

  const runEpoch = (): Epoch => {
    const epoch = learner.epoch + 1;
    const learningRate = learningRateAt(learner.spec.optimizer.learningRate, epoch);
    const { batchSize, shuffle, clipNorm = 0 } = options;
    engine.core.train(ALL, learningRate, batchSize, shuffle, clipNorm);
    const update = engine.failedUpdate;
    if (update > 0) {
      const bad = engine.lossSums.find((sum) => !Number.isFinite(sum));
      const what =
        bad === undefined
          ? "a weight became infinite"
          : `loss became ${Number.isNaN(bad) ? "NaN" : "infinite"}`;
      const kept = epoch > 1 ? `those of epoch ${epoch - 1}` : "those from before training";
      best = undefined;
      throw divergence(
        `${caller}: ${what} at epoch ${epoch},`,
        learner,
        data,
        { epoch, update, learningRate },
        `The weights are ${kept}.`,
      );
    }
    if (measured) engine.core.validationLoss();
    const done: Epoch = {
      epoch,
      loss: inUnit(engine.epochSums.map((sum) => sum / data.rows)),
      ...(measured && { validationLoss: inUnit(engine.lossSums) }),
      updates: engine.updates,
      elapsedMs: clock.now() - begun,
    };
    epochs.push(done);
    learner.epoch = epoch;
    if (measured) compare(done);
    if (gradientTolerance !== undefined && engine.core.gradientNorm() <= gradientTolerance)
      stoppedBy ??= "gradient";
    return done;
  };

  try {
    learner.scalers = scalers;
    learner.classes = classes;
    writeRows(engine, engine.train as TableViews, data, scalers, 0, data.rows, classWeights);
    if (measured) writeRows(engine, engine.validation as TableViews, measured, scalers, 0, measured.rows);
    while (!isOver()) {
      if ((yield runEpoch()) === false) stoppedBy ??= "stopped";
      if (!isOver()) yield undefined;
    }
    const none: Epoch = { epoch: before, loss: NaN, updates: engine.updates, elapsedMs: 0 };
    return { epochs, best: best ?? epochs.at(-1) ?? none, stoppedBy: stoppedBy as StopReason };
  } finally {
    if (best) engine.core.restoreBest();
    learner.unpin();
  }
}

/** Epoch after epoch without letting anything else run; whoever leaves early leaves the model in order. */
export function* epochsSync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): Generator<Epoch, History> {
  const fit = fitting(caller, learner, train, options);
  try {
    for (let answer: unknown; ;) {
      const { done, value } = fit.next(answer);
      if (done) return value;
      if (value === undefined) continue;
      answer = options.onEpoch?.(value);
      if (isPromise(answer)) {
        answer.then(undefined, () => undefined); // The error below is told; what the Promise ends in is not.
        throw new OptionError(
          `${caller}: onEpoch gave a Promise, which nothing waits for here. Use fit, or for await over epochs.`,
          { received: answer },
        );
      }
      yield value;
    }
  } finally {
    fit.return(undefined as never);
  }
}

/** Epoch after epoch with a macrotask in between, so that timers, pages and signals have their turn. */
export async function* epochsAsync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): AsyncGenerator<Epoch, History> {
  const fit = fitting(caller, learner, train, options);
  try {
    for (let answer: unknown; ;) {
      const { done, value } = fit.next(answer);
      if (done) return value;
      if (value === undefined) {
        await nextMacrotask();
        continue;
      }
      answer = await options.onEpoch?.(value);
      yield value;
    }
  } finally {
    fit.return(undefined as never);
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof fieldsOf(value).then === "function";
}
