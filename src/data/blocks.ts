import type { Rows } from "./rows.js";

/** Rows that need not all be there at once. */
export interface Blocks {
  readonly width: number;
  /** Bytes of a number, which say how it was rounded. */
  readonly bytes: number;
  /** Rows of which those from `from` up to, not including, `to` can be read, until the next call. */
  rows(from: number, to: number): Rows;
}

/** Rows that are. */
export function allAtOnce(rows: Rows): Blocks {
  return { width: rows.width, bytes: rows.values.BYTES_PER_ELEMENT, rows: () => rows };
}

/** Rows that are written anew for each block, into an array that all share. */
export function blocksOf(
  width: number,
  bytes: number,
  write: (from: number, to: number, out: Float64Array) => void,
): Blocks {
  let block = new Float64Array(0);
  return {
    ...{ width, bytes },
    rows: (from, to) => {
      if (block.length < (to - from) * width) block = new Float64Array((to - from) * width);
      write(from, to, block);
      return { values: block, offset: -from * width, stride: width, width };
    },
  };
}
