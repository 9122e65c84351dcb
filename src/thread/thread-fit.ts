import type { Dataset } from "../data/dataset.js";
import { DATASET } from "../data/is-dataset.js";
import type { DatasetParts } from "../data/parts.js";
import { Learner } from "../network/learner.js";
import { type Learnt, learntBy, teach } from "../network/learnt.js";
import type { FitControl } from "../training/fit-options.js";
import { fitAsync } from "../training/fit.js";
import type { Epoch, Progress } from "../training/history.js";
import type { Order, PlainError, Task, Told } from "./messages.js";

type Answer = Extract<Order, { kind: "answer" }>;

/** One fit in this thread, with whoever asked for it at the other end of `tell`. */
export class ThreadFit {
  readonly #task: Task;
  readonly #tell: (told: Told, transfer: object[]) => void;
  /** It is only asked whether it is aborted. */
  readonly #signal = { aborted: false, addEventListener: nothing, removeEventListener: nothing };
  #untold: Epoch[] = [];
  #control: FitControl | undefined;
  /** What takes the answer to the last "epochs", as long as there is none. */
  #awaited: ((answer: Answer) => void) | undefined;

  constructor(task: Task, tell: (told: Told, transfer: object[]) => void) {
    this.#task = task;
    this.#tell = tell;
    this.#signal.aborted = task.aborted;
  }

  /** Trains and tells how it went; never rejects. */
  async run(): Promise<void> {
    this.#tell({ kind: "begun" }, []);
    const { spec, learnt, train, validation, options, tellsProgress } = this.#task;
    let learner: Learner | undefined;
    try {
      const pupil = (learner = new Learner(spec));
      teach(pupil, learnt);
      const { epochs: _told, ...end } = await fitAsync("fit", pupil, datasetOf(train), {
        ...options,
        ...(validation && { validation: datasetOf(validation) }),
        signal: this.#signal,
        onEpoch: (epoch, control) => this.#onEpoch(pupil, epoch, control),
        ...(tellsProgress && { onProgress: (progress, control) => this.#onProgress(progress, control) }),
      });
      const result = learntBy(pupil);
      this.#tell({ kind: "done", epochs: this.#untold, learnt: result, end }, buffersOf(result));
    } catch (error) {
      this.#fail(error as Error, learner && learntBy(learner));
    }
  }

  take(order: Order): void {
    if (order.kind === "abort") this.#signal.aborted = true;
    if (order.kind === "stop") this.#control?.stop();
    if (order.kind === "answer") {
      const take = this.#awaited;
      this.#awaited = undefined;
      take?.(order);
    }
  }

  #onProgress(progress: Progress, control: FitControl): void {
    this.#control = control;
    this.#tell({ kind: "progress", progress }, []);
  }

  #onEpoch(learner: Learner, epoch: Epoch, control: FitControl): Promise<void> | undefined {
    this.#control = control;
    this.#untold.push(epoch);
    // Where nothing waits, epochs may come faster than they are taken.
    if (this.#awaited) return undefined;
    const learnt = learntBy(learner);
    this.#tell({ kind: "epochs", epochs: this.#untold, learnt }, buffersOf(learnt));
    this.#untold = [];
    const answered = new Promise<Answer>((resolve) => (this.#awaited = resolve));
    return this.#task.waits
      ? answered.then(({ parameters }) => {
          if (parameters) learner.setParameters(parameters);
        })
      : undefined;
  }

  #fail(error: Error, learnt: Learnt | undefined): void {
    // The message and the stack are no enumerable fields, so that they are not among the rest.
    const { name, message, stack, ...details } = error;
    const told = (fields: object): Told => {
      const plain: PlainError = { name, message, ...(stack && { stack }), details: fields };
      return { kind: "failed", error: plain, ...(learnt && { learnt }) };
    };
    try {
      this.#tell(told(details), []);
    } catch {
      // What it says was received may be something that cannot be sent.
      this.#tell(told({}), []);
    }
  }
}

function nothing(): void {}

/** The rows as a fit takes them, without the class Dataset and all that it can do. */
function datasetOf(parts: DatasetParts): Dataset {
  return { ...parts, [Symbol.toStringTag]: DATASET } as unknown as Dataset;
}

function buffersOf({ state }: Learnt): object[] {
  return [state.parameters, ...state.slots, state.progress].map(({ buffer }) => buffer);
}
