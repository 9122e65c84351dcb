import type { Column } from "../read/table.js";

/** `id`, `index`, `Unnamed: 0` as pandas calls an index that it has read, and names that end in an id: `user_id`. */
const NAMES_ROWS =
  /^(?:id|index|idx|row|#|nr|no\.?|unnamed: 0|row[ _-]?(?:number|index|nr|no\.?))$|[ _.-]id$/i;
/** `PassengerId`, `customerID`, but not `paid`. */
const ENDS_IN_ID = /[a-z](?:Id|ID)$/;

/**
 * Whether a column only numbers the rows: it counts up, and is the file's nameless first one or named as an id. From such
 * a column a network learns where in the file a row stands.
 */
export function numbersRows({ name, index, isNamed, cells }: Column): boolean {
  const isCounter = isNamed ? NAMES_ROWS.test(name) || ENDS_IN_ID.test(name) : index === 0;
  return isCounter && cells.length > 1 && countsUp(cells);
}

/** Whole numbers, each larger than the one before, of any length: an id of 18 digits is no float64. */
function countsUp(cells: readonly string[]): boolean {
  if (!cells.every((cell) => /^\d+$/.test(cell))) return false;
  return cells.every((cell, row) => row === 0 || BigInt(cell) > BigInt(cells[row - 1]));
}
