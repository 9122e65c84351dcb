/*
 * What training keeps, to go back to it: all that updates change at the last good place, where its weights and its loss were finite; the
 * counts and the generator where the epoch under way began; and the best epoch's parameters.
 */
import { Network, Progress } from "./plan";

/** Keeps parameters, slots, generator and counts, as they are, in `lastGood`. */
export function keepState(network: Network): void {
  beginState(network);
  keepStart(network);
}

/** Brings back what was kept last. */
export function restoreState(network: Network): void {
  restoreVectors(network);
  memory.copy(changetype<usize>(network), progressOf(network), offsetof<Progress>());
}

/** Notes where an epoch begins: before its shuffle. Its vectors are kept once their loss turns out to be finite. */
export function beginState(network: Network): void {
  network.startIsKept = 0;
  memory.copy(network.epochStart, changetype<usize>(network), offsetof<Progress>());
}

/** Keeps in `lastGood` where the epoch began; before its first update the vectors are still those. */
export function keepStart(network: Network): void {
  const bytes = vectorBytes(network);
  let kept = network.lastGood;
  network.startIsKept = 1;
  memory.copy(kept, network.parameters, bytes);
  if (network.slot0) memory.copy((kept += bytes), network.slot0, bytes);
  if (network.slot1) memory.copy(kept + bytes, network.slot1, bytes);
  memory.copy(progressOf(network), network.epochStart, offsetof<Progress>());
}

/** Brings back where the epoch began. */
export function restoreStart(network: Network): void {
  if (network.startIsKept) restoreVectors(network);
  memory.copy(changetype<usize>(network), network.epochStart, offsetof<Progress>());
}

function restoreVectors(network: Network): void {
  const bytes = vectorBytes(network);
  let kept = network.lastGood;
  memory.copy(network.parameters, kept, bytes);
  if (network.slot0) memory.copy(network.slot0, (kept += bytes), bytes);
  if (network.slot1) memory.copy(network.slot1, kept + bytes, bytes);
}

/** Behind the kept vectors: the counts that belong to them. */
// @ts-ignore: decorator
@inline
function progressOf(network: Network): usize {
  return network.epochStart - offsetof<Progress>();
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
