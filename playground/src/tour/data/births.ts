/*
 * The births of every step: one number for each day from the first of January 2000 to the last of December 2014. Plain functions, for the
 * page and the trainer both.
 */

/** Births a day, [5479], from 2000-01-01. */
export type Births = Float64Array;

const FIRST_DAY = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

/** The place of a day in the series. @param date as "2013-11-28" */
export function dayOf(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - FIRST_DAY) / DAY_MS;
}

/** 0 for Sunday; the first day of the series was a Saturday. */
export function weekdayOf(day: number): number {
  return (day + 6) % 7;
}

/** The date of a place in the series, at midnight UTC. */
export function dateOf(day: number): Date {
  return new Date(FIRST_DAY + day * DAY_MS);
}

/** From the file in data/: a header, then date and births. @throws Error for a file that does not hold every day once */
export function readBirths(csv: string): Births {
  const lines = csv.trim().split("\n").slice(1);
  return Float64Array.from(lines, (line, day) => {
    const [date, births] = line.split(",");
    if (dayOf(date) !== day || !(Number(births) > 0)) throw new Error(`births: line ${day + 2} is "${line}"`);
    return Number(births);
  });
}

/** Days from `from` until before `to`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What most steps learn from, and what they are judged by: as in docs/lecture.md. */
export const LEARNT: Span = { from: "2010-01-01", to: "2014-01-01" };
export const JUDGED: Span = { from: "2014-01-01", to: "2015-01-01" };

export interface Pairs {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Each day of a span as y, beside the day `back` days before it as x. */
export function pairs(births: Births, { from, to }: Span, back: number): Pairs {
  const [first, end] = [dayOf(from), dayOf(to)];
  return { xs: births.slice(first - back, end - back), ys: births.slice(first, end) };
}

/** The mean absolute error of saying what was `back` days before. */
export function errorOfCopy(births: Births, span: Span, back: number): number {
  const { xs, ys } = pairs(births, span, back);
  return mean(ys, (y, i) => Math.abs(y - xs[i]));
}

export function mean(
  values: ArrayLike<number>,
  of = (value: number, _place: number): number => value,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i], i);
  return sum / values.length;
}
