import { checkCount, checkName, checkNumber, checkOptions, show } from "./check.js";
import type { Dataset, Label } from "./dataset.js";
import { relative } from "./encode.js";
import { OptionError } from "./errors.js";
import type { Epoch, Signal } from "./history.js";
import { isDataset } from "./is-dataset.js";
import type { Learner } from "./learner.js";

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
  /** Called after each epoch; false ends the fit. A Promise is awaited by fit and by `for await`. */
  onEpoch?: (epoch: Epoch) => unknown;
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
export function checkFitOptions(where: string, options: FitOptions, rows: number): CheckedFitOptions {
  checkOptions(where, options, OPTIONS);
  const { epochs, batchSize = 32, shuffle = true, validation, earlyStopping, onEpoch, signal } = options;
  checkCount(where, "epochs", epochs, 1);
  if (batchSize !== "all") checkCount(where, 'batchSize (or "all")', batchSize, 1);
  if (typeof shuffle !== "boolean") throw wrong(where, "shuffle", "true or false", shuffle);
  const positive = (value: number): boolean => value > 0;
  if (options.gradientTolerance !== undefined) {
    checkNumber(where, "gradientTolerance", options.gradientTolerance, "a number above 0", positive);
  }
  if (options.clipNorm !== undefined)
    checkNumber(where, "clipNorm", options.clipNorm, "a number above 0", positive);
  if (validation !== undefined && !isDataset(validation)) {
    throw wrong(where, "validation", "a Dataset, such as the validation part of data.split(...)", validation);
  }
  if (earlyStopping !== undefined) {
    checkOptions(`${where}: earlyStopping`, earlyStopping, ["patience", "minDelta"]);
    checkCount(`${where}: earlyStopping`, "patience", earlyStopping.patience, 1);
    const { minDelta = 0 } = earlyStopping;
    checkNumber(
      `${where}: earlyStopping`,
      "minDelta",
      minDelta,
      "a number of at least 0",
      (value) => value >= 0,
    );
    if (!validation) {
      throw new OptionError(
        `${where}: earlyStopping needs validation rows to watch. Pass validation: the validation part of data.split(...).`,
        { expected: "validation", received: undefined },
      );
    }
  }
  if (onEpoch !== undefined && typeof onEpoch !== "function")
    throw wrong(where, "onEpoch", "a function", onEpoch);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw wrong(where, "signal", "an AbortSignal", signal);
  return { ...options, batchSize: Math.min(batchSize === "all" ? rows : batchSize, rows), shuffle };
}

/** One weight for each class, in the order of `classes`. */
export function readClassWeights(
  where: string,
  learner: Learner,
  classes: readonly Label[] | undefined,
  labelled: boolean,
  given: FitOptions["classWeights"],
): Float64Array | undefined {
  if (given === undefined) return undefined;
  const binary = learner.spec.loss === "binaryCrossEntropy" && learner.outputs === 1;
  const known = classes ?? (binary ? [0, 1] : undefined);
  if (!known || learner.regression || !(labelled || binary)) {
    throw new OptionError(
      `${where}: classWeights needs rows with labels. Give labels, or a weight for each row: dataset(..., { weights }).`,
      { expected: "labels", received: given },
    );
  }
  if (typeof given !== "object" || given === null)
    throw wrong(where, "classWeights", "numbers by class", given);
  const names = known.map(String);
  const weights = new Float64Array(known.length).fill(1);
  const entries = Array.isArray(given)
    ? given.map((weight, k) => [names[k], weight] as const)
    : Object.entries(given as Record<string, number>);
  if (Array.isArray(given) && given.length !== known.length) {
    throw wrong(where, "classWeights", `${known.length} numbers, one for each class`, given);
  }
  for (const [name, weight] of entries) {
    checkName(`${where}: classWeights names ${show(name)}`, "class", name, names);
    checkNumber(
      where,
      `classWeights of ${show(name)}`,
      weight,
      "a number of at least 0",
      (value) => value >= 0,
    );
    weights[names.indexOf(name)] = weight;
  }
  if (weights.every((weight) => weight === 0)) {
    throw new OptionError(`${where}: classWeights are all 0. At least one class must count.`, {
      received: given,
    });
  }
  return relative(weights);
}

function wrong(where: string, name: string, expected: string, received: unknown): OptionError {
  return new OptionError(`${where}: ${name} must be ${expected}, got ${show(received)}.`, {
    expected,
    received,
  });
}
