/** How long a slice of training may keep the thread, in milliseconds: half a frame. */
const TARGET_MS = 8;
/** Operations in a millisecond that even a slow machine does. */
const SURE_OPERATIONS = 1e6;
/** Forward, delta and weight gradient: a multiplication and an addition each for every parameter. */
const OPERATIONS = 6;

/**
 * How many rows are trained between two turns for everything else.
 *
 * It begins with what a slow machine does in the time, and grows or shrinks as the clock shows. Where the clock stands still (a deployed
 * Worker's does within a request), it stays.
 */
export class SliceSize {
  rows: number;

  constructor(parameters: number) {
    this.rows = Math.max(1, Math.floor((TARGET_MS * SURE_OPERATIONS) / (OPERATIONS * parameters)));
  }

  /** Notes that a slice of `rows` rows took so long. */
  took(ms: number): void {
    if (!(ms > 0)) return;
    // No more than twice at once: one reading may be wrong, where a clock has coarse steps.
    this.rows = Math.max(1, Math.round(this.rows * Math.min(2, TARGET_MS / ms)));
  }
}
