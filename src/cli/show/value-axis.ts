import { fixed } from "../base/format.js";
import { median } from "../base/statistics.js";

/** An axis of values, from the lowest at 0 to the highest at 1. */
export interface ValueAxis {
  readonly isLog: boolean;
  /** Where a value lies, from 0 to 1. */
  readonly place: (value: number) => number;
  /** A few round values of the axis, each as it is written. */
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Orders of magnitude: where the largest value is so many times the smallest. */
const LOG_FROM = 20;
/** And where it is only so many times, but a straight axis would have half of the values in its lowest tenth. */
const LOG_FROM_IF_LOW = 4;

/** Less than this share of the values is no difference that an axis could name. */
const FLAT = 1e-6;

/** An axis with at least two ticks that holds all of some finite values. */
export function valueAxis(values: readonly number[]): ValueAxis {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const isLow = median(values) - low < (high - low) / 10;
  if (low > 0 && high / low >= (isLow ? LOG_FROM_IF_LOW : LOG_FROM)) return logAxis(low, high);
  // Of values that are all the same, or nearly, there is room above and below.
  const isFlat = high - low <= FLAT * Math.max(Math.abs(low), Math.abs(high));
  const room = isFlat ? Math.abs(high) / 2 || 1 : 0;
  return linearAxis(low - room, high + room);
}

function linearAxis(low: number, high: number): ValueAxis {
  return {
    isLog: false,
    place: (value) => (value - low) / (high - low),
    ticks: linearTicks(low, high),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten, as far apart as two of them still lie on the axis. */
function linearTicks(low: number, high: number): Tick[] {
  for (let exponent = Math.floor(Math.log10(high - low)); ; exponent--) {
    for (const factor of [5, 2, 1]) {
      const step = factor * 10 ** exponent;
      const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
      if (last - first < 1) continue;
      return Array.from({ length: last - first + 1 }, (_, i) => tick((first + i) * step, exponent));
    }
  }
}

function logAxis(low: number, high: number): ValueAxis {
  const [bottom, top] = [Math.log10(low), Math.log10(high)];
  return {
    isLog: true,
    place: (value) => (Math.log10(value) - bottom) / (top - bottom),
    ticks: logTicks(low, high),
  };
}

/** Ticks that a few lines of text have room for. */
const MOST_TICKS = 4;

/** Powers of ten, thinned where there are many; where there is hardly one, what lies between them as well. */
function logTicks(low: number, high: number): Tick[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const between = (factors: readonly number[], every = 1): Tick[] =>
    exponents
      .filter((exponent) => exponent % every === 0)
      .flatMap((exponent) => factors.map((factor) => tick(factor * 10 ** exponent, exponent)))
      .filter(({ value }) => value >= low && value <= high);
  const powers = between([1]).length;
  if (powers > 1) return between([1], Math.ceil(powers / MOST_TICKS));
  const thirds = between([1, 3]);
  return thirds.length > 1 ? thirds : between([1, 2, 5]);
}

/** @param exponent of the power of ten that the value is a multiple of */
function tick(value: number, exponent: number): Tick {
  // 3 * 10 ** -4 is 0.00030000000000000003.
  const round = Number(value.toPrecision(12));
  const isPlain = exponent >= -4 && Math.abs(round) < 1e9;
  return { value: round, label: isPlain ? fixed(round, Math.max(0, -exponent)) : exponential(round) };
}

/** 2e-7 and 1.25e+9 as 2e-7 and 1.25e9. */
function exponential(value: number): string {
  return value.toExponential().replace("e+", "e");
}
