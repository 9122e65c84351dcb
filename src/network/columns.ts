import { listed, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import type { DatasetParts } from "../data/parts.js";
import { packRows, type Rows } from "../data/rows.js";

/**
 * The inputs with the model's columns in the model's order: those of a dataset that names them otherwise ordered are moved.
 *
 * @param known names of the model's inputs, where they are known
 * @returns the rows where they lie, or a copy where columns changed places; as they are where either has no names
 * @throws DataError for other names
 */
export function matchColumns(
  caller: string,
  known: readonly string[] | undefined,
  { rows: count, inputRows, columns }: Pick<DatasetParts, "rows" | "inputRows" | "columns">,
): Rows {
  if (!known || !columns) return inputRows;
  const places = known.map((name) => columns.indexOf(name));
  const missing = places.indexOf(-1);
  if (missing >= 0) {
    const foreign = columns.filter((name) => !known.includes(name));
    throw new DataError(
      `${caller}: the model's column ${show(known[missing])} is not among the data's: it has ${listed(foreign)} in place of ` +
        `${listed(known.filter((_, c) => places[c] < 0))}. The model's columns: ${known.map(show).join(", ")}.`,
      { expected: known, received: columns, column: missing },
    );
  }
  if (places.every((place, c) => place === c)) return inputRows;
  const { width } = inputRows;
  const given = packRows(inputRows, count);
  const values = given.map((_, i) => given[i - (i % width) + places[i % width]]);
  return { values, offset: 0, stride: width, width };
}
