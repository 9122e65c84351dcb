/*
 * The seeded generator: xoshiro128** (Blackman & Vigna 2018), its state four uint32, filled by splitmix64 from the seed, so
 * that seed 0 is as good as any. Whole-number arithmetic only: the same draws on every engine.
 */
import { log } from "./exponential";
import { isAligned, isWhole } from "./lanes";

/** Names as in src/spec/layer.ts. */
export const enum Initializer {
  fanInUniform,
  glorotUniform,
  heNormal,
  zeros,
}

/** Fills state [5] uint32 from a 64-bit seed: four words of the generator and dropout's key. */
export function seedGenerator(state: usize, low: u32, high: u32): void {
  assert((state & 3) == 0, "seedGenerator: state is not aligned to 4 bytes");
  let x = ((<u64>high) << 32) | (<u64>low);
  for (let i = 0; i < 3; i++) {
    x += 0x9e3779b97f4a7c15;
    let z = x;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    store<u32>(state + ((<usize>i) << 3), <u32>z);
    if (i < 2) store<u32>(state + ((<usize>i) << 3) + 4, <u32>(z >> 32));
  }
}

/** The next 32 random bits. */
export function nextRandom(state: usize): u32 {
  const s0 = load<u32>(state);
  const s1 = load<u32>(state, 4);
  const s2 = load<u32>(state, 8) ^ s0;
  const s3 = load<u32>(state, 12) ^ s1;
  store<u32>(state, s0 ^ s3);
  store<u32>(state, s1 ^ s2, 4);
  store<u32>(state, s2 ^ (s1 << 9), 8);
  store<u32>(state, rotl<u32>(s3, 11), 12);
  return rotl<u32>(s1 * 5, 7) * 9;
}

/** A float32 from [-1, 1), one of 2^24 values. */
function symmetric(state: usize): f32 {
  return <f32>2 * (<f32>(nextRandom(state) >> 8) * (1.0 / 16777216.0)) - <f32>1;
}

/** A float32 from N(0, 1) by Marsaglia's polar method (1964); of each pair only the first is used. */
function normal(state: usize): f32 {
  let a: f32;
  let s: f32;
  do {
    a = symmetric(state);
    const b = symmetric(state);
    s = a * a + b * b;
  } while (s == 0 || s >= 1);
  const logarithm: f32 = f32x4.extract_lane(log(f32x4.splat(s)), 0);
  return a * sqrt<f32>((<f32>-2 * logarithm) / s);
}

/**
 * Starting values of a layer in the outside order: weights [units, inputs], then biases [units].
 * What each initializer draws from stands in src/spec/layer.ts.
 */
export function initializeLayer(state: usize, initializer: i32, theta: usize, inputs: i32, units: i32): void {
  assert((state & 3) == 0, "initializeLayer: state is not aligned to 4 bytes");
  assert((theta & 3) == 0, "initializeLayer: theta is not aligned to 4 bytes");
  assert(initializer >= 0 && initializer <= Initializer.zeros, "initializeLayer: no such initializer");
  assert(inputs >= 1, "initializeLayer: inputs is less than 1");
  assert(units >= 1, "initializeLayer: units is less than 1");
  const fanIn = initializer == Initializer.fanInUniform;
  const he = initializer == Initializer.heNormal;
  const scale = <f32>sqrt<f64>((fanIn ? 1 : he ? 2 : 6) / <f64>(fanIn || he ? inputs : inputs + units));
  const weights = inputs * units;
  const drawn = initializer == Initializer.zeros ? 0 : fanIn ? weights + units : weights;
  for (let i = 0; i < weights + units; i++, theta += 4) {
    store<f32>(theta, i < drawn ? scale * (he ? normal(state) : symmetric(state)) : 0);
  }
}

/** order = 0 .. length - 1. */
export function identity(order: usize, length: i32): void {
  assert((order & 3) == 0, "identity: order is not aligned to 4 bytes");
  for (let i = 0; i < length; i++) store<i32>(order + ((<usize>i) << 2), i);
}

/** Shuffles order [length] int32 in place (Fisher & Yates; Durstenfeld 1964). The bias of a draw is below length / 2^32. */
export function shuffle(state: usize, order: usize, length: i32): void {
  assert((order & 3) == 0, "shuffle: order is not aligned to 4 bytes");
  for (let i = length - 1; i > 0; i--) {
    const j = <usize>((<u64>nextRandom(state) * <u64>(i + 1)) >> 32);
    const a = order + ((<usize>i) << 2);
    const b = order + (j << 2);
    const value = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, value);
  }
}

/**
 * The key of one dropout layer's mask in one update. The mask is a hash of key and place, so that it depends on no order of
 * work and backward finds it again without storing it.
 */
export function dropoutKey(seed: u32, update: u32, layer: u32): u32 {
  return hash(hash(seed ^ (update * 0x9e3779b9)) ^ (layer * 0x85ebca6b));
}

/** lowbias32 (C. Wellons 2018, public domain). */
function hash(x: u32): u32 {
  x ^= x >> 16;
  x *= 0x7feb352d;
  x ^= x >> 15;
  x *= 0x846ca68b;
  return x ^ (x >> 16);
}

/**
 * y[i] = x[i] / (1 - rate) where the hash of place `first + i` keeps it, else 0. Its own backward, with dy for x.
 *
 * x, y: [length] float32, length a multiple of 4; y may be x.
 */
export function dropout(key: u32, first: u32, rate: f32, x: usize, y: usize, length: i32): void {
  assert(isAligned(x), "dropout: x is not aligned to 16 bytes");
  assert(isAligned(y), "dropout: y is not aligned to 16 bytes");
  assert(isWhole(length), "dropout: length is no multiple of 4");
  assert(rate >= 0 && rate < 1, "dropout: rate is not from 0 to below 1");
  const threshold = i32x4.splat(<i32>(<u32>(<f64>rate * 4294967296.0)));
  const scale = f32x4.splat(<f32>1 / (<f32>1 - rate));
  let place = i32x4.add(i32x4.splat(<i32>(key + first)), i32x4(0, 1, 2, 3));
  for (const end = x + ((<usize>length) << 2); x < end; x += 16, y += 16) {
    let h = v128.xor(place, i32x4.shr_u(place, 16));
    h = i32x4.mul(h, i32x4.splat(0x7feb352d));
    h = v128.xor(h, i32x4.shr_u(h, 15));
    h = i32x4.mul(h, i32x4.splat(<i32>0x846ca68b));
    h = v128.xor(h, i32x4.shr_u(h, 16));
    const kept = i32x4.ge_u(h, threshold);
    v128.store(y, v128.and(f32x4.mul(v128.load(x), scale), kept));
    place = i32x4.add(place, i32x4.splat(4));
  }
}
