/*
 * Matrix products, one set of register tiles for all three:
 *
 *   forward          y  [rows, units]   = x [rows, inputs] . w [inputs, units] + bias
 *   weight gradient  dw [inputs, units] = x^T . dy, or added to what is there
 *   delta            dx [rows, inputs]  = dy . w^T, as a forward product with the transposed copy of w
 *
 * Weights lie in panels: columns 0..15 as [inputs][16], then the next 16 columns, ...; what is left as one panel of 8
 * and one of 4 (units rounded up to a multiple of 4 with zeros). A tile then reads one unbroken stream, and the optimizer
 * sees a plain vector. The panel that begins at column c begins at float c * inputs.
 *
 * Every element is summed in the order of its index from 0 up, a product and then an addition, each rounded: the same
 * bits for every tile, batch and engine, and for a row alone as for a row among many.
 *
 * A tile computes c[r][j] = init[r][j] + sum_d a[r][d] b[d][j] where all strides are in bytes and depth >= 1; init may be c.
 *
 * Why the inner loops look as they do (measured on Node 20, docs/performance.md): V8 schedules all loads of a round first, so
 * that sums + rows + columns + 1 registers must fit into its 15; a loop that ends on a pointer and tests at its end saves
 * three instructions a round (2x16: 32 -> 38 GFLOP/s).
 */

/** Zeros as wide as the widest tile: what a sum starts from when there is no bias. */
const ZEROS = memory.data(24 * sizeof<f32>(), 16);

/** Width of the panel that begins at `column` of `columns` (a multiple of 4): 16, then 8, then 4. */
// @ts-ignore: decorator
@inline
export function panelWidth(column: i32, columns: i32): i32 {
  const left = columns - column;
  return left >= 16 ? 16 : left >= 8 ? 8 : 4;
}

/**
 * y = x . w + bias.
 *
 * x: [rows, xStride] float32, the first `inputs` of each row used; w: panels; bias: [padded units];
 * y: [rows, yStride], padded units of each row written. Not in place.
 */
export function matmulForward(
  x: usize,
  xStride: i32,
  w: usize,
  bias: usize,
  y: usize,
  yStride: i32,
  rows: i32,
  inputs: i32,
  units: i32,
): void {
  product(x, xStride << 2, 4, w, bias, y, yStride << 2, rows, inputs, (units + 3) & ~3);
}

/**
 * dx = dy . w^T, from the transposed copy wt of w: panels over the inputs, each [units][16].
 *
 * dy: [rows, dyStride], the first `units` of each row used; dx: [rows, dxStride], padded inputs of each row written.
 */
export function matmulDelta(
  dy: usize,
  dyStride: i32,
  wt: usize,
  dx: usize,
  dxStride: i32,
  rows: i32,
  inputs: i32,
  units: i32,
): void {
  product(dy, dyStride << 2, 4, wt, 0, dx, dxStride << 2, rows, units, (inputs + 3) & ~3);
}

/** c [rows, columns] = init + a . b with b in panels of `depth` rows; init: one row for all rows, or 0. */
function product(
  a: usize,
  aRow: i32,
  aDepth: i32,
  b: usize,
  init: usize,
  c: usize,
  cRow: i32,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    const panel = b + ((column * depth) << 2);
    const start = init ? init + (column << 2) : ZEROS;
    if (rows == 1 && width == 16) {
      row16(a, panel, start, c + (column << 2), depth);
      continue;
    }
    tiles(width, a, aRow, aDepth, panel, width << 2, start, 0, c + (column << 2), cRow, rows, depth);
  }
}

/** 1x16 over a panel, two steps a round: a single row's prediction waits for instructions, not for numbers. */
function row16(a: usize, b: usize, init: usize, c: usize, depth: i32): void {
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

/** Bytes of x and dy together that the L1 cache is taken to hold beside what else is there. */
const CACHED: i32 = 32768;

/** Columns of x that lie in one cache line. */
const LINE: i32 = 16;

/**
 * dw = x^T . dy over the rows of a block, at least one; with `add` it is added to dw.
 *
 * x: [rows, xStride], the first `inputs` of each row used; dy: [rows, dyStride], its padding columns zero;
 * dw: panels like w; scratch: [rows, padded units].
 *
 * A block too large for the L1 cache is worked through 16 columns of x at a time, one cache line of each row, against dy
 * copied into panels, which the processor can fetch ahead: 128x784x512 went from 32.2 to 34.3 GFLOP/s.
 */
export function matmulWeightGradient(
  x: usize,
  xStride: i32,
  dy: usize,
  dyStride: i32,
  dw: usize,
  rows: i32,
  inputs: i32,
  units: i32,
  add: bool,
  scratch: usize,
): void {
  const columns = (units + 3) & ~3;
  const large = columns > 16 && (rows * (inputs + columns)) << 2 > CACHED;
  if (large) packRows(dy, dyStride, scratch, rows, columns);
  const step = large ? LINE : inputs;
  const xRow: usize = xStride << 2;
  for (let k = 0; k < inputs; k += step) {
    const count = min(step, inputs - k);
    const a = x + ((<usize>k) << 2);
    for (let column = 0, width = 0; column < columns; column += width) {
      width = panelWidth(column, columns);
      const cRow: usize = width << 2;
      const c = dw + ((<usize>column * inputs + <usize>k * width) << 2);
      const b = large ? scratch + ((<usize>column * rows) << 2) : dy + ((<usize>column) << 2);
      const bRow: usize = large ? cRow : dyStride << 2;
      tiles(width, a, 4, xRow, b, bRow, add ? c : ZEROS, add ? cRow : 0, c, cRow, count, rows);
    }
  }
}

/** The first `columns` of each row as panels [rows][16 | 8 | 4], like weights. */
function packRows(source: usize, stride: i32, target: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>stride) << 2;
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    let from = source + ((<usize>column) << 2);
    for (let r = 0; r < rows; r++, from += bytes) {
      for (let j = 0; j < width; j += 4, target += 16)
        v128.store(target, v128.load(from + ((<usize>j) << 2)));
    }
  }
}

/**
 * The products of a layer with one unit, whose weights are a plain vector [inputs] and whose outputs lie one after another.
 * dw [columns] = sum_r dy[r] x[r] over at least one row, or added; dw's padding gets the padding of x.
 */
export function matmulVectorGradient(
  x: usize,
  xStride: i32,
  dy: usize,
  dw: usize,
  rows: i32,
  columns: i32,
  add: bool,
): void {
  const xRow = (<usize>xStride) << 2;
  let column = 0;
  for (; column + 24 <= columns; column += 24) {
    const at = (<usize>column) << 2;
    tile24(dy, x + at, xRow, add ? dw + at : ZEROS, dw + at, rows);
  }
  for (let width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    const c = dw + ((<usize>column) << 2);
    tiles(width, dy, 0, 4, x + ((<usize>column) << 2), xRow, add ? c : ZEROS, 0, c, 0, 1, rows);
  }
}

/** dx[r] = dy[r] w: the delta of a layer with one unit. w: [columns], its padding zero; dx: [rows, dxStride]. */
export function matmulVectorDelta(
  dy: usize,
  w: usize,
  dx: usize,
  dxStride: i32,
  rows: i32,
  columns: i32,
): void {
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    const at = column << 2;
    tiles(width, dy, 4, 4, w + at, 0, ZEROS, 0, dx + at, dxStride << 2, rows, 1);
  }
}

/**
 * y[r] = bias + x[r] . w for a layer with one unit: four rows at a time, lanes summed as (0 + 1) + (2 + 3).
 *
 * x: [rows, xStride]; w: [columns], a multiple of 4, its padding zero and that of x finite; y: [rows].
 */
export function matmulVectorForward(
  x: usize,
  xStride: i32,
  w: usize,
  bias: f32,
  y: usize,
  rows: i32,
  columns: i32,
): void {
  const stride = (<usize>xStride) << 2;
  const end = w + ((<usize>columns) << 2);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let acc0 = f32x4.splat(0);
    let acc1 = acc0;
    let acc2 = acc0;
    let acc3 = acc0;
    let x0 = x;
    let x1 = x0 + stride;
    let x2 = x1 + stride;
    let x3 = x2 + stride;
    for (let p = w; p < end; p += 16) {
      const w0123 = v128.load(p);
      acc0 = f32x4.add(acc0, f32x4.mul(v128.load(x0), w0123));
      acc1 = f32x4.add(acc1, f32x4.mul(v128.load(x1), w0123));
      acc2 = f32x4.add(acc2, f32x4.mul(v128.load(x2), w0123));
      acc3 = f32x4.add(acc3, f32x4.mul(v128.load(x3), w0123));
      x0 += 16;
      x1 += 16;
      x2 += 16;
      x3 += 16;
    }
    const low01 = v128.shuffle<f32>(acc0, acc1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(acc0, acc1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(acc2, acc3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(acc2, acc3, 2, 6, 3, 7);
    const lane0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
    const lane1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
    const lane2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
    const lane3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
    const sum = f32x4.add(f32x4.add(lane0, lane1), f32x4.add(lane2, lane3));
    v128.store(y + ((<usize>r) << 2), f32x4.add(f32x4.splat(bias), sum));
    x += stride << 2;
  }
  for (; r < rows; r++) {
    let acc = f32x4.splat(0);
    let x0 = x;
    for (let p = w; p < end; p += 16) {
      acc = f32x4.add(acc, f32x4.mul(v128.load(x0), v128.load(p)));
      x0 += 16;
    }
    const low = f32x4.extract_lane(acc, 0) + f32x4.extract_lane(acc, 1);
    const high = f32x4.extract_lane(acc, 2) + f32x4.extract_lane(acc, 3);
    store<f32>(y + ((<usize>r) << 2), bias + (low + high));
    x += stride;
  }
}

/**
 * db[j] = sum_r dy[r][j], or added to what is there: the bias gradient.
 *
 * dy: [rows, dyStride]; db: [columns], a multiple of 4.
 */
export function columnSums(dy: usize, dyStride: i32, db: usize, rows: i32, columns: i32, add: bool): void {
  const stride = (<usize>dyStride) << 2;
  for (let j: usize = 0, end = (<usize>columns) << 2; j < end; j += 16) {
    let sum = add ? v128.load(db + j) : f32x4.splat(0);
    for (let r = 0, p = dy + j; r < rows; r++, p += stride) sum = f32x4.add(sum, v128.load(p));
    v128.store(db + j, sum);
  }
}

function tiles(
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

/** 1x24 over rows that lie apart: c[j] = init[j] + sum_d a[d] b[d][j], six sums side by side to hide an addition's latency. */
function tile24(a: usize, b: usize, bDepth: usize, init: usize, c: usize, depth: i32): void {
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

/** 8x4, then 4x4, then 1x4 for the rows left. */
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
  for (; rows >= 4; rows -= 4) {
    let acc0x0123 = v128.load(init);
    init += initRow;
    let acc1x0123 = v128.load(init);
    init += initRow;
    let acc2x0123 = v128.load(init);
    init += initRow;
    let acc3x0123 = v128.load(init);
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
      a0 += aDepth;
      a1 += aDepth;
      a2 += aDepth;
      a3 += aDepth;
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
    a += aRow * 4;
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
