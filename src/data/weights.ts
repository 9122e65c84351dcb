import { DataError } from "../base/errors.js";
import { checkList, readNumbers, wrongCount } from "./rows.js";

/**
 * Reads how much each row counts, into an array of its own.
 *
 * @param weights [rows], each >= 0, at least one above 0
 * @throws ShapeError for a wrong count; DataError for a weight that is negative or no finite number (says which)
 */
export function readWeights(caller: string, weights: unknown, rows: number): Float64Array {
  const values = readSomeWeights(caller, weights, rows);
  checkTotal(caller, values, "the dataset");
  return values;
}

/** As readWeights, of some of the rows: they may all be 0. */
export function readSomeWeights(caller: string, weights: unknown, rows: number): Float64Array {
  const list = checkList(caller, "weights", weights);
  if (list.length !== rows) throw wrongCount(caller, "weights", list.length, rows);
  const values = Float64Array.from(readNumbers(caller, list, (row) => ({ name: `weights[${row}]`, row })));
  checkNotNegative(caller, values);
  return values;
}

/** Throws unless each of these finite numbers is at least 0 and one of them above. `part` as for checkTotal. */
export function checkWeights(caller: string, weights: Float64Array, part?: string): void {
  checkNotNegative(caller, weights);
  checkTotal(caller, weights, part);
}

function checkNotNegative(caller: string, weights: Float64Array): void {
  const row = weights.findIndex((weight) => weight < 0);
  if (row >= 0) {
    throw new DataError(`${caller}: weights[${row}] is ${weights[row]}. A weight must be at least 0.`, {
      expected: "a number >= 0",
      received: weights[row],
      row,
    });
  }
}

/** Throws unless the weights' sum, by which means are divided, is a number above 0. `part` says whose weights they are. */
export function checkTotal(
  caller: string,
  weights: Float32Array | Float64Array | undefined,
  part?: string,
): void {
  if (weights === undefined) return;
  let total = 0;
  for (const weight of weights) total += weight;
  if (total > 0 && total < Infinity) return;
  const which = part === undefined ? "weights" : `weights of ${part}`;
  const text =
    total > 0
      ? `The ${which} are so large that their sum is infinite. Divide them all by the largest.`
      : `All ${which} are 0. At least one row must count.`;
  throw new DataError(`${caller}: ${text}`, { expected: "a finite sum above 0", received: total });
}

/** Weights divided by the largest: only their ratios count, and float32 can hold those whatever the unit. */
export function dividedByLargest(weights: Float64Array): Float64Array {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return weights.map((weight) => weight / largest);
}

/** Weights whose mean is 1; equal ones are exactly 1. */
export function meanOne(weights: Float64Array): Float64Array {
  const ratios = dividedByLargest(weights);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return ratios.map((ratio) => ratio / mean);
}
