import { ShapeError } from "../base/errors.js";
import { checkList, isList, readTable, type Rows, wrongCount } from "./rows.js";

/** What is known of a dataset whose targets are to be read. */
export interface Beside {
  readonly inputs: unknown;
  /** How many rows the inputs are. */
  readonly rows: number;
  readonly inputWidth: number | undefined;
  readonly targetWidth: number | undefined;
}

/**
 * Reads a row of targets for each row of inputs: one array a row, or one flat array with targetWidth values a row, default 1.
 *
 * @throws ShapeError for another count, with what may have been meant; DataError for a cell that is no finite number
 */
export function readTargets(caller: string, targets: unknown, beside: Beside): Rows {
  const { rows, inputs, targetWidth } = beside;
  const flat = nestedLength(targets) === undefined;
  const { length } = checkList(caller, "targets", targets);
  if (flat && length !== rows * (targetWidth ?? 1)) throw wrongFlat(caller, length, beside);
  const read = readTable(caller, "targets", targets, { width: targetWidth, rows });
  if (read.count !== rows)
    throw wrongCount(caller, "targets", read.count, rows, columnsHint(inputs, read.rows.width));
  return read.rows;
}

/** How many rows targets say there are, if they do: one array each, or so many values each. */
export function targetCount(targets: unknown, targetWidth: number | undefined): number | undefined {
  const nested = nestedLength(targets);
  if (nested !== undefined || targetWidth === undefined || !isList(targets)) return nested;
  return targets.length % targetWidth === 0 ? targets.length / targetWidth : undefined;
}

/** Asks whether columns were given for rows, where each array of inputs has as many values as there are answers. */
export function columnsHint(inputs: unknown, answers: number): string {
  const first = isList(inputs) ? inputs[0] : undefined;
  if (!isList(first) || first.length !== answers || answers < 2) return "";
  return (
    " Columns? Rows are wanted, one array each: data.map((row) => [row.a, row.b]), or turn columns into rows with " +
    "Array.from(inputs[0], (_, r) => inputs.map((column) => column[r]))."
  );
}

function wrongFlat(caller: string, length: number, beside: Beside): ShapeError {
  const { inputs, rows, inputWidth, targetWidth } = beside;
  const flatInputs = inputWidth === undefined && !isList((inputs as ArrayLike<unknown>)[0]);
  const each = length / rows;
  let hint = columnsHint(inputs, length);
  if (flatInputs && rows % length === 0)
    hint += ` Flat inputs without inputWidth are one column; did you mean inputWidth: ${rows / length}?`;
  if (targetWidth === undefined && Number.isInteger(each))
    hint += ` Are there ${each} targets a row? Say targetWidth: ${each}.`;
  const [of, expected] =
    targetWidth === undefined ? ["", rows] : [` of targetWidth ${targetWidth}`, rows * targetWidth];
  return new ShapeError(
    `${caller}: ${rows} rows${of} need ${expected} targets, got ${length}.${hint || " Each row needs its own."}`,
    { expected, received: length },
  );
}

/** The number of rows when `table` has one array a row, undefined when it is flat. */
function nestedLength(table: unknown): number | undefined {
  return isList(table) && isList(table[0]) ? table.length : undefined;
}
