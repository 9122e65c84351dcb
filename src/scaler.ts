import { fieldsOf, show } from "./check.js";
import { DataError, OptionError } from "./errors.js";
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

  constructor(mean: Float64Array, deviation: Float64Array) {
    this.mean = mean;
    this.deviation = deviation;
    this.isIdentity = mean.every((value) => value === 0) && deviation.every((value) => value === 1);
  }

  /** The scaler that changes nothing. */
  static identity(width: number): Scaler {
    return new Scaler(new Float64Array(width), new Float64Array(width).fill(1));
  }

  /** Builds the scaler of `width` columns that `toJSON` described. */
  static fromJSON(json: unknown, width: number): Scaler {
    const { mean, deviation } = fieldsOf(json);
    return new Scaler(
      readColumn("mean", mean, width, "finite numbers", Number.isFinite),
      readColumn("deviation", deviation, width, "finite numbers above 0", (value) => value > 0),
    );
  }

  toJSON(): ScalerJSON {
    return { mean: Array.from(this.mean), deviation: Array.from(this.deviation) };
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
}

/** How numbers are scaled on their way in and out. */
export interface Scalers {
  readonly inputs: Scaler;
  readonly targets: Scaler;
}

/** Both scalers, or a clear error before any training. */
export function knownScalers(
  where: string,
  inputs: Scaler | undefined,
  targets: Scaler | undefined,
): Scalers {
  if (inputs && targets) return { inputs, targets };
  throw new OptionError(
    `${where}: this model has not been trained, so its inputs' scale is not known yet. ` +
      "Call fit first, or build it with standardize: false.",
  );
}

function readColumn(
  name: string,
  column: unknown,
  width: number,
  what: string,
  holds: (value: number) => boolean,
): Float64Array {
  const fits = Array.isArray(column) && column.length === width;
  const at = fits ? column.findIndex((value) => !(Number.isFinite(value) && holds(value as number))) : -1;
  if (fits && at < 0) return Float64Array.from(column);
  const got = fits ? `${show(column[at])} at ${at}` : show(column);
  const expected = `${width} ${what}`;
  throw new DataError(
    `Scaler: ${name} must be ${expected}, got ${got}. The model's description is damaged.`,
    { expected, received: column },
  );
}
