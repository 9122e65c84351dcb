import { isConstant, ROUNDING_32, ROUNDING_64, safeUnit, SMALLEST_NORMAL } from "./fit-scaler.js";
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
  /** Sums of w (unit (x - mean))^2. */
  readonly #squares: Float64Array;
  /** A power of two for each column, in which its squares neither overflow nor vanish. */
  readonly #unit: Float64Array;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(width: number) {
    this.#mean = new Float64Array(width);
    this.#squares = new Float64Array(width);
    this.#unit = new Float64Array(width).fill(safeUnit(0));
    this.#low = new Float64Array(width).fill(Infinity);
    this.#high = new Float64Array(width).fill(-Infinity);
  }

  /** @param weights [count]; default 1 each */
  add(rows: Rows, count: number, weights?: Float64Array): void {
    for (let r = 0; r < count; r++) this.addRow(rows, r, weights === undefined ? 1 : weights[r]);
  }

  addRow({ values, offset, stride, width }: Rows, row: number, weight: number): void {
    if (weight === 0) return;
    if (values.BYTES_PER_ELEMENT === 8) this.#rounding = ROUNDING_64;
    const isFirst = this.#total === 0;
    this.#total += weight;
    const share = weight / this.#total;
    const start = offset + row * stride;
    for (let c = 0; c < width; c++) {
      const value = values[start + c];
      if (value < this.#low[c] || value > this.#high[c]) this.#widen(c, value);
      if (isFirst) {
        this.#mean[c] = value;
        continue;
      }
      const distance = value - this.#mean[c];
      this.#mean[c] += distance * share;
      const unit = this.#unit[c];
      this.#squares[c] += weight * (distance * unit) * ((value - this.#mean[c]) * unit);
    }
  }

  #widen(c: number, value: number): void {
    if (value < this.#low[c]) this.#low[c] = value;
    if (value > this.#high[c]) this.#high[c] = value;
    this.#changeUnit(c, safeUnit(this.#high[c] - this.#low[c]));
  }

  #changeUnit(c: number, unit: number): void {
    const change = unit / this.#unit[c];
    if (change === 1) return;
    // One after the other: the square of the change may be no number of its own.
    this.#squares[c] = this.#squares[c] * change * change;
    this.#unit[c] = unit;
  }

  /** The least value of a column, and the largest. */
  range(column: number): [number, number] {
    return [this.#low[column], this.#high[column]];
  }

  /** The first column whose numbers are so large that their differences are none; -1 for none. */
  get tooLarge(): number {
    return this.#squares.findIndex((sum, c) => !Number.isFinite(sum) || !Number.isFinite(this.#mean[c]));
  }

  /** @param ofConstant the deviation of a constant column, as for fitScaler */
  scaler(ofConstant: number): Scaler {
    const mean = this.#mean.slice();
    const deviation = this.#squares.map((sum, c) => {
      const spread = Math.sqrt(sum / this.#total) / this.#unit[c];
      if (!isConstant(this.#low[c], this.#high[c], this.#rounding))
        return spread >= SMALLEST_NORMAL ? spread : ofConstant;
      // A mean of equal numbers may be off by rounding; + 0 as -0 is no number of its own.
      mean[c] = this.#low[c] + 0;
      return ofConstant;
    });
    return createScaler(mean, deviation);
  }

  /**
   * The statistics of several sets of rows together, the rows of each multiplied in weight by a factor of its own (Chan, Golub & LeVeque
   * 1983).
   */
  static joined(parts: readonly { readonly of: RunningScaler; readonly factor: number }[]): RunningScaler {
    const counting = parts.filter(({ of, factor }) => of.#total * factor > 0);
    const joined = new RunningScaler(parts[0].of.#mean.length);
    for (const { of, factor } of counting) {
      const weight = of.#total * factor;
      const before = joined.#total;
      joined.#total += weight;
      joined.#rounding = Math.min(joined.#rounding, of.#rounding);
      for (let c = 0; c < of.#mean.length; c++) {
        joined.#widen(c, of.#low[c]);
        joined.#widen(c, of.#high[c]);
        const unit = joined.#unit[c];
        const change = unit / of.#unit[c];
        const distance = (of.#mean[c] - joined.#mean[c]) * unit;
        const between = before === 0 ? 0 : distance * distance * (before / joined.#total) * weight;
        joined.#squares[c] += of.#squares[c] * factor * change * change + between;
        joined.#mean[c] += (of.#mean[c] - joined.#mean[c]) * (weight / joined.#total);
      }
    }
    return joined;
  }
}
