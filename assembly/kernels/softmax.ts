/*
 * Softmax, four rows at a time, because a row waits for itself: 16 rows of 3 classes took twice as long one by one.
 *
 * x, y: [rows, stride] float32, the first `classes` of each row, stride a multiple of 4; y may be x.
 * scratch: [ROW_SCRATCH] bytes.
 */
import { MINUS_INFINITY } from "./constants";
import { exponential } from "./exponential";
import { isAligned, isWhole, lanesBelow } from "./lanes";

/** In scratch, of four rows: the largest x[j], the sum of e^(x[j] - that), and 1 / that sum, float32. */
// @ts-ignore: decorator
@inline
export const TOPS: usize = 0;
// @ts-ignore: decorator
@inline
export const TOTALS: usize = 16;
// @ts-ignore: decorator
@inline
export const SCALES: usize = 32;
/** What they give their targets, float64; see crossEntropyLoss. */
// @ts-ignore: decorator
@inline
export const FITS: usize = 48;
// @ts-ignore: decorator
@inline
export const ROW_SCRATCH: usize = 80;

/** Probabilities of each row: y[j] = softmax(x)[j] = e^(x[j] - max) / sum. */
export function softmaxForward(
  x: usize,
  y: usize,
  rows: i32,
  classes: i32,
  stride: i32,
  scratch: usize,
): void {
  assert(isAligned(x), "softmaxForward: x is not aligned to 16 bytes");
  assert(isAligned(y), "softmaxForward: y is not aligned to 16 bytes");
  assert(isWhole(stride), "softmaxForward: stride is no multiple of 4");
  assert(stride >= classes, "softmaxForward: stride is less than classes");
  assert(classes >= 1, "softmaxForward: classes is less than 1");
  assert(scratch != 0, "softmaxForward: scratch is null");
  assert(isAligned(scratch), "softmaxForward: scratch is not aligned to 16 bytes");
  const step = (<usize>stride) << 2;
  const end = (<usize>classes) << 2;
  for (let group = 0; group < rows; group += 4) {
    const count = min(rows - group, 4);
    exponentialRows(x, y, count, classes, stride, scratch);
    for (let r = 0; r < count; r++, y += step) {
      const scale = v128.load32_splat(scratch + ((<usize>r) << 2), SCALES);
      for (let at: usize = 0; at < end; at += 16) v128.store(y + at, f32x4.mul(v128.load(y + at), scale));
    }
    x += step << 2;
  }
}

/**
 * y[j] = e^(x[j] - max) in four rows, or in as many as there are: softmax before its division. y beyond `classes`, up to the
 * next multiple of 4, becomes 0. A NaN shows in TOTALS.
 */
export function exponentialRows(
  x: usize,
  y: usize,
  rows: i32,
  classes: i32,
  stride: i32,
  scratch: usize,
): void {
  const step = (<usize>stride) << 2;
  // A row that is not there is the one before it again.
  const row1 = rows > 1 ? step : 0;
  const row2 = rows > 2 ? row1 + step : row1;
  const row3 = rows > 3 ? row2 + step : row2;
  const end = (<usize>classes) << 2;
  let top0 = v128.load32_splat(MINUS_INFINITY);
  let top1 = top0;
  let top2 = top0;
  let top3 = top0;
  for (let at: usize = 0, left = classes; at < end; at += 16, left -= 4) {
    const from = x + at;
    const inside = lanesBelow(left);
    top0 = f32x4.pmax(top0, v128.bitselect(v128.load(from), v128.load32_splat(MINUS_INFINITY), inside));
    top1 = f32x4.pmax(
      top1,
      v128.bitselect(v128.load(from + row1), v128.load32_splat(MINUS_INFINITY), inside),
    );
    top2 = f32x4.pmax(
      top2,
      v128.bitselect(v128.load(from + row2), v128.load32_splat(MINUS_INFINITY), inside),
    );
    top3 = f32x4.pmax(
      top3,
      v128.bitselect(v128.load(from + row3), v128.load32_splat(MINUS_INFINITY), inside),
    );
  }
  const tops = pairs(pairs(top0, top1, true), pairs(top2, top3, true), true);
  v128.store(scratch, tops, TOPS);
  top0 = v128.shuffle<f32>(tops, tops, 0, 0, 0, 0);
  top1 = v128.shuffle<f32>(tops, tops, 1, 1, 1, 1);
  top2 = v128.shuffle<f32>(tops, tops, 2, 2, 2, 2);
  top3 = v128.shuffle<f32>(tops, tops, 3, 3, 3, 3);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (let at: usize = 0, left = classes; at < end; at += 16, left -= 4) {
    const from = x + at;
    const to = y + at;
    const inside = lanesBelow(left);
    const e0 = v128.and(exponential(f32x4.sub(v128.load(from), top0)), inside);
    const e1 = v128.and(exponential(f32x4.sub(v128.load(from + row1), top1)), inside);
    const e2 = v128.and(exponential(f32x4.sub(v128.load(from + row2), top2)), inside);
    const e3 = v128.and(exponential(f32x4.sub(v128.load(from + row3), top3)), inside);
    v128.store(to, e0);
    v128.store(to + row1, e1);
    v128.store(to + row2, e2);
    v128.store(to + row3, e3);
    sum0 = f32x4.add(sum0, e0);
    sum1 = f32x4.add(sum1, e1);
    sum2 = f32x4.add(sum2, e2);
    sum3 = f32x4.add(sum3, e3);
  }
  const totals = pairs(pairs(sum0, sum1, false), pairs(sum2, sum3, false), false);
  v128.store(scratch, totals, TOTALS);
  v128.store(scratch, f32x4.div(f32x4.splat(1), totals), SCALES);
}

/** [a0 a1, a2 a3, b0 b1, b2 b3], each pair's larger number or its sum: twice over, one number for each of four vectors. */
// @ts-ignore: decorator
@inline
function pairs(a: v128, b: v128, larger: bool): v128 {
  const even = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  const odd = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  return larger ? f32x4.pmax(even, odd) : f32x4.add(even, odd);
}
