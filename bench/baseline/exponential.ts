/** 2^(n / 16) at index n + 924, for the n of -40 to 40. */
export const POWERS = Float64Array.from({ length: 2 * 924 + 1 }, (_, i) => 2 ** ((i - 924) / 16));

/**
 * e^x, x held between -40 and 40, relative error below 1e-10; NaN gives NaN.
 *
 * e^x = 2^(n / 16) e^r with n = round(16 x / ln 2), so |r| <= ln 2 / 32; 2^(n / 16) comes from the table, e^r from Taylor's
 * series to r^4. A sigmoid takes 4.2 ns with it and 12.6 with Math.exp, which V8 calls in C++: with that, 100 of them are
 * a quarter of task T2.
 *
 * @param powers POWERS, as a local constant of the caller, for the reason in memory.ts
 */
export function exp(x: number, powers: Float64Array): number {
  if (x > 40) x = 40;
  if (x < -40) x = -40;
  const index = (x * 23.083120654223414 + 924.5) | 0; // 16 / ln 2; cutting the half off rounds, the sum being positive
  const r = x - (index - 924) * 0.04332169878499658; // ln 2 / 16
  const square = r * r;
  return powers[index] * (1 + r + square * (1 / 2 + r * (1 / 6) + square * (1 / 24)));
}
