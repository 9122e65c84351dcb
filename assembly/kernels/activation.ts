/*
 * Activations, forward and backward, over [length] float32: 16-byte aligned, length a multiple of 4, in place allowed.
 *
 * The derivative is found from the result y, so that nothing else need be kept; only silu needs its argument x.
 * The slope at a kink is PyTorch's. NaN in, NaN out, forward; backward it may be lost, but then the loss is NaN already.
 */
import { exp, expm1, sigmoid, softplus, tanh } from "./exponential";
import { lanesBelow, sumLanes } from "./lanes";

export const LINEAR = 0;
export const RELU = 1;
export const LEAKY_RELU = 2;
export const ELU = 3;
export const SIGMOID = 4;
export const HARD_SIGMOID = 5;
export const TANH = 6;
export const SOFTPLUS = 7;
export const SILU = 8;

const LEAK: f32 = 0.01;

/** y[i] = activation(x[i]). y may be x, except for silu while training (its backward needs x). */
export function activationForward(activation: i32, x: usize, y: usize, length: i32): void {
  if (!length) return;
  const end = x + ((<usize>length) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (activation) {
    case RELU:
      // max(0, x), exact; pmax keeps its first operand when it is NaN.
      do {
        v128.store(y, f32x4.pmax(v128.load(x), zero));
        x += 16;
        y += 16;
      } while (x < end);
      break;
    case LEAKY_RELU:
      // max(x, 0.01 x), exact.
      for (; x < end; x += 16, y += 16) {
        const value = v128.load(x);
        v128.store(y, f32x4.pmax(value, f32x4.mul(value, f32x4.splat(LEAK))));
      }
      break;
    case ELU:
      for (; x < end; x += 16, y += 16) {
        const value = v128.load(x);
        v128.store(y, v128.bitselect(value, expm1(value), f32x4.gt(value, zero)));
      }
      break;
    case SIGMOID:
      // Four at a time: one waits for itself two thirds of its time.
      for (; x + 64 <= end; x += 64, y += 64) {
        const y0 = sigmoid(v128.load(x));
        const y1 = sigmoid(v128.load(x, 16));
        const y2 = sigmoid(v128.load(x, 32));
        const y3 = sigmoid(v128.load(x, 48));
        v128.store(y, y0);
        v128.store(y, y1, 16);
        v128.store(y, y2, 32);
        v128.store(y, y3, 48);
      }
      for (; x < end; x += 16, y += 16) v128.store(y, sigmoid(v128.load(x)));
      break;
    case HARD_SIGMOID:
      // clamp(x / 6 + 1/2, 0, 1)
      for (; x < end; x += 16, y += 16) {
        const line = f32x4.add(f32x4.div(v128.load(x), f32x4.splat(6)), f32x4.splat(0.5));
        v128.store(y, f32x4.pmin(f32x4.pmax(line, zero), one));
      }
      break;
    case TANH:
      for (; x < end; x += 16, y += 16) v128.store(y, tanh(v128.load(x)));
      break;
    case SOFTPLUS:
      for (; x < end; x += 16, y += 16) v128.store(y, softplus(v128.load(x)));
      break;
    case SILU:
      for (; x < end; x += 16, y += 16) {
        // Sigmoid stays above 0 below -87, so x must stay there too.
        const value = f32x4.pmax(v128.load(x), f32x4.splat(-87));
        v128.store(y, f32x4.mul(value, sigmoid(value)));
      }
      break;
    default:
      if (x != y) memory.copy(y, x, (<usize>length) << 2);
  }
}

/** dx[i] = dy[i] * activation'(x[i]). y: the forward result; x: its argument, read by silu only. dx may be dy. */
export function activationBackward(
  activation: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  length: i32,
): void {
  if (!length) return;
  const end = y + ((<usize>length) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (activation) {
    case RELU:
      // dy where y > 0, else 0; the slope at 0 is 0.
      do {
        v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
        y += 16;
        dy += 16;
        dx += 16;
      } while (y < end);
      break;
    case LEAKY_RELU:
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const slope = v128.bitselect(one, f32x4.splat(LEAK), f32x4.gt(v128.load(y), zero));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case ELU:
      // y > 0 ? 1 : e^x = y + 1
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        v128.store(dx, f32x4.mul(v128.load(dy), f32x4.add(f32x4.pmin(value, zero), one)));
      }
      break;
    case SIGMOID:
      // y (1 - y)
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        v128.store(dx, f32x4.mul(v128.load(dy), f32x4.mul(value, f32x4.sub(one, value))));
      }
      break;
    case HARD_SIGMOID:
      // 1/6 where 0 < y < 1, else 0; at both kinks 0.
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        const inside = v128.and(f32x4.gt(value, zero), f32x4.lt(value, one));
        v128.store(dx, v128.and(f32x4.div(v128.load(dy), f32x4.splat(6)), inside));
      }
      break;
    case TANH:
      // 1 - y^2 = (1 - y) (1 + y), which keeps its digits near +-1.
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        const slope = f32x4.mul(f32x4.sub(one, value), f32x4.add(one, value));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case SOFTPLUS:
      // sigmoid(x) = 1 - e^-y
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const slope = f32x4.sub(zero, expm1(f32x4.neg(v128.load(y))));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case SILU:
      // s (1 + x (1 - s)) with s = sigmoid(x)
      for (; y < end; x += 16, y += 16, dy += 16, dx += 16) {
        const value = f32x4.pmax(v128.load(x), f32x4.splat(-87));
        const s = sigmoid(value);
        const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(value, f32x4.sub(one, s))));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    default:
      if (dx != dy) memory.copy(dx, dy, (<usize>length) << 2);
  }
}

/** Probabilities of each row: softmax(x)[j] = e^(x[j] - max) / sum. x, y: [rows, stride], the first `classes` of each row. */
export function softmaxForward(x: usize, y: usize, rows: i32, classes: i32, stride: i32): void {
  for (let r = 0; r < rows; r++) {
    softmaxRow(x, y, classes);
    x += (<usize>stride) << 2;
    y += (<usize>stride) << 2;
  }
}

/**
 * One row's softmax; y beyond `classes`, up to the next multiple of 4, becomes 0. y may be x.
 *
 * @returns the sum of e^(x[j] - max), which the loss takes its logarithm from
 */
export function softmaxRow(x: usize, y: usize, classes: i32): f32 {
  const top = f32x4.splat(rowMaximum(x, classes));
  let sum = f32x4.splat(0);
  for (let j = 0; j < classes; j += 4) {
    const at = (<usize>j) << 2;
    const e = v128.and(exp(f32x4.sub(v128.load(x + at), top)), lanesBelow(classes - j));
    v128.store(y + at, e);
    sum = f32x4.add(sum, e);
  }
  const total = sumLanes(sum);
  const scale = f32x4.splat(<f32>1 / total);
  for (let j = 0; j < classes; j += 4) {
    const at = y + ((<usize>j) << 2);
    v128.store(at, f32x4.mul(v128.load(at), scale));
  }
  return total;
}

/** The largest of x[0 .. length), length >= 1; a NaN makes it NaN or is passed over, and shows in the exponentials. */
export function rowMaximum(x: usize, length: i32): f32 {
  let top = load<f32>(x);
  for (let j = 1; j < length; j++) {
    const value = load<f32>(x + ((<usize>j) << 2));
    if (value > top) top = value;
  }
  return top;
}
