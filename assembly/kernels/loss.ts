/*
 * Losses and their gradients, in one pass over a block of rows.
 *
 * sums[j] += weight[r] * loss(y[r][j], t[r][j]) in float64, one sum an output (cross-entropy: one for all), without any
 * division: units and means are the caller's. dy[r][j] = scale * weight[r] * dloss/dy, where the caller's scale holds the
 * division by rows and outputs; padding columns of dy become zero.
 *
 * y, t, dy: [rows, stride] float32, stride a multiple of 4, or 1 for a single output (then read 4 rows at a time, and the
 * arrays must reach to a multiple of 4). weights: [rows], or 0 for none. dy may be y.
 */
import { log, sigmoid, softplusTail } from "./exponential";
import { isAligned, isWhole, lanesBelow, sumDoubles } from "./lanes";
import { exponentialRows, FITS, SCALES, TOPS, TOTALS } from "./softmax";

/** Names as in src/spec/loss.ts. */
export const enum Loss {
  mse,
  mae,
  crossEntropy,
  binaryCrossEntropy,
  huber,
}

/**
 * mse: d^2; mae: |d|; huber: |d| <= delta ? d^2 / 2 : delta (|d| - delta / 2), with d = y - t;
 * binary cross-entropy of the logit y: max(y, 0) - y t + ln(1 + e^-|y|), which holds at any |y|.
 */
// @ts-ignore: decorator
@inline
function elementLoss(kind: i32, y: v128, t: v128, delta: v128): v128 {
  if (kind == Loss.binaryCrossEntropy) {
    const line = f32x4.sub(f32x4.pmax(y, f32x4.splat(0)), f32x4.mul(y, t));
    return f32x4.add(line, softplusTail(y));
  }
  const d = f32x4.sub(y, t);
  if (kind == Loss.mse) return f32x4.mul(d, d);
  const size = f32x4.abs(d);
  if (kind == Loss.mae) return size;
  const half = f32x4.splat(0.5);
  const square = f32x4.mul(f32x4.mul(d, d), half);
  const line = f32x4.mul(delta, f32x4.sub(size, f32x4.mul(delta, half)));
  return v128.bitselect(line, square, f32x4.gt(size, delta));
}

/** dloss/dy: 2d; sign(d), 0 at 0; clamp(d, -delta, delta); sigmoid(y) - t. */
// @ts-ignore: decorator
@inline
function elementSlope(kind: i32, y: v128, t: v128, delta: v128): v128 {
  if (kind == Loss.binaryCrossEntropy) return f32x4.sub(sigmoid(y), t);
  const d = f32x4.sub(y, t);
  if (kind == Loss.mse) return f32x4.add(d, d);
  if (kind == Loss.mae) {
    const zero = f32x4.splat(0);
    const one = v128.and(f32x4.splat(1), f32x4.ne(d, zero));
    return v128.or(one, v128.and(d, i32x4.splat(0x80000000)));
  }
  return f32x4.pmax(f32x4.pmin(d, delta), f32x4.neg(delta));
}

/** sums[0..4] += the lanes of v, in float64. */
// @ts-ignore: decorator
@inline
function addLanes(sums: usize, v: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v)));
  const high = v128.shuffle<i32>(v, v, 2, 3, 2, 3);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** mse, mae, huber and binary cross-entropy: every output for itself. sums: [outputs rounded up to 4] float64. */
export function elementwiseLoss(
  kind: i32,
  delta: f32,
  y: usize,
  t: usize,
  weights: usize,
  dy: usize,
  rows: i32,
  outputs: i32,
  stride: i32,
  scale: f32,
  sums: usize,
): void {
  assert(kind != Loss.crossEntropy, "elementwiseLoss: crossEntropy has a kernel of its own");
  assert(isAligned(y), "elementwiseLoss: y is not aligned to 16 bytes");
  assert(isAligned(t), "elementwiseLoss: t is not aligned to 16 bytes");
  assert(isAligned(weights), "elementwiseLoss: weights is not aligned to 16 bytes");
  assert(isAligned(dy), "elementwiseLoss: dy is not aligned to 16 bytes");
  assert(isAligned(sums), "elementwiseLoss: sums is not aligned to 16 bytes");
  assert(
    outputs == 1 ? stride == 1 : isWhole(stride),
    "elementwiseLoss: stride is no multiple of 4, nor 1 for a single output",
  );
  assert(stride >= outputs, "elementwiseLoss: stride is less than outputs");
  assert(outputs >= 1, "elementwiseLoss: outputs is less than 1");
  const deltas = f32x4.splat(delta);
  const scales = f32x4.splat(scale);
  const one = f32x4.splat(1);
  // The rows of a single output lie one after another: they are worked through as one long row.
  const single = outputs == 1;
  const length = single ? rows : outputs;
  let low = f64x2.splat(0);
  let high = low;
  for (let r = 0, count = single ? 1 : rows; r < count; r++) {
    let weight = weights && !single ? v128.load32_splat(weights + ((<usize>r) << 2)) : one;
    for (let j = 0; j < length; j += 4) {
      const at = (<usize>j) << 2;
      const inside = lanesBelow(length - j);
      const logits = v128.load(y + at);
      const targets = v128.load(t + at);
      if (weights && single) weight = v128.load(weights + at);
      const loss = v128.and(f32x4.mul(elementLoss(kind, logits, targets, deltas), weight), inside);
      if (single) {
        low = f64x2.add(low, f64x2.promote_low_f32x4(loss));
        high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(loss, loss, 2, 3, 2, 3)));
      } else {
        addLanes(sums + (at << 1), loss);
      }
      const slope = f32x4.mul(elementSlope(kind, logits, targets, deltas), f32x4.mul(weight, scales));
      v128.store(dy + at, v128.and(slope, inside));
    }
    const step = (<usize>stride) << 2;
    y += step;
    t += step;
    dy += step;
  }
  if (single) {
    store<f64>(sums, load<f64>(sums) + sumDoubles(low, high));
  }
}

/**
 * Softmax and cross-entropy as one: loss = ln(sum e^(y - max)) + max - y[label], which holds at logits of any size;
 * dy = softmax(y) - target. Targets: labels [rows] int32, or where labels is 0 rows of probabilities t [rows, stride], whose
 * padding is zero.
 *
 * sums: [1] float64; scratch: [ROW_SCRATCH] bytes.
 */
export function crossEntropyLoss(
  y: usize,
  t: usize,
  labels: usize,
  weights: usize,
  dy: usize,
  rows: i32,
  classes: i32,
  stride: i32,
  scale: f32,
  sums: usize,
  scratch: usize,
): void {
  assert(isAligned(y), "crossEntropyLoss: y is not aligned to 16 bytes");
  assert(isAligned(t), "crossEntropyLoss: t is not aligned to 16 bytes");
  assert(isAligned(weights), "crossEntropyLoss: weights is not aligned to 16 bytes");
  assert(isAligned(dy), "crossEntropyLoss: dy is not aligned to 16 bytes");
  assert(t != 0 || labels != 0, "crossEntropyLoss: neither t nor labels");
  assert((labels & 3) == 0, "crossEntropyLoss: labels is not aligned to 4 bytes");
  assert(isWhole(stride), "crossEntropyLoss: stride is no multiple of 4");
  assert(stride >= classes, "crossEntropyLoss: stride is less than classes");
  assert(classes >= 1, "crossEntropyLoss: classes is less than 1");
  assert(scratch != 0, "crossEntropyLoss: scratch is null");
  assert(isAligned(scratch), "crossEntropyLoss: scratch is not aligned to 16 bytes");
  const step = (<usize>stride) << 2;
  const end = (<usize>classes) << 2;
  const one = f32x4.splat(1);
  let sum: f64 = 0;
  for (let group = 0; group < rows; group += 4) {
    const count = min(rows - group, 4);
    // Before dy overwrites y: the logit of each row's label, or the whole fit to its probabilities.
    for (let r = 0; r < count; r++) {
      const row = y + <usize>r * step;
      const fit = labels
        ? <f64>load<f32>(row + labelOf(labels, group + r))
        : fitOf(row, t + <usize>r * step, classes);
      store<f64>(scratch + ((<usize>r) << 3), fit, FITS);
    }
    exponentialRows(y, dy, count, classes, stride, scratch);
    for (let r = 0; r < count; r++) {
      const weight: f32 = weights ? load<f32>(weights + ((<usize>(group + r)) << 2)) : 1;
      const fit = load<f64>(scratch + ((<usize>r) << 3), FITS);
      sum -= <f64>weight * (labels ? <f64>(<f32>fit - load<f32>(scratch + ((<usize>r) << 2), TOPS)) : fit);
      const share = v128.load32_splat(scratch + ((<usize>r) << 2), SCALES);
      const factor = f32x4.splat(weight * scale);
      // The bytes of a row at which four of its labels begin, less the label's.
      let lanes = i32x4.sub(i32x4(0, 4, 8, 12), i32x4.splat(labels ? <i32>labelOf(labels, group + r) : 0));
      for (let at: usize = 0; at < end; at += 16) {
        const target = labels ? v128.and(i32x4.eq(lanes, i32x4.splat(0)), one) : v128.load(t + at);
        const probability = f32x4.mul(v128.load(dy + at), share);
        v128.store(dy + at, f32x4.mul(f32x4.sub(probability, target), factor));
        lanes = i32x4.add(lanes, i32x4.splat(16));
      }
      y += step;
      dy += step;
      t += step;
    }
    const logs = log(v128.load(scratch, TOTALS));
    const products = weights ? f32x4.mul(logs, v128.load(weights + ((<usize>group) << 2))) : logs;
    const weighted = v128.and(products, lanesBelow(count));
    const low = f64x2.promote_low_f32x4(weighted);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(weighted, weighted, 2, 3, 2, 3));
    sum += sumDoubles(low, high);
  }
  store<f64>(sums, load<f64>(sums) + sum);
}

/** Where in a row the logit of row r's label lies, in bytes. */
// @ts-ignore: decorator
@inline
function labelOf(labels: usize, r: i32): usize {
  return (<usize>load<i32>(labels + ((<usize>r) << 2))) << 2;
}

/** The largest of x[0 .. length), length >= 1; a NaN makes it NaN or is passed over, and shows in the exponentials. */
function rowMaximum(x: usize, length: i32): f32 {
  let top = load<f32>(x);
  for (let j = 1; j < length; j++) {
    const value = load<f32>(x + ((<usize>j) << 2));
    if (value > top) top = value;
  }
  return top;
}

/** The sum of target * (logit - max) over one row of probabilities. */
function fitOf(y: usize, t: usize, classes: i32): f64 {
  const top = rowMaximum(y, classes);
  let fit: f64 = 0;
  for (let at: usize = 0, end = (<usize>classes) << 2; at < end; at += 4) {
    fit += <f64>load<f32>(t + at) * <f64>(load<f32>(y + at) - top);
  }
  return fit;
}
