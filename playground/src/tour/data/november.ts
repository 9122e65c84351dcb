import { type Births, dayOf, type Pairs, pairs } from "./births.js";

/** Four weeks of November 2013 that end with Thanksgiving, beside the same weekday a week before. */
export const NOVEMBER = { from: "2013-11-01", to: "2013-11-29" } as const;
export const HOLIDAY = dayOf("2013-11-28") - dayOf(NOVEMBER.from);

/** @param withHoliday the last of the days is the holiday */
export function november(births: Births, withHoliday: boolean): Pairs {
  const { xs, ys } = pairs(births, NOVEMBER, 7);
  const days = withHoliday ? HOLIDAY + 1 : HOLIDAY;
  return { xs: xs.slice(0, days), ys: ys.slice(0, days) };
}
