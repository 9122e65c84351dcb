import { checkOptions, fieldsOf } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { host } from "../base/host.js";
import { Turns } from "../base/turns.js";
import type { Dataset } from "../data/dataset.js";
import type { FitUnderWay, Learner } from "../network/learner.js";
import { resume } from "./checkpoint.js";
import type { SavedFit } from "./checkpoint-file.js";
import { differences, fingerprintOf } from "./fingerprint.js";
import type { FitControl, FitOptions, ResumeOptions } from "./fit-options.js";
import type { Epoch, History, StopReason } from "./history.js";
import { Session } from "./session.js";
import { operationsOfRow, SLICE_MS, SliceSize } from "./slice-size.js";

/** Milliseconds between two calls of onProgress. */
const PROGRESS_MS = 100;

/** A session with what it does not know: the clock, the caller's signal and callbacks, and everything else that waits for its turn. */
class Fit {
  readonly #caller: string;
  readonly #session: Session;
  /**
   * Lives as long as this does. What a weak reference was made of lives until the event loop's next turn: of this itself, all instances
   * of the thousands of fits that one loop runs would, and V8 has no more than 12,900.
   */
  readonly #alive = {};
  readonly #options: FitOptions;
  readonly #clock = host.performance ?? Date;
  /** When it began, less what it took elsewhere before. */
  readonly #begun: number;
  /** The same without that, and the rows that were done then. */
  readonly #beganHere: number;
  readonly #rowsBefore: number;
  readonly #slice: SliceSize;
  #turns: Turns | undefined;
  /** Rows until the next turn, and when the last one was. The first comes before all: nothing is trained while `fit` itself runs. */
  #rowsLeft = 0;
  #turnedAt: number;
  #toldAt: number;
  #stoppedBy: StopReason | undefined;

  constructor(caller: string, session: Session, options: FitOptions) {
    const { learner, fit, epochs } = session;
    this.#caller = caller;
    this.#session = session;
    this.#options = options;
    // Missing in workers of before compatibility date 2025-05-05: there nothing tells of a loop that was dropped.
    if (typeof WeakRef !== "undefined") session.driver = new WeakRef(this.#alive);
    this.#slice = new SliceSize(operationsOfRow(learner.count, fit.options.batchSize));
    this.#beganHere = this.#turnedAt = this.#toldAt = this.#clock.now();
    this.#begun = this.#beganHere - (epochs[epochs.length - 1]?.elapsedMs ?? 0);
    this.#rowsBefore = this.#rowsDone();
  }

  /** Whether there is another epoch to run. */
  goesOn(): boolean {
    if (this.#options.signal?.aborted) this.#stoppedBy ??= "signal";
    return this.#stoppedBy === undefined && !this.#session.done;
  }

  /** The next epoch, in one piece. */
  runEpoch(): Epoch {
    for (;;) {
      const epoch = this.#advance();
      if (epoch) return epoch;
    }
  }

  /** The next epoch, in slices with turns for everything else in between, and told; undefined where the fit ends first. */
  async next(): Promise<Epoch | undefined> {
    while (this.goesOn()) {
      // Callbacks and the caller's loop take time as well: then rows alone do not say when.
      if (this.#rowsLeft <= 0 || this.#clock.now() - this.#turnedAt >= SLICE_MS) {
        await (this.#turns ??= new Turns()).next();
        this.#rowsLeft = this.#slice.rows;
        this.#turnedAt = this.#clock.now();
        continue;
      }
      const epoch = this.#advance(this.#rowsLeft);
      if (!epoch) continue;
      await this.#tellAndWait(epoch);
      return epoch;
    }
    return undefined;
  }

  #advance(budget?: number): Epoch | undefined {
    const begun = this.#clock.now();
    const { epoch, rows } = this.#session.advance(budget);
    const now = this.#clock.now();
    this.#rowsLeft -= rows;
    this.#slice.took(rows, now - begun);
    if (this.#options.onProgress && now - this.#toldAt >= PROGRESS_MS) this.#tellProgress(now);
    if (!epoch) return undefined;
    const timed = Object.assign(epoch, { elapsedMs: now - this.#begun });
    this.#session.epochs.push(timed);
    return timed;
  }

  #tellProgress(now: number): void {
    this.#toldAt = now;
    const { learner, rowsDone, fit } = this.#session;
    const all = fit.options.epochs * fit.data.rows;
    const rows = this.#rowsDone();
    const rowsPerSecond = (1000 * (rows - this.#rowsBefore)) / (now - this.#beganHere);
    // A second fit begins with measuring what there is.
    const rate = rowsPerSecond > 0 && { rowsPerSecond, secondsLeft: (all - rows) / rowsPerSecond };
    const epoch = learner.epoch + Number(rowsDone > 0);
    this.isPaused = true;
    this.#options.onProgress?.({ fraction: rows / all, epoch, rows, ...rate }, this.#control);
    this.isPaused = false;
  }

  /** Training rows since the fit began, also elsewhere. */
  #rowsDone(): number {
    const { epochsDone, rowsDone, fit } = this.#session;
    return epochsDone * fit.data.rows + rowsDone;
  }

  /** Calls onEpoch. What it returns says nothing: emitters and streams return false on their own. */
  tellSync(epoch: Epoch): void {
    this.isPaused = true;
    const answer = this.#tell(epoch);
    this.isPaused = false;
    if (!isPromise(answer)) return;
    // What the Promise ends in no longer matters: an unhandled rejection would hide this error.
    answer.then(undefined, () => undefined);
    throw new OptionError(
      `${this.#caller}: onEpoch gave a Promise, which nothing waits for here. Use fit, or for await over epochs.`,
      { received: answer },
    );
  }

  /** As tellSync, and waits for what it returns. */
  async #tellAndWait(epoch: Epoch): Promise<void> {
    this.isPaused = true;
    const answer = this.#tell(epoch);
    if (isPromise(answer)) await answer;
    this.isPaused = false;
  }

  #tell(epoch: Epoch): unknown {
    return this.#options.onEpoch?.(epoch, this.#control);
  }

  get #control(): FitControl {
    return { stop: () => void (this.#stoppedBy ??= "stopped") };
  }

  /** Whether it is the caller's own code that runs, which may ask the model: as of the last finished epoch. */
  set isPaused(paused: boolean) {
    this.#session.isPaused = paused;
  }

  /** Ends the fit and leaves the model in order; safe to call twice. */
  end(): History {
    this.#turns?.close();
    const { best, stoppedBy } = this.#session.end(this.#stoppedBy);
    const { start, notes, epochs, halvings } = this.#session;
    const chosen =
      best === undefined ? epochs[epochs.length - 1] : epochs.find(({ epoch }) => epoch === best);
    return { epochs, best: chosen ?? { ...start, elapsedMs: 0 }, stoppedBy, halvings, notes };
  }
}

/** A whole fit, epoch after epoch, without letting anything else run. */
export function fitSync(caller: string, learner: Learner, train: Dataset, options: FitOptions): History {
  const epochs = epochsSync(caller, learner, train, options);
  for (;;) {
    const { done, value } = epochs.next();
    if (done) return value;
  }
}

/** A whole fit with turns for timers, pages and signals in between. */
export async function fitAsync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): Promise<History> {
  return runAsync(new Fit(caller, await begun(caller, learner, train, options), options));
}

/** A session whose beginning, which goes through all rows, gave turns to everything else. */
async function begun(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): Promise<Session> {
  const clock = host.performance ?? Date;
  const steps = Session.beginSteps(caller, learner, train, options);
  let turnedAt = clock.now();
  let step = steps.next();
  if (step.done) return step.value;
  const turns = new Turns();
  learner.lend(BEGINNING);
  try {
    while (!step.done) {
      if (clock.now() - turnedAt >= SLICE_MS) {
        await turns.next();
        turnedAt = clock.now();
      }
      step = steps.next();
    }
    return step.value;
  } catch (error) {
    learner.unpin();
    throw error;
  } finally {
    turns.close();
  }
}

/** What the model is lent to until there is a session. */
const BEGINNING: FitUnderWay = {
  isPaused: false,
  isAbandoned: false,
  isWithinEpoch: false,
  end: () => undefined,
};

/** What `resume` gives. */
export interface Resumed {
  readonly learner: Learner;
  readonly history: Promise<History>;
}

/**
 * A fit that goes on from a checkpoint, as fitAsync would have.
 *
 * @throws DataError, OptionError where the rows or the options are not those of the checkpoint
 */
export function resumeAsync(caller: string, saved: SavedFit, train: Dataset, given: ResumeOptions): Resumed {
  checkOptions(caller, given, ["validation", "onEpoch", "onProgress", "signal"]);
  const { before, fingerprint, epochs, checkpoint } = saved;
  const { learner } = before;
  const options = { ...saved.options, ...given };
  checkSame(caller, fingerprint["validation rows"] > 0, given.validation !== undefined);
  const session = resume(caller, learner, train, options, checkpoint);
  const parts = differences(fingerprint, fingerprintOf(session));
  if (parts.length > 0) {
    session.end();
    throw new DataError(
      `${caller}: this is not the data of the checkpoint: ${parts.join(", ")} differ. Give the same rows in the same order, as to fit.`,
    );
  }
  session.epochs.push(...epochs);
  return { learner, history: runAsync(new Fit(caller, session, options)) };
}

function checkSame(caller: string, had: boolean, has: boolean): void {
  if (had === has) return;
  throw new OptionError(
    `${caller}: the fit had ${had ? "validation rows: give them as { validation }" : "no validation rows: leave validation out"}.`,
  );
}

async function runAsync(fit: Fit): Promise<History> {
  try {
    while (await fit.next());
    return fit.end();
  } finally {
    fit.end();
  }
}

/** Epoch after epoch, as fitSync; whoever leaves early leaves the model in order. */
export function* epochsSync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): Generator<Epoch, History> {
  const fit = new Fit(caller, Session.begin(caller, learner, train, options), options);
  try {
    while (fit.goesOn()) {
      const epoch = fit.runEpoch();
      fit.tellSync(epoch);
      fit.isPaused = true;
      yield epoch;
      fit.isPaused = false;
    }
    return fit.end();
  } finally {
    fit.end();
  }
}

/** Epoch after epoch, as fitAsync, where nothing is trained until the next one is asked for. */
export async function* epochsAsync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): AsyncGenerator<Epoch, History> {
  const fit = new Fit(caller, await begun(caller, learner, train, options), options);
  try {
    for (let epoch = await fit.next(); epoch; epoch = await fit.next()) {
      fit.isPaused = true;
      yield epoch;
      fit.isPaused = false;
    }
    return fit.end();
  } finally {
    fit.end();
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof fieldsOf(value).then === "function";
}
