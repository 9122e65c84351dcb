import { fixed } from "./format.js";

/** The middle value, or the mean of the two middle ones. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** How several measurements of one thing lie. */
export interface Spread {
  readonly mean: number;
  /** The sample's standard deviation (n - 1); null for fewer than two values, which have none. */
  readonly deviation: number | null;
}

export function spreadOf(values: readonly number[]): Spread {
  const middle = mean(values);
  if (values.length < 2) return { mean: middle, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { mean: middle, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** `182.7 ± 13.1`, the mean alone of one seed, or a dash. */
export function spread(value: Spread | undefined, digits: number): string {
  if (value === undefined) return "–";
  const deviation = value.deviation === null ? "" : ` ± ${fixed(value.deviation, digits)}`;
  return fixed(value.mean, digits) + deviation;
}
