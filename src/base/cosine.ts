/**
 * cos(pi t) for 0 <= t <= 1: Taylor's series about the nearer end or the middle, to the last bits of a
 * double. + - * / only, no Math.cos, whose last digits differ between engines.
 */
export function cosineOfHalfTurns(t: number): number {
  if (t > 0.5) return -cosineOfHalfTurns(1 - t);
  const middle = t > 0.25;
  const x = Math.PI * (middle ? 0.5 - t : t);
  // sin x = x - x^3 / 3! + ..., cos x = 1 - x^2 / 2! + ...
  let term = middle ? x : 1;
  let sum = term;
  for (let n = middle ? 3 : 2; n < 20; n += 2) sum += term *= (-x * x) / (n * (n - 1));
  return sum;
}
