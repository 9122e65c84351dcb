/** Points of a path that are kept at most; of a large network fewer, so that they are no more than so many numbers. */
const MOST_POINTS = 200;
const MOST_NUMBERS = 5_000_000;
/** A plane through fewer would show nothing. */
const FEWEST_POINTS = 8;

interface Point {
  /** How many epochs were done. */
  readonly epoch: number;
  readonly parameters: Float32Array;
}

/** The parameters on a training's way, at evenly spaced epochs: each time there are too many, every second one goes. */
export class DescentPath {
  readonly #most: number;
  #points: Point[] = [];
  #every = 1;
  #seen = 0;

  /** @param count how many parameters there are */
  constructor(count: number) {
    const most = Math.min(MOST_POINTS, Math.floor(MOST_NUMBERS / count));
    // Even, so that the half of them are evenly spaced again.
    this.#most = 2 * Math.floor(Math.max(FEWEST_POINTS, most) / 2);
  }

  /** @param parameters gives a copy; not called where it would not be kept */
  add(epoch: number, parameters: () => Float32Array): void {
    if (this.#seen++ % this.#every !== 0) return;
    if (this.#points.length === this.#most) {
      this.#points = this.#points.filter((_, i) => i % 2 === 0);
      this.#every *= 2;
    }
    this.#points.push({ epoch, parameters: parameters() });
  }

  /** The path until before an epoch, and that epoch's parameters, where it ends. */
  until(epoch: number, parameters: Float32Array): Float32Array[] {
    const before = this.#points.filter((point) => point.epoch < epoch);
    return [...before.map((point) => point.parameters), parameters];
  }
}
