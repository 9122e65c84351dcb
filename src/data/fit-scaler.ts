import { DataError } from "../base/errors.js";
import { finish, type Steps } from "../base/steps.js";
import { allAtOnce, type Blocks } from "./blocks.js";
import type { Rows } from "./rows.js";
import { createScaler, type Scaler } from "./scaler.js";

/**
 * Takes mean and deviation of each column from the first `count` rows, weighted where there are weights: sum w x / sum w, and the
 * root of sum w (x - mean)^2 / sum w. A row of weight 0 is no row. Weights of 1 give the same bits as none.
 *
 * A constant column's mean is that value exactly (a sum of 0.1s would not give it), and its deviation what the caller says. A column is
 * constant, too, where all that changes is rounding: no more than a few units in the last place of its largest number. So is one whose
 * deviation is below the smallest normal number, 2^-1022, since nothing can be divided by it with any accuracy.
 *
 * In two passes after one for the range: means, then variances about them with the little `rest` that rounding left out of each
 * mean (Chan, Golub & LeVeque 1983, the corrected two-pass algorithm).
 *
 * @param weights [count] each at least 0, not all 0
 * @param ofConstant the deviation of a constant column: 1 only shifts it, LEFT_OUT makes it 0 whatever comes later
 * @throws DataError for a column that is not finite: its array was changed after the dataset had checked it
 */
export function fitScaler(rows: Rows, count: number, weights?: Float64Array, ofConstant = 1): Scaler {
  return finish(scalerSteps(allAtOnce(rows), count, weights, ofConstant));
}

/** As fitScaler, in steps. */
export function* scalerSteps(
  { width, bytes, rows }: Blocks,
  count: number,
  weights: Float64Array | undefined,
  ofConstant: number,
): Steps<Scaler> {
  const rounding = bytes === 4 ? ROUNDING_32 : ROUNDING_64;
  const column = (value = 0): Float64Array => new Float64Array(width).fill(value);
  const low = column(Infinity);
  const high = column(-Infinity);
  const size = Math.ceil(CELLS_OF_STEP / width);
  const partOf = (from: number): Part => ({ from, to: Math.min(from + size, count), weights });
  let total = 0;
  for (let from = 0; from < count; from += size) {
    const part = partOf(from);
    total = widen(rows(from, part.to), part, low, high, total);
    yield;
  }
  // Halved first: the difference of 1e308 and -1e308 would be infinite.
  const origin = low.map((least, c) => least / 2 + high[c] / 2);
  const unit = origin.map((middle, c) => safeUnit(Math.max(high[c] - middle, middle - low[c])));
  const sum = column();
  for (let from = 0; from < count; from += size) {
    const part = partOf(from);
    addDistances(rows(from, part.to), part, { origin, unit }, sum);
    yield;
  }
  const shift = sum.map((value) => value / total);
  const rest = column();
  const squares = column();
  for (let from = 0; from < count; from += size) {
    const part = partOf(from);
    addSquares(rows(from, part.to), part, { origin, unit, shift }, rest, squares);
    yield;
  }
  const mean = column();
  const deviation = column(ofConstant);
  for (let c = 0; c < width; c++) {
    if (!Number.isFinite(shift[c])) {
      throw new DataError(
        `Scaler.fit: column ${c} holds a value that is not finite. Was its array changed after dataset() took it?`,
        { column: c },
      );
    }
    const left = rest[c] / total;
    const spread = Math.sqrt(squares[c] / total - left * left) / unit[c];
    const constant = isConstant(low[c], high[c], rounding);
    if (!constant && spread >= SMALLEST_NORMAL) deviation[c] = spread;
    // + 0: a constant column of -0 has mean 0, which JSON keeps.
    // Clamped: rounding can bring a mean next to the largest number there is to infinity.
    const middle = Math.min(high[c], Math.max(low[c], origin[c] + (shift[c] + left) / unit[c]));
    mean[c] = (constant ? low[c] : middle) + 0;
  }
  return createScaler(mean, deviation);
}

/** Rows `from` up to, not including, `to`, each counting as much as its weight says. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly weights: Float64Array | undefined;
}

// Functions of their own, whose loops know nothing but local names: inside of the generator they would take four times as long.

/** Widens the range of each column, and adds up the weights. */
function widen(
  { values, offset, stride, width }: Rows,
  { from, to, weights }: Part,
  low: Float64Array,
  high: Float64Array,
  before: number,
): number {
  let total = before;
  for (let r = from; r < to; r++) {
    const weight = weights === undefined ? 1 : weights[r];
    if (!(weight > 0)) continue;
    total += weight;
    const row = offset + r * stride;
    for (let c = 0; c < width; c++) {
      const value = values[row + c];
      if (value < low[c]) low[c] = value;
      if (value > high[c]) high[c] = value;
    }
  }
  return total;
}

function addDistances(
  { values, offset, stride, width }: Rows,
  { from, to, weights }: Part,
  { origin, unit }: { origin: Float64Array; unit: Float64Array },
  sum: Float64Array,
): void {
  for (let r = from; r < to; r++) {
    const weight = weights === undefined ? 1 : weights[r];
    if (!(weight > 0)) continue;
    const row = offset + r * stride;
    for (let c = 0; c < width; c++) sum[c] += weight * ((values[row + c] - origin[c]) * unit[c]);
  }
}

function addSquares(
  { values, offset, stride, width }: Rows,
  { from, to, weights }: Part,
  { origin, unit, shift }: { origin: Float64Array; unit: Float64Array; shift: Float64Array },
  rest: Float64Array,
  squares: Float64Array,
): void {
  for (let r = from; r < to; r++) {
    const weight = weights === undefined ? 1 : weights[r];
    if (!(weight > 0)) continue;
    const row = offset + r * stride;
    for (let c = 0; c < width; c++) {
      const distance = (values[row + c] - origin[c]) * unit[c] - shift[c];
      rest[c] += weight * distance;
      squares[c] += weight * (distance * distance);
    }
  }
}

/** Whether all that changes in a column from `low` to `high` is rounding. */
export function isConstant(low: number, high: number, rounding: number): boolean {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return high / 2 - low / 2 <= (largest * rounding) / 2;
}

/**
 * A unit for each column and no shift: the root of the mean square, 1 for a column of zeros. From mean and deviation, those of constant
 * columns as 0.
 */
export function unitOf({ mean, deviation }: Scaler): Scaler {
  const unit = mean.map((middle, c) => {
    const largest = Math.max(Math.abs(middle), deviation[c]);
    const [a, b] = [middle / largest, deviation[c] / largest];
    return largest > 0 ? largest * Math.sqrt(a * a + b * b) : 1;
  });
  return createScaler(mean.fill(0), unit);
}

/** The deviation of an input that is left out: the largest number that JSON has, by which every value becomes 0 in float32. */
export const LEFT_OUT = Number.MAX_VALUE;

/** Cells of a step: a tenth of a millisecond, or a few. */
const CELLS_OF_STEP = 32_768;

/** 8 units in the last place of a float64 and 2 of a float32, relative to the number. */
export const ROUNDING_64 = 2 ** -50;
export const ROUNDING_32 = 2 ** -22;

/** 2^-1022; what is smaller has fewer than 53 bits. */
export const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** 2^400 and 2^600: powers of two scale without rounding. */
const LARGE = 2.5822498780869086e120;
const SHIFT = 4.149515568880993e180;

/** A power of two that brings distances up to `largest` where squares neither overflow nor vanish. */
export function safeUnit(largest: number): number {
  return largest > LARGE ? 1 / SHIFT : largest < 1 / LARGE ? SHIFT : 1;
}
