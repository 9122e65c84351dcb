import { memory, type Memory } from "./memory.js";

/**
 * Y += X W for a few rows and a few inner steps: what matmul.ts builds products from.
 *
 * A block reads its values of X once and keeps them in local variables; then that many rows of W and of Y stream by, two
 * columns in each pass. block4x4 does 32 multiply-adds for 24 memory accesses, and nothing is carried from one column to
 * the next.
 *
 * What was tried, GFLOP/s on shapes near 100 x 100 x 100, one core of a Zen 3 server, Node 20 (scalar doubles in C: 12):
 *   2x4, 3x3 dot products       4.2, 4.6         sums and products exceed the registers; sums that spill form a chain
 *   1x8, 2x4, 3x4, 4x4 so       5.4, 6.8, 8.0, 8.0
 *   5x4, 6x4, 8x4, 4x6, 4x8 so  7.6, 7.4, 6.8, 6.9, 6.2   more values of X than registers
 *   4x4, one column in a pass   7.4              four columns: 8.1
 *   4x4 without `| 0`           6.9              every sum of indices is then checked for overflow
 *
 * Value (r, p) of X stands at x + r * rowStep + p * innerStep; w and y are the offsets of their first values; columns is
 * rounded up to an even number.
 */
export const { block4x4, block4x2, block2x4, block1x8, block1x2 } = createBlocks(memory);

function createBlocks(shared: Memory) {
  const memory = shared;

  function block4x4(
    x: number,
    rowStep: number,
    innerStep: number,
    w: number,
    wStride: number,
    y: number,
    yStride: number,
    columns: number,
  ): void {
    const m = memory;
    const x1 = (x + rowStep) | 0;
    const x2 = (x1 + rowStep) | 0;
    const x3 = (x2 + rowStep) | 0;
    const step2 = (innerStep + innerStep) | 0;
    const step3 = (step2 + innerStep) | 0;
    const x00 = m[x];
    const x01 = m[(x + innerStep) | 0];
    const x02 = m[(x + step2) | 0];
    const x03 = m[(x + step3) | 0];
    const x10 = m[x1];
    const x11 = m[(x1 + innerStep) | 0];
    const x12 = m[(x1 + step2) | 0];
    const x13 = m[(x1 + step3) | 0];
    const x20 = m[x2];
    const x21 = m[(x2 + innerStep) | 0];
    const x22 = m[(x2 + step2) | 0];
    const x23 = m[(x2 + step3) | 0];
    const x30 = m[x3];
    const x31 = m[(x3 + innerStep) | 0];
    const x32 = m[(x3 + step2) | 0];
    const x33 = m[(x3 + step3) | 0];
    const end = (w + columns) | 0;
    let w0 = w | 0;
    let w1 = (w0 + wStride) | 0;
    let w2 = (w1 + wStride) | 0;
    let w3 = (w2 + wStride) | 0;
    let y0 = y | 0;
    let y1 = (y0 + yStride) | 0;
    let y2 = (y1 + yStride) | 0;
    let y3 = (y2 + yStride) | 0;
    while (w0 < end) {
      const a0 = m[w0];
      const a1 = m[w1];
      const a2 = m[w2];
      const a3 = m[w3];
      m[y0] = m[y0] + x00 * a0 + x01 * a1 + x02 * a2 + x03 * a3;
      m[y1] = m[y1] + x10 * a0 + x11 * a1 + x12 * a2 + x13 * a3;
      m[y2] = m[y2] + x20 * a0 + x21 * a1 + x22 * a2 + x23 * a3;
      m[y3] = m[y3] + x30 * a0 + x31 * a1 + x32 * a2 + x33 * a3;
      const b0 = m[(w0 + 1) | 0];
      const b1 = m[(w1 + 1) | 0];
      const b2 = m[(w2 + 1) | 0];
      const b3 = m[(w3 + 1) | 0];
      m[(y0 + 1) | 0] = m[(y0 + 1) | 0] + x00 * b0 + x01 * b1 + x02 * b2 + x03 * b3;
      m[(y1 + 1) | 0] = m[(y1 + 1) | 0] + x10 * b0 + x11 * b1 + x12 * b2 + x13 * b3;
      m[(y2 + 1) | 0] = m[(y2 + 1) | 0] + x20 * b0 + x21 * b1 + x22 * b2 + x23 * b3;
      m[(y3 + 1) | 0] = m[(y3 + 1) | 0] + x30 * b0 + x31 * b1 + x32 * b2 + x33 * b3;
      w0 = (w0 + 2) | 0;
      w1 = (w1 + 2) | 0;
      w2 = (w2 + 2) | 0;
      w3 = (w3 + 2) | 0;
      y0 = (y0 + 2) | 0;
      y1 = (y1 + 2) | 0;
      y2 = (y2 + 2) | 0;
      y3 = (y3 + 2) | 0;
    }
  }

  function block4x2(
    x: number,
    rowStep: number,
    innerStep: number,
    w: number,
    wStride: number,
    y: number,
    yStride: number,
    columns: number,
  ): void {
    const m = memory;
    const x1 = (x + rowStep) | 0;
    const x2 = (x1 + rowStep) | 0;
    const x3 = (x2 + rowStep) | 0;
    const x00 = m[x];
    const x01 = m[(x + innerStep) | 0];
    const x10 = m[x1];
    const x11 = m[(x1 + innerStep) | 0];
    const x20 = m[x2];
    const x21 = m[(x2 + innerStep) | 0];
    const x30 = m[x3];
    const x31 = m[(x3 + innerStep) | 0];
    const end = (w + columns) | 0;
    let w0 = w | 0;
    let w1 = (w0 + wStride) | 0;
    let y0 = y | 0;
    let y1 = (y0 + yStride) | 0;
    let y2 = (y1 + yStride) | 0;
    let y3 = (y2 + yStride) | 0;
    while (w0 < end) {
      const a0 = m[w0];
      const a1 = m[w1];
      m[y0] = m[y0] + x00 * a0 + x01 * a1;
      m[y1] = m[y1] + x10 * a0 + x11 * a1;
      m[y2] = m[y2] + x20 * a0 + x21 * a1;
      m[y3] = m[y3] + x30 * a0 + x31 * a1;
      const b0 = m[(w0 + 1) | 0];
      const b1 = m[(w1 + 1) | 0];
      m[(y0 + 1) | 0] = m[(y0 + 1) | 0] + x00 * b0 + x01 * b1;
      m[(y1 + 1) | 0] = m[(y1 + 1) | 0] + x10 * b0 + x11 * b1;
      m[(y2 + 1) | 0] = m[(y2 + 1) | 0] + x20 * b0 + x21 * b1;
      m[(y3 + 1) | 0] = m[(y3 + 1) | 0] + x30 * b0 + x31 * b1;
      w0 = (w0 + 2) | 0;
      w1 = (w1 + 2) | 0;
      y0 = (y0 + 2) | 0;
      y1 = (y1 + 2) | 0;
      y2 = (y2 + 2) | 0;
      y3 = (y3 + 2) | 0;
    }
  }

  function block2x4(
    x: number,
    rowStep: number,
    innerStep: number,
    w: number,
    wStride: number,
    y: number,
    yStride: number,
    columns: number,
  ): void {
    const m = memory;
    const x1 = (x + rowStep) | 0;
    const step2 = (innerStep + innerStep) | 0;
    const step3 = (step2 + innerStep) | 0;
    const x00 = m[x];
    const x01 = m[(x + innerStep) | 0];
    const x02 = m[(x + step2) | 0];
    const x03 = m[(x + step3) | 0];
    const x10 = m[x1];
    const x11 = m[(x1 + innerStep) | 0];
    const x12 = m[(x1 + step2) | 0];
    const x13 = m[(x1 + step3) | 0];
    const end = (w + columns) | 0;
    let w0 = w | 0;
    let w1 = (w0 + wStride) | 0;
    let w2 = (w1 + wStride) | 0;
    let w3 = (w2 + wStride) | 0;
    let y0 = y | 0;
    let y1 = (y0 + yStride) | 0;
    while (w0 < end) {
      const a0 = m[w0];
      const a1 = m[w1];
      const a2 = m[w2];
      const a3 = m[w3];
      m[y0] = m[y0] + x00 * a0 + x01 * a1 + x02 * a2 + x03 * a3;
      m[y1] = m[y1] + x10 * a0 + x11 * a1 + x12 * a2 + x13 * a3;
      const b0 = m[(w0 + 1) | 0];
      const b1 = m[(w1 + 1) | 0];
      const b2 = m[(w2 + 1) | 0];
      const b3 = m[(w3 + 1) | 0];
      m[(y0 + 1) | 0] = m[(y0 + 1) | 0] + x00 * b0 + x01 * b1 + x02 * b2 + x03 * b3;
      m[(y1 + 1) | 0] = m[(y1 + 1) | 0] + x10 * b0 + x11 * b1 + x12 * b2 + x13 * b3;
      w0 = (w0 + 2) | 0;
      w1 = (w1 + 2) | 0;
      w2 = (w2 + 2) | 0;
      w3 = (w3 + 2) | 0;
      y0 = (y0 + 2) | 0;
      y1 = (y1 + 2) | 0;
    }
  }

  function block1x8(x: number, step: number, w: number, wStride: number, y: number, columns: number): void {
    const m = memory;
    const x1 = (x + step) | 0;
    const x2 = (x1 + step) | 0;
    const x3 = (x2 + step) | 0;
    const x4 = (x3 + step) | 0;
    const x5 = (x4 + step) | 0;
    const x6 = (x5 + step) | 0;
    const v0 = m[x];
    const v1 = m[x1];
    const v2 = m[x2];
    const v3 = m[x3];
    const v4 = m[x4];
    const v5 = m[x5];
    const v6 = m[x6];
    const v7 = m[(x6 + step) | 0];
    const end = (w + columns) | 0;
    let w0 = w | 0;
    let w1 = (w0 + wStride) | 0;
    let w2 = (w1 + wStride) | 0;
    let w3 = (w2 + wStride) | 0;
    let w4 = (w3 + wStride) | 0;
    let w5 = (w4 + wStride) | 0;
    let w6 = (w5 + wStride) | 0;
    let w7 = (w6 + wStride) | 0;
    let y0 = y | 0;
    while (w0 < end) {
      m[y0] =
        m[y0] +
        v0 * m[w0] +
        v1 * m[w1] +
        v2 * m[w2] +
        v3 * m[w3] +
        v4 * m[w4] +
        v5 * m[w5] +
        v6 * m[w6] +
        v7 * m[w7];
      const y1 = (y0 + 1) | 0;
      m[y1] =
        m[y1] +
        v0 * m[(w0 + 1) | 0] +
        v1 * m[(w1 + 1) | 0] +
        v2 * m[(w2 + 1) | 0] +
        v3 * m[(w3 + 1) | 0] +
        v4 * m[(w4 + 1) | 0] +
        v5 * m[(w5 + 1) | 0] +
        v6 * m[(w6 + 1) | 0] +
        v7 * m[(w7 + 1) | 0];
      w0 = (w0 + 2) | 0;
      w1 = (w1 + 2) | 0;
      w2 = (w2 + 2) | 0;
      w3 = (w3 + 2) | 0;
      w4 = (w4 + 2) | 0;
      w5 = (w5 + 2) | 0;
      w6 = (w6 + 2) | 0;
      w7 = (w7 + 2) | 0;
      y0 = (y0 + 2) | 0;
    }
  }

  function block1x2(x: number, step: number, w: number, wStride: number, y: number, columns: number): void {
    const m = memory;
    const v0 = m[x];
    const v1 = m[(x + step) | 0];
    const end = (w + columns) | 0;
    let w0 = w | 0;
    let w1 = (w0 + wStride) | 0;
    let y0 = y | 0;
    while (w0 < end) {
      m[y0] = m[y0] + v0 * m[w0] + v1 * m[w1];
      const y1 = (y0 + 1) | 0;
      m[y1] = m[y1] + v0 * m[(w0 + 1) | 0] + v1 * m[(w1 + 1) | 0];
      w0 = (w0 + 2) | 0;
      w1 = (w1 + 2) | 0;
      y0 = (y0 + 2) | 0;
    }
  }

  return { block4x4, block4x2, block2x4, block1x8, block1x2 };
}
