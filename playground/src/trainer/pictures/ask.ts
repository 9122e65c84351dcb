import type { Model } from "downhill";

/**
 * What a model says of places between its rows: [places x outputs].
 *
 * @param names of the inputs: a model of a table is asked by them
 * @param columns the values of each
 */
export function ask(model: Model, names: readonly string[], columns: readonly Float64Array[]): Float64Array {
  if (model.spec.encoding?.type === "table")
    return model.predictAll(Object.fromEntries(names.map((name, c) => [name, columns[c]])));
  const width = columns.length;
  const flat = new Float64Array(columns[0].length * width);
  columns.forEach((column, c) => column.forEach((value, r) => (flat[r * width + c] = value)));
  return model.predictAll(flat);
}
