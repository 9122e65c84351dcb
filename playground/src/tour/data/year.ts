import { type Births, dayOf, weekdayOf } from "./births.js";

const YEARS = Array.from({ length: 15 }, (_, i) => 2000 + i);
export const WEEKS = 52;

/**
 * The year as a curve: births on a usual working day, week by week, [52].
 *
 * Each is the median of all Mondays to Fridays in that week of the year, of 15 years: a holiday, which falls into it in every year, would
 * pull the mean down. Week 1 begins on the first of January.
 */
export function yearCurve(births: Births): Float64Array {
  return Float64Array.from({ length: WEEKS }, (_, week) => median(workingDays(births, week)));
}

function workingDays(births: Births, week: number): number[] {
  return YEARS.flatMap((year) => {
    const first = dayOf(`${year}-01-01`) + 7 * week;
    const days = Array.from({ length: 7 }, (_, i) => first + i);
    return days.filter((day) => weekdayOf(day) % 6 !== 0).map((day) => births[day]);
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** The numbers of the weeks, from 1. */
export const WEEK_NUMBERS = Float64Array.from({ length: WEEKS }, (_, i) => i + 1);
