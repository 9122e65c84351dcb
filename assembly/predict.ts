/*
 * What prediction calls, and all that the import `downhill/predict` has of the core.
 */
import { allFinite } from "./kernels/finite";
import { forward, layerAt, link } from "./network";
import { Network } from "./plan";

export { addLayer, arenaEnd, arrange, createNetwork } from "./arrange";
export { copyParameters } from "./parameters";

/** Where the arena may begin: after the static data. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** Whether the inputs of the block's first rows are all finite. */
export function hasFiniteInputs(network: Network, rows: i32): bool {
  return allFinite(network.blockInputs, rows * layerAt(network, 0).xStride);
}

/** Linked outputs of the block's first rows, into the last layer's y. */
export function predictBlock(network: Network, rows: i32): void {
  forward(network, rows, false, 0);
  link(network, rows);
}
