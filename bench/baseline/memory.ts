/**
 * The one array that all baseline networks live in, and who has which part of it.
 *
 * Numbers are stored as float32, as in the core and as anybody does who must hold data and parameters. JavaScript computes
 * with doubles: V8 converts every element of a Float32Array at its load and again at its store. BASELINE_STORAGE=float64
 * in the environment leaves the conversions out and takes twice the memory (the 4x4 block of blocks.ts: 5.8 GFLOP/s on
 * float32, 8.0 on float64); the bench times both. The shape of the loops is the best of those tried for either.
 *
 * One array for everything, bound to a constant, lets V8 write its address and length into the machine code; an
 * array that arrives as an argument has its type, length and address loaded again in every pass of a loop, because V8
 * moves nothing out of loops (5.4 GFLOP/s as an argument, 7.3 as a constant). asm.js used one heap for the same reason.
 *
 * V8 sees the constant only in a `const` of an enclosing function that ran once: bundlers turn a `const` at the top of a
 * module into `var`. Hence the shape of the files here: `create...(memory)` runs once and returns the kernels, and each
 * kernel copies the constant into a local before its loops, or only the first access in a loop profits.
 */

/** Values; at most 64 MB of address space, of which the system backs only the pages that were touched. */
const CAPACITY = 1 << 23;

export type Memory = Float32Array | Float64Array;

export const memory: Memory =
  process.env.BASELINE_STORAGE === "float64" ? new Float64Array(CAPACITY) : new Float32Array(CAPACITY);

/** Free stretches in the order of their offsets, never adjacent. */
const free: { offset: number; length: number }[] = [{ offset: 0, length: CAPACITY }];

/** Rows in memory: value c of row r stands at offset + r * stride + c. */
export interface Matrix {
  readonly offset: number;
  readonly stride: number;
}

/**
 * The distance between two rows of so many columns.
 *
 * Even, so that kernels may take two columns at a time: the pad column holds zeros and stays zero. And not a multiple of
 * 512 bytes of doubles, or the eight rows that a kernel walks along fall into one set of the cache (512 columns: 4.4
 * GFLOP/s without this, 7.6 with it).
 */
export function strideOf(columns: number): number {
  const even = roundUp(columns, 2);
  return even % 64 === 0 ? even + 8 : even;
}

/** Parts of the memory that are given back together. */
export class Region {
  private readonly taken: { offset: number; length: number }[] = [];

  /**
   * Takes so many values, set to zero; returns the offset of the first.
   *
   * @throws RangeError when no free stretch is long enough
   */
  take(length: number): number {
    const needed = roundUp(length, 8);
    const stretch = free.find((candidate) => candidate.length >= needed);
    if (stretch === undefined) {
      throw new RangeError(
        `baseline: no room for ${length} values among ${CAPACITY}. Free networks that are not used.`,
      );
    }
    const { offset } = stretch;
    stretch.offset += needed;
    stretch.length -= needed;
    this.taken.push({ offset, length: needed });
    memory.fill(0, offset, offset + needed);
    return offset;
  }

  /** Takes a matrix of zeros. */
  matrix(rows: number, columns: number): Matrix {
    const stride = strideOf(columns);
    return { offset: this.take(rows * stride), stride };
  }

  /** Gives everything back. */
  free(): void {
    free.push(...this.taken);
    this.taken.length = 0;
    free.sort((a, b) => a.offset - b.offset);
    for (let i = free.length - 1; i > 0; i--) {
      if (free[i - 1].offset + free[i - 1].length !== free[i].offset) continue;
      free[i - 1].length += free[i].length;
      free.splice(i, 1);
    }
  }
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
