import { show } from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";
import { Dataset } from "./dataset.js";
import { checkDataset } from "./is-dataset.js";
import { type Label, matchLabels, readLabels } from "./labels.js";
import type { DatasetParts, DataSource } from "./parts.js";
import { joinRows, type Rows } from "./rows.js";
import { checkTotal } from "./weights.js";

/**
 * The rows of several datasets, one behind the other, as a dataset of their own.
 *
 * Classes are merged by value. Where one dataset has weights, the rows of another without any weigh 1 each. Windows lose their
 * time order and cannot be split any more: split each series first, then concat the parts.
 *
 * @throws ShapeError for another number of inputs or targets, or labels beside targets
 * @throws DataError for other columns, labels of another type, or rows of several tables of downhill/table
 * @example
 * const all = concat(train, validation); // to train once more, on both
 */
export function concat(first: Dataset, ...others: readonly Dataset[]): Dataset {
  const caller = "concat";
  const all = [first, ...others].map((data) => checkDataset(caller, data));
  const columns = all.find((data) => data.columns)?.columns;
  all.forEach((data, k) => {
    checkWidths(caller, all[0], data, k);
    if (columns && data.columns) checkColumns(caller, columns, data.columns, k);
  });
  const source = commonSource(caller, all);
  const rows = all.reduce((sum, data) => sum + data.rows, 0);
  const join = (table: (data: DatasetParts) => Rows): Rows =>
    joinRows(all.map((data) => ({ rows: table(data), count: data.rows })));
  const weights = all.some((data) => data.weights) ? joinWeights(all, rows) : undefined;
  checkTotal(caller, weights, "the datasets");
  return new Dataset({
    rows,
    inputRows: join((data) => data.inputRows),
    ...(all[0].targetRows
      ? { targetRows: join((data) => data.targetRows as Rows) }
      : joinLabels(caller, all, rows)),
    ...{ weights, columns, source, window: all.find((data) => data.window)?.window },
    chronological: others.length === 0 ? all[0].chronological : false,
  });
}

/** Who made all of them; what one table's numbers stand for, another's do not. */
function commonSource(caller: string, [first, ...others]: readonly DatasetParts[]): DataSource | undefined {
  const { source } = first;
  const k = others.findIndex((data) => !(data.source === source || isLike(first, data)));
  if (k < 0) return source;
  const isTable = source?.isRaw === true || others[k].source?.isRaw === true;
  throw new DataError(
    `${caller}: the rows of dataset ${k + 1} ` +
      (isTable
        ? "come of another table() than those of dataset 0, and each numbers its texts by itself. Put the records together and call table() once."
        : "are windows of other options (relative, calendar) than those of dataset 0. Cut both with the same."),
    { expected: source, received: others[k].source },
  );
}

/** Whether two datasets of plain numbers become inputs in the same way. */
function isLike(...both: readonly DatasetParts[]): boolean {
  if (both.some(({ source }) => source?.isRaw)) return false;
  const [one, other] = both.map((data) => JSON.stringify(data.source?.encodingOf?.(data)));
  return one === other;
}

function checkWidths(caller: string, first: DatasetParts, data: DatasetParts, k: number): void {
  const [expected, received] = [first, data].map(({ inputRows, targetRows }) =>
    [
      `${inputRows.width} inputs`,
      targetRows ? `${targetRows.width} target${targetRows.width === 1 ? "" : "s"}` : "a label",
    ].join(" and "),
  );
  if (expected === received) return;
  throw new ShapeError(
    `${caller}: the rows of dataset ${k} have ${received}, those of dataset 0 ${expected}.`,
    { expected, received },
  );
}

function checkColumns(caller: string, expected: readonly string[], columns: readonly string[], k: number) {
  if (columns.every((name, c) => name === expected[c])) return;
  const [its, others] = [columns, expected].map((names) => names.map(show).join(", "));
  throw new DataError(
    `${caller}: the columns of dataset ${k} are ${its}, those before it ${others}. Bring them into one order, under the same names.`,
    { expected, received: columns },
  );
}

function joinLabels(caller: string, all: readonly DatasetParts[], rows: number) {
  const found = all.map(({ classes }) => classes as readonly Label[]);
  const other = found.findIndex(([label]) => typeof label !== typeof found[0][0]);
  if (other >= 0) {
    throw new DataError(
      `${caller}: the labels of dataset ${other} are ${typeof found[other][0]}s such as ${show(found[other][0])}, ` +
        `those of dataset 0 ${typeof found[0][0]}s such as ${show(found[0][0])}. Give all the same type.`,
      { expected: typeof found[0][0], received: found[other][0] },
    );
  }
  const { classes } = readLabels(caller, found.flat());
  const labelIndex = new Int32Array(rows);
  let at = 0;
  all.forEach((data, k) => {
    labelIndex.set(matchLabels(caller, data.labelIndex as Int32Array, found[k], classes), at);
    at += data.rows;
  });
  return { labelIndex, classes };
}

function joinWeights(all: readonly DatasetParts[], rows: number): Float64Array {
  const joined = new Float64Array(rows).fill(1);
  let at = 0;
  for (const { weights, rows } of all) {
    if (weights) joined.set(weights, at);
    at += rows;
  }
  return joined;
}
