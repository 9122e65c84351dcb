/*
 * From the order that people see to the order that the kernels want, and back.
 *
 * Outside (theta): weights [units, inputs] row-major, as PyTorch has them. Inside: panels (see matmul.ts).
 */
import { isAligned, isWhole, padded } from "./lanes";
import { panelWidth } from "./tiles";

/** Weights [units, inputs] into panels [inputs][16 | 8 | 4], whose padding columns become zero. */
export function packWeights(outside: usize, inside: usize, inputs: i32, units: i32): void {
  assert((outside & 3) == 0, "packWeights: outside is not aligned to 4 bytes");
  assert(isAligned(inside), "packWeights: inside is not aligned to 16 bytes");
  assert(inputs >= 1, "packWeights: inputs is less than 1");
  assert(units >= 1, "packWeights: units is less than 1");
  const columns = padded(units);
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    for (let j = 0; j < width; j++) {
      const unit = column + j;
      let from = outside + ((<usize>unit * inputs) << 2);
      let to = inside + ((<usize>column * inputs + j) << 2);
      for (let k = 0; k < inputs; k++, from += 4, to += width << 2) {
        store<f32>(to, unit < units ? load<f32>(from) : 0);
      }
    }
  }
}

/** Panels back into weights [units, inputs]. */
export function unpackWeights(inside: usize, outside: usize, inputs: i32, units: i32): void {
  assert(isAligned(inside), "unpackWeights: inside is not aligned to 16 bytes");
  assert((outside & 3) == 0, "unpackWeights: outside is not aligned to 4 bytes");
  assert(inputs >= 1, "unpackWeights: inputs is less than 1");
  assert(units >= 1, "unpackWeights: units is less than 1");
  const columns = padded(units);
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    for (let j = 0; j < min(width, units - column); j++) {
      let from = inside + ((<usize>column * inputs + j) << 2);
      let to = outside + ((<usize>(column + j) * inputs) << 2);
      for (let k = 0; k < inputs; k++, from += width << 2, to += 4) store<f32>(to, load<f32>(from));
    }
  }
}

/**
 * Panels of w [inputs, units] into panels of its transpose [units, inputs], 4x4 numbers at a time; what the padding of the
 * inputs holds becomes zero. Rows of w beyond `inputs` are never read, nor rows of wt beyond `units` written.
 *
 * Cheaper than a delta product with horizontal sums: the copy moves a number once per update, the product reads it for
 * every row of the batch.
 */
export function transposeWeights(w: usize, wt: usize, inputs: i32, units: i32): void {
  assert(isAligned(w), "transposeWeights: w is not aligned to 16 bytes");
  assert(isAligned(wt), "transposeWeights: wt is not aligned to 16 bytes");
  assert(wt != 0, "transposeWeights: wt is null");
  assert(inputs >= 1, "transposeWeights: inputs is less than 1");
  assert(units >= 1, "transposeWeights: units is less than 1");
  assert(w != wt, "transposeWeights: wt is w, which it may not be");
  const columns = padded(units);
  const rows = padded(inputs);
  for (let column = 0, width = 0; column < columns; column += width) {
    width = panelWidth(column, columns);
    const step = (<usize>width) << 2;
    for (let row = 0, wide = 0; row < rows; row += wide) {
      wide = panelWidth(row, rows);
      const stride = (<usize>wide) << 2;
      for (let j = 0; j < width; j += 4) {
        // From rows `row + k` of w at this column to rows column + j + (0..3) of this panel of wt.
        const unit = column + j;
        let from = w + ((<usize>column * inputs + <usize>row * width + j) << 2);
        let to = wt + ((<usize>row * units + <usize>unit * wide) << 2);
        for (let k = row; k < row + wide; k += 4) {
          if (k + 4 <= inputs && unit + 4 <= units) transposeTile(from, step, to, stride, 4, 4);
          else transposeTile(from, step, to, stride, inputs - k, units - unit);
          from += step << 2;
          to += 16;
        }
      }
    }
  }
}

/** The first `readable` of four rows of 4 numbers, zeros for the others, as the first `writable` of four rows. */
// @ts-ignore: decorator
@inline
function transposeTile(
  from: usize,
  step: usize,
  to: usize,
  stride: usize,
  readable: i32,
  writable: i32,
): void {
  const zero = f32x4.splat(0);
  const r0 = v128.load(from);
  const r1 = readable > 1 ? v128.load(from + step) : zero;
  const r2 = readable > 2 ? v128.load(from + 2 * step) : zero;
  const r3 = readable > 3 ? v128.load(from + 3 * step) : zero;
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  if (writable > 1) v128.store(to + stride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  if (writable > 2) v128.store(to + 2 * stride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  if (writable > 3) v128.store(to + 3 * stride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/**
 * Rows order[from .. from + count] of a table, one after another.
 *
 * source, target: [rows, stride] float32, stride a multiple of 4; order: [rows] int32.
 */
export function gatherRows(source: usize, stride: i32, order: usize, count: i32, target: usize): void {
  assert(isAligned(source), "gatherRows: source is not aligned to 16 bytes");
  assert(isAligned(target), "gatherRows: target is not aligned to 16 bytes");
  assert((order & 3) == 0, "gatherRows: order is not aligned to 4 bytes");
  assert(isWhole(stride), "gatherRows: stride is no multiple of 4");
  assert(stride >= 4, "gatherRows: stride is less than 4");
  const bytes = (<usize>stride) << 2;
  for (let r = 0; r < count; r++) {
    let from = source + <usize>load<i32>(order + ((<usize>r) << 2)) * bytes;
    const end = target + bytes;
    do {
      v128.store(target, v128.load(from));
      target += 16;
      from += 16;
    } while (target < end);
  }
}

/** Single 4-byte values order[from .. from + count] of a column, one after another: targets of one output, labels, weights. */
export function gatherValues(source: usize, order: usize, count: i32, target: usize): void {
  assert((source & 3) == 0, "gatherValues: source is not aligned to 4 bytes");
  assert((order & 3) == 0, "gatherValues: order is not aligned to 4 bytes");
  assert((target & 3) == 0, "gatherValues: target is not aligned to 4 bytes");
  for (let r: usize = 0, end = (<usize>count) << 2; r < end; r += 4) {
    store<u32>(target + r, load<u32>(source + ((<usize>load<i32>(order + r)) << 2)));
  }
}
