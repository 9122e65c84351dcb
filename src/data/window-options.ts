import { checkCount, checkOptions, mustBe } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import type { CalendarField } from "../cells/calendar.js";
import type { Numbers } from "./rows.js";

/** How a series is cut into rows. */
export interface WindowOptions {
  /** Days (or steps) in a row, >= 1. */
  past: number;
  /** How many following values to predict, as one target row; default 1. */
  ahead?: number;
  /** Steps left out between the window and its target; default 0. */
  gap?: number;
  /**
   * "last": a model that is built for these rows subtracts each window's last value from the window and its targets, and adds it to its
   * predictions; rows and targets themselves stay as they are. Default false.
   */
  relative?: "last" | false;
  /** Other series whose last `past` values stand in each row too, by name, each as long as the series. */
  with?: Readonly<Record<string, Numbers>>;
  /** What is known ahead of the steps to be predicted, by name, each as long as the series: whether it is a holiday, a price. */
  known?: Readonly<Record<string, Numbers>>;
  /** What the calendar says of the first step to be predicted, as columns of 0 and 1, the day of the year as sine and cosine. Needs `dates`. */
  calendar?: readonly CalendarField[];
  /** The date of each step of the series: dates as text ("2014-12-31", with a time of day or without), Dates, or milliseconds since 1970. */
  dates?: ArrayLike<string | number | Date>;
  /** What the series is called in the names of columns; default "value". */
  name?: string;
}

const OPTIONS = ["past", "ahead", "gap", "relative", "with", "known", "calendar", "dates", "name"];

/** What is checked of them, and defaults filled in. */
export function checkWindowOptions(
  caller: string,
  options: WindowOptions,
): { past: number; ahead: number; gap: number; relative: boolean } {
  checkOptions(caller, options, OPTIONS);
  const { past, ahead = 1, gap = 0, relative = false } = options;
  checkCount(caller, "past", past, 1);
  checkCount(caller, "ahead", ahead, 1);
  checkCount(caller, "gap", gap, 0);
  if (relative !== false && relative !== "last") throw mustBe(caller, "relative", '"last" or false', relative);
  if (relative === false || past > 1) return { past, ahead, gap, relative: relative === "last" };
  throw new OptionError(
    `${caller}: relative "last" needs past 2 or more: a single value less itself is 0, and tells nothing.`,
    { expected: 2, received: past },
  );
}
