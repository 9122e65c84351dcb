import { Random } from "../support/random.js";

/** Numbers of either sign and many sizes, drawn once: cases take their numbers from here. */
const pool = Float32Array.from(new Random(7).list(1 << 16));

/** `length` numbers, float32, about N(0, 1); other `seed`s give others. */
export function numbers(length: number, seed: number): Float32Array {
  const from = Math.imul(seed, 7919) & 0x3fff;
  if (from + length <= pool.length) return pool.slice(from, from + length);
  return Float32Array.from({ length }, (_, i) => pool[(from + i) % pool.length]);
}

/**
 * Throws unless both hold the same float32 to the bit; NaN equals NaN of any payload.
 *
 * A tight loop of its own: tens of millions of numbers go through here.
 */
export function expectBits(actual: ArrayLike<number>, expected: ArrayLike<number>, label: string): void {
  if (actual.length !== expected.length) {
    throw new Error(`${label}: ${actual.length} numbers, expected ${expected.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    throw new Error(`${label}: [${i}] of ${expected.length} is ${actual[i]}, expected ${expected[i]}`);
  }
}

/** Throws unless both are the same number, NaN being itself: vitest's own expect is too slow for a million numbers. */
export function expectSame(actual: number, expected: number, label: string): void {
  if (!Object.is(actual, expected)) throw new Error(`${label} is ${actual}, expected ${expected}`);
}

/** Width of the panel that holds column `column` of `columns`, and its first column. */
export function panelOf(column: number, units: number): { start: number; width: number } {
  const columns = Math.ceil(units / 4) * 4;
  const whole = Math.floor(columns / 16) * 16;
  if (column < whole) return { start: column - (column % 16), width: 16 };
  const eight = columns - whole >= 8 ? 8 : 0;
  if (column < whole + eight) return { start: whole, width: 8 };
  return { start: whole + eight, width: 4 };
}

/** Where the weight from input `input` to unit `unit` stands among panels of `inputs` rows. */
export function panelIndex(input: number, unit: number, inputs: number, units: number): number {
  const { start, width } = panelOf(unit, units);
  return start * inputs + input * width + (unit - start);
}

export const padded = (count: number): number => Math.ceil(count / 4) * 4;

/** w [units, inputs] row-major as panels over the units, padding zero. */
export function panels(w: ArrayLike<number>, inputs: number, units: number): Float32Array {
  const result = new Float32Array(inputs * padded(units));
  for (let unit = 0; unit < units; unit++) {
    for (let k = 0; k < inputs; k++) {
      result[panelIndex(k, unit, inputs, units)] = w[unit * inputs + k];
    }
  }
  return result;
}

/**
 * c[r][j] = init(r, j) + sum over d from 0 up of a(r, d) b(d, j): each product rounded to float32, then each sum. The order
 * that every tile claims.
 */
export function product(
  shape: { rows: number; depth: number; columns: number },
  init: (r: number, j: number) => number,
  a: (r: number, d: number) => number,
  b: (d: number, j: number) => number,
): Float32Array {
  const { rows, depth, columns } = shape;
  const c = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      let sum = init(r, j);
      for (let d = 0; d < depth; d++) sum = Math.fround(sum + Math.fround(a(r, d) * b(d, j)));
      c[r * columns + j] = sum;
    }
  }
  return c;
}
