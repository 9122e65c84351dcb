import { checkCount, checkOptions } from "../base/check.js";
import { Dataset } from "./dataset.js";
import { DataError } from "../base/errors.js";
import { checkList, readNumbers, type Numbers } from "./rows.js";

/** How a series is cut into rows. */
export interface WindowOptions {
  /** Days (or steps) in a row, >= 1. */
  past: number;
  /** How many following values to predict, as one target row; default 1. */
  ahead?: number;
  /** Steps left out between the window and its target; default 0. */
  gap?: number;
}

/**
 * Turns a series into rows of its last `past` values, oldest first, with the `ahead` values that follow as target.
 *
 * The rows are views into the series: nothing is copied for each window. A Float32Array or Float64Array is used as it
 * is, not copied, so leave it unchanged while the dataset is in use; every other array becomes float64.
 *
 * @param series values in time order, [n]
 * @param options.past   days (or steps) in a row, >= 1
 * @param options.ahead  how many following values to predict, as one target row; default 1
 * @param options.gap    steps left out between the window and its target; default 0
 * @returns n - past - gap - ahead + 1 rows, in time order; inputs [rows, past], targets [rows, ahead]
 * @throws DataError when a value is not finite (says which), or the series is too short (says how long it must be)
 * @throws OptionError for a count that is no whole number in its range, or an unknown option
 * @example
 * windows([1, 2, 3, 4], { past: 2 })  // [1,2] -> 3, [2,3] -> 4
 */
export function windows(series: Numbers, options: WindowOptions): Dataset {
  const caller = "windows";
  checkOptions(caller, options, ["past", "ahead", "gap"]);
  const { past, ahead = 1, gap = 0 } = options;
  checkCount(caller, "past", past, 1);
  checkCount(caller, "ahead", ahead, 1);
  checkCount(caller, "gap", gap, 0);
  const list = checkList(caller, "series", series);
  const needed = past + gap + ahead;
  if (list.length < needed) {
    throw new DataError(
      `${caller}: a series of ${list.length} is too short for past ${past}, gap ${gap}, ahead ${ahead}. ` +
        `It must have at least ${needed} values.`,
      { expected: needed, received: list.length },
    );
  }
  const values = readNumbers(caller, list, (row) => ({ name: `series[${row}]`, row }));
  return new Dataset({
    rows: values.length - needed + 1,
    inputRows: { values, offset: 0, stride: 1, width: past },
    targetRows: { values, offset: past + gap, stride: 1, width: ahead },
    window: { past, ahead, gap },
  });
}
