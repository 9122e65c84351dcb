import { isConstant, ROUNDING_32, ROUNDING_64, SMALLEST_NORMAL } from "./fit-scaler.js";
import type { Rows } from "./rows.js";
import { createScaler, type Scaler } from "./scaler.js";

/**
 * Mean and deviation of each column of rows that come bit by bit and are gone again; what fitScaler finds in rows that stay, up to rounding.
 *
 * Row by row (West 1979, "Updating mean and variance estimates: an improved method"), so that the bits do not depend on how the rows are
 * cut. A row of weight 0 is no row.
 */
export class RunningScaler {
  #total = 0;
  #rounding = ROUNDING_32;
  readonly #mean: Float64Array;
  /** Sums of w (x - mean)^2. */
  readonly #squares: Float64Array;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(width: number) {
    this.#mean = new Float64Array(width);
    this.#squares = new Float64Array(width);
    this.#low = new Float64Array(width).fill(Infinity);
    this.#high = new Float64Array(width).fill(-Infinity);
  }

  /** @param weights [count]; default 1 each */
  add({ values, offset, stride, width }: Rows, count: number, weights?: Float64Array): void {
    if (values.BYTES_PER_ELEMENT === 8) this.#rounding = ROUNDING_64;
    for (let r = 0; r < count; r++) {
      const weight = weights === undefined ? 1 : weights[r];
      if (weight === 0) continue;
      this.#total += weight;
      const share = weight / this.#total;
      for (let c = 0; c < width; c++) {
        const value = values[offset + r * stride + c];
        const distance = value - this.#mean[c];
        this.#mean[c] += distance * share;
        this.#squares[c] += weight * distance * (value - this.#mean[c]);
        if (value < this.#low[c]) this.#low[c] = value;
        if (value > this.#high[c]) this.#high[c] = value;
      }
    }
  }

  /** The least value of a column, and the largest. */
  range(column: number): [number, number] {
    return [this.#low[column], this.#high[column]];
  }

  /** The first column whose numbers are so large that their squares have no sum; -1 for none. */
  get tooLarge(): number {
    return this.#squares.findIndex((sum, c) => !Number.isFinite(sum) || !Number.isFinite(this.#mean[c]));
  }

  /** @param ofConstant the deviation of a constant column, as for fitScaler */
  scaler(ofConstant: number): Scaler {
    const mean = this.#mean.slice();
    const deviation = this.#squares.map((sum, c) => {
      const spread = Math.sqrt(sum / this.#total);
      if (!isConstant(this.#low[c], this.#high[c], this.#rounding))
        return spread >= SMALLEST_NORMAL ? spread : ofConstant;
      // A mean of equal numbers may be off by rounding; + 0 as -0 is no number of its own.
      mean[c] = this.#low[c] + 0;
      return ofConstant;
    });
    return createScaler(mean, deviation);
  }
}
