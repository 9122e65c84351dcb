/** One pass over all training rows. */
export interface Epoch {
  /** From 1, counted over the model's whole life. */
  readonly epoch: number;
  /** Row-weighted mean of the batch losses, each before its update, in the target's unit (mse in its square). */
  readonly loss: number;
  /** The loss over the validation rows after this epoch, without dropout; absent without validation. */
  readonly validationLoss?: number;
  /** The same loss with each target measured in its standard deviation: the best epoch and patience go by it, whatever the units. */
  readonly standardizedValidationLoss?: number;
  /** Steps of the optimizer so far, over the model's whole life. */
  readonly updates: number;
  /** Milliseconds since this fit began. */
  readonly elapsedMs: number;
}

/** How far a fit is. */
export interface Progress {
  /** Share of the work that is done, from 0 to 1, as if all epochs were to be run. */
  readonly fraction: number;
  /** The number of the epoch that is under way, or of the one just done; as in Epoch. */
  readonly epoch: number;
  /** Training rows worked through since the fit began: those of three epochs count three times. */
  readonly rows: number;
  /** How many of them a second; absent before the first. */
  readonly rowsPerSecond?: number;
  /** Seconds until the last epoch is done, at that rate; absent before it is known. */
  readonly secondsLeft?: number;
}

/**
 * Why a fit ended: all epochs done; no better validation loss for `patience` epochs; the full gradient's norm fell to
 * `gradientTolerance`; the signal was aborted; a callback called its `stop()` or the caller's loop ended.
 */
export type StopReason = "epochs" | "earlyStopping" | "gradient" | "signal" | "stopped";

/** A divergence after which the fit went on with half the learning rate. */
export interface Halving {
  /** The epoch that diverged. */
  readonly epoch: number;
  /** The rate it diverged at. */
  readonly learningRate: number;
  /** The epoch whose weights the fit went on from; the number of the epoch before the fit where it began anew. */
  readonly from: number;
}

/** What a fit did. */
export interface History {
  readonly epochs: Epoch[];
  /**
   * The epoch whose weights the model has now: with validation the best one, without it the last. Where that is what the fit began with
   * (it was better than all that followed, or not one epoch was run), it has the number of the epoch before and the loss NaN.
   */
  readonly best: Epoch;
  readonly stoppedBy: StopReason;
  /** Each time that `onDiverge: "halve"` halved the learning rate. */
  readonly halvings: readonly Halving[];
  /** What is to be known of the rows, such as a column that is left out because it never changes. */
  readonly notes: readonly string[];
}

/** The part of an AbortSignal that fit uses, so that our types need neither the DOM's nor Node's. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
