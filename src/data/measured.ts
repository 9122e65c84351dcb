import { type Blocks, blocksOf } from "./blocks.js";
import type { Rows } from "./rows.js";
import { identityScaler, type Scaler } from "./scaler.js";

/** Rows whose first numbers are measured from one of their inputs: changes in place of levels. */
export interface Measured {
  readonly rows: Rows;
  /** The row's inputs, and the column of the value that is subtracted. */
  readonly inputs: Rows;
  readonly origin: number;
  /** How many of the first numbers it is subtracted from. */
  readonly count: number;
}

/** As scaleRows, of such rows. */
export function scaleMeasured(
  { mean, deviation }: Scaler,
  { rows, inputs, origin, count }: Measured,
  from: number,
  to: number,
  out: Float32Array | Float64Array,
  stride: number,
): void {
  for (let r = from; r < to; r++) {
    const zero = inputs.values[inputs.offset + r * inputs.stride + origin];
    const start = rows.offset + r * rows.stride;
    const place = (r - from) * stride;
    for (let c = 0; c < rows.width; c++)
      out[place + c] = (rows.values[start + c] - (c < count ? zero : 0) - mean[c]) / deviation[c];
  }
}

/** Such rows as they are before they are scaled. */
export function measuredBlocks(measured: Measured): Blocks {
  const { values, width } = measured.rows;
  const asItIs = identityScaler(width);
  return blocksOf(width, values.BYTES_PER_ELEMENT, (from, to, out) =>
    scaleMeasured(asItIs, measured, from, to, out, width),
  );
}
