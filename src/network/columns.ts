import { show } from "../base/check.js";
import { DataError } from "../base/errors.js";

/** Throws where rows name their columns otherwise than the model: columns that changed places would give wrong numbers in silence. */
export function checkColumns(
  caller: string,
  known: readonly string[] | undefined,
  columns: readonly string[] | undefined,
): void {
  const column = known && columns ? known.findIndex((name, c) => name !== columns[c]) : -1;
  if (!known || !columns || column < 0) return;
  throw new DataError(
    `${caller}: column ${column} is ${show(columns[column])}, the model was built with ${show(known[column])} there. ` +
      `Its columns: ${known.map(show).join(", ")}.`,
    { expected: known, received: columns, column },
  );
}
