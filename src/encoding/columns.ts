import { CALENDAR, DAY } from "../cells/calendar.js";
import type { Feature } from "./features.js";

/** The columns that are made of a feature, beginning with column `from` of a row. */
export interface FeatureColumns {
  readonly feature: Feature;
  readonly from: number;
  readonly names: readonly string[];
  /** How many of the first are scaled; the others are 0 or 1, or a sine and a cosine. */
  readonly scaled: number;
}

/** Those of all features, one behind the other. */
export function columnsOf(features: readonly Feature[]): readonly FeatureColumns[] {
  let from = 0;
  return features.map((feature) => {
    const names = namesOf(feature);
    const hasScale = feature.kind === "number" || (feature.kind === "date" && feature.time);
    const columns = { feature, from, names, scaled: hasScale ? 1 : 0 };
    from += names.length;
    return columns;
  });
}

function namesOf(feature: Feature): string[] {
  const { name, indicator } = feature;
  const own =
    feature.kind === "text"
      ? [
          ...feature.categories.map((category) => `${name}=${category}`),
          ...(feature.other ? [`${name}:other`] : []),
        ]
      : feature.kind === "date"
        ? [
            ...(feature.time ? [name] : []),
            ...feature.calendar.flatMap((field) =>
              CALENDAR[field].columns.map((end) => `${name}:${field}${end}`),
            ),
          ]
        : [name];
  return indicator ? [...own, `${name}:missing`] : own;
}

/**
 * Writes the columns of one cell.
 *
 * @param value NaN for a missing cell; of a text the place of its category, -1 for none, the one behind the last for all others
 * @param fill what stands for a missing number or date
 */
export function writeCell(
  { feature, from, names }: FeatureColumns,
  value: number,
  fill: number,
  out: Float64Array,
  start: number,
): void {
  const isMissing = Number.isNaN(value);
  let at = start + from;
  switch (feature.kind) {
    case "number":
      out[at] = isMissing ? fill : value;
      break;
    case "yes-no":
      out[at] = value === 1 ? 1 : 0;
      break;
    case "text":
      out.fill(0, at, at + names.length);
      if (value >= 0) out[at + value] = 1;
      break;
    case "date":
      if (feature.time) out[at++] = isMissing ? fill : value;
      for (const field of feature.calendar) {
        const { columns, write } = CALENDAR[field];
        if (isMissing) out.fill(0, at, at + columns.length);
        else write(Math.round(value * DAY), out, at);
        at += columns.length;
      }
  }
  if (feature.indicator) out[start + from + names.length - 1] = isMissing ? 1 : 0;
}
