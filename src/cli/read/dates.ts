import { readDates } from "../../cells/dates.js";
import { findRhythm, type Rhythm } from "./step.js";
import type { Column, Table } from "./table.js";

/** A column of dates beside a series. */
export interface Calendar extends Rhythm {
  readonly column: Column;
  /** Milliseconds since 1970, one a row. */
  readonly times: readonly number[];
  readonly order: "forward" | "backward" | "mixed";
  /** Two rows of one time, as in a file of several series. */
  readonly repeated?: readonly [number, number];
}

/** Hours, days or months left out of a series that otherwise has one row for each. */
export interface MissingTimes {
  readonly unit: "hour" | "day" | "month";
  readonly count: number;
  /** The first gap: this day is followed by `until`, as the file writes them. */
  readonly from: string;
  readonly until: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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
  const repeated = isClockPutBack(times, steps) ? undefined : findRepeated(times);
  return { column, times, order: orderOf(steps), ...findRhythm(times), repeated };
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

/** The hours, days or months missing from a calendar most of whose steps are one of these. */
export function missingTimes({ column, times, order, isSteady }: Calendar): MissingTimes | undefined {
  if (order !== "forward" || isSteady) return undefined;
  for (const [unit, numberOf] of UNITS) {
    const numbers = times.map(numberOf);
    const steps = numbers.slice(1).map((number, i) => number - numbers[i]);
    if (steps.filter((step) => step === 1).length * 2 <= steps.length) continue;
    const first = steps.findIndex((step) => step > 1);
    if (first < 0) return undefined;
    const count = steps.reduce((sum, step) => sum + Math.max(0, step - 1), 0);
    return { unit, count, from: column.cells[first], until: column.cells[first + 1] };
  }
  return undefined;
}

/** The number of the hour, day or month that a time lies in. */
const UNITS: readonly (readonly [unit: MissingTimes["unit"], numberOf: (time: number) => number])[] = [
  ["hour", (time) => Math.floor(time / HOUR)],
  ["day", (time) => Math.floor(time / DAY)],
  ["month", (time) => 12 * new Date(time).getUTCFullYear() + new Date(time).getUTCMonth()],
];
