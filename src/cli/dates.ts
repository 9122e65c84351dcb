import type { Column, Table } from "./csv.js";

/** A column of dates beside a series. */
export interface Calendar {
  readonly column: Column;
  /** Milliseconds since 1970, one a row. */
  readonly times: readonly number[];
  readonly order: "forward" | "backward" | "mixed";
  /** One row for each day, none missing. */
  readonly daily: boolean;
}

/** Days left out of a series that otherwise has one row a day. */
export interface MissingDays {
  readonly count: number;
  /** The first gap: this day is followed by `until`, as the file writes them. */
  readonly from: string;
  readonly until: string;
}

const DAY = 86_400_000;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/;
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

/** The first column all of whose cells are dates (2014-12-31, 2014/12/31, 31.12.2014, with or without a time). */
export function findCalendar(table: Table): Calendar | undefined {
  for (const column of table.columns) {
    if (parseDate(column.cells[0]) === undefined) continue;
    const times = column.cells.map(parseDate);
    if (!times.every((time) => time !== undefined)) continue;
    const steps = times.slice(1).map((time, i) => time - times[i]);
    return {
      column,
      times,
      order: steps.every((step) => step >= 0)
        ? "forward"
        : steps.every((step) => step <= 0)
          ? "backward"
          : "mixed",
      daily: steps.length > 0 && steps.every((step) => step === DAY),
    };
  }
  return undefined;
}

/** The days missing from a calendar most of whose steps are one day. */
export function missingDays({ column, times, order }: Calendar): MissingDays | undefined {
  if (order !== "forward") return undefined;
  const steps = times.slice(1).map((time, i) => Math.round((time - times[i]) / DAY));
  const mostlyDaily = steps.filter((step) => step === 1).length * 2 > steps.length;
  const first = steps.findIndex((step) => step > 1);
  if (!mostlyDaily || first < 0) return undefined;
  const count = steps.reduce((sum, step) => sum + Math.max(0, step - 1), 0);
  return { count, from: column.cells[first], until: column.cells[first + 1] };
}

/** The day `steps` after `time`, as 2014-12-31. */
export function dayAfter(time: number, steps: number): string {
  return new Date(time + steps * DAY).toISOString().slice(0, 10);
}

function parseDate(cell: string): number | undefined {
  const yearFirst = YEAR_FIRST.exec(cell);
  if (yearFirst !== null) {
    const [year, month, day, hour, minute, second] = yearFirst.slice(1).map((part) => Number(part ?? 0));
    return existing(year, month, day, hour, minute, second);
  }
  const dayFirst = DAY_FIRST.exec(cell);
  if (dayFirst === null) return undefined;
  const [day, month, year] = dayFirst.slice(1).map(Number);
  return existing(year, month, day, 0, 0, 0);
}

/** The time in milliseconds, or undefined for a day such as February 30. */
function existing(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
}
