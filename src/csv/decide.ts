import { DataError } from "../base/errors.js";
import { type DateOrder, isoDate, parseDate, parseSaidDate, readDates } from "../cells/dates.js";
import type { Kind } from "../cells/kind.js";
import { isGrouped, isName } from "../cells/numerals.js";
import { quoted } from "../cells/quoted.js";
import { yesNo } from "../cells/yes-no.js";
import { isMissing, written } from "./cell-text.js";
import { type DecimalMarks, markOf, type Place } from "./decimal-marks.js";
import { isNumber, numberOf, whyNoNumber } from "./numbers.js";
import type { CsvColumn } from "./table.js";

/** Cells by which a column of texts is known not to be of dates. */
const ENOUGH = 1000;

/** A column as texts, and where it stands. */
export interface TextColumn {
  readonly name: string;
  /** 0-based place in the file. */
  readonly index: number;
  readonly texts: readonly string[];
  readonly lineOf: (row: number) => number;
  /** Of the file, for a batch that is not its first. */
  readonly rowsBefore: number;
}

/** What holds for all of the file. */
export interface FileRules {
  readonly file: string;
  readonly decimalComma: boolean;
  readonly dates: DateOrder | undefined;
}

/** What a column holds and how its cells are read. */
export interface Decision {
  readonly kind: Kind | "empty";
  /** Of dates: which comes first where that makes a difference. */
  readonly order?: DateOrder;
  /** Whether somebody said so: then 007 is a number and 20150131 a date. */
  readonly isSaid: boolean;
  /** Why, where it might surprise. */
  readonly note?: string;
}

/**
 * What a column holds, by all of its cells. Most of them decide for numbers and for dates, so that a typing error is found and makes no texts of
 * a column; 007 makes texts of it, since the number would not give it back.
 *
 * @throws DataError for dates of which no cell shows whether the day or the month comes first, and for a date among others that is none
 */
export function decide(column: TextColumn, rules: FileRules, said: Kind | undefined): Decision {
  if (said !== undefined)
    return said === "date" ? decideDates(column, rules, true) : { kind: said, isSaid: true };
  const present = column.texts.filter((cell) => !isMissing(cell));
  const found = (kind: Kind | "empty", note?: string): Decision => ({ kind, isSaid: false, note });
  if (present.length === 0) return found("empty", `column "${column.name}" has no value in any row.`);
  if (present.every((cell) => yesNo(cell) !== undefined) && present.some((cell) => !isNumber(cell, false)))
    return found("yes-no");
  const { decimalComma } = rules;
  const numbers = present.filter((cell) => isNumber(cell, decimalComma) || isGrouped(cell)).length;
  if (numbers * 2 >= present.length) {
    const row = column.texts.findIndex(isName);
    return row < 0 ? found("number") : found("text", whyText(column, row));
  }
  return mostlyDates(present, rules) ? decideDates(column, rules, false) : found("text");
}

function whyText(column: TextColumn, row: number): string {
  const cell = column.texts[row];
  return (
    `column "${column.name}" is text: as a number ${quoted(cell)} in line ${column.lineOf(row)} would come back as ${Number(cell)}. ` +
    `Where numbers are meant, say ${sayKind(column.name, "number")}.`
  );
}

function mostlyDates(present: readonly string[], { dates }: FileRules): boolean {
  const some = present.slice(0, ENOUGH);
  const isDate = (cell: string): boolean =>
    parseDate(cell, dates ?? "day/month") !== undefined ||
    parseDate(cell, dates ?? "month/day") !== undefined;
  return some.filter(isDate).length * 2 >= some.length;
}

function decideDates(column: TextColumn, { file, dates }: FileRules, isSaid: boolean): Decision {
  if (dates !== undefined) return { kind: "date", order: dates, isSaid };
  // Numbers have no order of day and month.
  const cells = column.texts.filter((cell) => !isMissing(cell) && !/^\d+(\.\d*)?$/.test(cell));
  const { times, decided, order } = readDates(cells);
  if (!decided && times.length === cells.length) {
    const row = column.texts.findIndex(
      (cell) => parseDate(cell, "day/month") !== parseDate(cell, "month/day"),
    );
    throw new DataError(
      `${file}, line ${column.lineOf(row)} of the file, column "${column.name}": no cell of the column shows whether ` +
        `${quoted(column.texts[row])} begins with its day or its month. Say dates: "day/month" or dates: "month/day".`,
      { row: row + column.rowsBefore, column: column.index, received: column.texts[row] },
    );
  }
  return { kind: "date", order, isSaid };
}

/**
 * The cells of a column as values of its kind.
 *
 * @param marks takes the decimal marks of a column of numbers
 * @throws DataError naming the first cell that does not fit
 */
export function valuesOf(
  column: TextColumn,
  decision: Decision,
  rules: FileRules,
  marks: DecimalMarks | undefined,
): CsvColumn {
  const { texts } = column;
  const { kind, order, isSaid } = decision;
  const misfit = (row: number, why: string): DataError =>
    misfitError(rules.file, placeOf(column, row), column, why, decision);
  switch (kind) {
    case "number":
      return Float64Array.from(texts, (cell, row) => {
        if (isMissing(cell)) return NaN;
        const value = numberOf(cell, rules.decimalComma);
        if (value === undefined) throw misfit(row, whyNoNumber(cell, rules.decimalComma));
        if (!isSaid && isName(cell)) throw misfit(row, whyName(cell));
        marks?.add(markOf(cell), placeOf(column, row));
        return value;
      });
    case "yes-no":
      return texts.map((cell, row) => {
        if (isMissing(cell)) return null;
        const answer = yesNo(cell);
        if (answer === undefined) throw misfit(row, `${quoted(cell)} is neither yes nor no.`);
        return answer === 1;
      });
    case "date":
      return texts.map((cell, row) => {
        if (isMissing(cell)) return null;
        const time = isSaid ? parseSaidDate(cell, order) : parseDate(cell, order);
        if (time === undefined) throw misfit(row, whyNoDate(cell, order));
        return isoDate(time);
      });
    case "text":
      return texts.map((cell) => (isMissing(cell) ? null : cell));
    case "empty":
      return texts.map((cell, row) => {
        if (isMissing(cell)) return null;
        throw misfit(
          row,
          `${quoted(cell)} is the first value of the column, and the first rows decide what it holds.`,
        );
      });
  }
}

/** Why a number is no number that a column which was found to be of numbers can have. */
export function whyName(cell: string): string {
  return `as a number ${quoted(cell)} would come back as ${Number(cell)}.`;
}

function whyNoDate(cell: string, order: DateOrder | undefined): string {
  if (order === undefined && parseDate(cell, "day/month") !== undefined)
    return `${quoted(cell)} may begin with its day or its month. Say dates: "day/month" or dates: "month/day".`;
  const read = order === undefined ? "" : ` read as ${order}`;
  return `${quoted(cell)}${read} is no date. Write YYYY-MM-DD.`;
}

/** The error of a cell that does not fit the kind of its column. */
export function misfitError(
  file: string,
  { row, line, cell }: Place,
  { name, index, rowsBefore }: Pick<TextColumn, "name" | "index" | "rowsBefore">,
  why: string,
  { kind, isSaid }: Decision,
): DataError {
  const advice = isSaid ? "" : ` If the column is of texts, say ${sayKind(name, "text")}.`;
  return new DataError(`${file}, line ${line} of the file, column "${name}": ${why}${advice}`, {
    row: row + rowsBefore,
    column: index,
    received: written(cell),
    expected: kind,
  });
}

/** `kinds: { x: "text" }`, as it is written in a program. */
export function sayKind(name: string, kind: Kind): string {
  return `kinds: { ${/^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : JSON.stringify(name)}: "${kind}" }`;
}

function placeOf({ index, texts, lineOf }: TextColumn, row: number): Place {
  return { column: index, row, line: lineOf(row), cell: texts[row] };
}
