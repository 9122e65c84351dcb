import { mean, type Pairs } from "./births.js";

/** y = b + w x */
export interface Line {
  readonly w: number;
  readonly b: number;
}

export const lineAt = ({ w, b }: Line, x: number): number => b + w * x;

/** The line with the least mean squared error, by the normal equations. */
export function leastSquares({ xs, ys }: Pairs): Line {
  const [x, y] = [mean(xs), mean(ys)];
  const w = mean(xs, (value, i) => (value - x) * (ys[i] - y)) / mean(xs, (value) => (value - x) ** 2);
  return { w, b: y - w * x };
}

/** Mean absolute error. */
export function maeOf(line: Line, { xs, ys }: Pairs): number {
  return mean(ys, (y, i) => Math.abs(y - lineAt(line, xs[i])));
}

/** Mean squared error. */
export function mseOf(line: Line, { xs, ys }: Pairs): number {
  return mean(ys, (y, i) => (y - lineAt(line, xs[i])) ** 2);
}
