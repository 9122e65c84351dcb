/*
 * exp, expm1, log and log1p of four float32 at once: range reduction and a polynomial (Cephes, S. Moshier, public domain).
 *
 * Only + - * / and bit operations: the same bits on every engine. The errors stated are the largest over all float32,
 * found by tests/functions.test.ts. NaN in, NaN out: pmin(x, bound) and pmax(x, bound) keep x when it is NaN.
 *
 * exp and inlineSigmoid are inlined, the rest are functions: copies of those made up 0.7 KB of what a browser downloads, and calling
 * them costs a tanh layer's activation 20 %, less than 2 % of its whole time.
 */

/*
 * Constants come from memory: V8 builds a splat or a v128.const anew in every round of a loop, a load is one instruction, into
 * all lanes at once (measured: sigmoid 3.1 -> 1.2 ns an element).
 */
/** 1.5 * 2^23: adding it rounds to a whole number, which then stands in the low bits. */
const ROUND = memory.data<f32>([12582912]);
const LOG2_E = memory.data<f32>([1.4426950408889634]);
/** ln 2 in two parts; the first has 9 significant bits, so that n * LN2_HIGH is exact for |n| < 2^15. */
const LN2_HIGH = memory.data<f32>([0.693359375]);
const LN2_LOW = memory.data<f32>([-2.12194440054690583e-4]);
/** The largest argument passed on (its result is infinite) and the smallest (about 2^-125); below it exp is 0. */
const EXP_MOST = memory.data<f32>([89]);
const EXP_LEAST = memory.data<f32>([-86.6]);
const SIGMOID_MOST = memory.data<f32>([87]);
const SIGMOID_LEAST = memory.data<f32>([-87]);
const EXPM1_LEAST = memory.data<f32>([-17.5]);
/** exp(r) = 1 + r + r^2 (EXP_2 + EXP_3 r + ... + EXP_7 r^5). */
const EXP_7 = memory.data<f32>([1.98756915e-4]);
const EXP_6 = memory.data<f32>([1.3981999507e-3]);
const EXP_5 = memory.data<f32>([8.3334519073e-3]);
const EXP_4 = memory.data<f32>([4.1665795894e-2]);
const EXP_3 = memory.data<f32>([1.6666665459e-1]);
const EXP_2 = memory.data<f32>([5.0000001201e-1]);
/** ln(1 + m) = m - m^2 / 2 + m^3 (LOG_1 + LOG_2 m + ... + LOG_9 m^8). */
const LOG_9 = memory.data<f32>([7.0376836292e-2]);
const LOG_8 = memory.data<f32>([-1.151461031e-1]);
const LOG_7 = memory.data<f32>([1.167699874e-1]);
const LOG_6 = memory.data<f32>([-1.2420140846e-1]);
const LOG_5 = memory.data<f32>([1.4249322787e-1]);
const LOG_4 = memory.data<f32>([-1.6668057665e-1]);
const LOG_3 = memory.data<f32>([2.0000714765e-1]);
const LOG_2 = memory.data<f32>([-2.4999993993e-1]);
const LOG_1 = memory.data<f32>([3.3333331174e-1]);
const SQRT_HALF = memory.data<f32>([0.70710678]);
export const SMALLEST_NORMAL = memory.data<f32>([1.17549435e-38]);
const TWO_23 = memory.data<f32>([8388608]);
/** Exponent bias when the mantissa is in [1/2, 1), and the same for subnormals scaled by 2^23. */
const BIAS = memory.data<f32>([126]);
const TINY_BIAS = memory.data<f32>([149]);
const ONE = memory.data<f32>([1]);
const TWO = memory.data<f32>([2]);
const MINUS_TWO = memory.data<f32>([-2]);
const HALF = memory.data<f32>([0.5]);
const INFINITY = memory.data<f32>([Infinity]);
export const MINUS_INFINITY = memory.data<f32>([-Infinity]);
/** 126 << 23: what makes the exponent field of 2^(n - 1) from n. */
const HALF_EXPONENT = memory.data<i32>([0x3f000000]);
/** 127 << 23: the same for 2^n. */
const EXPONENT = memory.data<i32>([0x3f800000]);
const SIGN = memory.data<u32>([0x80000000]);
const MANTISSA = memory.data<u32>([0x007fffff]);

/** n + ROUND where n = round(x / ln 2). */
// @ts-ignore: decorator
@inline
function roundedQuotient(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, v128.load32_splat(LOG2_E)), v128.load32_splat(ROUND));
}

/** 2^(n - 1) from n + ROUND. */
// @ts-ignore: decorator
@inline
function halfPower(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), v128.load32_splat(HALF_EXPONENT));
}

/** exp(r) - 1 where r = x - n ln 2, |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1OfRemainder(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, v128.load32_splat(ROUND));
  const high = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(LN2_HIGH)));
  const r = f32x4.sub(high, f32x4.mul(n, v128.load32_splat(LN2_LOW)));
  // Estrin's order: the three pairs do not wait for one another.
  const z = f32x4.mul(r, r);
  const p67 = f32x4.add(f32x4.mul(v128.load32_splat(EXP_7), r), v128.load32_splat(EXP_6));
  const p45 = f32x4.add(f32x4.mul(v128.load32_splat(EXP_5), r), v128.load32_splat(EXP_4));
  const p23 = f32x4.add(f32x4.mul(v128.load32_splat(EXP_3), r), v128.load32_splat(EXP_2));
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(p67, z), p45), z), p23);
  return f32x4.add(f32x4.mul(p, z), r);
}

/** e^x. At most 1.01 ULP off; infinite above 88.72284; 0 below -86.6, where the result nears the subnormals. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, v128.load32_splat(EXP_MOST)), v128.load32_splat(EXP_LEAST));
  const rounded = roundedQuotient(bounded);
  const p = expm1OfRemainder(bounded, rounded);
  const half = halfPower(rounded);
  const y = f32x4.add(f32x4.mul(p, half), half);
  return v128.andnot(f32x4.add(y, y), f32x4.lt(x, v128.load32_splat(EXP_LEAST)));
}

/** e^x - 1, exact to the last bits near 0 as well. At most 1.66 ULP off; -1 below -17; infinite above 88.72284. */
export function expm1(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, v128.load32_splat(EXP_MOST)), v128.load32_splat(EXPM1_LEAST));
  const rounded = roundedQuotient(bounded);
  const p = expm1OfRemainder(bounded, rounded);
  const half = halfPower(rounded);
  const y = f32x4.add(f32x4.mul(p, half), f32x4.sub(half, v128.load32_splat(HALF)));
  return f32x4.add(y, y);
}

/** ln x. At most 0.83 ULP off; ln 0 = -Infinity, NaN below 0; subnormals included. */
export function log(x: v128): v128 {
  // Subnormals are scaled up by 2^23 first.
  const tiny = f32x4.lt(x, v128.load32_splat(SMALLEST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, v128.load32_splat(TWO_23)), x, tiny);
  const bias = v128.bitselect(v128.load32_splat(TINY_BIAS), v128.load32_splat(BIAS), tiny);
  // x = 2^e m with m in [sqrt(1/2), sqrt(2)).
  let e = f32x4.sub(f32x4.convert_i32x4_u(i32x4.shr_u(scaled, 23)), bias);
  let m = v128.or(v128.and(scaled, v128.load32_splat(MANTISSA)), v128.load32_splat(HALF));
  const small = f32x4.lt(m, v128.load32_splat(SQRT_HALF));
  e = f32x4.sub(e, v128.and(small, v128.load32_splat(ONE)));
  m = f32x4.add(f32x4.sub(m, v128.load32_splat(ONE)), v128.and(small, m));
  const z = f32x4.mul(m, m);
  let p = v128.load32_splat(LOG_9);
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_8));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_7));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_6));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_5));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_4));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_3));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_2));
  p = f32x4.add(f32x4.mul(p, m), v128.load32_splat(LOG_1));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.add(y, f32x4.mul(e, v128.load32_splat(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(z, v128.load32_splat(HALF)));
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, v128.load32_splat(LN2_HIGH)));
  // The edges: infinity and NaN pass through, 0 gives -Infinity, below 0 gives NaN (all bits set).
  y = v128.bitselect(x, y, v128.not(f32x4.lt(x, v128.load32_splat(INFINITY))));
  y = v128.bitselect(v128.load32_splat(MINUS_INFINITY), y, f32x4.eq(x, f32x4(0, 0, 0, 0)));
  return v128.or(y, f32x4.lt(x, f32x4(0, 0, 0, 0)));
}

/**
 * ln(1 + x) for x in [0, 1], exact to the last bits near 0: what 1 + x loses is added back, divided by it.
 * At most 1.26 ULP off.
 */
export function log1p(x: v128): v128 {
  const u = f32x4.add(v128.load32_splat(ONE), x);
  const lost = f32x4.sub(x, f32x4.sub(u, v128.load32_splat(ONE)));
  return f32x4.add(log(u), f32x4.div(lost, u));
}

/**
 * 1 / (1 + e^-x). At most 2.49 ULP off for x >= -87; below it stays at sigmoid(-87) = 1.6e-38.
 *
 * Bounded to where 2^n is a normal number, which saves exp's steps for its edges: half of a sigmoid layer's time.
 */
export function sigmoid(x: v128): v128 {
  return inlineSigmoid(x);
}

/** The same, copied into its caller. */
// @ts-ignore: decorator
@inline
export function inlineSigmoid(x: v128): v128 {
  const bounded = f32x4.pmax(
    f32x4.pmin(x, v128.load32_splat(SIGMOID_MOST)),
    v128.load32_splat(SIGMOID_LEAST),
  );
  // exp(-x) without the change of sign: -x = n ln 2 - r, and the odd powers of r are subtracted.
  const rounded = f32x4.sub(v128.load32_splat(ROUND), f32x4.mul(bounded, v128.load32_splat(LOG2_E)));
  const power = i32x4.add(i32x4.shl(rounded, 23), v128.load32_splat(EXPONENT));
  const n = f32x4.sub(rounded, v128.load32_splat(ROUND));
  const high = f32x4.add(bounded, f32x4.mul(n, v128.load32_splat(LN2_HIGH)));
  const r = f32x4.add(high, f32x4.mul(n, v128.load32_splat(LN2_LOW)));
  const z = f32x4.mul(r, r);
  const p67 = f32x4.sub(v128.load32_splat(EXP_6), f32x4.mul(v128.load32_splat(EXP_7), r));
  const p45 = f32x4.sub(v128.load32_splat(EXP_4), f32x4.mul(v128.load32_splat(EXP_5), r));
  const p23 = f32x4.sub(v128.load32_splat(EXP_2), f32x4.mul(v128.load32_splat(EXP_3), r));
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(p67, z), p45), z), p23);
  const one = v128.load32_splat(ONE);
  // 1 + 2^n first: it need not wait for the polynomial.
  const factor = f32x4.sub(f32x4.mul(p, z), r);
  return f32x4.div(one, f32x4.add(f32x4.add(one, power), f32x4.mul(factor, power)));
}

/** tanh x = -t / (t + 2) with t = expm1(-2|x|) and the sign of x. At most 2.50 ULP off. */
export function tanh(x: v128): v128 {
  const sign = v128.and(x, v128.load32_splat(SIGN));
  const t = expm1(f32x4.mul(f32x4.abs(x), v128.load32_splat(MINUS_TWO)));
  return v128.or(f32x4.div(f32x4.sub(f32x4(0, 0, 0, 0), t), f32x4.add(t, v128.load32_splat(TWO))), sign);
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|). At most 1.99 ULP off; 0 below -86.6, as exp. */
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4(0, 0, 0, 0)), softplusTail(x));
}

/** ln(1 + e^-|x|): what softplus adds to the line max(x, 0). */
export function softplusTail(x: v128): v128 {
  return log1p(exp(v128.or(x, v128.load32_splat(SIGN))));
}
