import { checkCount, checkName, checkNumber, checkOptions, kindOf, mustBe, show } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { permutation, Random } from "../base/random.js";
import { checkDataset } from "../data/is-dataset.js";
import type { DatasetParts } from "../data/parts.js";
import { packRows } from "../data/rows.js";
import type { TableEncoding } from "../encoding/features.js";
import { checkRows } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import { meterOf } from "./loss-meter.js";

/** A column of the rows: its name, or its place from 0. */
export type ColumnName = string | number;

/** How `importance` shuffles. */
export interface ImportanceOptions {
  /** How often each column is shuffled; default 5. */
  repeats?: number;
  /** The seed of the shuffles, a whole number from 0; default 0. */
  seed?: number;
  /**
   * Those to look at; default each by itself. As a record, columns that belong together under a name of yours, which are shuffled
   * together: `{ city: ["city=Oslo", "city=Rome"], wind: ["wind"] }`.
   */
  columns?: readonly ColumnName[] | Readonly<Record<string, readonly ColumnName[]>>;
}

/** By how much the loss grows when the values of a column are shuffled. */
export interface ColumnImportance {
  /** Its name; where columns have none, its place from 0 as text. */
  readonly column: string;
  /** The mean over the repeats, in the unit of the loss: the target's, of mse and huber its square. */
  readonly mean: number;
  /** The standard deviation over the repeats (divided by their number). */
  readonly deviation: number;
}

const SEED = ["a whole number from 0 to 2^53 - 1", (n: number) => Number.isSafeInteger(n) && n >= 0] as const;

/** Columns that are shuffled together. */
interface Group {
  readonly column: string;
  readonly places: readonly number[];
}

/** See `importance`. */
export function importanceOf(
  learner: Learner,
  data: DatasetParts,
  options: ImportanceOptions,
): ColumnImportance[] {
  const caller = "importance";
  checkOptions(caller, options, ["repeats", "seed", "columns"]);
  const { repeats = 5, seed = 0, columns } = options;
  checkCount(caller, "repeats", repeats, 1);
  checkNumber(caller, "seed", seed, SEED);
  const checked = checkRows(learner, checkDataset(caller, data), caller);
  const { rows, weights } = checked;
  // Of a table, rows are one number a feature here, whatever columns the network makes of it.
  const { width } = checked.inputRows;
  const groups = groupsOf(caller, columns, namesOf(learner, data, width));
  // What a row of weight 0 holds must not matter.
  const counted = Uint32Array.from({ length: rows }, (_, r) => r).filter((r) => weights?.[r] !== 0);
  if (counted.length < 2)
    throw new DataError(
      `${caller}: one row alone cannot be shuffled. Give more, best rows that were not trained on.`,
      {
        expected: "at least 2 rows",
        received: counted.length,
      },
    );
  const orders = ordersOf(counted.length, repeats, seed);
  const meter = meterOf(learner, caller, checked);
  const before = finite(caller, meter.measure());
  const given = packRows(checked.inputRows, rows);
  const values = given.slice();
  const shuffled = { ...checked, inputRows: { values, offset: 0, stride: width, width } };
  const found = groups.map(({ column, places }) => {
    const increases = orders.map((order) => {
      for (const c of places)
        order.forEach((from, k) => (values[counted[k] * width + c] = given[counted[from] * width + c]));
      meter.setRows(shuffled);
      return finite(caller, meter.measure(), column) - before;
    });
    for (const c of places) for (const r of counted) values[r * width + c] = given[r * width + c];
    return { column, ...meanAndDeviation(increases) };
  });
  return found.sort((a, b) => b.mean - a.mean);
}

/** The same orders for each column, so that columns are compared over the same shuffles and `columns` changes no number. */
function ordersOf(rows: number, repeats: number, seed: number): Uint32Array[] {
  const random = new Random(seed);
  return Array.from({ length: repeats }, () => permutation(rows, random.next()));
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** The names of the columns as rows come, which of a table are its features. */
function namesOf({ spec }: Learner, { columns }: DatasetParts, width: number): readonly string[] {
  if (spec.encoding?.type === "table")
    return (spec.encoding as TableEncoding).features.map(({ name }) => name);
  return spec.columns ?? columns ?? Array.from({ length: width }, (_, c) => String(c));
}

function groupsOf(caller: string, columns: ImportanceOptions["columns"], names: readonly string[]): Group[] {
  const list = (given: unknown, name: string): number[] => {
    if (!Array.isArray(given) || given.length === 0)
      throw mustBe(caller, name, "an array of names or numbers of columns, at least one", given);
    return Array.from(given, (column) => placeOf(caller, column, names));
  };
  const single = (place: number): Group => ({ column: names[place], places: [place] });
  if (columns === undefined) return names.map((_, place) => single(place));
  if (kindOf(columns) !== "Object") return list(columns, "columns").map(single);
  const groups = Object.entries(columns).map(([column, given]) => ({
    column,
    places: list(given, `columns: ${show(column)}`),
  }));
  if (groups.length > 0) return groups;
  throw new OptionError(`${caller}: columns is empty. Leave it out for all.`, { received: columns });
}

function placeOf(caller: string, column: unknown, names: readonly string[]): number {
  if (typeof column === "number") {
    if (Number.isInteger(column) && column >= 0 && column < names.length) return column;
    throw mustBe(caller, "a column", `its name or its place from 0 to ${names.length - 1}`, column);
  }
  checkName(`${caller}: ${show(column)}`, "column", column, names);
  return names.indexOf(column);
}

function finite(caller: string, loss: number, column?: string): number {
  if (Number.isFinite(loss)) return loss;
  const when = column === undefined ? "over these rows" : `with ${show(column)} shuffled`;
  throw new DataError(
    `${caller}: the loss ${when} is ${loss}: float32 cannot hold what the network makes of the rows.`,
    { received: loss },
  );
}
