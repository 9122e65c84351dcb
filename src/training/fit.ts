import { fieldsOf } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { host } from "../base/host.js";
import { nextMacrotask, nextTimer } from "../base/macrotask.js";
import type { Dataset } from "../data/dataset.js";
import type { Learner } from "../network/learner.js";
import type { FitOptions } from "./fit-options.js";
import type { Epoch, History, StopReason } from "./history.js";
import { Session } from "./session.js";
import { SliceSize } from "./slice-size.js";

/** How long timers wait at most, in milliseconds. */
const TIMER_MS = 50;

/** A session with what it does not know: the clock, the caller's signal, and onEpoch. */
class Fit {
  readonly #caller: string;
  readonly #session: Session;
  readonly #options: FitOptions;
  readonly #clock = host.performance ?? Date;
  readonly #begun = this.#clock.now();
  readonly #epochs: Epoch[] = [];
  readonly #slice: SliceSize;
  #timerAt: number | undefined;
  #stoppedBy: StopReason | undefined;

  constructor(caller: string, learner: Learner, train: Dataset, options: FitOptions) {
    this.#caller = caller;
    this.#session = Session.begin(caller, learner, train, options);
    this.#session.driver = new WeakRef(this);
    this.#options = options;
    this.#slice = new SliceSize(learner.count);
  }

  /** Whether there is another epoch to run. */
  goesOn(): boolean {
    if (this.#options.signal?.aborted) this.#stoppedBy ??= "signal";
    return this.#stoppedBy === undefined && !this.#session.done;
  }

  runEpoch(): Epoch {
    for (;;) {
      const epoch = this.#advance();
      if (epoch) return epoch;
    }
  }

  /** The next epoch, in slices with turns for everything else before and in between, and told; undefined where the fit ends first. */
  async next(): Promise<Epoch | undefined> {
    if (this.#epochs.length > 0 && this.goesOn()) await this.#turn();
    while (this.goesOn()) {
      const begun = this.#clock.now();
      const epoch = this.#advance(this.#slice.rows);
      if (epoch) {
        await this.#tellAndWait(epoch);
        return epoch;
      }
      this.#slice.took(this.#clock.now() - begun);
      await this.#turn();
    }
    return undefined;
  }

  #advance(rows?: number): Epoch | undefined {
    const { epoch } = this.#session.advance(rows);
    if (!epoch) return undefined;
    const timed = Object.assign(epoch, { elapsedMs: this.#clock.now() - this.#begun });
    this.#epochs.push(timed);
    return timed;
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
    const stop = (): void => {
      this.#stoppedBy ??= "stopped";
    };
    return this.#options.onEpoch?.(epoch, { stop });
  }

  /** Whether it is the caller's own code that runs, which may ask the model: as of the last finished epoch. */
  set isPaused(paused: boolean) {
    this.#session.isPaused = paused;
  }

  /** Once in a while a timer: those that are due may be the caller's signal, and other macrotasks may come before them. */
  async #turn(): Promise<void> {
    const now = this.#clock.now();
    if (this.#timerAt === undefined || now - this.#timerAt >= TIMER_MS) {
      this.#timerAt = now;
      await nextTimer();
    }
    // Also after a timer, which may come before the macrotasks that wait already.
    await nextMacrotask();
  }

  /** Ends the fit and leaves the model in order; safe to call twice. */
  end(): History {
    const { start, notes } = this.#session;
    const { best, stoppedBy } = this.#session.end(this.#stoppedBy);
    const epochs = this.#epochs;
    const chosen =
      best === undefined ? epochs[epochs.length - 1] : epochs.find(({ epoch }) => epoch === best);
    return { epochs, best: chosen ?? { ...start, elapsedMs: 0 }, stoppedBy, notes };
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
  const fit = new Fit(caller, learner, train, options);
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
  const fit = new Fit(caller, learner, train, options);
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
  const fit = new Fit(caller, learner, train, options);
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
