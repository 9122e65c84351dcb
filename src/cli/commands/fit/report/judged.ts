import type { Dataset, Model } from "../../../../index.js";

/** Predictions beside what came, of so many steps ahead of each row: the first of them. */
export interface FirstSteps {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** Of rows that have several targets each, the first one. */
export function firstSteps(model: Model, data: Dataset): FirstSteps {
  return {
    actual: firstOf(data.targets, data.targetWidth),
    predicted: firstOf(model.predictAll(data), data.targetWidth),
  };
}

/** Of values, so many a row, the first of each row. */
export function firstOf(values: ArrayLike<number>, width: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width]);
}

/** So many rows, evenly spaced; all of them where there are no more. */
export function sampleOf(data: Dataset, most: number): Dataset {
  if (data.rows <= most) return data;
  return data.take(Array.from({ length: most }, (_, i) => Math.floor((i * data.rows) / most)));
}
