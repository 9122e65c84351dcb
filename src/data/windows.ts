import { DataError } from "../base/errors.js";
import type { SeriesEncoding } from "../spec/encoding.js";
import { Dataset } from "./dataset.js";
import type { DataSource } from "./parts.js";
import { checkList, readNumbers, type Numbers } from "./rows.js";
import { readColumns, type WindowColumns, writeColumns } from "./window-columns.js";
import { checkWindowOptions, type WindowOptions } from "./window-options.js";

/**
 * Turns a series into rows of its last `past` values, oldest first, with the `ahead` values that follow as target.
 *
 * Without other columns the rows are views into the series: nothing is copied for each window. A Float32Array or Float64Array is used as
 * it is, not copied, so leave it unchanged while the dataset is in use; every other array becomes float64. Where there are other columns
 * (`with`, then `known`, then `calendar`, in this order behind the window) rows are copies.
 *
 * @param series values in time order, [n]
 * @returns n - past - gap - ahead + 1 rows, in time order; inputs [rows, past, or more with other columns], targets [rows, ahead]
 * @throws DataError when a value is not finite (says which), a date is none, or the series is too short (says how long it must be)
 * @throws ShapeError for another column that is not as long as the series
 * @throws OptionError for a count that is no whole number in its range, or an unknown option
 * @example
 * windows([1, 2, 3, 4], { past: 2 })  // [1,2] -> 3, [2,3] -> 4
 * windows(sales, { past: 28, relative: "last", with: { price }, dates, calendar: ["weekday"] })
 */
export function windows(series: Numbers, options: WindowOptions): Dataset {
  const caller = "windows";
  const { past, ahead, gap, relative } = checkWindowOptions(caller, options);
  const list = checkList(caller, "series", series);
  const needed = past + gap + ahead;
  if (list.length < needed) {
    throw new DataError(
      `${caller}: a series of ${list.length} is too short for past ${past}, gap ${gap}, ahead ${ahead}. ` +
        `It must have at least ${needed} values.`,
      { expected: needed, received: list.length },
    );
  }
  const values = readSeries(caller, list);
  const rows = values.length - needed + 1;
  const window = { past, ahead, gap };
  const columns = readColumns(caller, options, window, values.length);
  return new Dataset({
    rows,
    inputRows: columns ? cut(values, columns, past, rows) : { values, offset: 0, stride: 1, width: past },
    targetRows: { values, offset: past + gap, stride: 1, width: ahead },
    window,
    columns: columns?.names,
    source: sourceOf(relative ? past : 0, columns?.indicators ?? 0),
  });
}

/**
 * The row of inputs that predicts the `ahead` values behind the end of a series, as `windows` with the same options would have it.
 *
 * @param series values in time order, at least `past` of them
 * @param options as for `windows`, with `with`, `known` and `calendar` in the same order; `dates` and what is `known` must reach `gap + ahead` steps beyond the end of the series
 * @returns [width of a row]
 * @throws as `windows`
 * @example
 * model.predict(nextWindow(series, { past: 28 })); // tomorrow
 */
export function nextWindow(series: Numbers, options: WindowOptions): Float64Array {
  const caller = "nextWindow";
  const { past, ahead, gap } = checkWindowOptions(caller, options);
  const list = checkList(caller, "series", series);
  if (list.length < past) {
    throw new DataError(
      `${caller}: a series of ${list.length} is too short for past ${past}. It must have at least ${past} values.`,
      { expected: past, received: list.length },
    );
  }
  const values = readSeries(caller, list);
  const columns = readColumns(caller, options, { past, ahead, gap }, values.length, gap + ahead);
  const row = new Float64Array(columns?.width ?? past);
  row.set(values.subarray(values.length - past));
  if (columns) writeColumns(columns, values.length - past, row, past);
  return row;
}

function readSeries(caller: string, list: ArrayLike<unknown>): Float32Array | Float64Array {
  return readNumbers(caller, list, (row) => ({ name: `series[${row}]`, row }));
}

/** Windows with other columns behind each, as copies. */
function cut(
  values: Float32Array | Float64Array,
  columns: WindowColumns,
  past: number,
  rows: number,
): { values: Float64Array; offset: number; stride: number; width: number } {
  const { width } = columns;
  const table = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    table.set(values.subarray(row, row + past), row * width);
    writeColumns(columns, row, table, row * width + past);
  }
  return { values: table, offset: 0, stride: width, width };
}

function sourceOf(relative: number, indicators: number): DataSource | undefined {
  if (relative === 0 && indicators === 0) return undefined;
  const encoding: SeriesEncoding = {
    type: "series",
    ...(relative > 0 && { relative }),
    ...(indicators > 0 && { indicators }),
  };
  return { isRaw: false, encodingOf: () => encoding };
}
