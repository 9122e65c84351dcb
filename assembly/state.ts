/*
 * What training keeps, to go back to it: all that updates change at the last good place, and the best epoch's parameters.
 */
import { Network, Progress } from "./plan";

/** Keeps parameters, slots, generator and counts in `lastGood`. */
export function keepState(network: Network): void {
  const bytes = vectorBytes(network);
  let kept = network.lastGood;
  memory.copy(kept, network.parameters, bytes);
  if (network.slot0) memory.copy((kept += bytes), network.slot0, bytes);
  if (network.slot1) memory.copy((kept += bytes), network.slot1, bytes);
  memory.copy(kept + bytes, changetype<usize>(network), offsetof<Progress>());
}

/** Brings back what keepState kept. */
export function restoreState(network: Network): void {
  const bytes = vectorBytes(network);
  let kept = network.lastGood;
  memory.copy(network.parameters, kept, bytes);
  if (network.slot0) memory.copy(network.slot0, (kept += bytes), bytes);
  if (network.slot1) memory.copy(network.slot1, (kept += bytes), bytes);
  memory.copy(changetype<usize>(network), kept + bytes, offsetof<Progress>());
}

/** Keeps the parameters in `best`. */
export function keepBest(network: Network): void {
  memory.copy(network.best, network.parameters, vectorBytes(network));
}

/** Brings back what keepBest kept. */
export function restoreBest(network: Network): void {
  memory.copy(network.parameters, network.best, vectorBytes(network));
}

// @ts-ignore: decorator
@inline
function vectorBytes(network: Network): usize {
  return (<usize>network.parameterCount) << 2;
}
