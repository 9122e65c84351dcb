import type { Steps } from "../base/steps.js";
import type { Rows } from "../data/rows.js";
import type { Missing } from "./features.js";

/** Rows of a step: a millisecond, or less. */
const ROWS_OF_STEP = 16_384;

/**
 * What stands in place of a column's missing cells: the mean or the median of those that are there, each counting as much as its row's
 * weight says. The median of evenly many is the middle of the two. 0 for a column without any.
 */
export function* fillOf(
  { values, offset, stride }: Rows,
  column: number,
  count: number,
  weights: Float64Array | undefined,
  missing: Missing,
): Steps<number> {
  const present: number[] = [];
  const counts: number[] = [];
  let total = 0;
  let mean = 0;
  for (let r = 0; r < count; r++) {
    if (r % ROWS_OF_STEP === 0) yield;
    const value = values[offset + r * stride + column];
    const weight = weights?.[r] ?? 1;
    if (Number.isNaN(value) || weight === 0) continue;
    total += weight;
    if (missing === "median") {
      present.push(value);
      counts.push(weight);
    } else {
      // Never beyond the numbers themselves, however large they are.
      const share = weight / total;
      mean = mean * (1 - share) + value * share;
    }
  }
  return missing === "median" ? medianOf(present, counts, total) : mean + 0;
}

function medianOf(values: readonly number[], weights: readonly number[], total: number): number {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    below += weights[order[k]];
    if (2 * below < total) continue;
    const value = values[order[k]];
    const next = values[order[Math.min(k + 1, order.length - 1)]];
    // + 0: JSON has no -0.
    return (2 * below === total ? value / 2 + next / 2 : value) + 0;
  }
  return 0;
}
