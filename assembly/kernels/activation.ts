/*
 * Activations, forward and backward, over [length] float32: 16-byte aligned, length a multiple of 4, in place allowed.
 *
 * The derivative is found from the result y, so that nothing else need be kept; only silu needs its argument x.
 * The slope at a kink is PyTorch's. NaN in, NaN out, forward; backward it may be lost, but then the loss is NaN already.
 */
import { expm1, inlineSigmoid, sigmoid, softplus, tanh } from "./exponential";
import { isAligned, isWhole } from "./lanes";

/** Names as in src/spec/layer.ts. */
export const enum Activation {
  linear,
  relu,
  leakyRelu,
  elu,
  sigmoid,
  hardSigmoid,
  tanh,
  softplus,
  silu,
}

const LEAK: f32 = 0.01;

/** y[i] = activation(x[i]). y may be x, except for silu while training (its backward needs x). */
export function activationForward(activation: i32, x: usize, y: usize, length: i32): void {
  assert(isAligned(x), "activationForward: x is not aligned to 16 bytes");
  assert(isAligned(y), "activationForward: y is not aligned to 16 bytes");
  assert(isWhole(length), "activationForward: length is no multiple of 4");
  if (!length) return;
  const end = x + ((<usize>length) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (activation) {
    case Activation.relu:
      // max(0, x), exact; pmax keeps its first operand when it is NaN.
      do {
        v128.store(y, f32x4.pmax(v128.load(x), zero));
        x += 16;
        y += 16;
      } while (x < end);
      break;
    case Activation.leakyRelu:
      // max(x, 0.01 x), exact.
      for (; x < end; x += 16, y += 16) {
        const value = v128.load(x);
        v128.store(y, f32x4.pmax(value, f32x4.mul(value, f32x4.splat(LEAK))));
      }
      break;
    case Activation.elu:
      for (; x < end; x += 16, y += 16) {
        const value = v128.load(x);
        v128.store(y, v128.bitselect(value, expm1(value), f32x4.gt(value, zero)));
      }
      break;
    case Activation.sigmoid:
      // Four at a time: one waits for itself two thirds of its time.
      for (; x + 64 <= end; x += 64, y += 64) {
        const y0 = inlineSigmoid(v128.load(x));
        const y1 = inlineSigmoid(v128.load(x, 16));
        const y2 = inlineSigmoid(v128.load(x, 32));
        const y3 = inlineSigmoid(v128.load(x, 48));
        v128.store(y, y0);
        v128.store(y, y1, 16);
        v128.store(y, y2, 32);
        v128.store(y, y3, 48);
      }
      for (; x < end; x += 16, y += 16) v128.store(y, sigmoid(v128.load(x)));
      break;
    case Activation.hardSigmoid:
      // clamp(x / 6 + 1/2, 0, 1)
      for (; x < end; x += 16, y += 16) {
        const line = f32x4.add(f32x4.div(v128.load(x), f32x4.splat(6)), f32x4.splat(0.5));
        v128.store(y, f32x4.pmin(f32x4.pmax(line, zero), one));
      }
      break;
    case Activation.tanh:
      for (; x < end; x += 16, y += 16) v128.store(y, tanh(v128.load(x)));
      break;
    case Activation.softplus:
      for (; x < end; x += 16, y += 16) v128.store(y, softplus(v128.load(x)));
      break;
    case Activation.silu:
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
  assert(isAligned(x), "activationBackward: x is not aligned to 16 bytes");
  assert(isAligned(y), "activationBackward: y is not aligned to 16 bytes");
  assert(isAligned(dy), "activationBackward: dy is not aligned to 16 bytes");
  assert(isAligned(dx), "activationBackward: dx is not aligned to 16 bytes");
  assert(isWhole(length), "activationBackward: length is no multiple of 4");
  assert(
    activation != Activation.silu || x != y,
    "activationBackward: silu needs x, which y has overwritten",
  );
  if (!length) return;
  const end = y + ((<usize>length) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (activation) {
    case Activation.relu:
      // dy where y > 0, else 0; the slope at 0 is 0.
      do {
        v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
        y += 16;
        dy += 16;
        dx += 16;
      } while (y < end);
      break;
    case Activation.leakyRelu:
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const slope = v128.bitselect(one, f32x4.splat(LEAK), f32x4.gt(v128.load(y), zero));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case Activation.elu:
      // y > 0 ? 1 : e^x = y + 1
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        v128.store(dx, f32x4.mul(v128.load(dy), f32x4.add(f32x4.pmin(value, zero), one)));
      }
      break;
    case Activation.sigmoid:
      // y (1 - y), two vectors a round where there are two
      for (; y + 32 <= end; y += 32, dy += 32, dx += 32) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        const slope0 = f32x4.mul(y0, f32x4.sub(one, y0));
        const slope1 = f32x4.mul(y1, f32x4.sub(one, y1));
        v128.store(dx, f32x4.mul(v128.load(dy), slope0));
        v128.store(dx, f32x4.mul(v128.load(dy, 16), slope1), 16);
      }
      if (y < end) {
        const value = v128.load(y);
        v128.store(dx, f32x4.mul(v128.load(dy), f32x4.mul(value, f32x4.sub(one, value))));
      }
      break;
    case Activation.hardSigmoid:
      // 1/6 where 0 < y < 1, else 0; at both kinks 0.
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        const inside = v128.and(f32x4.gt(value, zero), f32x4.lt(value, one));
        v128.store(dx, v128.and(f32x4.div(v128.load(dy), f32x4.splat(6)), inside));
      }
      break;
    case Activation.tanh:
      // 1 - y^2 = (1 - y) (1 + y), which keeps its digits near +-1.
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const value = v128.load(y);
        const slope = f32x4.mul(f32x4.sub(one, value), f32x4.add(one, value));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case Activation.softplus:
      // sigmoid(x) = 1 - e^-y
      for (; y < end; y += 16, dy += 16, dx += 16) {
        const slope = f32x4.sub(zero, expm1(f32x4.neg(v128.load(y))));
        v128.store(dx, f32x4.mul(v128.load(dy), slope));
      }
      break;
    case Activation.silu:
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
