import type { CheckedRows } from "../network/checked-rows.js";
import { DivergedError } from "../base/errors.js";
import type { Learner } from "../network/learner.js";
import { packRows } from "../data/rows.js";

/**
 * The error of a training in which the loss or a weight became NaN or infinite.
 *
 * @param what where and how, up to the number of the update
 * @param kept what the weights are now
 */
export function divergence(
  what: string,
  { spec }: Learner,
  data: CheckedRows,
  { epoch, update, learningRate }: { epoch: number; update: number; learningRate: number },
  kept: string,
): DivergedError {
  const advice = spec.standardize
    ? "Try a smaller learning rate or clipNorm: 1."
    : "Try standardize: true or a smaller learning rate.";
  return new DivergedError(
    `${what} update ${update} (learning rate ${learningRate}, largest |input| ${largestInput(data)}).\n  ${advice} ${kept}`,
    epoch,
    update,
    learningRate,
  );
}

export function largestInput({ inputRows, rows }: CheckedRows): number {
  let most = 0;
  for (const value of packRows(inputRows, rows)) most = Math.max(most, Math.abs(value));
  return most;
}
