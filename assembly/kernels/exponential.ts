/*
 * exp, expm1, log and log1p of four float32 at once: range reduction and a polynomial (Cephes, S. Moshier, public domain).
 *
 * Only + - * / and bit operations: the same bits on every engine. The errors stated are the largest over all float32,
 * found by tests/functions.test.ts. NaN in, NaN out: pmin(x, bound) and pmax(x, bound) keep x when it is NaN.
 *
 * exp and inlineSigmoid are inlined, the rest are functions: copies of those made up 0.7 KB of what a browser downloads, and calling
 * them costs a tanh layer's activation 20 %, less than 2 % of its whole time.
 */
import {
  BIAS,
  EXPM1_LEAST,
  EXPONENT,
  EXP_2,
  EXP_3,
  EXP_4,
  EXP_5,
  EXP_6,
  EXP_7,
  EXP_LEAST,
  EXP_MOST,
  HALF,
  HALF_EXPONENT,
  INFINITY,
  LN2_HIGH,
  LN2_LOW,
  LOG2_E,
  LOG_1,
  LOG_2,
  LOG_3,
  LOG_4,
  LOG_5,
  LOG_6,
  LOG_7,
  LOG_8,
  LOG_9,
  MANTISSA,
  MINUS_INFINITY,
  MINUS_TWO,
  ONE,
  ROUND,
  SIGMOID_LEAST,
  SIGMOID_MOST,
  SIGN,
  SMALLEST_NORMAL,
  SQRT_HALF,
  TINY_BIAS,
  TWO,
  TWO_23,
} from "./constants";

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

/** The same as a function. */
export function exponential(x: v128): v128 {
  return exp(x);
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
