/** Parameters after an epoch. */
export interface Place {
  readonly epoch: number;
  readonly parameters: Float32Array;
}

/**
 * The way that a training has walked, in at most so many places: when they are too many, every second one is let go of, and from then on
 * only as many are kept. So it is the same for the same epochs, however fast they were.
 */
export class Path {
  readonly #most: number;
  #places: Place[] = [];
  #stride = 1;

  /** @param most at least 2 */
  constructor(most: number) {
    this.#most = most;
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  /** @param read gives the parameters, which are only copied where they are kept */
  note(epoch: number, read: () => Float32Array): void {
    if (epoch % this.#stride !== 0) return;
    this.#places.push({ epoch, parameters: read() });
    if (this.#places.length <= this.#most) return;
    this.#stride *= 2;
    this.#places = this.#places.filter((place) => place.epoch % this.#stride === 0);
  }
}

/** At most so many of them, evenly spaced: the first and the last are among them. */
export function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}
