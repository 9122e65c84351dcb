/*
 * Arithmetic without rounding, for references: every float64 is a whole number times 2^-1074.
 */

/** A ratio of whole numbers, the lower one above 0. */
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

const view = new DataView(new ArrayBuffer(8));
const UNIT = 1074n;

/** A finite float64 in units of 2^-1074. */
export function wholeOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

/** The ratio times 2^-shift as a float64, to within its last place. */
export function numberOf({ over, under }: Ratio, shift = 0n): number {
  if (over === 0n) return 0;
  const size = over < 0n ? -over : over;
  // 70 binary digits of the quotient, then the scale in two steps, since 2^-1074 alone is the smallest number.
  const lift = 70n - BigInt(size.toString(2).length - under.toString(2).length);
  const quotient = Number(lift >= 0n ? (size << lift) / under : size / (under << -lift));
  const exponent = Number(-lift - shift);
  const half = Math.trunc(exponent / 2);
  return (over < 0n ? -1 : 1) * quotient * 2 ** half * 2 ** (exponent - half);
}

/** The whole square root, rounded down (Newton). */
function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Weighted mean and standard deviation (divided by the sum of the weights), rounded once at the end. */
export function exactMoments(
  values: readonly number[],
  weights: readonly number[],
): { mean: number; deviation: number } {
  const xs = values.map(wholeOf);
  const ws = weights.map(wholeOf);
  const total = ws.reduce((sum, w) => sum + w, 0n);
  const first = xs.reduce((sum, x, i) => sum + ws[i] * x, 0n);
  const second = xs.reduce((sum, x, i) => sum + ws[i] * x * x, 0n);
  // (total second - first^2) / total^2, in units of 2^-2148.
  const variance = { over: total * second - first * first, under: total * total };
  // The root of a number of 2 * 100 binary digits more has 100 digits more.
  const lift = 2000n;
  const root = wholeRoot((variance.over << (2n * lift)) / variance.under);
  return {
    mean: numberOf({ over: first, under: total }, UNIT),
    deviation: numberOf({ over: root, under: 1n << lift }, UNIT),
  };
}
