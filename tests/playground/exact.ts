/* Best solutions found another way than by descent, for the tour's experiments to be held against. */

/** The line of least squares, by the normal equations. */
export function leastSquares(xs: ArrayLike<number>, ys: ArrayLike<number>): { w: number; b: number } {
  const n = xs.length;
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sx += xs[i];
    sy += ys[i];
    sxx += xs[i] * xs[i];
    sxy += xs[i] * ys[i];
  }
  const w = (n * sxy - sx * sy) / (n * sxx - sx * sx);
  return { w, b: (sy - w * sx) / n };
}

/**
 * The least mean absolute error that a line can have. One of the best lines goes through one of the points (a fact about linear
 * programs), and of those through a point the best slope is a weighted median.
 */
export function leastAbsolute(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  let least = Infinity;
  for (let p = 0; p < xs.length; p++) {
    const w = weightedMedian(
      Array.from(xs, (x, i) => [(ys[i] - ys[p]) / (x - xs[p]), Math.abs(x - xs[p])] as const).filter(
        ([, weight]) => weight > 0,
      ),
    );
    least = Math.min(least, meanAbsolute(w, ys[p] - w * xs[p], xs, ys));
  }
  return least;
}

function weightedMedian(values: (readonly [number, number])[]): number {
  values.sort(([a], [b]) => a - b);
  const half = values.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let sum = 0;
  for (const [value, weight] of values) {
    sum += weight;
    if (sum >= half) return value;
  }
  return 0;
}

export function meanAbsolute(w: number, b: number, xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += Math.abs(ys[i] - b - w * xs[i]);
  return sum / xs.length;
}

/**
 * The least sum of squares of `segments` straight pieces that need not meet, by dynamic programming: no curve of as many pieces that do
 * meet can be better.
 */
export function leastSegments(ys: ArrayLike<number>, segments: number): number {
  const n = ys.length;
  const cost = Array.from({ length: n }, (_, from) =>
    Array.from({ length: n + 1 }, (_, to) => (to - from < 3 ? 0 : squaresOfBest(from, to, ys))),
  );
  let best = Array.from({ length: n + 1 }, (_, to) => cost[0][to]);
  for (let k = 1; k < segments; k++) {
    const before = best;
    best = before.map((_, to) =>
      Math.min(...Array.from({ length: to }, (_, from) => before[from] + cost[from][to])),
    );
    best[0] = 0;
  }
  return best[n];
}

function squaresOfBest(from: number, to: number, ys: ArrayLike<number>): number {
  const xs = Array.from({ length: to - from }, (_, i) => i);
  const part = xs.map((i) => ys[from + i]);
  const { w, b } = leastSquares(xs, part);
  return part.reduce((sum, y, i) => sum + (y - b - w * i) ** 2, 0);
}
