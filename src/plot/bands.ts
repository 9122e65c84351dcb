import { quantile, say } from "./numbers.js";
import { round, textAt } from "./svg.js";
import { type Color, paint, RAMP } from "./theme.js";
import { widthOf } from "./words.js";

/** Values divided into at most eight bands, the lowest nearest to the paper's colour. */
export interface Bands {
  /** Ascending; a value from thresholds[k] on is in band k + 1. */
  readonly thresholds: readonly number[];
  /** One more than there are thresholds. */
  readonly colors: readonly Color[];
}

/** Bands that hold about as many of the values each, between numbers of two digits where these tell them apart. */
export function bandsOf(values: ArrayLike<number>): Bands {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const wanted = Array.from({ length: RAMP.length - 1 }, (_, k) => quantile(sorted, (k + 1) / RAMP.length));
  const rounded = [2, 3, 5, 8]
    .map((digits) => [...new Set(wanted.map((value) => Number(value.toPrecision(digits))))])
    .map((list) => list.filter((value) => value > low && value < high));
  const most = Math.max(...rounded.map((list) => list.length));
  const thresholds = rounded.find((list) => list.length === most) as number[];
  const last = RAMP.length - 1;
  const colors = Array.from(
    { length: thresholds.length + 1 },
    (_, k) => RAMP[thresholds.length === 0 ? 0 : Math.round((k * last) / thresholds.length)],
  );
  return { thresholds, colors };
}

/** For Plot's `color`. */
export function bandScale({ thresholds, colors }: Bands): object {
  // A scale needs a threshold, also where all values are equal and there is one band.
  if (thresholds.length === 0)
    return { type: "threshold", domain: [0], range: [paint(colors[0]), paint(colors[0])] };
  return { type: "threshold", domain: thresholds, range: colors.map(paint) };
}

/** The values at which contours are drawn: the lowest band needs one below all. */
export function levelsOf({ thresholds }: Bands, low: number): number[] {
  return [low - 1, ...thresholds];
}

export const BAR_HEIGHT = 44;
const SIZE = 11;

/** A bar of the bands with the numbers between them: the legend of a map. */
export function bandBar(
  { thresholds, colors }: Bands,
  label: string,
  left: number,
  top: number,
  width: number,
): string {
  const wide = Math.min(width, 420) / colors.length;
  const parts = [textAt(left, top + 11, label, { "font-size": 12, fill: paint("soft") })];
  colors.forEach((color, k) => {
    parts.push(
      `<rect x="${round(left + k * wide)}" y="${round(top + 17)}" width="${round(wide)}" height="9" fill="${paint(color)}"/>`,
    );
  });
  let end = -Infinity;
  thresholds.forEach((value, k) => {
    const text = say(value);
    const middle = left + (k + 1) * wide;
    const half = widthOf(text, SIZE) / 2;
    if (middle - half < end + 6) return;
    end = middle + half;
    parts.push(
      textAt(middle, top + 38, text, { "font-size": SIZE, "text-anchor": "middle", fill: paint("soft") }),
    );
  });
  return parts.join("");
}
