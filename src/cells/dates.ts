// How a date may stand in a file or a record. It goes into pages that predict, so that it is small and imports nothing.

/** Which of the two comes first in 1/2/2015 and 1-2-2015. */
export type DateOrder = "day/month" | "month/day";

export const ORDERS: readonly DateOrder[] = ["day/month", "month/day"];

const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

/** In a function that is marked as pure, so that bundlers leave it out of programs without dates. */
const PATTERN = /* @__PURE__ */ (() => {
  const time = String.raw`(?:(?:T|,? )(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?: ?([AaPp])[Mm])?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$`;
  const name =
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
  const weekday = "(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? )?";
  const dayAndName = String.raw`^${weekday}(\d{1,2})(?:-|\.? )${name}(?:-|[.,]? )(\d{4})`;
  const nameAndDay = String.raw`^${weekday}${name}(?:-|\.? )(?:(\d{1,2})(?:-|,? ))?(\d{4})`;
  return {
    yearFirst: new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})` + time),
    yearLast: new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})` + time),
    month: /^(\d{4})-(\d{2})$/,
    dayAndName: new RegExp(dayAndName + time, "i"),
    nameAndDay: new RegExp(nameAndDay + time, "i"),
  };
})();

/**
 * A date with or without its time of day, as milliseconds since 1970-01-01 00:00 as the clock on the wall shows it: zones are read and left
 * out, so that days stay days and the hour is the one that people lived by. A month alone is its first day.
 *
 * Read are 2015-01-31, 2015/01/31, 2015.01.31, 31.01.2015, 31/01/2015 or 01/31/2015 by `order`, the same with dashes, 2015-01, and with
 * English names of months Jan 31 2015, January 31, 2015, 31 Jan 2015, 31-Jan-2015, Sat, 31 Jan 2015, Jan 2015; behind each a time such as
 * 08:30, 8:30:00.250, 8:30 PM, 08:30Z, 08:30:00+01:00.
 *
 * @param order how 1/2/2015 is meant; without it only what can be read in one way is a date, such as 1/31/2015
 * @returns undefined for anything else: a day that no calendar has, a year of two digits, a number
 */
export function parseDate(text: string, order?: DateOrder): number | undefined {
  const [, first, sign, second, last, ...time] = PATTERN.yearLast.exec(text) ?? [];
  if (first === undefined) return yearFirst(text) ?? named(text);
  const dayFirst = timeOf(last, second, first, time);
  if (sign === "." || order === "day/month") return dayFirst;
  const monthFirst = timeOf(last, first, second, time);
  if (order === "month/day" || dayFirst === undefined) return monthFirst;
  return monthFirst === undefined || monthFirst === dayFirst ? dayFirst : undefined;
}

/**
 * As `parseDate`, for what is known to be a date: numbers too. 20150131 is a day, 2015 the first of its year, 9 or 10 digits are Unix
 * seconds and 12 or 13 Unix milliseconds, both in UTC.
 */
export function parseSaidDate(cell: string | number, order?: DateOrder): number | undefined {
  const text = String(cell);
  const [, year, month = "1", day = "1"] = /^([12]\d{3})(?:(\d{2})(\d{2}))?$/.exec(text) ?? [];
  return year === undefined ? (unixTime(text) ?? parseDate(text, order)) : timeOf(year, month, day);
}

/** The time in milliseconds of Unix seconds or milliseconds from 1973 on; undefined for any other number. */
export function unixTime(cell: string | number): number | undefined {
  const digits = /^([1-9]\d{8,12})(?:\.\d*)?$/.exec(String(cell))?.[1].length;
  if (digits === undefined || digits === 11) return undefined;
  return Math.round(Number(cell) * (digits < 11 ? 1000 : 1));
}

/** A time as 2014-12-31, or with its time of day as 2014-12-31T08:30:00. */
export function isoDate(time: number): string {
  const [day, clock] = new Date(time).toISOString().split("T");
  if (clock === "00:00:00.000Z") return day;
  return `${day}T${clock.replace(/(?:\.000)?Z$/, "")}`;
}

/** The dates at the beginning of a column. */
export interface LeadingDates {
  /** From the first cell to the last before one that is no date: the column is of dates where each cell has one. */
  readonly times: readonly number[];
  /** False where the day or the month may come first and no cell decides it: that is for the user to say. */
  readonly decided: boolean;
  /** How the cells are read; undefined where both ways give the same times. */
  readonly order: DateOrder | undefined;
}

/**
 * The dates from the first cell to the last that is one. Where the day or the month comes first it is the reading that gets further, and
 * `decided` is false if both get equally far and differ.
 */
export function readDates(cells: readonly string[]): LeadingDates {
  const dayFirst = leadingDates(cells, "day/month");
  const monthFirst = leadingDates(cells, "month/day");
  const isDayFirst = dayFirst.length >= monthFirst.length;
  const isLonger = dayFirst.length !== monthFirst.length;
  const alike = !isLonger && dayFirst.every((time, i) => time === monthFirst[i]);
  const order = isDayFirst ? "day/month" : "month/day";
  return {
    times: isDayFirst ? dayFirst : monthFirst,
    decided: alike || isLonger,
    order: alike ? undefined : order,
  };
}

function leadingDates(cells: readonly string[], order: DateOrder): number[] {
  const times: number[] = [];
  for (const cell of cells) {
    const time = parseDate(cell, order);
    if (time === undefined) break;
    times.push(time);
  }
  return times;
}

function yearFirst(text: string): number | undefined {
  const [, year, , month, day, ...time] = PATTERN.yearFirst.exec(text) ?? [];
  if (year !== undefined) return timeOf(year, month, day, time);
  const [, ofMonth, alone] = PATTERN.month.exec(text) ?? [];
  return ofMonth === undefined ? undefined : timeOf(ofMonth, alone, "1");
}

function named(text: string): number | undefined {
  const dayFirst = PATTERN.dayAndName.exec(text);
  const found = dayFirst ?? PATTERN.nameAndDay.exec(text);
  if (found === null) return undefined;
  const [, one, two = "1", year, ...time] = found;
  const [name, day] = dayFirst ? [two, one] : [one, two];
  return timeOf(year, String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) / 3 + 1), day, time);
}

/** The time in milliseconds, or undefined for a day such as February 30 and an hour such as 25. */
function timeOf(
  year: string,
  month: string,
  day: string,
  [hour = "0", minute = "0", second = "0", half]: readonly (string | undefined)[] = [],
): number | undefined {
  const seconds = Number(second.replace(",", "."));
  if (Number(minute) > 59 || seconds >= 60) return undefined;
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  // 12:30 AM is half an hour after midnight.
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute)));
  const exists = [
    [date.getUTCFullYear(), year],
    [date.getUTCMonth() + 1, month],
    [date.getUTCDate(), day],
  ].every(([found, written]) => found === Number(written));
  // Rounding must not make another day of the last moment of one.
  return exists ? date.getTime() + Math.min(59_999, Math.round(seconds * 1000)) : undefined;
}
