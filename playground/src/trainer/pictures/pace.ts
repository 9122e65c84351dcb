/** Keeps a piece of work, which is done again and again, to a share of the time. */
export class Pace {
  readonly #share: number;
  readonly #clock: () => number;
  #next = -Infinity;

  /**
   * @param share of the time that the work may take, above 0 and below 1
   * @param clock milliseconds
   */
  constructor(share: number, clock: () => number = () => performance.now()) {
    this.#share = share;
    this.#clock = clock;
  }

  /** Does the work where its turn has come; `atOnce`, where nothing waits for it. */
  take<Result>(work: () => Result, atOnce = false): Result | undefined {
    const start = this.#clock();
    if (!atOnce && start < this.#next) return undefined;
    const result = work();
    const end = this.#clock();
    this.#next = end + (end - start) * (1 / this.#share - 1);
    return result;
  }
}
