/*
 * What prediction calls, and all that the import `downhill/predict` has of the core.
 */
import { allFinite } from "./kernels/finite";
import { forward, link } from "./network";
import { Network } from "./plan";

export { addDense, addDropout, arenaStart, arrange, create, recordsEnd } from "./arrange";
export { copyVector } from "./parameters";

/** Linked outputs of the block's first rows, into the last layer's y; false, and none, where an input is not finite. */
export function predict(network: Network, rows: i32): bool {
  if (!allFinite(network.blockInputs, rows * network.inputStride)) return false;
  forward(network, rows, false, 0);
  link(network, rows);
  return true;
}
