import { DataError, windows, type CalendarField, type Dataset } from "../../index.js";
import { findCalendar, unreadDates, type Calendar } from "../read/dates.js";
import type { Column, Table } from "../read/table.js";

/** How a series is cut, as in `windows`. Older models have neither of the last two. */
export type SeriesShape = {
  past: number;
  ahead: number;
  gap: number;
  relative?: "last" | false;
  calendar?: CalendarField[];
};

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

/**
 * A series as windows.
 *
 * @param calendar its dates, which columns of the calendar need
 * @throws DataError when it is too short for one, or has no dates where they are needed
 */
export function seriesRows(
  table: Table,
  values: Float64Array,
  { past, ahead, gap, relative = false, calendar: fields = [] }: SeriesShape,
  calendar: Calendar | undefined,
): Dataset {
  const needed = past + gap + ahead;
  if (values.length < needed) {
    throw new DataError(
      `${table.file}: a series of ${values.length} is too short for past ${past}, gap ${gap}, ahead ${ahead}. ` +
        `It must have at least ${needed} values.`,
      { expected: needed, received: values.length },
    );
  }
  const shape = { past, ahead, gap, relative };
  if (fields.length === 0) return windows(values, shape);
  return windows(values, { ...shape, calendar: fields, dates: datesFor(table, fields, calendar).times });
}

/** @throws DataError where there are none */
export function datesFor(
  table: Table,
  fields: readonly CalendarField[],
  calendar: Calendar | undefined,
): Calendar {
  if (calendar !== undefined) return calendar;
  const why = unreadDates(table) ?? "no column is of dates";
  throw new DataError(
    `${table.file}: ${fields.join(" and ")} of the calendar ${fields.length === 1 ? "is an input" : "are inputs"}, and ${why}.`,
    { expected: "a column of dates" },
  );
}

/**
 * Throws for years that go back and forth: the file holds several series, one behind the other, and windows would reach across. (They are
 * numbers, and no dates.)
 */
function checkYears(table: Table): void {
  for (const column of table.columns) {
    if (!/^(year|yr)$/i.test(column.name) || !column.cells.every((cell) => /^\d{4}$/.test(cell))) continue;
    const years = column.cells.map(Number);
    const row = years.findIndex((year, k) => k > 0 && year < years[k - 1]);
    if (row < 0) continue;
    throw table.cellError(
      column,
      row,
      `${years[row]} comes after ${years[row - 1]}, and a series is in time order. If the file holds several series, keep the rows of one; else sort it, oldest row first.`,
    );
  }
}

/** The dates of a series, if it has any. @throws DataError when the file runs backward, or holds several series */
export function seriesCalendar(table: Table): Calendar | undefined {
  checkYears(table);
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
