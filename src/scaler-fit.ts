import { DataError } from "./errors.js";
import type { Rows } from "./rows.js";
import { Scaler } from "./scaler.js";

/**
 * Takes mean and deviation of each column from the first `count` rows.
 *
 * A constant column is only shifted: its mean is that value exactly (a sum of 0.1s would not give it) and its
 * deviation 1. So is one whose deviation is below the smallest normal number, 2^-1022, since nothing can be divided
 * by it with any accuracy.
 *
 * @throws DataError for a column that is not finite: its array was changed after the dataset had checked it
 */
export function fitScaler(rows: Rows, count: number): Scaler {
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
