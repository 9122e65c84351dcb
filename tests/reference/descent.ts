import type { LossSpec } from "../../src/spec/loss.js";
import type { OptimizerSpec } from "../../src/spec/optimizer.js";
import { learningRateAt } from "../../src/spec/schedule.js";
import { gradientOf, type Batch, type Masks, type Network } from "./network.js";
import { clip, createUpdate } from "./optimizer.js";

export interface DescentOptions {
  readonly clipNorm?: number;
  /** Updates in an epoch, for a schedule; default: all of them are epoch 1. */
  readonly updatesPerEpoch?: number;
  /** The dropout masks of update k, from 0. */
  readonly masksOf?: (update: number) => Masks;
}

export interface Descent {
  /** The loss of each batch before its update. */
  readonly losses: number[];
  /** The parameters after each update. */
  readonly path: Float64Array[];
}

/** Gradient descent in float64: one update on each batch, in the order given. */
export function descend(
  network: Network,
  loss: LossSpec,
  optimizer: OptimizerSpec,
  start: ArrayLike<number>,
  batches: readonly Batch[],
  options: DescentOptions = {},
): Descent {
  const { clipNorm, updatesPerEpoch = Infinity, masksOf } = options;
  const parameters = Float64Array.from(start);
  const update = createUpdate(optimizer, parameters.length);
  const losses: number[] = [];
  const path: Float64Array[] = [];
  batches.forEach((batch, k) => {
    const found = gradientOf(network, loss, parameters, batch, masksOf?.(k));
    const gradient = clipNorm === undefined ? found.gradient : clip(found.gradient, clipNorm);
    update(parameters, gradient, learningRateAt(optimizer.learningRate, 1 + Math.floor(k / updatesPerEpoch)));
    losses.push(found.loss);
    path.push(parameters.slice());
  });
  return { losses, path };
}
