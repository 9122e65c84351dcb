/** Round numbers between two ends, about so many: 1, 2 or 5 times a power of ten apart, or what `factors` says, up to 10. */
export function ticksBetween(
  from: number,
  to: number,
  about: number,
  factors: readonly number[] = [1, 2, 5, 10],
): { readonly values: number[]; readonly step: number } {
  const rough = (to - from) / Math.max(1, about);
  if (!(rough > 0) || !Number.isFinite(rough)) return { values: [], step: 1 };
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (factors.find((factor) => factor * power >= rough) as number);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // A multiple of the step each: sums would drift.
  const values = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
  return { values, step };
}
