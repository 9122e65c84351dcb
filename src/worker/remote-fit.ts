import { host } from "../base/host.js";
import { OptionError } from "../base/errors.js";
import type { DatasetParts } from "../data/parts.js";
import type { FitUnderWay, Learner } from "../network/learner.js";
import { type Learnt, learntBy, teach } from "../network/learnt.js";
import { MATCHED } from "../network/match-inputs.js";
import type { Told } from "../thread/messages.js";
import { type FitControl, plainOptions } from "../training/fit-options.js";
import type { Epoch, History, Progress } from "../training/history.js";
import { Channel } from "./channel.js";
import type { CheckedOptions } from "./options.js";
import { revived } from "./revived-error.js";
import { Shipment } from "./shipment.js";
import { notStarted, workerAtHand } from "./start.js";
import { WorkerError } from "./worker-error.js";

/** How long a worker that the caller gave may take until its program runs, in milliseconds. */
const PATIENCE_MS = 30_000;

/** A fit in a worker, as this side has it: it tells the epochs, and keeps the model where the worker's is. */
export class RemoteFit implements FitUnderWay {
  readonly isAbandoned = false;
  isPaused = false;
  /** Not while onEpoch is told one: what it assigns to the parameters goes over. */
  isWithinEpoch = true;
  readonly #caller: string;
  readonly #learner: Learner;
  readonly #options: CheckedOptions;
  /** What the model was before, to go back to. */
  readonly #before: Learnt;
  readonly #channel: Channel;
  readonly #release: () => void;
  readonly #epochs: Epoch[] = [];
  #hasBegun = false;
  #isSettled = false;
  /** What a callback threw. */
  #thrown: { readonly error: unknown } | undefined;
  #settle!: (outcome: History | Promise<never>) => void;
  readonly #result = new Promise<History>((resolve) => (this.#settle = resolve));

  /** Starts a worker; the model is this fit's until `run` is done. @throws WorkerError, OptionError before anything is changed */
  constructor(caller: string, learner: Learner, options: CheckedOptions) {
    this.#caller = caller;
    this.#learner = learner;
    this.#options = options;
    this.#before = learntBy(learner);
    const { worker, release } = workerAtHand(caller, options.worker);
    this.#release = release;
    this.#channel = new Channel(worker, {
      message: (told) => this.#take(told),
      death: (why, cause) => this.#die(why, cause),
    });
    learner.lend(this);
  }

  /** Trains to the end, and leaves the model in order, however it ends. */
  async run(train: DatasetParts): Promise<History> {
    const { signal, worker } = this.#options;
    const abort = (): void => this.#channel.send({ kind: "abort" });
    let timer: unknown;
    try {
      this.#send(train);
      signal?.addEventListener?.("abort", abort);
      if (worker !== undefined) timer = host.setTimeout(() => this.#losePatience(), PATIENCE_MS);
      return await this.#result;
    } finally {
      this.#isSettled = true;
      host.clearTimeout(timer);
      signal?.removeEventListener?.("abort", abort);
      this.#channel.close();
      this.#release();
      this.#learner.unpin();
    }
  }

  /** What an abandoned fit is told; this one is never abandoned, as its worker goes on. */
  end(): void {}

  #send(train: DatasetParts): void {
    const { validation, onEpoch, onProgress, signal, transfer } = this.#options;
    const shipment = new Shipment(transfer === true);
    const task = {
      core: this.#learner.core,
      spec: this.#learner.spec,
      learnt: this.#before,
      train: this.#pack(shipment, train),
      validation: validation && this.#pack(shipment, validation),
      options: plainOptions(this.#options),
      waits: onEpoch !== undefined,
      tellsProgress: onProgress !== undefined,
      aborted: signal?.aborted === true,
    };
    try {
      this.#channel.send({ kind: "fit", task }, shipment.buffers);
    } catch (error) {
      if (!transfer) throw notStarted(this.#caller, this.#options.worker, (error as Error).message, error);
      throw new OptionError(
        `${this.#caller}: transfer: the memory of the data cannot be handed over (${(error as Error).message}). Leave transfer out.`,
        { received: error },
      );
    }
  }

  /** A table's rows go over as this model's own stage takes them: who made them knows more than a message can hold. */
  #pack(shipment: Shipment, data: DatasetParts): DatasetParts {
    if (!data.source?.isRaw) return shipment.pack(data);
    const inputRows = this.#learner.match(this.#caller, data);
    return { ...shipment.pack({ ...data, inputRows, columns: undefined }), source: MATCHED };
  }

  #take(told: Told): void {
    this.#hasBegun = true;
    if (told.kind === "epochs") void this.#tell(told.epochs, told.learnt);
    if (told.kind === "progress") this.#tellProgress(told.progress);
    if (told.kind === "done") this.#finish(told);
    if (told.kind === "failed") this.#fail(told);
  }

  /** Tells the epochs and answers. */
  async #tell(epochs: readonly Epoch[], learnt: Learnt): Promise<void> {
    const { onEpoch, signal } = this.#options;
    const { parameters } = learnt.state;
    this.#add(epochs);
    teach(this.#learner, learnt);
    // It may be one that has no events.
    if (signal?.aborted) this.#channel.send({ kind: "abort" });
    if (!onEpoch) return this.#channel.send({ kind: "answer" });
    this.isPaused = true;
    this.isWithinEpoch = false;
    try {
      // Where there is an onEpoch, each epoch comes by itself.
      await onEpoch(epochs[0], this.#control);
    } catch (error) {
      this.#stopBy(error);
    }
    this.isPaused = false;
    this.isWithinEpoch = true;
    const now = this.#learner.state.parameters;
    const isAssigned = now.some((value, i) => !Object.is(value, parameters[i]));
    this.#channel.send({ kind: "answer", ...(isAssigned && { parameters: now }) });
  }

  /** Adds epochs; one that comes again, as it had to be undone, takes the place of its first run and of all that followed. */
  #add(epochs: readonly Epoch[]): void {
    for (const epoch of epochs) {
      this.#forget(epoch.epoch);
      this.#epochs.push(epoch);
    }
  }

  #forget(from: number): void {
    const at = this.#epochs.findIndex(({ epoch }) => epoch >= from);
    if (at >= 0) this.#epochs.length = at;
  }

  #tellProgress(progress: Progress): void {
    const { isPaused } = this;
    this.isPaused = true;
    try {
      this.#options.onProgress?.(progress, this.#control);
    } catch (error) {
      this.#stopBy(error);
    }
    // It may come while onEpoch waits.
    this.isPaused = isPaused;
  }

  get #control(): FitControl {
    return { stop: () => this.#channel.send({ kind: "stop" }) };
  }

  /** Ends the fit with what a callback threw. */
  #stopBy(error: unknown): void {
    this.#thrown ??= { error };
    this.#control.stop();
  }

  #finish({ epochs, learnt, end }: Extract<Told, { kind: "done" }>): void {
    this.#add(epochs);
    // One that diverged in the end, after it was told.
    this.#forget(learnt.epoch + 1);
    teach(this.#learner, learnt);
    if (this.#thrown) return this.#settle(Promise.reject(this.#thrown.error));
    // One of the epochs, unless the weights are those from before the fit.
    const best = this.#epochs.find(({ epoch }) => epoch === end.best.epoch) ?? end.best;
    this.#settle({ epochs: this.#epochs, ...end, best });
  }

  #fail({ error, learnt }: Extract<Told, { kind: "failed" }>): void {
    const reason = revived(this.#caller, error);
    teach(this.#learner, (reason instanceof WorkerError ? undefined : learnt) ?? this.#before);
    this.#settle(Promise.reject(reason));
  }

  #die(why: string, cause?: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    teach(this.#learner, this.#before);
    const died = `${this.#caller}: the worker died${why && `: ${why}`}. The model is as it was before the fit.`;
    const error = this.#hasBegun
      ? new WorkerError(died, cause)
      : notStarted(this.#caller, this.#options.worker, why, cause);
    this.#settle(Promise.reject(error));
  }

  #losePatience(): void {
    if (!this.#hasBegun) this.#die(`nothing came from it within ${PATIENCE_MS / 1000} s`);
  }
}
