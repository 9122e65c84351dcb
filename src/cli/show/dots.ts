/** What a terminal shows in one cell. */
export interface Cell {
  readonly character: string;
  /** The curves that run through it, by number. */
  readonly curves: readonly number[];
}

/** How many dots a cell is made of, and the character of those that are set. */
interface Dots {
  readonly across: number;
  readonly down: number;
  /** @param curves the dots of each curve in the cell, as bits counted down each column, the left one first */
  readonly draw: (curves: readonly number[]) => string;
}

/** The bit of each dot in a braille pattern, U+2800 and up: dots 1 2 3 7 of the left column, 4 5 6 8 of the right one. */
const BRAILLE_BITS = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];

const BRAILLE: Dots = {
  across: 2,
  down: 4,
  draw(curves) {
    const dots = curves.reduce((all, bits) => all | bits, 0);
    const pattern = BRAILLE_BITS.reduce((sum, bit, i) => (dots & (1 << i) ? sum | bit : sum), 0);
    return pattern === 0 ? " " : String.fromCharCode(0x2800 + pattern);
  },
};

/** A character for each curve, and one for both. */
export const ASCII_CURVES = ["*", "o"];
export const ASCII_BOTH = "@";

const ASCII: Dots = {
  across: 1,
  down: 1,
  draw(curves) {
    const set = curves.flatMap((bits, curve) => (bits ? [curve] : []));
    if (set.length === 0) return " ";
    return set.length > 1 ? ASCII_BOTH : ASCII_CURVES[set[0]];
  },
};

/** Curves on a grid of dots, several of which make up a cell of the terminal. */
export class DotCanvas {
  readonly #dots: Dots;
  /** By curve and cell, row by row: the dots that are set. */
  readonly #bits: readonly Uint8Array[];

  /** @param isUnicode whether the terminal shows braille; if not, a cell is one dot */
  constructor(
    readonly columns: number,
    readonly rows: number,
    curves: number,
    isUnicode: boolean,
  ) {
    this.#dots = isUnicode ? BRAILLE : ASCII;
    this.#bits = Array.from({ length: curves }, () => new Uint8Array(columns * rows));
  }

  /**
   * Draws a line through points, joined one to the next.
   *
   * @param points x from 0, left, to 1, right; y from 0, bottom, to 1, top
   * @param every 1 draws a line, 2 only every second column of its dots, and so on: a dotted one
   */
  draw(curve: number, points: readonly (readonly [x: number, y: number])[], every = 1): void {
    const dots = points.map(([x, y]) => [this.#columnOf(x), this.#rowOf(y)] as const);
    for (const [i, to] of dots.entries()) {
      const from = dots[Math.max(0, i - 1)];
      const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1);
      for (let step = 0; step <= steps; step++) {
        const x = Math.round(from[0] + ((to[0] - from[0]) * step) / steps);
        const y = Math.round(from[1] + ((to[1] - from[1]) * step) / steps);
        if (x % every === 0) this.#set(curve, x, y);
      }
    }
  }

  /** The column of cells that holds an x from 0 to 1. */
  column(x: number): number {
    return Math.floor(this.#columnOf(x) / this.#dots.across);
  }

  /** The row of cells that holds a y from 0 to 1; the top one is 0. */
  row(y: number): number {
    return Math.floor(this.#rowOf(y) / this.#dots.down);
  }

  cells(row: number): Cell[] {
    return Array.from({ length: this.columns }, (_, column) => {
      const bits = this.#bits.map((ofCurve) => ofCurve[row * this.columns + column]);
      return {
        character: this.#dots.draw(bits),
        curves: bits.flatMap((set, curve) => (set ? [curve] : [])),
      };
    });
  }

  #columnOf(x: number): number {
    return Math.round(x * (this.columns * this.#dots.across - 1));
  }

  #rowOf(y: number): number {
    return Math.round((1 - y) * (this.rows * this.#dots.down - 1));
  }

  #set(curve: number, x: number, y: number): void {
    const { across, down } = this.#dots;
    const cell = Math.floor(y / down) * this.columns + Math.floor(x / across);
    this.#bits[curve][cell] |= 1 << ((x % across) * down + (y % down));
  }
}
