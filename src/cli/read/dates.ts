import type { Column, Table } from "./table.js";

/** A column of dates beside a series. */
export interface Calendar {
  readonly column: Column;
  /** Milliseconds since 1970, one a row. */
  readonly times: readonly number[];
  readonly order: "forward" | "backward" | "mixed";
  /** One row for each day, none missing. */
  readonly daily: boolean;
  /** Two rows of one time, as in a file of several series. */
  readonly repeated?: readonly [number, number];
}

/** Days left out of a series that otherwise has one row a day. */
export interface MissingDays {
  readonly count: number;
  /** The first gap: this day is followed by `until`, as the file writes them. */
  readonly from: string;
  readonly until: string;
}

/** Which of the two comes first in 1/2/2015. */
type SlashOrder = "day/month" | "month/day";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TIME = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})` + TIME);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([./])(\d{1,2})\2(\d{4})` + TIME);

const MONTH = "(?:jan|feb|m[aä]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*";
/** 1-2-15, 2015-01, 20150131, 2 Jan 2015, Jan 2, 2015 and what stands behind them. */
const LOOKS_LIKE_DATE = new RegExp(
  String.raw`^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}[-/]\d{2}|` +
    String.raw`(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|` +
    String.raw`\d{1,2}[-. ]+${MONTH}[-., ]+\d{2,4}|${MONTH}\.? \d{1,2},? \d{4})(?=$|[T ,])`,
  "i",
);

/** The first column all of whose cells are dates, if possible one whose dates do not repeat. */
export function findCalendar(table: Table): Calendar | undefined {
  const calendars = table.columns.map(readCalendar).filter((calendar) => calendar !== undefined);
  return calendars.find(({ repeated }) => repeated === undefined) ?? calendars.at(0);
}

function readCalendar(column: Column): Calendar | undefined {
  const { times, decided } = readDates(column.cells);
  if (times.length < column.cells.length || !decided) return undefined;
  const steps = times.slice(1).map((time, i) => time - times[i]);
  const daily = steps.length > 0 && steps.every((step) => step === DAY);
  const repeated = isClockPutBack(times, steps) ? undefined : findRepeated(times);
  return { column, times, order: orderOf(steps), daily, repeated };
}

/** The first row whose time an earlier one has, behind that one. */
function findRepeated(times: readonly number[]): [number, number] | undefined {
  const rows = new Map<number, number>();
  for (const [row, time] of times.entries()) {
    const earlier = rows.get(time);
    if (earlier !== undefined) return [earlier, row];
    rows.set(time, row);
  }
  return undefined;
}

/** Whether time goes back only as clocks do in autumn: once a year, by less than an hour from row to row. */
function isClockPutBack(times: readonly number[], steps: readonly number[]): boolean {
  if (times.every((time) => time % DAY === 0)) return false;
  const back = steps.filter((step) => step <= 0);
  const years = (times[times.length - 1] - times[0]) / (360 * DAY);
  return back.every((step) => step > -HOUR) && back.length <= 1 + years;
}

function orderOf(steps: readonly number[]): Calendar["order"] {
  if (steps.every((step) => step >= 0)) return "forward";
  return steps.every((step) => step <= 0) ? "backward" : "mixed";
}

/** Why a column most of whose cells look like dates is no calendar. */
export function unreadDates(table: Table): string | undefined {
  for (const { name, cells } of table.columns) {
    if (cells.filter((cell) => LOOKS_LIKE_DATE.test(cell)).length * 2 <= cells.length) continue;
    const row = readDates(cells).times.length;
    const why =
      row < cells.length
        ? `${JSON.stringify(cells[row])} in line ${table.line(row)} is not in a format that is understood ` +
          `(YYYY-MM-DD, YYYY/MM/DD, DD.MM.YYYY, ...)`
        : `no row shows whether ${JSON.stringify(cells[0])} begins with its day or its month`;
    return `column "${name}" looks like dates, but ${why}`;
  }
  return undefined;
}

/** The days missing from a calendar most of whose steps are one day. */
export function missingDays({ column, times, order }: Calendar): MissingDays | undefined {
  if (order !== "forward") return undefined;
  const steps = times.slice(1).map((time, i) => Math.round((time - times[i]) / DAY));
  const mostlyDaily = steps.filter((step) => step === 1).length * 2 > steps.length;
  const first = steps.findIndex((step) => step > 1);
  if (!mostlyDaily || first < 0) return undefined;
  const count = steps.reduce((sum, step) => sum + Math.max(0, step - 1), 0);
  return { count, from: column.cells[first], until: column.cells[first + 1] };
}

/** The day `steps` after `time`, as 2014-12-31. */
export function dayAfter(time: number, steps: number): string {
  return new Date(time + steps * DAY).toISOString().slice(0, 10);
}

/**
 * The dates from the first cell to the last that is one. With slashes the day or the month comes first: the reading that
 * gets further, and `decided` is false if both get equally far and differ.
 */
function readDates(cells: readonly string[]): { times: readonly number[]; decided: boolean } {
  const dayFirst = leadingDates(cells, "day/month");
  const monthFirst = leadingDates(cells, "month/day");
  const times = dayFirst.length >= monthFirst.length ? dayFirst : monthFirst;
  const alike = dayFirst.every((time, i) => time === monthFirst[i]);
  return { times, decided: alike || dayFirst.length !== monthFirst.length };
}

function leadingDates(cells: readonly string[], order: SlashOrder): number[] {
  const times: number[] = [];
  for (const cell of cells) {
    const time = parseDate(cell, order);
    if (time === undefined) break;
    times.push(time);
  }
  return times;
}

/** A date with or without its time of day, as a clock on the wall shows it: zones are left out, so that days stay days. */
function parseDate(cell: string, order: SlashOrder): number | undefined {
  const yearFirst = YEAR_FIRST.exec(cell);
  if (yearFirst !== null) {
    const [year, month, day, ...time] = yearFirst.slice(1).map((part) => Number(part ?? 0));
    return timeOf(year, month, day, time);
  }
  const yearLast = YEAR_LAST.exec(cell);
  if (yearLast === null) return undefined;
  const [one, , two, year, ...time] = yearLast.slice(1).map((part) => Number(part ?? 0));
  const monthFirst = yearLast[2] === "/" && order === "month/day";
  return monthFirst ? timeOf(year, one, two, time) : timeOf(year, two, one, time);
}

/** The time in milliseconds, or undefined for a day such as February 30. */
function timeOf(
  year: number,
  month: number,
  day: number,
  [hour, minute, second]: readonly number[],
): number | undefined {
  if (minute > 59 || second > 59) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
}
