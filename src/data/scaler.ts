import { fieldsOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { isRegression, type LossSpec } from "../spec/loss.js";
import type { Rows } from "./rows.js";

/** A scaler as plain JSON; JSON's decimal digits give every float64 back exactly. */
export interface ScalerJson {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** What else was found in the training rows, for models whose rows are encoded first. */
  readonly found?: object;
}

/**
 * Mean and standard deviation of each column, to bring values to mean 0 and deviation 1 and back.
 *
 * Everything is computed in float64 with +, -, *, / and Math.sqrt only, so that every engine has the same bits. Values
 * are rounded to the output array's precision only once they are scaled: a timestamp does not lose its digits.
 */
export interface Scaler {
  /** [width] */
  readonly mean: Float64Array;
  /** [width] The population's deviation (divided by the count, not by the count - 1); above 0. */
  readonly deviation: Float64Array;
  /** Whether it leaves every value as it is. */
  readonly isIdentity: boolean;
}

export function createScaler(mean: Float64Array, deviation: Float64Array): Scaler {
  const isIdentity = mean.every((value) => value === 0) && deviation.every((value) => value === 1);
  return { mean, deviation, isIdentity };
}

/** The scaler that changes nothing. */
export function identityScaler(width: number): Scaler {
  return createScaler(new Float64Array(width), new Float64Array(width).fill(1));
}

export function scalerJson(scaler: Scaler): ScalerJson {
  return { mean: Array.from(scaler.mean), deviation: Array.from(scaler.deviation) };
}

/** The scaler of `width` columns that scalerJson described. */
export function readScaler(json: unknown, width: number): Scaler {
  const { mean, deviation } = fieldsOf(json);
  return createScaler(
    readColumn("mean", mean, width, "finite numbers", Number.isFinite),
    readColumn("deviation", deviation, width, "finite numbers above 0", (value) => value > 0),
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

/**
 * Scales rows `from` up to, not including, `to`.
 *
 * @param out at least [(to - from) x stride]; value c of row r goes to out[(r - from) * stride + c], what lies between
 *   two rows is left alone
 * @param stride default width: rows one after another
 */
export function scaleRows<Out extends Float32Array | Float64Array>(
  scaler: Scaler,
  rows: Rows,
  from: number,
  to: number,
  out: Out,
  stride: number = rows.width,
): Out {
  const { values, width } = rows;
  if (scaler.isIdentity && width === rows.stride && width === stride) {
    out.set(values.subarray(rows.offset + from * width, rows.offset + to * width));
    return out;
  }
  for (let r = from; r < to; r++) {
    const start = rows.offset + r * rows.stride;
    const place = (r - from) * stride;
    if (scaler.isIdentity) out.set(values.subarray(start, start + width), place);
    else scaleRow(scaler, values, start, out, place);
  }
  return out;
}

function scaleRow(
  { mean, deviation }: Scaler,
  values: Float32Array | Float64Array,
  start: number,
  out: Float32Array | Float64Array,
  place: number,
): void {
  for (let c = 0; c < mean.length; c++) out[place + c] = (values[start + c] - mean[c]) / deviation[c];
}

/** The mean loss from each output's mean in the standardized space, in the target's own unit (mse and huber: its square). */
export function inOwnUnit(loss: LossSpec, { deviation }: Scaler, means: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < means.length; j++) {
    const unit = isRegression(loss) ? deviation[j] : 1;
    sum += means[j] * (loss === "mae" ? unit : unit * unit);
  }
  return sum / means.length;
}
