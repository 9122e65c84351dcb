import {
  checkBoolean,
  checkCount,
  checkName,
  checkNumber,
  checkOptions,
  isObject,
  mustBe,
  NOT_NEGATIVE,
  POSITIVE,
  show,
} from "../base/check.js";
import type { Dataset, Label } from "../data/dataset.js";
import { dividedByLargest } from "../network/checked-rows.js";
import { OptionError } from "../base/errors.js";
import type { Epoch, Signal } from "./history.js";
import { isDataset } from "../data/is-dataset.js";
import type { Learner } from "../network/learner.js";
import { isList } from "../data/rows.js";

/** What onEpoch may do to its fit. */
export interface FitControl {
  /** Ends the fit once onEpoch is done: `stoppedBy` is "stopped". */
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
  /** Stop when the validation loss has not fallen by more than minDelta (default 0) for `patience` epochs. */
  earlyStopping?: { patience: number; minDelta?: number };
  /** The longest a batch's gradient may be; a longer one is shortened to it. In the standardized space. */
  clipNorm?: number;
  /** How much each class counts: in the order of the classes, or by label. Default 1 each. */
  classWeights?: readonly number[] | Readonly<Record<string, number>>;
  /**
   * Called after each epoch; `stop()` ends the fit. What it returns is only awaited, by fit and by `for await`; a Promise is an error
   * elsewhere.
   */
  onEpoch?: (epoch: Epoch, control: FitControl) => unknown;
  /** Ends the fit between two epochs. */
  signal?: Signal;
}

/** The options with defaults filled in and checked. */
export interface CheckedFitOptions extends Omit<FitOptions, "batchSize" | "classWeights"> {
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
  "classWeights",
  "onEpoch",
  "signal",
];

/** Checks the options of a fit over `rows` rows. */
export function checkFitOptions(caller: string, options: FitOptions, rows: number): CheckedFitOptions {
  checkOptions(caller, options, OPTIONS);
  const { epochs, batchSize = 32, shuffle = true, validation, earlyStopping, onEpoch, signal } = options;
  checkCount(caller, "epochs", epochs, 1);
  if (batchSize !== "all") checkCount(caller, 'batchSize (or "all")', batchSize, 1);
  checkBoolean(caller, "shuffle", shuffle);
  for (const name of ["gradientTolerance", "clipNorm"] as const)
    if (options[name] !== undefined) checkNumber(caller, name, options[name], POSITIVE);
  const check = (name: keyof FitOptions, fits: boolean, expected: string): void => {
    if (options[name] !== undefined && !fits) throw mustBe(caller, name, expected, options[name]);
  };
  check("validation", isDataset(validation), "a Dataset, such as the validation part of data.split(...)");
  check("onEpoch", typeof onEpoch === "function", "a function");
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

/** One weight for each class, in the order of `classes`. */
export function readClassWeights(
  caller: string,
  learner: Learner,
  classes: readonly Label[] | undefined,
  labelled: boolean,
  given: FitOptions["classWeights"],
): Float64Array | undefined {
  if (given === undefined) return undefined;
  const binary = learner.spec.loss === "binaryCrossEntropy" && learner.outputs === 1;
  const known = classes ?? (binary ? [0, 1] : undefined);
  if (!known || !(labelled || binary)) {
    throw new OptionError(
      `${caller}: classWeights needs labels. Give labels, or a weight for each row: dataset(..., { weights }).`,
      { expected: "labels", received: given },
    );
  }
  const name = "classWeights";
  const listed = isList(given);
  // A Map or a Set has no fields that could be read.
  if (!isObject(given) || (!listed && Symbol.iterator in given))
    throw mustBe(caller, name, "numbers by class", given);
  if (listed && given.length !== known.length)
    throw mustBe(caller, name, `${known.length} numbers, one for each class`, given);
  const names = known.map(String);
  const weights = new Float64Array(known.length).fill(1);
  for (const [key, weight] of Object.entries(given)) {
    const label = listed ? names[Number(key)] : key;
    checkName(`${caller}: ${name} names ${show(label)}`, "class", label, names);
    checkNumber(caller, `${name} of ${show(label)}`, weight, NOT_NEGATIVE);
    weights[names.indexOf(label)] = weight;
  }
  if (weights.every((weight) => weight === 0)) {
    throw new OptionError(`${caller}: classWeights are all 0. At least one class must count.`, {
      received: given,
    });
  }
  return dividedByLargest(weights);
}
