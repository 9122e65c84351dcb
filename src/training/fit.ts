import { fieldsOf } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { host } from "../base/host.js";
import { nextMacrotask, nextTimer } from "../base/macrotask.js";
import type { Dataset } from "../data/dataset.js";
import type { Learner } from "../network/learner.js";
import type { FitOptions } from "./fit-options.js";
import type { Epoch, History, StopReason } from "./history.js";
import { Session } from "./session.js";

/** A session with what it does not know: the clock, the caller's signal, and onEpoch. */
class Fit {
  readonly #session: Session;
  readonly #options: FitOptions;
  readonly #clock = host.performance ?? Date;
  readonly #begun = this.#clock.now();
  readonly #epochs: Epoch[] = [];
  readonly #epochBefore: number;
  #stoppedBy: StopReason | undefined;

  constructor(caller: string, learner: Learner, train: Dataset, options: FitOptions) {
    this.#epochBefore = learner.epoch;
    this.#session = Session.begin(caller, learner, train, options);
    this.#options = options;
  }

  /** Whether there is another epoch to run. */
  goesOn(): boolean {
    if (this.#options.signal?.aborted) this.#stoppedBy ??= "signal";
    return this.#stoppedBy === undefined && !this.#session.done;
  }

  runEpoch(): Epoch {
    for (;;) {
      const { epoch } = this.#session.advance();
      if (!epoch) continue;
      const timed = Object.assign(epoch, { elapsedMs: this.#clock.now() - this.#begun });
      this.#epochs.push(timed);
      return timed;
    }
  }

  /** Calls onEpoch. What it returns says nothing: emitters and streams return false on their own. */
  tell(epoch: Epoch): unknown {
    const stop = (): void => {
      this.#stoppedBy ??= "stopped";
    };
    return this.#options.onEpoch?.(epoch, { stop });
  }

  /** Ends the fit and leaves the model in order; safe to call twice. */
  end(): History {
    const { updates } = this.#session;
    const { best, stoppedBy } = this.#session.end(this.#stoppedBy);
    const epochs = this.#epochs;
    const none: Epoch = { epoch: this.#epochBefore, loss: NaN, updates, elapsedMs: 0 };
    return {
      epochs,
      best: epochs.find(({ epoch }) => epoch === best) ?? epochs[epochs.length - 1] ?? none,
      stoppedBy,
    };
  }
}

/** Epoch after epoch without letting anything else run; whoever leaves early leaves the model in order. */
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
      const answer = fit.tell(epoch);
      if (isPromise(answer)) throw unawaited(caller, answer);
      yield epoch;
    }
    return fit.end();
  } finally {
    fit.end();
  }
}

/** Epoch after epoch with a macrotask in between, so that timers, pages and signals have their turn. */
export async function* epochsAsync(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
): AsyncGenerator<Epoch, History> {
  const fit = new Fit(caller, learner, train, options);
  let isFirst = true;
  try {
    while (fit.goesOn()) {
      const epoch = fit.runEpoch();
      await fit.tell(epoch);
      yield epoch;
      if (!fit.goesOn()) break;
      // A timer that was due during the first epoch may be the caller's signal.
      await (isFirst ? nextTimer() : nextMacrotask());
      isFirst = false;
    }
    return fit.end();
  } finally {
    fit.end();
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof fieldsOf(value).then === "function";
}

function unawaited(caller: string, answer: PromiseLike<unknown>): OptionError {
  // What the Promise ends in no longer matters: an unhandled rejection would hide this error.
  answer.then(undefined, () => undefined);
  return new OptionError(
    `${caller}: onEpoch gave a Promise, which nothing waits for here. Use fit, or for await over epochs.`,
    { received: answer },
  );
}
