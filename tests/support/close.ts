/** Numbers side by side: one, a plain array or a typed one. */
export type Numbers = number | ArrayLike<number>;

export interface CloseOptions {
  /** The largest distance allowed, |a - b| / max(1, |b|); 0 asks for equality. */
  readonly tolerance: number;
  /** What is compared, with the case's seed and sizes: it opens the failure's text. */
  readonly label?: string;
}

/**
 * Fails unless every number is near its expected one: |a - b| / max(1, |b|) <= tolerance.
 *
 * The text names the worst index, both values, the tolerance and the distance in float32 ULP. NaN equals only NaN, an
 * infinity only itself; the lengths must agree.
 */
export function expectClose(actual: Numbers, expected: Numbers, options: CloseOptions): void {
  const { tolerance, label = "numbers" } = options;
  const got = listOf(actual);
  const want = listOf(expected);
  let problem: string | undefined;
  if (got.length !== want.length) {
    problem = `${got.length} numbers, expected ${want.length}`;
  } else {
    const { index, distance } = worst(got, want);
    if (!(distance <= tolerance)) {
      const place = typeof actual === "number" ? "" : `[${index}] of ${got.length}`;
      problem =
        `worst${place} is ${got[index]}, expected ${want[index]}; ` +
        `distance ${distance} > ${tolerance}, ${ulpDistance(got[index], want[index])} float32 ULP apart`;
    }
  }
  if (problem === undefined) return;
  const error = new Error(`${label}: ${problem}`);
  Error.captureStackTrace(error, expectClose);
  throw error;
}

/** The largest distance of the two lists, of equal length, and where it is; 0 at index -1 for empty lists. */
export function worst(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): { index: number; distance: number } {
  let index = -1;
  let distance = 0;
  for (let i = 0; i < expected.length; i++) {
    const d = distanceOf(actual[i], expected[i]);
    if (index === -1 || d > distance) {
      index = i;
      distance = d;
    }
  }
  return { index, distance };
}

/** |a - b| / max(1, |b|), 0 for two NaN or two equal infinities, Infinity where only one is such a thing. */
export function distanceOf(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return Math.abs(a - b) / Math.max(1, Math.abs(b));
}

/**
 * How many float32 numbers lie from a to b, both rounded to float32 first: 0 for equals, 1 for neighbours.
 *
 * -0 and 0 are one number; the step beyond the largest finite one is Infinity. NaN is NaN apart from all but NaN.
 */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  return Math.abs(place(a) - place(b));
}

/** The error of a float32 result in units of the last place of the exact one (given in float64), with its fraction. */
export function ulpError(actual: number, exact: number): number {
  if (actual === exact || (Number.isNaN(actual) && Number.isNaN(exact))) return 0;
  return Math.abs(actual - exact) / ulpOf(exact);
}

/** The step between float32 numbers at |x|: 2^-23 for 1 <= |x| < 2, 2^-149 among the subnormal ones. */
export function ulpOf(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const magnitude = Math.min(Math.abs(x), LARGEST_FLOAT32);
  if (magnitude < SMALLEST_NORMAL_FLOAT32) return SMALLEST_FLOAT32;
  doubleView[0] = magnitude;
  const exponent = Number(doubleBits[0] >> 52n) - 1023;
  return 2 ** (exponent - 23);
}

const LARGEST_FLOAT32 = 3.4028234663852886e38;
const SMALLEST_NORMAL_FLOAT32 = 2 ** -126;
const SMALLEST_FLOAT32 = 2 ** -149;

const floatView = new Float32Array(1);
const floatBits = new Int32Array(floatView.buffer);
const doubleView = new Float64Array(1);
const doubleBits = new BigUint64Array(doubleView.buffer);

/** The place of x in the row of all float32 numbers, 0 for zero. */
function place(x: number): number {
  floatView[0] = x;
  const bits = floatBits[0];
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

function listOf(numbers: Numbers): ArrayLike<number> {
  return typeof numbers === "number" ? [numbers] : numbers;
}
