/** How long a slice may take, in milliseconds: a frame of a page is 16, and the page has work of its own. */
export const SLICE_MS = 8;

/** Operations that a slow machine does in a millisecond. */
const SLOW = 1e6;

/**
 * About how many operations training on one row takes: two for each parameter forward and four backward, with the row's share of an
 * optimizer's step, which Adam's is, and of what rows and updates take beside that. Measured on an AMD EPYC, networks from 1-1 to
 * 784-512-512-10 and batches from 1 to 1,024 reach 4 to 60 of them in a nanosecond, so that SLOW is a machine of a quarter of its speed
 * at the least.
 *
 * @param batchSize  Infinity where all rows are one batch
 */
export function operationsOfRow(parameters: number, batchSize: number): number {
  return 6 * parameters + 200 + (16 * parameters + 500) / batchSize;
}

/**
 * How many rows a slice of training has, so that it takes about 8 ms. It begins with as many as a slow machine does in that time, and
 * goes on as fast as the clock shows; where the clock stands still, it stays there.
 */
export class SliceSize {
  #rows: number;
  /** What was seen since the size was last set. */
  #seenRows = 0;
  #seenMs = 0;

  constructor(operationsPerRow: number) {
    this.#rows = (SLICE_MS * SLOW) / operationsPerRow;
  }

  /** Rows of the next slice, at least 1. */
  get rows(): number {
    return Math.max(1, Math.floor(this.#rows));
  }

  /** What a slice did, which may be more or fewer rows than it should have had, and how long it took by the clock. */
  took(rows: number, ms: number): void {
    this.#seenRows += rows;
    // A clock that was set back says nothing.
    this.#seenMs += Math.max(0, ms);
    // Less says little, as some clocks have steps of 1 ms.
    if (this.#seenMs < SLICE_MS) return;
    const wanted = (this.#seenRows / this.#seenMs) * SLICE_MS;
    // No more at once: a clock that stood still for a while, or an hour's sleep, says nothing of the machine's speed.
    this.#rows = Math.min(Math.max(wanted, this.#rows / 8), this.#rows * 2);
    this.#seenRows = this.#seenMs = 0;
  }
}
