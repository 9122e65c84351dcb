import { show } from "./check.js";
import { DataError } from "./errors.js";
import type { Rows } from "./rows.js";

/** A scaler as plain JSON; JSON's decimal digits give every float64 back exactly. */
export interface ScalerJSON {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * Mean and standard deviation of each column, to bring values to mean 0 and deviation 1 and back.
 *
 * Everything is computed in float64 with +, -, *, / and Math.sqrt only, so that every engine has the same bits. Values
 * are rounded to the output array's precision only once they are scaled: a timestamp does not lose its digits.
 */
export class Scaler {
  /** [width] */
  readonly mean: Float64Array;
  /** [width] The population's deviation (divided by the count, not by the count - 1); above 0. */
  readonly deviation: Float64Array;
  /** Whether it leaves every value as it is. */
  readonly isIdentity: boolean;

  private constructor(mean: Float64Array, deviation: Float64Array) {
    this.mean = mean;
    this.deviation = deviation;
    this.isIdentity = mean.every((value) => value === 0) && deviation.every((value) => value === 1);
  }

  /** How many columns it scales. */
  get width(): number {
    return this.mean.length;
  }

  /** The scaler that changes nothing. */
  static identity(width: number): Scaler {
    return new Scaler(new Float64Array(width), new Float64Array(width).fill(1));
  }

  /**
   * Takes mean and deviation of each column from the first `count` rows.
   *
   * A constant column is only shifted: its mean is that value exactly (a sum of 0.1s would not give it) and its
   * deviation 1. So is one whose deviation is below the smallest normal number, 2^-1022, since nothing can be divided
   * by it with any accuracy.
   *
   * @throws DataError for a column that is not finite: its array was changed after the dataset had checked it
   */
  static fit(rows: Rows, count: number): Scaler {
    const { width } = rows;
    const { low, high } = columnRange(rows, count);
    const origin = new Float64Array(width);
    const unit = new Float64Array(width);
    for (let c = 0; c < width; c++) {
      // Halved first: the difference of 1e308 and -1e308 would be infinite.
      origin[c] = low[c] / 2 + high[c] / 2;
      unit[c] = safeUnit(Math.max(high[c] - origin[c], origin[c] - low[c]));
    }
    const shift = columnMeans(rows, count, origin, unit);
    const { rest, variance } = columnVariances(rows, count, origin, unit, shift);

    const mean = new Float64Array(width);
    const deviation = new Float64Array(width);
    for (let c = 0; c < width; c++) {
      const constant = low[c] === high[c];
      // + 0: a constant column of -0 has mean 0, which JSON keeps.
      mean[c] = (constant ? low[c] : origin[c] + (shift[c] + rest[c]) / unit[c]) + 0;
      const spread = Math.sqrt(variance[c]) / unit[c];
      deviation[c] = constant || spread < SMALLEST_NORMAL ? 1 : spread;
      if (Number.isFinite(shift[c])) continue;
      throw new DataError(
        `Scaler.fit: column ${c} holds a value that is not finite. Was its array changed after dataset() took it?`,
        { column: c },
      );
    }
    return new Scaler(mean, deviation);
  }

  /** Builds the scaler that `toJSON` described. `width` is how many columns it should have, where that is known. */
  static fromJSON(json: unknown, width?: number): Scaler {
    const { mean, deviation } = (
      typeof json === "object" && json !== null ? json : {}
    ) as Partial<ScalerJSON>;
    checkColumn("mean", mean, width, Number.isFinite);
    checkColumn("deviation", deviation, mean.length, (value) => Number.isFinite(value) && value > 0);
    return new Scaler(Float64Array.from(mean), Float64Array.from(deviation));
  }

  toJSON(): ScalerJSON {
    return { mean: Array.from(this.mean), deviation: Array.from(this.deviation) };
  }

  /** out[c] = (row[c] - mean[c]) / deviation[c]; row and out: [width]. out may be row. */
  scaleRow<Out extends Float32Array | Float64Array>(row: ArrayLike<number>, out: Out): Out {
    const { mean, deviation } = this;
    for (let c = 0; c < mean.length; c++) out[c] = (row[c] - mean[c]) / deviation[c];
    return out;
  }

  /**
   * Scales rows `from` up to, not including, `to`.
   *
   * @param out at least [(to - from) x stride]; value c of row r goes to out[(r - from) * stride + c], what lies between
   *   two rows is left alone
   * @param stride default width: rows one after another
   */
  scaleRows<Out extends Float32Array | Float64Array>(
    rows: Rows,
    from: number,
    to: number,
    out: Out,
    stride: number = rows.width,
  ): Out {
    const { values, width } = rows;
    if (this.isIdentity && width === rows.stride && width === stride) {
      out.set(values.subarray(rows.offset + from * width, rows.offset + to * width));
      return out;
    }
    for (let r = from; r < to; r++) {
      const start = rows.offset + r * rows.stride;
      const place = (r - from) * stride;
      if (this.isIdentity) out.set(values.subarray(start, start + width), place);
      else this.#scaleFrom(values, start, out, place);
    }
    return out;
  }

  #scaleFrom(
    values: Float32Array | Float64Array,
    start: number,
    out: Float32Array | Float64Array,
    place: number,
  ): void {
    const { mean, deviation } = this;
    for (let c = 0; c < mean.length; c++) out[place + c] = (values[start + c] - mean[c]) / deviation[c];
  }

  /** out[i] = values[i] * deviation[c] + mean[c] for rows one after another, [n x width]. out may be values. */
  unscale<Out extends Float32Array | Float64Array>(values: ArrayLike<number>, out: Out): Out {
    const { mean, deviation } = this;
    const { width } = this;
    for (let start = 0; start < values.length; start += width) {
      for (let c = 0; c < width; c++) out[start + c] = values[start + c] * deviation[c] + mean[c];
    }
    return out;
  }
}

/** 2^-1022; what is smaller has fewer than 53 bits. */
const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** 2^400 and 2^600: powers of two scale without rounding. */
const LARGE = 2.5822498780869086e120;
const SHIFT = 4.149515568880993e180;

/** A power of two that brings distances up to `largest` where squares neither overflow nor vanish. */
function safeUnit(largest: number): number {
  return largest > LARGE ? 1 / SHIFT : largest < 1 / LARGE ? SHIFT : 1;
}

function columnRange(rows: Rows, count: number): { low: Float64Array; high: Float64Array } {
  const { values, offset, stride, width } = rows;
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  for (let r = 0; r < count; r++) {
    const start = offset + r * stride;
    for (let c = 0; c < width; c++) {
      const value = values[start + c];
      if (value < low[c]) low[c] = value;
      if (value > high[c]) high[c] = value;
    }
  }
  return { low, high };
}

/** The mean of (value - origin) * unit over the rows, for each column. */
function columnMeans(rows: Rows, count: number, origin: Float64Array, unit: Float64Array): Float64Array {
  const { values, offset, stride, width } = rows;
  const sum = new Float64Array(width);
  for (let r = 0; r < count; r++) {
    const start = offset + r * stride;
    for (let c = 0; c < width; c++) sum[c] += (values[start + c] - origin[c]) * unit[c];
  }
  return sum.map((total) => total / count);
}

/**
 * The second pass: the variance of (value - origin) * unit over the rows, for each column, and the little `rest` that
 * rounding left out of its mean `shift` (Chan, Golub & LeVeque 1983, the corrected two-pass algorithm).
 */
function columnVariances(
  rows: Rows,
  count: number,
  origin: Float64Array,
  unit: Float64Array,
  shift: Float64Array,
): { rest: Float64Array; variance: Float64Array } {
  const { values, offset, stride, width } = rows;
  const rest = new Float64Array(width);
  const variance = new Float64Array(width);
  for (let r = 0; r < count; r++) {
    const start = offset + r * stride;
    for (let c = 0; c < width; c++) {
      const distance = (values[start + c] - origin[c]) * unit[c] - shift[c];
      rest[c] += distance;
      variance[c] += distance * distance;
    }
  }
  for (let c = 0; c < width; c++) {
    rest[c] /= count;
    variance[c] = variance[c] / count - rest[c] * rest[c];
  }
  return { rest, variance };
}

function checkColumn(
  name: "mean" | "deviation",
  column: unknown,
  width: number | undefined,
  holds: (value: number) => boolean,
): asserts column is readonly number[] {
  const expected = `${width === undefined ? "an array of" : `${width}`} ${name === "mean" ? "finite numbers" : "finite numbers above 0"}`;
  const fits = Array.isArray(column) && (width === undefined || column.length === width);
  if (fits && column.every((value) => holds(value as number))) return;
  const at = fits ? column.findIndex((value) => !holds(value as number)) : -1;
  const got = at < 0 ? show(column) : `${show((column as unknown[])[at])} at ${at}`;
  throw new DataError(
    `Scaler: ${name} must be ${expected}, got ${got}. The model's description is damaged.`,
    {
      expected,
      received: column,
    },
  );
}
