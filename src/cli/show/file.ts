import { count } from "../base/format.js";
import { missingTimes, unreadDates, type Calendar } from "../read/dates.js";
import type { Table } from "../read/table.js";

/** @param rows all that the file has: `births.csv: 5,479 rows, date 2000-01-01 to 2014-12-31, one a day`. */
export function describeFile(table: Table, calendar: Calendar | undefined, rows = table.rows): string {
  const parts = [`${table.file}: ${count(rows, "row")}`];
  if (calendar !== undefined) parts.push(describeOrder(table, calendar));
  if (hasDecimalCommas(table)) parts.push("commas in numbers read as decimal points");
  return parts.join(", ");
}

/** The dates of a series, from where to where. */
export function describeOrder(table: Table, { column, order, step, isSteady }: Calendar): string {
  const { name, cells } = column;
  if (order === "mixed") return `taken as they stand (the dates in "${name}" go back and forth)`;
  return `${name} ${cells[0]} to ${cells[table.rows - 1]}${step === undefined || !isSteady ? "" : `, one ${step === "hour" ? "an" : "a"} ${step}`}`;
}

/** Whether a cell is of a decimal comma. */
export function hasDecimalCommas({ decimalComma, columns }: Table): boolean {
  return decimalComma && columns.some(({ cells }) => cells.some((cell) => /^\S+,\d+$/.test(cell)));
}

/** A note on a series whose dates cannot be read, or with days missing, so that its windows reach further back. */
export function calendarNote(table: Table, calendar: Calendar | undefined): string | undefined {
  if (calendar === undefined) {
    const unread = unreadDates(table);
    return unread && `${unread}; order and gaps of its rows are not checked.`;
  }
  const missing = missingTimes(calendar);
  if (missing === undefined) return undefined;
  const { unit } = missing;
  const gap = `${missing.from} is followed by ${missing.until}`;
  const gaps =
    missing.count === 1
      ? `1 ${unit} is missing (${gap})`
      : `${count(missing.count, unit)} are missing (first, ${gap})`;
  return `${gaps}: windows count rows, not ${unit}s.`;
}
