import type { DatasetParts } from "../data/parts.js";
import type { Learnt } from "../network/learnt.js";
import type { ModelSpec } from "../network/model-spec.js";
import type { PlainFitOptions } from "../training/fit-options.js";
import type { Epoch, History, Progress } from "../training/history.js";

/** All that a fit depends on, as plain data. */
export interface Task {
  /** The core as a compiled WebAssembly.Module. */
  readonly core: object;
  readonly spec: ModelSpec;
  readonly learnt: Learnt;
  readonly train: DatasetParts;
  readonly validation: DatasetParts | undefined;
  readonly options: PlainFitOptions;
  /** Whether each epoch waits for its answer, since there is an onEpoch. */
  readonly waits: boolean;
  /** Whether there is an onProgress. */
  readonly tellsProgress: boolean;
  /** Whether the signal was aborted already. */
  readonly aborted: boolean;
}

/** What a thread is told. */
export type Order =
  | { readonly kind: "fit"; readonly task: Task }
  /** To "epochs": they arrived. Where the fit waits: onEpoch is done, and this is what it assigned to the parameters. */
  | { readonly kind: "answer"; readonly parameters?: Float32Array }
  /** A callback called its stop(), or threw. */
  | { readonly kind: "stop" }
  | { readonly kind: "abort" };

/** What a thread tells of a fit. */
export type Told =
  /** That its program runs. */
  | { readonly kind: "begun" }
  /** Epochs that are done, and the model after the last. The next such message waits for the answer to this one. */
  | { readonly kind: "epochs"; readonly epochs: readonly Epoch[]; readonly learnt: Learnt }
  | { readonly kind: "progress"; readonly progress: Progress }
  /** The end, with the epochs that were not told yet. */
  | { readonly kind: "done"; readonly epochs: readonly Epoch[]; readonly learnt: Learnt; readonly end: End }
  /** The fit threw, and left the model so; where nothing could be done with the model, `learnt` is missing. */
  | { readonly kind: "failed"; readonly error: PlainError; readonly learnt?: Learnt };

export type End = Omit<History, "epochs">;

/** An error as plain data: structured cloning keeps neither its class nor its fields. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** The fields of an error of downhill. */
  readonly details: object;
}

/** A message on its way, with the number of its fit: one thread may have several, and the caller's own messages too. */
export interface Envelope<Message extends Order | Told> {
  readonly downhill: number;
  readonly message: Message;
}
