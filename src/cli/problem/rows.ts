import { DataError, windows, type Dataset } from "../../index.js";
import { findCalendar, type Calendar } from "../read/dates.js";
import type { Column, Table } from "../read/table.js";

/** How a series is cut, as in `windows`. */
export type SeriesShape = { past: number; ahead: number; gap: number };

/** The columns as rows of a model's input, one after another, [rows x columns]. */
export function inputRows(table: Table, columns: readonly Column[]): Float64Array {
  const width = columns.length;
  const rows = new Float64Array(table.rows * width);
  for (const [c, column] of columns.entries()) {
    const values = table.numbers(column);
    for (let r = 0; r < values.length; r++) rows[r * width + c] = values[r];
  }
  return rows;
}

/** A series as windows. @throws DataError when it is too short for one */
export function seriesRows(file: string, values: Float64Array, { past, ahead, gap }: SeriesShape): Dataset {
  const needed = past + gap + ahead;
  if (values.length < needed) {
    throw new DataError(
      `${file}: a series of ${values.length} is too short for past ${past}, gap ${gap}, ahead ${ahead}. ` +
        `It must have at least ${needed} values.`,
      { expected: needed, received: values.length },
    );
  }
  return windows(values, { past, ahead, gap });
}

/** The dates of a series, if it has any. @throws DataError when the file runs backward, or holds several series */
export function seriesCalendar(table: Table): Calendar | undefined {
  const calendar = findCalendar(table);
  if (calendar?.repeated !== undefined) {
    const { column, repeated } = calendar;
    const [first, second] = repeated.map((row) => table.line(row));
    throw new DataError(
      `${table.file}: column "${column.name}" says ${column.cells[repeated[1]]} in lines ${first} and ${second}, and a ` +
        `series has each time once. If the file holds several series, keep the rows of one: an option --by that tells ` +
        `them apart is not there yet.`,
      { row: repeated[1], column: column.index },
    );
  }
  if (calendar?.order === "backward" && table.rows > 1) {
    const { name, cells, index } = calendar.column;
    throw new DataError(
      `${table.file}: column "${name}" runs backward, from ${cells[0]} to ${cells[table.rows - 1]}. ` +
        `A series needs its oldest row first: sort the file.`,
      { column: index },
    );
  }
  return calendar;
}
