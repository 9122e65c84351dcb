/** The fixed part and the cost of one unit of work, by least squares of the relative errors: the points span decades. */
export function fitLine(works: readonly number[], costs: readonly number[]): [number, number] {
  return leastSquares(
    works.map((work, i) => [1 / costs[i], work / costs[i]]),
    works.map(() => 1),
  );
}

/** The power of the work that the cost grows with: the slope of a straight line through the logarithms. */
export function fitExponent(works: readonly number[], costs: readonly number[]): number {
  const rows = works.map((work): [number, number] => [1, Math.log(work)]);
  return leastSquares(rows, costs.map(Math.log))[1];
}

/** The p and q that bring all a p + b q closest to the values. */
function leastSquares(rows: readonly [number, number][], values: readonly number[]): [number, number] {
  const sum = (term: (row: [number, number], value: number) => number): number =>
    rows.reduce((total, row, i) => total + term(row, values[i]), 0);
  const [aa, ab, bb] = [sum(([a]) => a * a), sum(([a, b]) => a * b), sum(([, b]) => b * b)];
  const [av, bv] = [sum(([a], value) => a * value), sum(([, b], value) => b * value)];
  const determinant = aa * bb - ab * ab;
  return [(bb * av - ab * bv) / determinant, (aa * bv - ab * av) / determinant];
}
