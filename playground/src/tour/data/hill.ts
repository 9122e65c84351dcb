import { mean } from "./births.js";
import { WEEK_NUMBERS } from "./year.js";

/*
 * Step 4: the second half of the year, which rises to September and falls to December, and one sigmoid, which can do one of both:
 *
 *   births = FLOOR + HEIGHT sigmoid(BIAS + w x),   x = (week - PEAK) / 10
 *
 * w is the only unknown number. With w > 0 the sigmoid follows the rise, with w < 0 the fall.
 */
const FIRST_WEEK = 21;
const PEAK = 35;
export const BIAS = 3;
/** Where the slope is less than this there is no way down any more. */
export const FLAT = 1e-5;
const FLOOR = 12_000;
const HEIGHT = 1_500;

/** What the sigmoid sees and should say, both of the order of 1. */
export interface Hill {
  readonly weeks: Float64Array;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

export function hill(year: Float64Array): Hill {
  const weeks = WEEK_NUMBERS.slice(FIRST_WEEK - 1);
  return {
    weeks,
    xs: weeks.map((week) => (week - PEAK) / 10),
    ys: year.slice(FIRST_WEEK - 1).map((births) => (births - FLOOR) / HEIGHT),
  };
}

/** A value of ys as births. */
export const birthsAt = (y: number): number => FLOOR + HEIGHT * y;

/** Births that the sigmoid says. */
export function hillAt(w: number, x: number): number {
  return FLOOR + HEIGHT / (1 + Math.exp(-(BIAS + w * x)));
}

/** Mean squared error in the units of ys. */
export function hillLoss(w: number, { xs, ys }: Hill): number {
  return mean(ys, (y, i) => (y - (hillAt(w, xs[i]) - FLOOR) / HEIGHT) ** 2);
}

/** A loss as births: its root in their unit. */
export const asBirths = (loss: number): number => HEIGHT * Math.sqrt(loss);
