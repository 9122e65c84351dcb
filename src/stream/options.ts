import { checkCount, fieldsOf, mustBe } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { checkDataset } from "../data/is-dataset.js";
import { type CheckedFitOptions, checkFitOptions, type FitOptions } from "../training/fit-options.js";

/** Rows in memory, unless `shuffleRows` says otherwise. */
export /** How to train on rows that come bit by bit. */
interface StreamFitOptions extends Omit<
  FitOptions,
  "batchSize" | "shuffle" | "gradientTolerance" | "onDiverge"
> {
  /** Rows of one update; default 32. Batches are cut anew, however the rows come. */
  batchSize?: number;
  /**
   * How many rows are in memory, of which each epoch draws its batches at random; default 16,384. 0 keeps the order in which they come. The
   * rows of a file that is sorted need a window as large as what they are sorted by, or a file that was shuffled.
   */
  shuffleRows?: number;
}

export interface CheckedStreamOptions extends CheckedFitOptions {
  readonly classWeights: FitOptions["classWeights"];
  /** Rows in memory: whole batches. */
  readonly window: number;
}

const DEFAULT_WINDOW = 16_384;

/** What needs all rows at once, and why. */
const IMPOSSIBLE = {
  shuffle: "Rows are shuffled in a window: shuffleRows, 0 for the order in which they come.",
  gradientTolerance: "It needs the gradient over all rows, which is another pass.",
  onDiverge: "What was trained on is gone: choose a smaller learning rate, or clipNorm: 1.",
};

export function checkStreamOptions(caller: string, options: StreamFitOptions): CheckedStreamOptions {
  for (const [name, why] of Object.entries(IMPOSSIBLE)) {
    const received = fieldsOf(options)[name];
    if (received === undefined) continue;
    throw new OptionError(`${caller}: ${name} is not for rows that come bit by bit. ${why}`, { received });
  }
  const checked = checkFitOptions(caller, options, Number.MAX_SAFE_INTEGER, ["shuffleRows"]);
  const { batchSize = 32, shuffleRows = DEFAULT_WINDOW, classWeights, validation } = options;
  if ((batchSize as unknown) === "all")
    throw mustBe(caller, "batchSize", "a number, as not all rows are there at once", batchSize);
  checkCount(caller, "shuffleRows", shuffleRows, 0);
  if (validation) checkDataset(`${caller}: validation`, validation);
  const window = Math.ceil((shuffleRows || DEFAULT_WINDOW) / batchSize) * batchSize;
  return { ...checked, batchSize, classWeights, shuffle: shuffleRows > 0, window };
}
