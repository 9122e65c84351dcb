/*
 * What prediction calls, and all that the import `downhill/predict` has of the core.
 */
import { allFinite } from "./kernels/finite";
import { applyLink } from "./loss";
import { forward } from "./network";
import { Network } from "./plan";

export { addDense, addDropout, arenaStart, arrange, create, recordsEnd } from "./arrange";
export { writeVector } from "./parameters";

/** Linked outputs of the block's first rows, into the last layer's y; false, and none, where an input is not finite. */
export function predict(network: Network, rows: i32): bool {
  if (!allFinite(network.blockInputs, rows * network.inputStride)) return false;
  forward(network, rows, false, 0);
  applyLink(network, rows);
  return true;
}
