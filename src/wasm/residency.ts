/** The owner of an instance, which can give it up. */
export interface Resident {
  /** Copies the state out of the instance and lets go of it. */
  checkOut(): void;
}

/** Instances alive at once. V8 stops at about 12,900, and each keeps at least a page of memory. */
const MOST = 64;

/** Owners in order of last use, oldest first; a fit's own instance is not in here, so it is never evicted. */
const residents = new Set<Resident>();
let latest: Resident | undefined;

/** Notes that `owner` used its instance just now; evicts the least recently used when there are too many. */
export function touch(owner: Resident): void {
  if (owner === latest) return;
  latest = owner;
  residents.delete(owner);
  residents.add(owner);
  if (residents.size <= MOST) return;
  const [oldest] = residents;
  oldest.checkOut();
}

/** Notes that `owner` has no instance any more, or one that is pinned. */
export function release(owner: Resident): void {
  residents.delete(owner);
  if (owner === latest) latest = undefined;
}

/** How many models have an instance now, for tests. */
export function residentCount(): number {
  return residents.size;
}
