import type { CsvColumn, CsvTable } from "downhill/csv";
import { MOST_CLASSES } from "../../setup/columns.js";
import type { ColumnFacts, FileFacts } from "../messages.js";

/** Rows and columns of a file that are shown as they are. */
const SHOWN_ROWS = 5;
const SHOWN_COLUMNS = 30;

/** What is known of a file before it is chosen what to learn from it. */
export function factsOf({ rows, columns, kinds, notes }: CsvTable, hash: string): FileFacts {
  const names = Object.keys(columns);
  const shown = names.slice(0, SHOWN_COLUMNS);
  return {
    hash,
    rows,
    columns: names.map((name) => ({ name, kind: kinds[name], ...countsOf(columns[name], kinds[name]) })),
    firstRows: Array.from({ length: Math.min(rows, SHOWN_ROWS) }, (_, row) =>
      shown.map((name) => cellOf(columns[name], row)),
    ),
    notes,
    inTimeOrder: names.some((name) => kinds[name] === "date" && rises(columns[name])),
  };
}

function isMissing(cell: unknown): boolean {
  return cell === null || Number.isNaN(cell);
}

function cellOf(column: CsvColumn, row: number): string | null {
  const cell = column[row];
  return isMissing(cell) ? null : String(cell);
}

function countsOf(column: CsvColumn, kind: string): Omit<ColumnFacts, "name" | "kind"> {
  const most = kind === "text" ? Infinity : MOST_CLASSES + 1;
  const seen = new Set<unknown>();
  let missing = 0;
  for (let row = 0; row < column.length; row++) {
    const cell = column[row];
    if (isMissing(cell)) missing++;
    else if (seen.size < most) seen.add(cell);
  }
  const isZeroOrOne = kind === "number" && seen.size === 2 && seen.has(0) && seen.has(1);
  return { missing, different: seen.size, ...(isZeroOrOne && { isZeroOrOne }) };
}

/** Whether each date is later than the one before: ISO dates sort as texts. */
function rises(dates: CsvColumn): boolean {
  for (let row = 0; row < dates.length; row++) {
    const date = dates[row];
    if (date === null || (row > 0 && !(date > (dates[row - 1] as string)))) return false;
  }
  return dates.length > 1;
}
