/*
 * Constants of the exponentials, each the bits of a float32. They come from memory: V8 builds a splat or a v128.const anew in every
 * round of a loop, a load is one instruction, into all lanes at once (measured: sigmoid 3.1 -> 1.2 ns an element).
 */

/** Loaded once where a function needs them under several names below, which would cost elu 8 % of its time. */
export const HALF = memory.data<u32>([0x3f000000]); // 0.5
export const ONE = memory.data<u32>([0x3f800000]); // 1
/** 1.5 * 2^23: adding it rounds to a whole number, which then stands in the low bits. */
export const ROUND = memory.data<u32>([0x4b400000]); // 12582912
export const LOG2_E = memory.data<u32>([0x3fb8aa3b]); // 1.4426950408889634
/** ln 2 in two parts; the first has 9 significant bits, so that n * LN2_HIGH is exact for |n| < 2^15. */
export const LN2_HIGH = memory.data<u32>([0x3f318000]); // 0.693359375
export const LN2_LOW = memory.data<u32>([0xb95e8083]); // -2.12194440054690583e-4
/** The largest argument passed on (its result is infinite) and the smallest (about 2^-125); below it exp is 0. */
export const EXP_MOST = memory.data<u32>([0x42b20000]); // 89
export const EXP_LEAST = memory.data<u32>([0xc2ad3333]); // -86.6
export const SIGMOID_MOST = memory.data<u32>([0x42ae0000]); // 87
export const SIGMOID_LEAST = memory.data<u32>([0xc2ae0000]); // -87
export const EXPM1_LEAST = memory.data<u32>([0xc18c0000]); // -17.5
/** exp(r) = 1 + r + r^2 (EXP_2 + EXP_3 r + ... + EXP_7 r^5). */
export const EXP_7 = memory.data<u32>([0x39506967]); // 1.98756915e-4
export const EXP_6 = memory.data<u32>([0x3ab743ce]); // 1.3981999507e-3
export const EXP_5 = memory.data<u32>([0x3c088908]); // 8.3334519073e-3
export const EXP_4 = memory.data<u32>([0x3d2aa9c1]); // 4.1665795894e-2
export const EXP_3 = memory.data<u32>([0x3e2aaaaa]); // 1.6666665459e-1
/** 5.0000001201e-1 is 0.5 in float32. */
export const EXP_2 = HALF;
/** ln(1 + m) = m - m^2 / 2 + m^3 (LOG_1 + LOG_2 m + ... + LOG_9 m^8). */
export const LOG_9 = memory.data<u32>([0x3d9021bb]); // 7.0376836292e-2
export const LOG_8 = memory.data<u32>([0xbdebd1b8]); // -1.151461031e-1
export const LOG_7 = memory.data<u32>([0x3def251a]); // 1.167699874e-1
export const LOG_6 = memory.data<u32>([0xbdfe5d4f]); // -1.2420140846e-1
export const LOG_5 = memory.data<u32>([0x3e11e9bf]); // 1.4249322787e-1
export const LOG_4 = memory.data<u32>([0xbe2aae50]); // -1.6668057665e-1
export const LOG_3 = memory.data<u32>([0x3e4cceac]); // 2.0000714765e-1
export const LOG_2 = memory.data<u32>([0xbe7ffffc]); // -2.4999993993e-1
export const LOG_1 = memory.data<u32>([0x3eaaaaaa]); // 3.3333331174e-1
export const SQRT_HALF = memory.data<u32>([0x3f3504f3]); // 0.70710678
export const SMALLEST_NORMAL = memory.data<u32>([0x00800000]); // 1.17549435e-38
export const TWO_23 = memory.data<u32>([0x4b000000]); // 8388608
/** Exponent bias when the mantissa is in [1/2, 1), and the same for subnormals scaled by 2^23. */
export const BIAS = memory.data<u32>([0x42fc0000]); // 126
export const TINY_BIAS = memory.data<u32>([0x43150000]); // 149
export const TWO = memory.data<u32>([0x40000000]); // 2
export const MINUS_TWO = memory.data<u32>([0xc0000000]); // -2
export const INFINITY = memory.data<u32>([0x7f800000]); // Infinity
export const MINUS_INFINITY = memory.data<u32>([0xff800000]); // -Infinity
/** 126 << 23, the bits of 0.5: what makes the exponent field of 2^(n - 1) from n. */
export const HALF_EXPONENT = HALF;
/** 127 << 23, the bits of 1: the same for 2^n. */
export const EXPONENT = ONE;
export const SIGN = memory.data<u32>([0x80000000]); // -0
export const MANTISSA = memory.data<u32>([0x007fffff]);
