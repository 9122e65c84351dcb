/** Eigenvalues from the largest on, and the unit vector of each. */
export interface Eigen {
  readonly values: number[];
  readonly vectors: Float64Array[];
}

/** Far more than it takes: the sum of squares beside the diagonal falls quadratically, and 200 x 200 take about ten. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix that has no negative ones, such as a Gram matrix.
 *
 * Cyclic Jacobi rotations (Jacobi 1846; Golub & Van Loan, Matrix Computations, 8.5). Only +, -, *, / and Math.sqrt, so that every engine has
 * the same bits. O(n^3).
 *
 * @param matrix n rows of n numbers, which are overwritten
 */
export function eigenOf(matrix: readonly Float64Array[]): Eigen {
  const n = matrix.length;
  const vectors = matrix.map((_, i) => {
    const unit = new Float64Array(n);
    unit[i] = 1;
    return unit;
  });
  // The sum of all eigenvalues: what is this small beside it is rounding.
  const least = matrix.reduce((sum, row, i) => sum + row[i], 0) * 2 ** -56;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let isDone = true;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(matrix[p][q]) <= least) continue;
        rotate(matrix, vectors, p, q);
        isDone = false;
      }
    }
    if (isDone) break;
  }
  const order = vectors.map((_, i) => i).sort((a, b) => matrix[b][b] - matrix[a][a]);
  return { values: order.map((i) => matrix[i][i]), vectors: order.map((i) => vectors[i]) };
}

/** Turns the axes p and q so that matrix[p][q] becomes 0. */
function rotate(
  matrix: readonly Float64Array[],
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const ratio = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
  // The smaller of the two angles that do it, by its tangent.
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const row of matrix) {
    const [a, b] = [row[p], row[q]];
    row[p] = cosine * a - sine * b;
    row[q] = sine * a + cosine * b;
  }
  turn(matrix[p], matrix[q], cosine, sine);
  turn(vectors[p], vectors[q], cosine, sine);
}

function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < a.length; k++) {
    const value = a[k];
    a[k] = cosine * value - sine * b[k];
    b[k] = sine * value + cosine * b[k];
  }
}
