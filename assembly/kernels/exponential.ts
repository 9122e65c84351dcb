/*
 * exp, expm1, log and log1p of four float32 at once: range reduction and a polynomial (Cephes, S. Moshier, public domain).
 *
 * Only + - * / and bit operations: the same bits on every engine. The errors stated are the largest over all float32,
 * found by tests/functions.test.ts. NaN in, NaN out: pmin(x, bound) and pmax(x, bound) keep x when it is NaN.
 */

/** 1.5 * 2^23: adding it rounds to a whole number, which then stands in the low bits. */
const ROUND: f32 = 12582912;
const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 in two parts; the first has 9 significant bits, so that n * LN2_HIGH is exact for |n| < 2^15. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;

/** Largest argument passed on (its result is infinite) and the smallest (2^-125); below it exp is 0. */
const EXP_MOST: f32 = 89;
const EXP_LEAST: f32 = -86.6;

// @ts-ignore: decorator
@inline
function constant(value: f32): v128 {
  return f32x4.splat(value);
}

/** n + ROUND where n = round(x / ln 2). */
// @ts-ignore: decorator
@inline
function roundedQuotient(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(LOG2_E)), constant(ROUND));
}

/** 2^(n - 1) from n + ROUND. */
// @ts-ignore: decorator
@inline
function halfPower(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), i32x4.splat(126 << 23));
}

/** exp(r) - 1 where r = x - n ln 2, |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1OfRemainder(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, constant(ROUND));
  let r = f32x4.sub(x, f32x4.mul(n, constant(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, constant(LN2_LOW)));
  let p = constant(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), constant(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), constant(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), constant(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), constant(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), constant(5.0000001201e-1));
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
}

/** e^x. At most EXP_ULP ULP off; infinite above 88.72284; 0 below -86.6, where the result nears the subnormals. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, constant(EXP_MOST)), constant(EXP_LEAST));
  const rounded = roundedQuotient(bounded);
  const p = expm1OfRemainder(bounded, rounded);
  const half = halfPower(rounded);
  const y = f32x4.add(f32x4.mul(p, half), half);
  return v128.andnot(f32x4.add(y, y), f32x4.lt(x, constant(EXP_LEAST)));
}

/** e^x - 1, exact to the last bits near 0 as well. At most EXPM1_ULP ULP off; -1 below -17; infinite above 88.72284. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, constant(EXP_MOST)), constant(-17.5));
  const rounded = roundedQuotient(bounded);
  const p = expm1OfRemainder(bounded, rounded);
  const half = halfPower(rounded);
  const y = f32x4.add(f32x4.mul(p, half), f32x4.sub(half, constant(0.5)));
  return f32x4.add(y, y);
}

/** ln x. At most LOG_ULP ULP off; ln 0 = -Infinity, NaN below 0; subnormals included. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  // Subnormals are scaled up by 2^23 first.
  const tiny = f32x4.lt(x, constant(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, constant(8388608)), x, tiny);
  const bias = v128.bitselect(constant(126 + 23), constant(126), tiny);
  // x = 2^e m with m in [sqrt(1/2), sqrt(2)).
  let e = f32x4.sub(f32x4.convert_i32x4_u(i32x4.shr_u(scaled, 23)), bias);
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), constant(0.5));
  const small = f32x4.lt(m, constant(0.70710678));
  e = f32x4.sub(e, v128.and(small, constant(1)));
  m = f32x4.add(f32x4.sub(m, constant(1)), v128.and(small, m));
  const z = f32x4.mul(m, m);
  let p = constant(7.0376836292e-2);
  p = f32x4.add(f32x4.mul(p, m), constant(-1.151461031e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(1.167699874e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, m), constant(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.add(y, f32x4.mul(e, constant(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(z, constant(0.5)));
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, constant(LN2_HIGH)));
  // The edges: infinity and NaN pass through, 0 gives -Infinity, below 0 gives NaN (all bits set).
  y = v128.bitselect(x, y, v128.not(f32x4.lt(x, constant(Infinity))));
  y = v128.bitselect(constant(-Infinity), y, f32x4.eq(x, constant(0)));
  return v128.or(y, f32x4.lt(x, constant(0)));
}

/** ln(1 + x) for x in [0, 1], exact to the last bits near 0: what 1 + x loses is added back, divided by it. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(constant(1), x);
  const lost = f32x4.sub(x, f32x4.sub(u, constant(1)));
  return f32x4.add(log(u), f32x4.div(lost, u));
}

/** 1 / (1 + e^-x). At most SIGMOID_ULP ULP off; 0 below -88.7. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(constant(1), f32x4.add(constant(1), exp(f32x4.neg(x))));
}

/** tanh x = -t / (t + 2) with t = expm1(-2|x|) and the sign of x. At most TANH_ULP ULP off. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const t = expm1(f32x4.mul(f32x4.abs(x), constant(-2)));
  return v128.or(f32x4.div(f32x4.sub(constant(0), t), f32x4.add(t, constant(2))), sign);
}

/** ln(1 + e^x) = max(x, 0) + log1p(e^-|x|). */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, constant(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
}
