import type { Model } from "downhill";

/**
 * What a model says of places between its rows: [places x outputs].
 *
 * @param columns the values of each input
 */
export function ask(model: Model, columns: readonly Float64Array[]): Float64Array {
  const width = columns.length;
  const flat = new Float64Array(columns[0].length * width);
  columns.forEach((column, c) => column.forEach((value, r) => (flat[r * width + c] = value)));
  return model.predictAll(flat);
}
