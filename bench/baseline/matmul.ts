import { block1x2, block1x8, block2x4, block4x2, block4x4 } from "./blocks.js";
import { memory, type Matrix, type Memory } from "./memory.js";

/**
 * The three products of a layer, all of one form, Y += X W with the rows of W and Y side by side in memory: forward X W;
 * weight gradient X^T D, where X is read with its strides exchanged; delta D W^T, from a transposed copy of W made once
 * a batch.
 */

/** Rows of W that are worked through for all rows of X before the next: 64 x 512 doubles, 256 KB, stay in L2. */
const INNER = 64;

/**
 * Y += X W.
 *
 * x: [rows, inner], w: [inner, columns], y: [rows, columns], no two of them the same. If inner is odd, column `inner` of
 * x must be zero and row `inner` of w finite; if columns is odd, column `columns` of w must be zero.
 */
export function addProduct(
  x: Matrix,
  w: Matrix,
  y: Matrix,
  rows: number,
  inner: number,
  columns: number,
): void {
  accumulate(x.offset, x.stride, 1, w, y, rows, inner, columns);
}

/** Y += X^T D. x: [inner, rows], d: [inner, columns], y: [rows, columns]; if inner is odd, row `inner` of d must be zero. */
export function addTransposedProduct(
  x: Matrix,
  d: Matrix,
  y: Matrix,
  rows: number,
  inner: number,
  columns: number,
): void {
  accumulate(x.offset, 1, x.stride, d, y, rows, inner, columns);
}

/** Value (r, p) of X stands at x + r * rowStep + p * innerStep. */
function accumulate(
  x: number,
  rowStep: number,
  innerStep: number,
  w: Matrix,
  y: Matrix,
  rows: number,
  inner: number,
  columns: number,
): void {
  const { offset, stride } = w;
  for (let first = 0; first < inner; first += INNER) {
    const last = Math.min(inner, first + INNER);
    const last4 = last - ((last - first) % 4);
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      const xr = x + r * rowStep;
      const yr = y.offset + r * y.stride;
      for (let p = first; p < last4; p += 4) {
        block4x4(xr + p * innerStep, rowStep, innerStep, offset + p * stride, stride, yr, y.stride, columns);
      }
      for (let p = last4; p < last; p += 2) {
        block4x2(xr + p * innerStep, rowStep, innerStep, offset + p * stride, stride, yr, y.stride, columns);
      }
    }
    for (; r + 2 <= rows; r += 2) {
      const xr = x + r * rowStep;
      const yr = y.offset + r * y.stride;
      for (let p = first; p < last4; p += 4) {
        block2x4(xr + p * innerStep, rowStep, innerStep, offset + p * stride, stride, yr, y.stride, columns);
      }
      for (let p = last4; p < last; p += 2) {
        block1x2(xr + p * innerStep, innerStep, offset + p * stride, stride, yr, columns);
        block1x2(
          xr + rowStep + p * innerStep,
          innerStep,
          offset + p * stride,
          stride,
          yr + y.stride,
          columns,
        );
      }
    }
    if (r < rows) {
      addRowProduct(
        x + r * rowStep + first * innerStep,
        innerStep,
        offset + first * stride,
        stride,
        y.offset + r * y.stride,
        last - first,
        columns,
      );
    }
  }
}

/**
 * y += x W for one row: a prediction, or the weight gradient of a layer of one unit.
 *
 * x, w, y: offsets of the first values, step: the distance between two values of x; else as addProduct
 */
export function addRowProduct(
  x: number,
  step: number,
  w: number,
  wStride: number,
  y: number,
  inner: number,
  columns: number,
): void {
  let p = 0;
  for (; p + 8 <= inner; p += 8) block1x8(x + p * step, step, w + p * wStride, wStride, y, columns);
  for (; p < inner; p += 2) block1x2(x + p * step, step, w + p * wStride, wStride, y, columns);
}

export const transpose = createTranspose(memory);

function createTranspose(shared: Memory) {
  const memory = shared;

  /** T = W^T. w: [rows, columns], t: [columns, rows]. */
  return function transpose(w: Matrix, t: Matrix, rows: number, columns: number): void {
    const m = memory;
    for (let r = 0; r < rows; r++) {
      const row = w.offset + r * w.stride;
      const end = (row + columns) | 0;
      const { stride } = t;
      for (
        let from = row, to = (t.offset + r) | 0;
        from < end;
        from = (from + 1) | 0, to = (to + stride) | 0
      ) {
        m[to] = m[from];
      }
    }
  };
}
