/** The owner of an instance, which can give it up. */
export interface Resident {
  /** Its seat while it has an instance that may be evicted; only this file writes it. */
  seat: Seat | undefined;
  /** Copies the state out of the instance and lets go of it. */
  checkOut(): void;
}

/**
 * What the list below has of an owner: a weak reference to its seat, so that an owner that nobody else holds is freed with its instance.
 *
 * Not to the owner itself: what a weak reference was made of or asked for lives until the event loop's next turn, and so would all of
 * the thousands of models that one loop builds and drops. The seat of one that is evicted lives as long, but is empty.
 */
export interface Seat {
  owner: Resident | undefined;
  readonly reference: Reference;
}

interface Reference {
  deref(): Seat | undefined;
}

/** Instances alive at once. V8 stops at about 12,900, and each keeps at least a page of memory. */
const MOST = 64;

/** Seats in order of last use, oldest first; a fit's own instance is not in here, so it is never evicted. */
const residents = new Set<Reference>();
let latest: Reference | undefined;

/** Notes that `owner` used its instance just now; evicts the least recently used when there are too many. */
export function touch(owner: Resident): void {
  const { reference } = (owner.seat ??= seatOf(owner));
  if (reference === latest) return;
  latest = reference;
  residents.delete(reference);
  residents.add(reference);
  if (residents.size <= MOST) return;
  const [oldest] = residents;
  residents.delete(oldest);
  oldest.deref()?.owner?.checkOut();
}

/** Notes that `owner` has no instance any more, or one that is pinned. */
export function release(owner: Resident): void {
  const { seat } = owner;
  if (!seat) return;
  residents.delete(seat.reference);
  if (seat.reference === latest) latest = undefined;
  seat.owner = undefined;
  owner.seat = undefined;
}

/** How many models have an instance now, or had one when they were dropped; for tests. */
export function residentCount(): number {
  return residents.size;
}

function seatOf(owner: Resident): Seat {
  const seat = { owner } as { owner: Resident; reference: Reference };
  // Workers before compatibility date 2025-05-05 have no WeakRef: there the last 64 are held.
  seat.reference = typeof WeakRef === "undefined" ? { deref: () => seat } : new WeakRef<Seat>(seat);
  return seat;
}
