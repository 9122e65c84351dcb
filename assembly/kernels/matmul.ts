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
 */
import { isAligned, isWhole, padded } from "./lanes";
import { panelWidth, row16, tile24, tiles, ZEROS } from "./tiles";

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
  assert(isAligned(w), "matmulForward: w is not aligned to 16 bytes");
  assert(isAligned(bias), "matmulForward: bias is not aligned to 16 bytes");
  assert(inputs >= 1, "matmulForward: inputs is less than 1");
  assert(units >= 1, "matmulForward: units is less than 1");
  assert(xStride >= inputs, "matmulForward: xStride is less than inputs");
  assert(yStride >= padded(units), "matmulForward: yStride is less than units rounded up to a multiple of 4");
  assert(y != x, "matmulForward: y is x, which it may not be");
  product(x, xStride << 2, 4, w, bias, y, yStride << 2, rows, inputs, padded(units));
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
  assert(wt != 0, "matmulDelta: wt is null");
  assert(isAligned(wt), "matmulDelta: wt is not aligned to 16 bytes");
  assert(inputs >= 1, "matmulDelta: inputs is less than 1");
  assert(units >= 1, "matmulDelta: units is less than 1");
  assert(dyStride >= units, "matmulDelta: dyStride is less than units");
  assert(
    dxStride >= padded(inputs),
    "matmulDelta: dxStride is less than inputs rounded up to a multiple of 4",
  );
  assert(dx != dy, "matmulDelta: dx is dy, which it may not be");
  product(dy, dyStride << 2, 4, wt, 0, dx, dxStride << 2, rows, units, padded(inputs));
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

/** Bytes of x and dy together that the L1 cache is taken to hold beside what else is there. */
const CACHED: i32 = 32768;

/** Columns of x that lie in one cache line. */
const LINE: i32 = 16;

/** Bytes of x up to which its rows need not be brought together: 16 of the 64 pages whose addresses the processor has at hand. */
const NEAR: i32 = 65536;

/**
 * dw = x^T . dy over the rows of a block, at least one; with `add` it is added to dw.
 *
 * x: [rows, xStride], the first `inputs` of each row used; dy: [rows, dyStride], its padding columns zero;
 * dw: panels like w; scratch: [rows, padded units + 16].
 *
 * A block too large for the L1 cache is worked through 16 columns of x at a time, one cache line of each row, against dy
 * copied into panels, which the processor can fetch ahead; those 16 columns are brought together first where the rows lie far
 * apart. 128x784x512: 32.2 GFLOP/s without, 34.3 with panels of dy, 37.7 with both.
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
  assert(isAligned(dw), "matmulWeightGradient: dw is not aligned to 16 bytes");
  assert(scratch != 0, "matmulWeightGradient: scratch is null");
  assert(isAligned(scratch), "matmulWeightGradient: scratch is not aligned to 16 bytes");
  assert(rows >= 1, "matmulWeightGradient: rows is less than 1");
  assert(inputs >= 1, "matmulWeightGradient: inputs is less than 1");
  assert(units >= 1, "matmulWeightGradient: units is less than 1");
  assert(xStride >= inputs, "matmulWeightGradient: xStride is less than inputs");
  assert(
    dyStride >= padded(units),
    "matmulWeightGradient: dyStride is less than units rounded up to a multiple of 4",
  );
  const columns = padded(units);
  const large = columns > 16 && (rows * (inputs + columns)) << 2 > CACHED;
  const line = scratch + ((<usize>rows * columns) << 2);
  if (large) packRows(dy, dyStride, scratch, rows, columns);
  const step = large ? LINE : inputs;
  for (let k = 0; k < inputs; k += step) {
    const count = min(step, inputs - k);
    let a = x + ((<usize>k) << 2);
    let aDepth: usize = xStride << 2;
    if (large && count == LINE && (rows * xStride) << 2 > NEAR) {
      packRows(a, xStride, line, rows, LINE);
      a = line;
      aDepth = LINE << 2;
    }
    for (let column = 0, width = 0; column < columns; column += width) {
      width = panelWidth(column, columns);
      const cRow: usize = width << 2;
      const c = dw + ((<usize>column * inputs + <usize>k * width) << 2);
      const b = large ? scratch + ((<usize>column * rows) << 2) : dy + ((<usize>column) << 2);
      const bRow: usize = large ? cRow : dyStride << 2;
      tiles(width, a, 4, aDepth, b, bRow, add ? c : ZEROS, add ? cRow : 0, c, cRow, count, rows);
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
  assert(isAligned(dw), "matmulVectorGradient: dw is not aligned to 16 bytes");
  assert(rows >= 1, "matmulVectorGradient: rows is less than 1");
  assert(isWhole(columns), "matmulVectorGradient: columns is no multiple of 4");
  assert(columns >= 4, "matmulVectorGradient: columns is less than 4");
  assert(xStride >= columns, "matmulVectorGradient: xStride is less than columns");
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
  assert(isAligned(w), "matmulVectorDelta: w is not aligned to 16 bytes");
  assert(isWhole(columns), "matmulVectorDelta: columns is no multiple of 4");
  assert(columns >= 4, "matmulVectorDelta: columns is less than 4");
  assert(dxStride >= columns, "matmulVectorDelta: dxStride is less than columns");
  const dxRow = (<usize>dxStride) << 2;
  const end = w + ((<usize>columns) << 2);
  for (let r = 0; r < rows; r++) {
    const slope = v128.load32_splat(dy + ((<usize>r) << 2));
    let from = w;
    let to = dx;
    do {
      v128.store(to, f32x4.mul(slope, v128.load(from)));
      from += 16;
      to += 16;
    } while (from < end);
    dx += dxRow;
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
  assert(isAligned(w), "matmulVectorForward: w is not aligned to 16 bytes");
  assert(isAligned(y), "matmulVectorForward: y is not aligned to 16 bytes");
  assert(isWhole(columns), "matmulVectorForward: columns is no multiple of 4");
  assert(xStride >= columns, "matmulVectorForward: xStride is less than columns");
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
  assert(isAligned(db), "columnSums: db is not aligned to 16 bytes");
  assert(isWhole(columns), "columnSums: columns is no multiple of 4");
  assert(dyStride >= columns, "columnSums: dyStride is less than columns");
  const stride = (<usize>dyStride) << 2;
  const end = (<usize>columns) << 2;
  let j: usize = 0;
  // Sixteen columns at a time: four sums hide an addition's latency.
  for (; j + 64 <= end; j += 64) {
    const c = db + j;
    let sum0 = add ? v128.load(c) : f32x4.splat(0);
    let sum1 = add ? v128.load(c, 16) : f32x4.splat(0);
    let sum2 = add ? v128.load(c, 32) : f32x4.splat(0);
    let sum3 = add ? v128.load(c, 48) : f32x4.splat(0);
    for (let r = 0, p = dy + j; r < rows; r++, p += stride) {
      sum0 = f32x4.add(sum0, v128.load(p));
      sum1 = f32x4.add(sum1, v128.load(p, 16));
      sum2 = f32x4.add(sum2, v128.load(p, 32));
      sum3 = f32x4.add(sum3, v128.load(p, 48));
    }
    v128.store(c, sum0);
    v128.store(c, sum1, 16);
    v128.store(c, sum2, 32);
    v128.store(c, sum3, 48);
  }
  for (; j < end; j += 16) {
    let sum = add ? v128.load(db + j) : f32x4.splat(0);
    for (let r = 0, p = dy + j; r < rows; r++, p += stride) sum = f32x4.add(sum, v128.load(p));
    v128.store(db + j, sum);
  }
}
