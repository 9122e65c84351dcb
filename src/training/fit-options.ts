import {
  checkBoolean,
  checkCount,
  checkName,
  checkNumber,
  checkOptions,
  mustBe,
  NOT_NEGATIVE,
  POSITIVE,
  show,
} from "../base/check.js";
import type { Dataset } from "../data/dataset.js";
import { OptionError } from "../base/errors.js";
import type { Epoch, Progress, Signal } from "./history.js";
import { isList } from "../data/rows.js";
import { copyOf } from "../network/model-spec.js";
import { isDataset } from "../data/is-dataset.js";

/** What onEpoch and onProgress may do to their fit. */
export interface FitControl {
  /** Ends the fit once the callback is done: `stoppedBy` is "stopped". An epoch under way is undone. */
  readonly stop: () => void;
}

/** How to train. */
export interface FitOptions {
  /** Passes over all rows, at most. */
  epochs: number;
  /** Rows of one update, or "all" of them; default 32. The last batch of an epoch may be shorter. */
  batchSize?: number | "all";
  /** Whether the rows take a new order every epoch; default true. */
  shuffle?: boolean;
  /** Stop when the norm of the gradient over all rows falls to this, in the standardized space. */
  gradientTolerance?: number;
  /** Rows that are only measured, after each epoch: the best epoch's weights are restored at the end. */
  validation?: Dataset;
  /**
   * Stop when the validation loss has not fallen by more than minDelta (default 0) for `patience` epochs. The loss is the standardized
   * one, with each target measured in its standard deviation.
   */
  earlyStopping?: { patience: number; minDelta?: number };
  /** The longest a batch's gradient may be; a longer one is shortened to it. In the standardized space. */
  clipNorm?: number;
  /**
   * Where the loss or a weight becomes infinite or NaN: "throw" a DivergedError (the default), or "halve" the learning rate and go on from
   * the last good epoch, at most ten times, which `history.halvings` and `notes` tell. Where that epoch's successor diverges again, its
   * weights are too large by then: the fit begins anew.
   */
  onDiverge?: "throw" | "halve";
  /**
   * How much each class counts: in the order of the classes, or by label; "balanced" gives all classes the same sum of weights. Default 1
   * each.
   */
  classWeights?: readonly number[] | Readonly<Record<string, number>> | "balanced";
  /**
   * Called after each epoch; `stop()` ends the fit. What it returns is only awaited, by fit and by `for await`; a Promise is an error
   * elsewhere.
   */
  onEpoch?: (epoch: Epoch, control: FitControl) => unknown;
  /**
   * Called at most ten times a second, also within an epoch (by fitSync and `for` only after one), with how far the fit is; `stop()` ends
   * it. The first call comes after a tenth of a second; that the fit is done is told by its end.
   */
  onProgress?: (progress: Progress, control: FitControl) => unknown;
  /** Ends the fit: fit and `for await` within a slice of some milliseconds, where an epoch under way is undone; else between two epochs. */
  signal?: Signal;
}

/** What a checkpoint cannot hold of the options: the same validation rows as to fit, and what is code. */
export type ResumeOptions = Pick<FitOptions, "validation" | "onEpoch" | "onProgress" | "signal">;

/** Those that are plain data. */
export type PlainFitOptions = Omit<FitOptions, keyof ResumeOptions>;

/** The options that are plain data, for a file or another thread: with numbers of its own, which a framework may have watched over. */
export function plainOptions(options: PlainFitOptions): PlainFitOptions {
  const { epochs, batchSize, shuffle, gradientTolerance, earlyStopping, clipNorm, classWeights, onDiverge } =
    options;
  return copyOf({
    ...{ epochs, batchSize, shuffle, gradientTolerance, earlyStopping, clipNorm, onDiverge },
    // JSON would make an object of a typed array.
    classWeights: isList(classWeights) ? Array.from(classWeights as ArrayLike<number>) : classWeights,
  }) as PlainFitOptions;
}

/** The options with defaults filled in and checked. */
export interface CheckedFitOptions extends Omit<FitOptions, "batchSize"> {
  readonly batchSize: number;
  readonly shuffle: boolean;
}

const OPTIONS = [
  "epochs",
  "batchSize",
  "shuffle",
  "gradientTolerance",
  "validation",
  "earlyStopping",
  "clipNorm",
  "onDiverge",
  "classWeights",
  "onEpoch",
  "onProgress",
  "signal",
];

/**
 * Checks the options of a fit over `rows` rows.
 *
 * @param others names of options that are the caller's to check
 */
export function checkFitOptions(
  caller: string,
  options: FitOptions,
  rows: number,
  others: readonly string[] = [],
): CheckedFitOptions {
  checkOptions(caller, options, [...OPTIONS, ...others], 100);
  const { epochs, batchSize = 32, shuffle = true, validation, earlyStopping, signal } = options;
  const { onDiverge = "throw" } = options;
  checkCount(caller, "epochs", epochs, 1);
  if (batchSize !== "all") checkCount(caller, 'batchSize (or "all")', batchSize, 1);
  checkBoolean(caller, "shuffle", shuffle);
  for (const name of ["gradientTolerance", "clipNorm"] as const)
    if (options[name] !== undefined) checkNumber(caller, name, options[name], POSITIVE);
  const check = (name: keyof FitOptions, fits: boolean, expected: string): void => {
    if (options[name] !== undefined && !fits) throw mustBe(caller, name, expected, options[name]);
  };
  check("validation", isDataset(validation), "a Dataset, such as the validation part of data.split(...)");
  for (const name of ["onEpoch", "onProgress"] as const)
    check(name, typeof options[name] === "function", "a function");
  checkName(`${caller}: onDiverge ${show(onDiverge)}`, "onDiverge", onDiverge, ["throw", "halve"]);
  check("signal", typeof signal?.aborted === "boolean", "an AbortSignal");
  if (earlyStopping !== undefined) {
    const here = `${caller}: earlyStopping`;
    checkOptions(here, earlyStopping, ["patience", "minDelta"]);
    const { patience, minDelta = 0 } = earlyStopping;
    checkCount(here, "patience", patience, 1);
    checkNumber(here, "minDelta", minDelta, NOT_NEGATIVE);
    if (!validation) {
      throw new OptionError(
        `${here} needs validation rows to watch, such as the validation part of data.split(...).`,
        { expected: "validation", received: undefined },
      );
    }
  }
  return { ...options, batchSize: Math.min(batchSize === "all" ? rows : batchSize, rows), shuffle };
}
