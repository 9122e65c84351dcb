import type { Model } from "downhill";

/**
 * What a model says of rows whose inputs are numbers: [rows x outputs].
 *
 * @param columns the values of each input; a model of a table is asked by their names
 */
export function ask(model: Model, names: readonly string[], columns: readonly Float64Array[]): Float64Array {
  if (model.spec.encoding?.type === "table")
    return model.predictAll(Object.fromEntries(names.map((name, c) => [name, columns[c]])));
  const width = columns.length;
  const rows = columns[0].length;
  const flat = new Float64Array(rows * width);
  columns.forEach((column, c) => {
    for (let r = 0; r < rows; r++) flat[r * width + c] = column[r];
  });
  return model.predictAll(flat);
}
