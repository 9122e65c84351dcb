/** Which values of a long line are drawn. */
export interface Thinned {
  /** Places of the values, ascending. */
  readonly places: Uint32Array;
  /** How many spans the line was cut into; 0 where all values are drawn. */
  readonly spans: number;
}

/**
 * A line of many values by fewer that look the same: of each of `spans` equal spans the first, the lowest, the highest and the last value
 * (M4: Jugel and others, "M4: A visualization-oriented time series data aggregation", 2014). All of them where that is no more.
 */
export function thinLine(values: ArrayLike<number>, spans: number): Thinned {
  const { length } = values;
  if (length <= 4 * spans) return { places: Uint32Array.from({ length }, (_, i) => i), spans: 0 };
  const places: number[] = [];
  for (let span = 0; span < spans; span++) {
    const from = Math.floor((span * length) / spans);
    const to = Math.floor(((span + 1) * length) / spans);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    places.push(...new Set([from, ...(low < high ? [low, high] : [high, low]), to - 1]));
  }
  return { places: Uint32Array.from(places), spans };
}

/** A span of a long line, or of a long band. */
export interface Span {
  /** The place of the value that it stands at. */
  readonly place: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A long line as a band: each of `spans` equal spans from its lowest to its highest value.
 *
 * @param lower the line, or the lower end of a band
 * @param upper the same line, or the upper end
 */
export function spansOf(lower: ArrayLike<number>, upper: ArrayLike<number>, spans: number): Span[] {
  const { length } = lower;
  return Array.from({ length: spans }, (_, span) => {
    const from = Math.floor((span * length) / spans);
    const to = Math.floor(((span + 1) * length) / spans);
    let [low, high] = [lower[from], upper[from]];
    for (let i = from; i < to; i++) {
      low = Math.min(low, lower[i]);
      high = Math.max(high, upper[i]);
    }
    // The first and the last reach to the ends.
    const place = span === 0 ? 0 : span === spans - 1 ? length - 1 : (from + to - 1) >> 1;
    return { place, low, high };
  });
}

/** As many spans as a line needs that is so many pixels wide. */
export function spansFor(pixels: number): number {
  return Math.max(60, Math.floor(pixels / 2));
}

/** Every k-th of `length` places, so that there are at most `most`. */
export function thinPoints(length: number, most: number): Uint32Array {
  const step = Math.ceil(length / most);
  return Uint32Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}
