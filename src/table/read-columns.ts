import { fieldsOf, isObject, kindOf, mustBe, show } from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";
import type { Kind } from "../cells/kind.js";
import { type Cell, isList, type RowTable } from "../data/rows.js";

/** Rows as plain objects, columns as lists by name, or what `readCsv` of downhill/csv gives. */
export type TableData =
  | RowTable
  | {
      readonly columns: Readonly<Record<string, ArrayLike<Cell>>>;
      readonly kinds: Readonly<Record<string, string>>;
    };

/** Columns by name, of one length. */
export interface Columns {
  readonly rows: number;
  readonly cells: ReadonlyMap<string, ArrayLike<unknown>>;
  /** What is known of them from a file. */
  readonly kinds: ReadonlyMap<string, Kind | "empty">;
}

/** @throws DataError for what is neither records nor columns, or without any; ShapeError for columns of several lengths */
export function readColumns(caller: string, data: unknown): Columns {
  if (Array.isArray(data)) return columnsOfRecords(caller, data);
  if (kindOf(data) !== "Object" || isList(data))
    throw mustBe(caller, "the data", "records, or columns by name", data, DataError);
  const { columns, kinds } = fieldsOf(data);
  const isFile = isObject(columns) && !isList(columns) && isObject(kinds);
  const cells = new Map(Object.entries((isFile ? columns : data) as Record<string, unknown>));
  const [first] = cells.keys();
  if (first === undefined) throw new DataError(`${caller}: the data has no columns.`, { received: data });
  let rows: number | undefined;
  for (const [name, list] of cells) {
    if (!isList(list)) throw mustBe(caller, `the column ${show(name)}`, "a list of cells", list, DataError);
    rows ??= list.length;
    if (list.length === rows) continue;
    throw new ShapeError(
      `${caller}: the column ${show(name)} has ${list.length} cells, ${show(first)} has ${rows}. All must have one for each row.`,
      { expected: rows, received: list.length },
    );
  }
  if (rows === 0) throw noRows(caller, data);
  return {
    rows: rows as number,
    cells: cells as ReadonlyMap<string, ArrayLike<unknown>>,
    kinds: new Map(isFile ? (Object.entries(kinds) as [string, Kind][]) : []),
  };
}

function columnsOfRecords(caller: string, records: readonly unknown[]): Columns {
  const { length: rows } = records;
  if (rows === 0) throw noRows(caller, records);
  const cells = new Map<string, unknown[]>();
  for (let row = 0; row < rows; row++) {
    const record = records[row];
    if (kindOf(record) !== "Object")
      throw new DataError(
        `${caller}: row ${row} is ${show(record)}, expected a record such as { city: "Oslo", price: 3 }.`,
        { expected: "a record", received: record, row },
      );
    for (const name of Object.keys(record as object)) {
      let column = cells.get(name);
      // Records need not all have every field: one that lacks it has a missing cell.
      if (!column) cells.set(name, (column = new Array<unknown>(rows).fill(undefined)));
      column[row] = (record as Record<string, unknown>)[name];
    }
  }
  if (cells.size === 0) throw new DataError(`${caller}: the records have no fields.`, { received: records });
  return { rows, cells, kinds: new Map() };
}

function noRows(caller: string, data: unknown): DataError {
  return new DataError(`${caller}: the data has no rows. At least one is needed.`, {
    expected: "at least one row",
    received: data,
  });
}
