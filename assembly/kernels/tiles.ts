/*
 * The register tiles that every product is made of (see matmul.ts).
 *
 * A tile computes c[r][j] = init[r][j] + sum_d a[r][d] b[d][j] where all strides are in bytes and depth >= 1; init may be c.
 *
 * Why the inner loops look as they do (measured on Node 20, docs/performance.md): V8 schedules all loads of a round first, so
 * that sums + rows + columns + 1 registers must fit into its 15; a loop that ends on a pointer and tests at its end saves
 * three instructions a round (2x16: 32 -> 38 GFLOP/s).
 */

/** Zeros as wide as the widest tile: what a sum starts from when there is no bias. */
export const ZEROS = memory.data(24 * sizeof<f32>(), 16);

/** Width of the panel that begins at `column` of `columns` (a multiple of 4): 16, then 8, then 4. */
// @ts-ignore: decorator
@inline
export function panelWidth(column: i32, columns: i32): i32 {
  const left = columns - column;
  return left >= 16 ? 16 : left >= 8 ? 8 : 4;
}

/** The tiles of one panel, by its width. */
export function tiles(
  width: i32,
  a: usize,
  aRow: usize,
  aDepth: usize,
  b: usize,
  bDepth: usize,
  init: usize,
  initRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
): void {
  if (width == 16) tiles16(a, aRow, aDepth, b, bDepth, init, initRow, c, cRow, rows, depth);
  else if (width == 8) tiles8(a, aRow, aDepth, b, bDepth, init, initRow, c, cRow, rows, depth);
  else tiles4(a, aRow, aDepth, b, bDepth, init, initRow, c, cRow, rows, depth);
}

/** 1x16 over a panel, two steps a round: a single row's prediction waits for instructions, not for numbers. */
export function row16(a: usize, b: usize, init: usize, c: usize, depth: i32): void {
  let acc0123 = v128.load(init);
  let acc4567 = v128.load(init, 16);
  let acc89AB = v128.load(init, 32);
  let accCDEF = v128.load(init, 48);
  for (const end = a + (((<usize>depth) & ~1) << 2); a < end; a += 8, b += 128) {
    const x0 = v128.load32_splat(a);
    const x1 = v128.load32_splat(a, 4);
    acc0123 = f32x4.add(acc0123, f32x4.mul(x0, v128.load(b)));
    acc4567 = f32x4.add(acc4567, f32x4.mul(x0, v128.load(b, 16)));
    acc89AB = f32x4.add(acc89AB, f32x4.mul(x0, v128.load(b, 32)));
    accCDEF = f32x4.add(accCDEF, f32x4.mul(x0, v128.load(b, 48)));
    acc0123 = f32x4.add(acc0123, f32x4.mul(x1, v128.load(b, 64)));
    acc4567 = f32x4.add(acc4567, f32x4.mul(x1, v128.load(b, 80)));
    acc89AB = f32x4.add(acc89AB, f32x4.mul(x1, v128.load(b, 96)));
    accCDEF = f32x4.add(accCDEF, f32x4.mul(x1, v128.load(b, 112)));
  }
  if (depth & 1) {
    const x = v128.load32_splat(a);
    acc0123 = f32x4.add(acc0123, f32x4.mul(x, v128.load(b)));
    acc4567 = f32x4.add(acc4567, f32x4.mul(x, v128.load(b, 16)));
    acc89AB = f32x4.add(acc89AB, f32x4.mul(x, v128.load(b, 32)));
    accCDEF = f32x4.add(accCDEF, f32x4.mul(x, v128.load(b, 48)));
  }
  v128.store(c, acc0123);
  v128.store(c, acc4567, 16);
  v128.store(c, acc89AB, 32);
  v128.store(c, accCDEF, 48);
}

/** 1x24 over rows that lie apart: c[j] = init[j] + sum_d a[d] b[d][j], six sums side by side to hide an addition's latency. */
export function tile24(a: usize, b: usize, bDepth: usize, init: usize, c: usize, depth: i32): void {
  let acc0 = v128.load(init);
  let acc1 = v128.load(init, 16);
  let acc2 = v128.load(init, 32);
  let acc3 = v128.load(init, 48);
  let acc4 = v128.load(init, 64);
  let acc5 = v128.load(init, 80);
  const end = a + ((<usize>depth) << 2);
  do {
    const x = v128.load32_splat(a);
    acc0 = f32x4.add(acc0, f32x4.mul(x, v128.load(b)));
    acc1 = f32x4.add(acc1, f32x4.mul(x, v128.load(b, 16)));
    acc2 = f32x4.add(acc2, f32x4.mul(x, v128.load(b, 32)));
    acc3 = f32x4.add(acc3, f32x4.mul(x, v128.load(b, 48)));
    acc4 = f32x4.add(acc4, f32x4.mul(x, v128.load(b, 64)));
    acc5 = f32x4.add(acc5, f32x4.mul(x, v128.load(b, 80)));
    a += 4;
    b += bDepth;
  } while (a < end);
  v128.store(c, acc0);
  v128.store(c, acc1, 16);
  v128.store(c, acc2, 32);
  v128.store(c, acc3, 48);
  v128.store(c, acc4, 64);
  v128.store(c, acc5, 80);
}

/** 2x16: eight sums in registers, six loads for sixteen operations; then 1x16 for an odd row. */
function tiles16(
  a: usize,
  aRow: usize,
  aDepth: usize,
  b: usize,
  bDepth: usize,
  init: usize,
  initRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
): void {
  const end = b + <usize>depth * bDepth;
  for (; rows >= 2; rows -= 2) {
    let acc0x0123 = v128.load(init);
    let acc0x4567 = v128.load(init, 16);
    let acc0x89AB = v128.load(init, 32);
    let acc0xCDEF = v128.load(init, 48);
    init += initRow;
    let acc1x0123 = v128.load(init);
    let acc1x4567 = v128.load(init, 16);
    let acc1x89AB = v128.load(init, 32);
    let acc1xCDEF = v128.load(init, 48);
    init += initRow;
    let a0 = a;
    let a1 = a0 + aRow;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const x1 = v128.load32_splat(a1);
      const b0123 = v128.load(p);
      acc0x0123 = f32x4.add(acc0x0123, f32x4.mul(x0, b0123));
      acc1x0123 = f32x4.add(acc1x0123, f32x4.mul(x1, b0123));
      const b4567 = v128.load(p, 16);
      acc0x4567 = f32x4.add(acc0x4567, f32x4.mul(x0, b4567));
      acc1x4567 = f32x4.add(acc1x4567, f32x4.mul(x1, b4567));
      const b89AB = v128.load(p, 32);
      acc0x89AB = f32x4.add(acc0x89AB, f32x4.mul(x0, b89AB));
      acc1x89AB = f32x4.add(acc1x89AB, f32x4.mul(x1, b89AB));
      const bCDEF = v128.load(p, 48);
      acc0xCDEF = f32x4.add(acc0xCDEF, f32x4.mul(x0, bCDEF));
      acc1xCDEF = f32x4.add(acc1xCDEF, f32x4.mul(x1, bCDEF));
      a0 += aDepth;
      a1 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0x0123);
    v128.store(c, acc0x4567, 16);
    v128.store(c, acc0x89AB, 32);
    v128.store(c, acc0xCDEF, 48);
    c += cRow;
    v128.store(c, acc1x0123);
    v128.store(c, acc1x4567, 16);
    v128.store(c, acc1x89AB, 32);
    v128.store(c, acc1xCDEF, 48);
    c += cRow;
    a += aRow * 2;
  }
  if (rows > 0) {
    let acc0123 = v128.load(init);
    let acc4567 = v128.load(init, 16);
    let acc89AB = v128.load(init, 32);
    let accCDEF = v128.load(init, 48);
    let a0 = a;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const b0123 = v128.load(p);
      acc0123 = f32x4.add(acc0123, f32x4.mul(x0, b0123));
      const b4567 = v128.load(p, 16);
      acc4567 = f32x4.add(acc4567, f32x4.mul(x0, b4567));
      const b89AB = v128.load(p, 32);
      acc89AB = f32x4.add(acc89AB, f32x4.mul(x0, b89AB));
      const bCDEF = v128.load(p, 48);
      accCDEF = f32x4.add(accCDEF, f32x4.mul(x0, bCDEF));
      a0 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0123);
    v128.store(c, acc4567, 16);
    v128.store(c, acc89AB, 32);
    v128.store(c, accCDEF, 48);
  }
}

/** 4x8, then 1x8 for the rows left. */
function tiles8(
  a: usize,
  aRow: usize,
  aDepth: usize,
  b: usize,
  bDepth: usize,
  init: usize,
  initRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
): void {
  const end = b + <usize>depth * bDepth;
  for (; rows >= 4; rows -= 4) {
    let acc0x0123 = v128.load(init);
    let acc0x4567 = v128.load(init, 16);
    init += initRow;
    let acc1x0123 = v128.load(init);
    let acc1x4567 = v128.load(init, 16);
    init += initRow;
    let acc2x0123 = v128.load(init);
    let acc2x4567 = v128.load(init, 16);
    init += initRow;
    let acc3x0123 = v128.load(init);
    let acc3x4567 = v128.load(init, 16);
    init += initRow;
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const x1 = v128.load32_splat(a1);
      const x2 = v128.load32_splat(a2);
      const x3 = v128.load32_splat(a3);
      const b0123 = v128.load(p);
      acc0x0123 = f32x4.add(acc0x0123, f32x4.mul(x0, b0123));
      acc1x0123 = f32x4.add(acc1x0123, f32x4.mul(x1, b0123));
      acc2x0123 = f32x4.add(acc2x0123, f32x4.mul(x2, b0123));
      acc3x0123 = f32x4.add(acc3x0123, f32x4.mul(x3, b0123));
      const b4567 = v128.load(p, 16);
      acc0x4567 = f32x4.add(acc0x4567, f32x4.mul(x0, b4567));
      acc1x4567 = f32x4.add(acc1x4567, f32x4.mul(x1, b4567));
      acc2x4567 = f32x4.add(acc2x4567, f32x4.mul(x2, b4567));
      acc3x4567 = f32x4.add(acc3x4567, f32x4.mul(x3, b4567));
      a0 += aDepth;
      a1 += aDepth;
      a2 += aDepth;
      a3 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0x0123);
    v128.store(c, acc0x4567, 16);
    c += cRow;
    v128.store(c, acc1x0123);
    v128.store(c, acc1x4567, 16);
    c += cRow;
    v128.store(c, acc2x0123);
    v128.store(c, acc2x4567, 16);
    c += cRow;
    v128.store(c, acc3x0123);
    v128.store(c, acc3x4567, 16);
    c += cRow;
    a += aRow * 4;
  }
  for (; rows > 0; rows--) {
    let acc0123 = v128.load(init);
    let acc4567 = v128.load(init, 16);
    init += initRow;
    let a0 = a;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const b0123 = v128.load(p);
      acc0123 = f32x4.add(acc0123, f32x4.mul(x0, b0123));
      const b4567 = v128.load(p, 16);
      acc4567 = f32x4.add(acc4567, f32x4.mul(x0, b4567));
      a0 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0123);
    v128.store(c, acc4567, 16);
    c += cRow;
    a += aRow;
  }
}

/** 8x4, then 1x4 for the rows left. */
function tiles4(
  a: usize,
  aRow: usize,
  aDepth: usize,
  b: usize,
  bDepth: usize,
  init: usize,
  initRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
): void {
  const end = b + <usize>depth * bDepth;
  for (; rows >= 8; rows -= 8) {
    let acc0x0123 = v128.load(init);
    init += initRow;
    let acc1x0123 = v128.load(init);
    init += initRow;
    let acc2x0123 = v128.load(init);
    init += initRow;
    let acc3x0123 = v128.load(init);
    init += initRow;
    let acc4x0123 = v128.load(init);
    init += initRow;
    let acc5x0123 = v128.load(init);
    init += initRow;
    let acc6x0123 = v128.load(init);
    init += initRow;
    let acc7x0123 = v128.load(init);
    init += initRow;
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let a4 = a3 + aRow;
    let a5 = a4 + aRow;
    let a6 = a5 + aRow;
    let a7 = a6 + aRow;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const x1 = v128.load32_splat(a1);
      const x2 = v128.load32_splat(a2);
      const x3 = v128.load32_splat(a3);
      const x4 = v128.load32_splat(a4);
      const x5 = v128.load32_splat(a5);
      const x6 = v128.load32_splat(a6);
      const x7 = v128.load32_splat(a7);
      const b0123 = v128.load(p);
      acc0x0123 = f32x4.add(acc0x0123, f32x4.mul(x0, b0123));
      acc1x0123 = f32x4.add(acc1x0123, f32x4.mul(x1, b0123));
      acc2x0123 = f32x4.add(acc2x0123, f32x4.mul(x2, b0123));
      acc3x0123 = f32x4.add(acc3x0123, f32x4.mul(x3, b0123));
      acc4x0123 = f32x4.add(acc4x0123, f32x4.mul(x4, b0123));
      acc5x0123 = f32x4.add(acc5x0123, f32x4.mul(x5, b0123));
      acc6x0123 = f32x4.add(acc6x0123, f32x4.mul(x6, b0123));
      acc7x0123 = f32x4.add(acc7x0123, f32x4.mul(x7, b0123));
      a0 += aDepth;
      a1 += aDepth;
      a2 += aDepth;
      a3 += aDepth;
      a4 += aDepth;
      a5 += aDepth;
      a6 += aDepth;
      a7 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0x0123);
    c += cRow;
    v128.store(c, acc1x0123);
    c += cRow;
    v128.store(c, acc2x0123);
    c += cRow;
    v128.store(c, acc3x0123);
    c += cRow;
    v128.store(c, acc4x0123);
    c += cRow;
    v128.store(c, acc5x0123);
    c += cRow;
    v128.store(c, acc6x0123);
    c += cRow;
    v128.store(c, acc7x0123);
    c += cRow;
    a += aRow * 8;
  }
  for (; rows > 0; rows--) {
    let acc0123 = v128.load(init);
    init += initRow;
    let a0 = a;
    let p = b;
    do {
      const x0 = v128.load32_splat(a0);
      const b0123 = v128.load(p);
      acc0123 = f32x4.add(acc0123, f32x4.mul(x0, b0123));
      a0 += aDepth;
      p += bDepth;
    } while (p < end);
    v128.store(c, acc0123);
    c += cRow;
    a += aRow;
  }
}
