/*
 * One step of an optimizer over all parameters at once.
 *
 * p, g and the slots: [length] float32, 16-byte aligned, length a multiple of 4 and at least 4. The gradient is multiplied by `scale`
 * first (1, or what clipping asks for). Formulas and their order of operations are PyTorch's.
 */
import { SMALLEST_NORMAL } from "./constants";
import { isAligned, isWhole, sumDoubles } from "./lanes";

/** Names as in src/spec/optimizer.ts. */
export const enum Optimizer {
  sgd,
  adam,
  adamw,
  rmsprop,
  adagrad,
}

/** p -= rate (g + decay p), as p (1 - rate decay) - rate g. */
export function sgdStep(p: usize, g: usize, length: i32, scale: f32, rate: f32, decay: f32): void {
  assert(isAligned(p), "sgdStep: p is not aligned to 16 bytes");
  assert(isAligned(g), "sgdStep: g is not aligned to 16 bytes");
  assert(isWhole(length), "sgdStep: length is no multiple of 4");
  const rates = f32x4.splat(rate * scale);
  const keeps = f32x4.splat(<f32>(1 - <f64>rate * <f64>decay));
  const end = p + ((<usize>length) << 2);
  // Four vectors a round: the loop's own instructions would be half of all.
  for (; p + 64 <= end; p += 64, g += 64) {
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keeps), f32x4.mul(rates, v128.load(g))));
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p, 16), keeps), f32x4.mul(rates, v128.load(g, 16))), 16);
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p, 32), keeps), f32x4.mul(rates, v128.load(g, 32))), 32);
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p, 48), keeps), f32x4.mul(rates, v128.load(g, 48))), 48);
  }
  for (; p < end; p += 16, g += 16) {
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keeps), f32x4.mul(rates, v128.load(g))));
  }
}

/** v = momentum v + g; p -= rate v, with nesterov p -= rate (g + momentum v); g += decay p before all. */
export function momentumStep(
  p: usize,
  g: usize,
  v: usize,
  length: i32,
  scale: f32,
  rate: f32,
  momentum: f32,
  nesterov: bool,
  decay: f32,
): void {
  assert(isAligned(p), "momentumStep: p is not aligned to 16 bytes");
  assert(isAligned(g), "momentumStep: g is not aligned to 16 bytes");
  assert(v != 0, "momentumStep: v is null");
  assert(isAligned(v), "momentumStep: v is not aligned to 16 bytes");
  assert(isWhole(length), "momentumStep: length is no multiple of 4");
  assert(length >= 4, "momentumStep: length is less than 4");
  const rates = f32x4.splat(rate);
  const scales = f32x4.splat(scale);
  const decays = f32x4.splat(decay);
  const momenta = f32x4.splat(momentum);
  const end = p + ((<usize>length) << 2);
  do {
    const value = v128.load(p);
    const gradient = f32x4.add(f32x4.mul(v128.load(g), scales), f32x4.mul(value, decays));
    const velocity = f32x4.add(f32x4.mul(momenta, v128.load(v)), gradient);
    v128.store(v, velocity);
    const step = nesterov ? f32x4.add(gradient, f32x4.mul(momenta, velocity)) : velocity;
    v128.store(p, f32x4.sub(value, f32x4.mul(rates, step)));
    p += 16;
    g += 16;
    v += 16;
  } while (p < end);
}

/**
 * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
 * p = keep p - step m / (sqrt(v) root + epsilon)
 *
 * with step = rate / (1 - beta1^t), root = 1 / sqrt(1 - beta2^t); keep = 1 - rate decay for AdamW, else 1.
 */
export function adamStep(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  length: i32,
  scale: f32,
  step: f32,
  root: f32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
  keep: f32,
): void {
  assert(isAligned(p), "adamStep: p is not aligned to 16 bytes");
  assert(isAligned(g), "adamStep: g is not aligned to 16 bytes");
  assert(m != 0, "adamStep: m is null");
  assert(isAligned(m), "adamStep: m is not aligned to 16 bytes");
  assert(v != 0, "adamStep: v is null");
  assert(isAligned(v), "adamStep: v is not aligned to 16 bytes");
  assert(isWhole(length), "adamStep: length is no multiple of 4");
  assert(length >= 4, "adamStep: length is less than 4");
  const scales = f32x4.splat(scale);
  const steps = f32x4.splat(step);
  const roots = f32x4.splat(root);
  const epsilons = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const b1 = f32x4.splat(<f32>beta1);
  const c1 = f32x4.splat(<f32>(1 - beta1));
  const b2 = f32x4.splat(<f32>beta2);
  const c2 = f32x4.splat(<f32>(1 - beta2));
  const end = p + ((<usize>length) << 2);
  do {
    const gradient = f32x4.mul(v128.load(g), scales);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(c1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(f32x4.mul(c2, gradient), gradient));
    v128.store(m, first);
    v128.store(v, second);
    const bottom = f32x4.add(f32x4.mul(f32x4.sqrt(second), roots), epsilons);
    const change = f32x4.mul(steps, f32x4.div(first, bottom));
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keeps), change));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  } while (p < end);
}

/** s = decay s + gain g^2; p -= rate g / (sqrt(s) + epsilon). RMSprop: decay alpha, gain 1 - alpha; Adagrad: both 1. */
export function adaptiveStep(
  p: usize,
  g: usize,
  s: usize,
  length: i32,
  scale: f32,
  rate: f32,
  decay: f32,
  gain: f32,
  epsilon: f32,
): void {
  assert(isAligned(p), "adaptiveStep: p is not aligned to 16 bytes");
  assert(isAligned(g), "adaptiveStep: g is not aligned to 16 bytes");
  assert(s != 0, "adaptiveStep: s is null");
  assert(isAligned(s), "adaptiveStep: s is not aligned to 16 bytes");
  assert(isWhole(length), "adaptiveStep: length is no multiple of 4");
  assert(length >= 4, "adaptiveStep: length is less than 4");
  const scales = f32x4.splat(scale);
  const rates = f32x4.splat(rate);
  const decays = f32x4.splat(decay);
  const gains = f32x4.splat(gain);
  const epsilons = f32x4.splat(epsilon);
  const end = p + ((<usize>length) << 2);
  do {
    const gradient = f32x4.mul(v128.load(g), scales);
    const squares = f32x4.add(
      f32x4.mul(decays, v128.load(s)),
      f32x4.mul(f32x4.mul(gains, gradient), gradient),
    );
    v128.store(s, squares);
    const bottom = f32x4.add(f32x4.sqrt(squares), epsilons);
    v128.store(p, f32x4.sub(v128.load(p), f32x4.mul(rates, f32x4.div(gradient, bottom))));
    p += 16;
    g += 16;
    s += 16;
  } while (p < end);
}

/**
 * Numbers below 2^-126 become 0. The mean of a gradient that has become 0, as those of a dead unit, shrinks to such numbers
 * and stays there, and a processor takes twice as long over them.
 */
export function clearSubnormals(x: usize, length: i32): void {
  assert(isAligned(x), "clearSubnormals: x is not aligned to 16 bytes");
  assert(isWhole(length), "clearSubnormals: length is no multiple of 4");
  const end = x + ((<usize>length) << 2);
  for (; x < end; x += 16) {
    const value = v128.load(x);
    v128.store(x, v128.andnot(value, f32x4.lt(f32x4.abs(value), v128.load32_splat(SMALLEST_NORMAL))));
  }
}

/** sum of x[i]^2 in float64, two sums side by side. x: [length] float32, length a multiple of 4. */
export function sumOfSquares(x: usize, length: i32): f64 {
  assert(isAligned(x), "sumOfSquares: x is not aligned to 16 bytes");
  assert(isWhole(length), "sumOfSquares: length is no multiple of 4");
  if (!length) return 0;
  let low = f64x2.splat(0);
  let high = low;
  const end = x + ((<usize>length) << 2);
  do {
    const v = v128.load(x);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    x += 16;
  } while (x < end);
  return sumDoubles(low, high);
}
