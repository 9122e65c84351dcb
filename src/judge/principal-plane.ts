import { eigenOf } from "./eigen.js";

/** The plane that comes nearest to some points. */
export interface PrincipalPlane {
  /** Two unit vectors at a right angle; the largest component of each is positive. */
  readonly directions: readonly [Float64Array, Float64Array];
  /** The share of the points' variance along each; together at most 1. */
  readonly explained: [number, number];
}

/** The points lie on a line where they spread less than a millionth as far beside it: the rest is rounding. */
const ON_A_LINE = 1e-12;

/**
 * The two principal directions of points around their mean (principal component analysis).
 *
 * From the eigenvectors u of the Gram matrix of the centred points, points x points, as there are far fewer points than coordinates: a
 * direction is sum u[i] (point[i] - mean), divided by its length. In float64, to the same bits in every engine. Where the points lie on a line,
 * the second direction is at a right angle to it and to nothing else in particular.
 *
 * @param points at least two that differ, each of at least two numbers
 */
export function principalPlane(points: readonly ArrayLike<number>[]): PrincipalPlane {
  const mean = meanOf(points);
  const gram = gramOf(points, mean);
  const total = gram.reduce((sum, row, i) => sum + row[i], 0);
  const { values, vectors } = eigenOf(gram);
  const [most, next] = values.map((value) => Math.max(value, 0));
  const first = directionOf(points, mean, vectors[0]);
  const isLine = next <= ON_A_LINE * most;
  const second = isLine ? across(first) : without(directionOf(points, mean, vectors[1]), first);
  return {
    directions: [signed(unit(first)), signed(unit(second))],
    explained: [most / total, isLine ? 0 : next / total],
  };
}

function meanOf(points: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(points[0].length);
  for (const point of points) for (let k = 0; k < mean.length; k++) mean[k] += point[k] / points.length;
  return mean;
}

/** The products of all pairs of centred points. One row is centred at a time, so that no copy of all points is needed. */
function gramOf(points: readonly ArrayLike<number>[], mean: Float64Array): Float64Array[] {
  const gram = points.map(() => new Float64Array(points.length));
  points.forEach((point, i) => {
    const centred = mean.map((middle, k) => point[k] - middle);
    for (let j = 0; j <= i; j++) {
      const other = points[j];
      let sum = 0;
      for (let k = 0; k < mean.length; k++) sum += centred[k] * (other[k] - mean[k]);
      gram[i][j] = gram[j][i] = sum;
    }
  });
  return gram;
}

function directionOf(
  points: readonly ArrayLike<number>[],
  mean: Float64Array,
  shares: Float64Array,
): Float64Array {
  const sum = new Float64Array(mean.length);
  points.forEach((point, i) => {
    for (let k = 0; k < sum.length; k++) sum[k] += shares[i] * (point[k] - mean[k]);
  });
  return unit(sum);
}

/** The axis that is nearest to a right angle with a direction, made one. */
function across(direction: Float64Array): Float64Array {
  const sizes = direction.map(Math.abs);
  const axis = new Float64Array(direction.length);
  axis[sizes.indexOf(sizes.reduce((least, size) => Math.min(least, size)))] = 1;
  return without(axis, direction);
}

/** What of a vector is at a right angle to a unit vector. */
function without(vector: Float64Array, direction: Float64Array): Float64Array {
  const along = dot(vector, direction);
  return vector.map((value, k) => value - along * direction[k]);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

/** A direction or its opposite: of the two, that whose largest component is positive. */
function signed(direction: Float64Array): Float64Array {
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
