import { checkName, fieldsOf, isObject, kindOf, mustBe, show } from "../base/check.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import { CALENDAR, type CalendarField } from "../cells/calendar.js";
import { parseDate } from "../cells/dates.js";
import { checkList, isList, readNumbers } from "./rows.js";
import type { WindowOptions } from "./window-options.js";

/** What stands in each row behind the window itself. */
export interface WindowColumns {
  /** Of a whole row, the window too. */
  readonly width: number;
  /** Of all columns of a row. */
  readonly names: readonly string[];
  /** How many of the last ones are 0 or 1, or a sine and a cosine, and stay as they are. */
  readonly indicators: number;
  readonly past: number;
  readonly ahead: number;
  readonly gap: number;
  /** Other series. */
  readonly with: readonly (Float32Array | Float64Array)[];
  readonly known: readonly (Float32Array | Float64Array)[];
  readonly calendar: readonly CalendarField[];
  /** Milliseconds since 1970, one a step; empty without a calendar. */
  readonly times: Float64Array;
}

/**
 * The other columns of windows, checked; undefined where there are none.
 *
 * @param steps how long the series is
 * @param beyond how many steps dates and what is known reach beyond its end
 */
export function readColumns(
  caller: string,
  options: WindowOptions,
  { past, ahead, gap }: { past: number; ahead: number; gap: number },
  steps: number,
  beyond = 0,
): WindowColumns | undefined {
  const { name = "value" } = options;
  if (typeof name !== "string") throw mustBe(caller, "name", "a text", name);
  const others = readSeriesByName(caller, "with", options.with, steps, 0);
  const known = readSeriesByName(caller, "known", options.known, steps, beyond);
  const calendar = readFields(caller, options.calendar);
  const { dates } = options;
  if (calendar.length > 0 && dates === undefined) {
    throw new OptionError(`${caller}: calendar needs dates, one for each step of the series.`, {
      expected: "dates",
      received: undefined,
    });
  }
  const times = dates === undefined ? new Float64Array(0) : readTimes(caller, dates, steps + beyond);
  if (others.size + known.size + calendar.length === 0) return undefined;
  const lags = (of: string): string[] => Array.from({ length: past }, (_, k) => `${of}[-${past - k}]`);
  const after = (of: string): string[] =>
    ahead === 1 ? [of] : Array.from({ length: ahead }, (_, k) => `${of}[+${gap + k + 1}]`);
  const indicators = calendar.flatMap((field) => CALENDAR[field].columns.map((end) => field + end));
  const names = [
    ...[name, ...others.keys()].flatMap(lags),
    ...[...known.keys()].flatMap(after),
    ...indicators,
  ];
  const twice = names.find((title, c) => names.indexOf(title) !== c);
  if (twice !== undefined)
    throw new OptionError(`${caller}: two columns would be called ${show(twice)}. Rename one.`, {
      received: twice,
    });
  return {
    ...{ width: names.length, names, indicators: indicators.length, past, ahead, gap },
    with: [...others.values()],
    known: [...known.values()],
    ...{ calendar, times },
  };
}

/** Writes what stands behind the window that begins with step `first`. */
export function writeColumns(columns: WindowColumns, first: number, out: Float64Array, at: number): void {
  const { past, ahead, gap, times } = columns;
  const target = first + past + gap;
  for (const values of columns.with) {
    out.set(values.subarray(first, first + past), at);
    at += past;
  }
  for (const values of columns.known) {
    out.set(values.subarray(target, target + ahead), at);
    at += ahead;
  }
  for (const field of columns.calendar) {
    CALENDAR[field].write(times[target], out, at);
    at += CALENDAR[field].columns.length;
  }
}

function readSeriesByName(
  caller: string,
  option: string,
  given: unknown,
  steps: number,
  beyond: number,
): Map<string, Float32Array | Float64Array> {
  if (given === undefined) return new Map();
  if (!isObject(given) || isList(given))
    throw mustBe(caller, option, "an object of series by name, such as { price: [...] }", given);
  const read = Object.entries(given).map(([name, series]) => {
    const where = `${option}.${name}`;
    const list = checkList(caller, where, series);
    checkLength(caller, where, list.length, steps, beyond);
    return [name, readNumbers(caller, list, (row) => ({ name: `${where}[${row}]`, row }))] as const;
  });
  return new Map(read);
}

function checkLength(caller: string, name: string, length: number, steps: number, beyond: number): void {
  if (length === steps + beyond) return;
  const why = beyond === 0 ? "" : `, and ${beyond} more for what is to be predicted`;
  throw new ShapeError(
    `${caller}: ${name} has ${length} values, expected ${steps + beyond}: one for each step of the series${why}.`,
    { expected: steps + beyond, received: length },
  );
}

function readFields(caller: string, given: unknown): readonly CalendarField[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw mustBe(caller, "calendar", 'a list such as ["weekday", "month"]', given);
  const known = Object.keys(CALENDAR) as CalendarField[];
  for (const field of given) checkName(`${caller}: calendar ${show(field)}`, "field", field, known);
  return given as CalendarField[];
}

function readTimes(caller: string, given: unknown, steps: number): Float64Array {
  const dates = Array.isArray(given) ? given : Array.from(checkList(caller, "dates", given));
  if (dates.length !== steps) {
    throw new ShapeError(
      `${caller}: dates has ${dates.length} values, expected ${steps}: one for each step, those to be predicted too.`,
      { expected: steps, received: dates.length },
    );
  }
  const times = Float64Array.from(dates, (date: unknown, row) => {
    const time = timeOf(date);
    if (time !== undefined && Number.isFinite(time) && Math.abs(time) <= 8.64e15) return time;
    throw new DataError(
      `${caller}: dates[${row}] is ${show(date)}, no date. Write "2014-12-31", or give Dates or milliseconds since 1970.`,
      { expected: "a date", received: date, row },
    );
  });
  const row = times.findIndex((time, k) => k > 0 && goesBack(times[k - 1], time));
  if (row < 0) return times;
  throw new DataError(
    `${caller}: dates[${row}] (${show(dates[row])}) is not after dates[${row - 1}] (${show(dates[row - 1])}). A series is in time order, each time ` +
      "once: sort it, or keep the rows of one series.",
    { received: dates[row], row },
  );
}

const HOUR = 3_600_000;

/** Whether a time is not after the one before; a clock on the wall is put back by an hour in autumn. */
function goesBack(before: number, time: number): boolean {
  const isClock = before % (24 * HOUR) !== 0 || time % (24 * HOUR) !== 0;
  return isClock ? time < before - HOUR : time <= before;
}

function timeOf(date: unknown): number | undefined {
  if (typeof date === "string") return parseDate(date);
  if (kindOf(date) === "Date") return (date as Date).getTime();
  return typeof date === "number" ? date : (fieldsOf(date).epochMilliseconds as number | undefined);
}
