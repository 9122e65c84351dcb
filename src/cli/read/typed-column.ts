import { type DateOrder, isoDate, parseSaidDate, readDates } from "../../cells/dates.js";
import type { Kind } from "../../cells/kind.js";
import { isName } from "../../cells/numerals.js";
import { yesNo } from "../../cells/yes-no.js";
import { shellWord } from "../base/format.js";
import { quoted } from "../../cells/quoted.js";
import { isMissing, type Column, type Table } from "./table.js";

/** The cells of a column as values: numbers, NaN where one is missing; texts, dates as 2014-12-31, and yes or no as the file has it, or null. */
export interface TypedColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly cells: Float64Array | readonly (string | null)[];
  /** How many cells are missing. */
  readonly missing: number;
  /** Of dates: how 1/2/2015 is meant, where a cell has shown it. */
  readonly order?: DateOrder;
}

/** What is said of columns, by name. */
export interface SaidKinds {
  readonly kinds?: Readonly<Record<string, { readonly kind: Kind }>>;
  /** How 1/2/2015 is meant, where no cell shows it. */
  readonly dates?: DateOrder;
}

/** Whether all cells of a column are numbers, none of them missing. */
export function isPlainNumbers(table: Table, column: Column): boolean {
  return table.kind(column) === "numbers" && !column.cells.some((cell) => isMissing(cell) || isName(cell));
}

/**
 * A column by what is said of it, or else by what most of its cells are: numbers, dates, yes and no; 007 makes texts of it.
 *
 * @returns undefined for a column without any value
 * @throws DataError naming the first cell that does not fit
 */
export function typedColumn(table: Table, column: Column, said: SaidKinds): TypedColumn | undefined {
  const { name } = column;
  const present = column.cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return undefined;
  const missing = column.cells.length - present.length;
  const { dates: order = orderOf(present) } = said;
  const kind = said.kinds?.[name]?.kind ?? findKind(table, column, present);
  if (kind === "number") return { name, kind, missing, cells: numbersOf(table, column) };
  if (kind === "yes-no") {
    const row = column.cells.findIndex((cell) => !isMissing(cell) && yesNo(cell) === undefined);
    if (row >= 0) throw table.cellError(column, row, `${quoted(column.cells[row])} is neither yes nor no.`);
  }
  if (kind !== "date")
    return { name, kind, missing, cells: column.cells.map((cell) => (isMissing(cell) ? null : cell)) };
  const cells = column.cells.map((cell, row) => {
    if (isMissing(cell)) return null;
    const time = parseSaidDate(cell, order);
    if (time === undefined) throw table.cellError(column, row, whyNoDate(cell, name, order));
    return isoDate(time);
  });
  return { name, kind, missing, cells, order };
}

/** The order that the dates of a column agree with; undefined where they have none, or may have either. */
function orderOf(present: readonly string[]): DateOrder | undefined {
  const { decided, order } = readDates(present);
  return decided ? order : undefined;
}

function findKind(table: Table, column: Column, present: readonly string[]): Kind {
  if (table.kind(column) === "numbers") return present.some(isName) ? "text" : "number";
  if (present.every((cell) => yesNo(cell) !== undefined)) return "yes-no";
  const dates = present.filter((cell) => readDates([cell]).times.length === 1).length;
  if (dates * 2 > present.length) return "date";
  refuseQuantities(table, column, present);
  return "text";
}

/** Numbers with a unit would be categories, each of its own, without a word. */
function refuseQuantities(table: Table, column: Column, present: readonly string[]): void {
  const isQuantity = (cell: string): boolean => table.numberAlone(cell) !== undefined;
  if (present.filter(isQuantity).length * 2 <= present.length) return;
  const row = column.cells.findIndex(isQuantity);
  const cell = column.cells[row];
  throw table.cellError(
    column,
    row,
    `${quoted(cell)} is text, not a number. Write numbers alone (${table.numberAlone(cell)}), leave the column out with ` +
      `--drop ${shellWord(column.name)}, or say --kinds ${shellWord(`${column.name}=text`)}.`,
  );
}

function numbersOf(table: Table, column: Column): Float64Array {
  const text = ` If the column is of texts, say --kinds ${shellWord(`${column.name}=text`)}.`;
  return table.numbers(column, { missing: NaN, advice: text });
}

function whyNoDate(cell: string, name: string, order: DateOrder | undefined): string {
  if (order === undefined && readDates([cell]).times.length === 1)
    return `no cell of the column shows whether ${quoted(cell)} begins with its day or its month. Say --dates day/month or --dates month/day.`;
  return `${quoted(cell)} is no date. Write YYYY-MM-DD, or say --kinds ${shellWord(`${name}=text`)}.`;
}
