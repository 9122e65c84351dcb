import { listed, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { areTooMany, FEW_CATEGORIES, MOST_CATEGORIES } from "../cells/categories.js";
import { Dataset } from "../data/dataset.js";
import { readLabels } from "../data/labels.js";
import type { DatasetParts } from "../data/parts.js";
import type { Rows } from "../data/rows.js";
import { checkTotal, readWeights } from "../data/weights.js";
import type { RawSource } from "../encoding/raw-source.js";
import { readText } from "../encoding/read-cell.js";
import { findKind } from "./find-kind.js";
import { type Choice, encodingOf } from "./layout.js";
import { isConstant, notesOfFeature } from "./notes.js";
import { type CheckedOptions, checkTableOptions, checkUse, type TableOptions } from "./options.js";
import { type RawColumn, readColumn } from "./raw-column.js";
import { type Columns, readColumns, type TableData } from "./read-columns.js";
import { notesOfSplit } from "./split-notes.js";

/** Rows that are put together at a time. */
const ROWS = 256;

/**
 * Records or columns of mixed kinds (numbers, yes and no, texts, dates, missing cells) as a Dataset. A Model that is built with
 * `inputs: data` of it takes such rows from then on: in `fit`, `evaluate` and `predictAll` as a Dataset, in `predict`, `classify` and
 * `predictAll` as records.
 *
 * What each column becomes is fitted on the training rows, belongs to the model and lies in its files: a number is standardized, and
 * what is missing filled; yes and no is 0 or 1; a text one column of 0 and 1 for each category; a date the days since 1970-01-01,
 * standardized. Columns of 0 and 1 are not standardized.
 *
 * Give `inputs` the training part: the categories of its rows become columns, and no others.
 *
 * `inputs` of the dataset itself are numbers that only such a model understands.
 *
 * @throws DataError for a cell that is not of its column's kind, missing cells (unless `missing` says what to do), a text column of a
 *   great many categories, a target without two values; ShapeError for columns of several lengths; OptionError
 * @example
 * const data = table([{ wind: 3.1, city: "Oslo", rain: 0.2 }, { wind: null, city: "Bergen", rain: 8 }], { target: "rain", missing: "mean" });
 */
export function table(data: TableData, options: TableOptions): Dataset {
  const caller = "table";
  const columns = readColumns(caller, data);
  const names = [...columns.cells.keys()];
  const checked = checkTableOptions(caller, options, names);
  const notes: string[] = [];
  const targets = checked.targets.map((name) => readTarget(caller, columns, checked, name));
  const features = readFeatures(caller, columns, checked, notes);
  const kept = keptRows(caller, columns.rows, [...targets, ...features], checked, notes);
  const weights = checked.weights && pick(readWeights(caller, checked.weights, columns.rows), kept);
  checkTotal(caller, weights, "the rows that are kept");
  const inputs = features.map(({ values, ...rest }) => ({ ...rest, values: pick(values, kept) }));
  const answers = targets.map(({ values, ...rest }) => ({ ...rest, values: pick(values, kept) }));
  for (const feature of inputs) notes.push(...notesOfFeature(feature, answers));
  const choices = inputs.map((column) => choiceOf(column, checked));
  for (const [k, choice] of choices.entries()) checkCategories(caller, choice, inputs[k]);
  const others = names.filter((name) => !choices.some(({ field }) => field.name === name));
  const source: RawSource = {
    isRaw: true,
    fields: choices.map(({ field }) => field),
    encodingOf: (rows: DatasetParts) => encodingOf(choices, others, checked.unknown, rows),
    notesOfSplit,
  };
  return new Dataset({
    rows: inputs[0].values.length,
    inputRows: rowsOf(inputs),
    ...answersOf(caller, answers, columns, checked, kept),
    columns: choices.map(({ field }) => field.name),
    ...{ weights, notes, source },
  });
}

function readTarget(
  caller: string,
  { cells, kinds }: Columns,
  options: CheckedOptions,
  name: string,
): RawColumn {
  const column = cells.get(name) as ArrayLike<unknown>;
  const said = options.kinds.get(name) ?? kindOfFile(kinds.get(name));
  const { kind, order } = findKind(caller, name, column, said);
  if (kind === "nothing")
    throw new DataError(`${caller}: the target ${show(name)} has no value in any row.`, { received: name });
  if (kind === "date")
    throw new DataError(
      `${caller}: the target ${show(name)} is of dates. Predict a number, such as the days until then, or a class.`,
      { received: name },
    );
  checkUse(caller, name, kind, options);
  return readColumn(caller, { name, kind, order }, column);
}

function kindOfFile(kind: string | undefined): { kind?: "date" | "text" } {
  // Numbers and yes or no are found anew: 0 and 1 are both.
  return kind === "date" || kind === "text" ? { kind } : {};
}

function readFeatures(
  caller: string,
  { cells, kinds, rows }: Columns,
  options: CheckedOptions,
  notes: string[],
): RawColumn[] {
  const { features, drop, targets, kinds: said } = options;
  const names =
    features ?? [...cells.keys()].filter((name) => !targets.includes(name) && !drop.includes(name));
  const read: RawColumn[] = [];
  for (const name of names) {
    const column = cells.get(name) as ArrayLike<unknown>;
    const choice = said.get(name);
    const { kind, order } = findKind(caller, name, column, choice ?? kindOfFile(kinds.get(name)));
    if (kind === "nothing") {
      if (features || choice)
        throw new DataError(
          `${caller}: the column ${show(name)} has no value in any row. Leave it out of features.`,
        );
      notes.push(`column ${show(name)} has no value in any row: it is left out`);
      continue;
    }
    checkUse(caller, name, kind, options);
    const raw = readColumn(caller, { name, kind, order }, column);
    const texts = kind === "text" ? (raw.field.texts?.length ?? 0) : 0;
    if (!features && !choice && texts > FEW_CATEGORIES && texts === rows - raw.missing) {
      notes.push(`column ${show(name)} is another text in each row: it only names the rows, and is left out`);
      continue;
    }
    read.push(raw);
  }
  if (options.dates.length > 0 && !read.some(({ field: { kind } }) => kind === "date"))
    notes.push("dates says what to make of dates, and no column holds any");
  if (read.length > 0) return read;
  throw new DataError(`${caller}: no column is left as an input beside ${listed(targets)}.`, {
    received: names,
  });
}

/** The rows that are kept; undefined for all. */
function keptRows(
  caller: string,
  rows: number,
  columns: readonly RawColumn[],
  { missingOf, targets }: CheckedOptions,
  notes: string[],
): Uint32Array | undefined {
  const refused = columns.filter(({ field: { name }, missing }) => {
    const choice = missingOf(name);
    return missing > 0 && choice !== "drop" && (choice === "error" || targets.includes(name));
  });
  if (refused.length > 0) throw missingCells(caller, refused, targets);
  const dropping = columns.filter(
    ({ field: { name }, missing }) => missing > 0 && missingOf(name) === "drop",
  );
  if (dropping.length === 0) return undefined;
  const kept: number[] = [];
  for (let row = 0; row < rows; row++)
    if (!dropping.some(({ values }) => Number.isNaN(values[row]))) kept.push(row);
  const names = dropping.map(({ field: { name } }) => show(name)).join(", ");
  if (kept.length === 0)
    throw new DataError(
      `${caller}: every row has a missing cell in ${names}: none is left. Fill some with missing: "mean".`,
    );
  notes.push(`${rows - kept.length} of ${rows} rows are dropped, since ${names} is missing there`);
  return Uint32Array.from(kept);
}

function missingCells(caller: string, columns: readonly RawColumn[], targets: readonly string[]): DataError {
  const counts = listed(columns, ({ field: { name }, missing, values }) => {
    const first = values.findIndex(Number.isNaN);
    return `${show(name)} has ${missing} missing cell${missing === 1 ? "" : "s"} (the first in row ${first})`;
  });
  const target = columns.find(({ field: { name } }) => targets.includes(name));
  const [example] = columns;
  const advice = target
    ? `A target cannot be filled: leave out such rows with missing: { ${show(target.field.name)}: "drop" }.`
    : `Say what to do with missing: "mean", "median" or "drop", for all columns or by name: { ${show(example.field.name)}: "mean" }.`;
  return new DataError(`${caller}: ${counts}. ${advice}`, {
    expected: "no missing cells",
    received: columns.map(({ field: { name }, missing }) => [name, missing]),
  });
}

function choiceOf({ field, values }: RawColumn, { kinds, missingOf, dates }: CheckedOptions): Choice {
  const { most, time = true, calendar = dates } = kinds.get(field.name) ?? {};
  return {
    field,
    missing: missingOf(field.name),
    ...{ most, time, calendar },
    isConstant: isConstant(values),
  };
}

function checkCategories(caller: string, { field, most }: Choice, { values }: RawColumn): void {
  if (field.kind !== "text" || most !== undefined) return;
  const seen = new Uint8Array(field.texts?.length ?? 0);
  let present = 0;
  for (const place of values) {
    if (Number.isNaN(place)) continue;
    seen[place] = 1;
    present++;
  }
  const count = seen.reduce((sum, one) => sum + one, 0);
  if (!areTooMany(count, present)) return;
  throw new DataError(
    `${caller}: column ${show(field.name)} has ${count} different texts in ${present} rows, such as ${listed((field.texts ?? []).slice(0, 3))}. ` +
      `Keep the most frequent, as in kinds: { ${show(field.name)}: { most: 20 } }, or leave it out with drop.`,
    { expected: `at most ${MOST_CATEGORIES}, each in two rows or more`, received: count },
  );
}

/** The columns side by side. */
function rowsOf(columns: readonly RawColumn[]): Rows {
  const width = columns.length;
  const count = columns[0].values.length;
  const values = new Float64Array(count * width);
  // Some rows at a time, so that what is written stays in the cache.
  for (let from = 0; from < count; from += ROWS) {
    const to = Math.min(from + ROWS, count);
    for (let c = 0; c < width; c++) copyColumn(columns[c].values, c, width, from, to, values);
  }
  return { values, offset: 0, stride: width, width };
}

function copyColumn(
  column: Float64Array,
  c: number,
  width: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let r = from; r < to; r++) out[r * width + c] = column[r];
}

function answersOf(
  caller: string,
  targets: readonly RawColumn[],
  { cells }: Columns,
  { kinds }: CheckedOptions,
  kept: Uint32Array | undefined,
): Pick<DatasetParts, "targetRows" | "labelIndex" | "classes"> {
  const [target] = targets;
  const isLabel = ({ field: { name, kind, texts } }: RawColumn): boolean =>
    kind === "text" || (kind === "yes-no" && (texts !== undefined || kinds.get(name)?.kind === "yes-no"));
  if (!targets.some(isLabel)) return { targetRows: rowsOf(targets) };
  if (targets.length > 1)
    throw new DataError(
      `${caller}: of several targets all must be numbers, ${show((targets.find(isLabel) as RawColumn).field.name)} names classes.`,
    );
  const given = cells.get(target.field.name) as ArrayLike<unknown>;
  const rows = kept ?? target.values.keys();
  const { index, classes } = readLabels(
    caller,
    labelsOf(
      target,
      Array.from(rows, (row) => given[row]),
    ),
  );
  return { labelIndex: index, classes };
}

/** Cells as labels: as they are where all are numbers, or all true and false, else their texts. Each answer is written in one way. */
function labelsOf({ field: { kind, texts = [] }, values }: RawColumn, cells: readonly unknown[]): unknown[] {
  const [type, ...others] = new Set(cells.map((cell) => typeof cell));
  if (others.length === 0 && type !== "string") return [...cells];
  if (kind === "text") return cells.map(readText);
  return Array.from(values, (answer) => texts[answer]);
}

function pick(values: Float64Array, rows: Uint32Array | undefined): Float64Array {
  return rows ? Float64Array.from(rows, (row) => values[row]) : values;
}
