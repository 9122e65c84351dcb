/**
 * Random numbers for tests: mulberry32 (Tommy Ettinger), so that a case is known by its seed.
 *
 * It is not the library's own generator, on purpose: a fault there must not hide itself here.
 */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed | 0;
  }

  /** From low (included) to high, in steps of 2^-32 of the range. */
  uniform(low = 0, high = 1): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return low + (high - low) * (((t ^ (t >>> 14)) >>> 0) / 2 ** 32);
  }

  /** Mean 0, standard deviation 1 (Box & Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A whole number from 0 to below. */
  whole(below: number): number {
    return Math.floor(this.uniform(0, below));
  }

  /** `length` numbers of `draw`. */
  list(length: number, draw: () => number = () => this.normal()): Float64Array {
    return Float64Array.from({ length }, draw);
  }

  /** [rows, width] nested, as people write tables. */
  table(rows: number, width: number, draw: () => number = () => this.normal()): number[][] {
    return Array.from({ length: rows }, () => Array.from({ length: width }, draw));
  }

  /** The numbers 0 .. length - 1 in random order (Fisher & Yates). */
  order(length: number): number[] {
    const order = Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.whole(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}
