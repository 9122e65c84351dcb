/** Numbers from a seed, the same on every engine: whole numbers alone (mulberry32). */
export class Lots {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** At least 0, below 1. */
  draw(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

/** The parts of the rows, by their number in what PartsOfRows draws. */
export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;

/** Which part each row belongs to, one row after another: the same in each pass. */
export class PartsOfRows {
  readonly #lots: Lots;
  readonly #validation: number;
  readonly #test: number;

  /** @param validation share of the rows, and `test` */
  constructor(seed: number, { validation, test }: { validation: number; test: number }) {
    this.#lots = new Lots(seed);
    this.#test = test;
    this.#validation = test + validation;
  }

  next(): number {
    const lot = this.#lots.draw();
    if (lot < this.#test) return TEST;
    return lot < this.#validation ? VALIDATION : TRAIN;
  }
}

/** A few of many values, each as likely as any other (Vitter 1985, algorithm R). */
export class Sample {
  readonly values: number[] = [];
  /** How many there have been. */
  count = 0;
  readonly #most: number;
  readonly #lots: Lots;

  constructor(most: number, seed: number) {
    this.#most = most;
    this.#lots = new Lots(seed);
  }

  add(value: number): void {
    this.count++;
    if (this.values.length < this.#most) this.values.push(value);
    else {
      const place = Math.floor(this.#lots.draw() * this.count);
      if (place < this.#most) this.values[place] = value;
    }
  }
}
