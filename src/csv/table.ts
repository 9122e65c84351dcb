import type { Kind } from "../cells/kind.js";

/** A cell of a record: null where it is missing. */
export type CsvCell = number | string | boolean | null;

/**
 * The cells of a column: numbers, NaN where one is missing; texts and dates, null where one is missing; true and false or null. A date is
 * "2014-12-31", with a time of day "2014-12-31T08:30:00".
 */
export type CsvColumn = Float64Array | readonly (string | null)[] | readonly (boolean | null)[];

/** Rows of a CSV file as columns that know their kinds. */
export interface CsvTable {
  /** How many rows there are. */
  readonly rows: number;
  /** The columns by name, in the file's order; an object without a prototype, so that "constructor" is a name like any other. */
  readonly columns: Readonly<Record<string, CsvColumn>>;
  /** What each column holds; "empty" if no row has a value, and all cells are null. */
  readonly kinds: Readonly<Record<string, Kind | "empty">>;
  /** What was decided and might surprise, each in a sentence. */
  readonly notes: readonly string[];
  /** The line of the file, from 1, on which a row begins. */
  line(row: number): number;
  /** The rows as plain records, null for a missing cell of any kind: what JSON has, and what `table` takes. */
  records(): Record<string, CsvCell>[];
}

/** A column that is read. */
export interface ReadColumn {
  readonly name: string;
  readonly kind: Kind | "empty";
  readonly values: CsvColumn;
}

/** @param lineOf the line on which a row begins */
export function csvTable(
  rows: number,
  read: readonly ReadColumn[],
  notes: readonly string[],
  lineOf: (row: number) => number,
): CsvTable {
  const columns = Object.create(null) as Record<string, CsvColumn>;
  const kinds = Object.create(null) as Record<string, Kind | "empty">;
  for (const { name, kind, values } of read) {
    columns[name] = values;
    kinds[name] = kind;
  }
  return {
    rows,
    columns,
    kinds,
    notes,
    line: (row) => lineOf(row),
    records: () => Array.from({ length: rows }, (_, row) => recordOf(read, row)),
  };
}

function recordOf(columns: readonly ReadColumn[], row: number): Record<string, CsvCell> {
  const record: Record<string, CsvCell> = {};
  for (const { name, values } of columns) {
    const value = values[row];
    const cell = Number.isNaN(value) ? null : value;
    // An assignment to this name would change the object's prototype.
    if (name === "__proto__")
      Object.defineProperty(record, name, {
        value: cell,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else record[name] = cell;
  }
  return record;
}
