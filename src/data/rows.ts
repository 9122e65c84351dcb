import { fieldsOf, kindOf, mustBe, show } from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";

/** Rows inside an array: value c of row r is values[offset + r * stride + c]. A window series has stride 1: nothing is copied. */
export interface Rows {
  readonly values: Float32Array | Float64Array;
  readonly offset: number;
  readonly stride: number;
  readonly width: number;
}

/** Numbers in an ordinary or a typed array. */
export type Numbers =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** A matrix: one array a row, or all values in one flat array, row after row. */
export type Table = Numbers | readonly Numbers[];

/** A cell of a record: what a model of downhill/table reads. */
export type Cell = string | number | boolean | Date | null | undefined;

/** A row as a plain object, for models of downhill/table. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows as plain objects, or columns by name. */
export type RowTable = readonly Row[] | Readonly<Record<string, ArrayLike<Cell>>>;

/** What is known of a table before it is read. */
export interface KnownShape {
  readonly width?: number;
  readonly rows?: number;
  /** The cells of a flat Float32Array or Float64Array are left unchecked: the caller will see to them. */
  readonly unchecked?: boolean;
  /** Names of the columns, for the texts of errors. */
  readonly columns?: readonly string[];
}

/**
 * Reads a matrix and checks every cell.
 *
 * A flat array is cut into rows by `known.width`, else by `known.rows`, else it is one column. A flat Float32Array or
 * Float64Array is used as it is, not copied; rows that are all Float32Arrays are packed into one; everything else
 * becomes float64.
 *
 * @param caller begins each error's message, as in "dataset"
 * @param name what the caller called the table, as in "inputs"
 * @throws ShapeError for ragged rows or a length that does not divide; DataError for a cell that is no finite number
 */
export function readTable(
  caller: string,
  name: string,
  table: unknown,
  known: KnownShape = {},
): { rows: Rows; count: number } {
  const list = checkList(caller, name, table);
  // Said before the values are counted: an object is none, whatever it holds.
  if (kindOf(list[0]) === "Object")
    throw mustBe(
      caller,
      `${name}[0]`,
      "an array, as in data.map((row) => [row.a, row.b])",
      list[0],
      DataError,
    );
  return isList(list[0]) ? readNested(caller, name, list, known) : readFlat(caller, name, list, known);
}

/** Whether `value` is an ordinary array or a typed array of numbers, also one of another realm (a frame, a vm context). */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
}

/** `value` as a list, which must not be empty. */
export function checkList(caller: string, name: string, value: unknown): ArrayLike<unknown> {
  if (!isList(value)) {
    throw mustBe(caller, name, "an array or a typed array", value, DataError);
  }
  if (value.length === 0) {
    throw new DataError(`${caller}: ${name} is empty. At least one row is needed.`, {
      expected: "at least one row",
      received: value,
    });
  }
  return value;
}

/** A list of finite numbers as floats; a Float32Array or Float64Array itself. `place` names the cell of an index. */
export function readNumbers(
  caller: string,
  list: ArrayLike<unknown>,
  place: (index: number) => { name: string; row: number; column?: number },
): Float32Array | Float64Array {
  const bad = firstNotFinite(list);
  if (bad >= 0) {
    const { name, row, column } = place(bad);
    throw badCell(caller, name, list[bad], row, column);
  }
  const numbers = list as ArrayLike<number>;
  return isFloatArray(numbers) ? numbers : new Float64Array(numbers);
}

/** The first `count` rows one after another, [count x width]: a view where they lie so already, else a packed copy. */
export function packRows(rows: Rows, count: number): Float32Array | Float64Array {
  const { values, offset, stride, width } = rows;
  if (stride === width || count === 1) {
    const whole = offset === 0 && values.length === count * width;
    return whole ? values : values.subarray(offset, offset + count * width);
  }
  const packed = emptyLike(values, count * width);
  for (let r = 0; r < count; r++) {
    const start = offset + r * stride;
    packed.set(values.subarray(start, start + width), r * width);
  }
  return packed;
}

/** The rows from number `from` on, without copying. */
export function rowsFrom(rows: Rows, from: number): Rows {
  return { ...rows, offset: rows.offset + from * rows.stride };
}

/** A packed copy of the rows with these numbers, in this order. */
export function gatherRows(rows: Rows, order: ArrayLike<number>): Rows {
  const { values, offset, stride, width } = rows;
  const gathered = emptyLike(values, order.length * width);
  for (let r = 0; r < order.length; r++) {
    const start = offset + order[r] * stride;
    gathered.set(values.subarray(start, start + width), r * width);
  }
  return { values: gathered, offset: 0, stride: width, width };
}

/** Packed copies of several tables of one width, one behind the other; float32 where all are. */
export function joinRows(tables: readonly { readonly rows: Rows; readonly count: number }[]): Rows {
  const { width } = tables[0].rows;
  const length = tables.reduce((sum, { count }) => sum + count * width, 0);
  const single = tables.every(({ rows }) => tag(rows.values) === "Float32Array");
  const values = single ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const { rows, count } of tables) {
    values.set(packRows(rows, count), at);
    at += count * width;
  }
  return { values, offset: 0, stride: width, width };
}

/** The error of a list (or of whatever came in its place) that has not as many values as `expected`. */
export function wrongLength(
  caller: string,
  list: unknown,
  expected: number,
  what: string,
  hint = "",
): ShapeError {
  const { length } = fieldsOf(list);
  const counts = typeof length === "number" && length !== expected;
  const received = counts ? length : list;
  const got = counts ? length : `${show(list)}, which is no list`;
  return new ShapeError(`${caller}: expected ${what}, got ${got}.${hint}`, { expected, received });
}

/** The error of a row that has not as many inputs as the model. */
export function wrongWidth(caller: string, row: unknown, width: number): ShapeError {
  const inputs = `${width} input${width === 1 ? "" : "s"}`;
  return wrongLength(caller, row, width, inputs, ` This model was built with inputs: ${width}.`);
}

/** The error of `count` targets, labels or weights beside another number of rows. */
export function wrongCount(caller: string, name: string, count: number, rows: number, hint = ""): ShapeError {
  return new ShapeError(
    `${caller}: ${rows} rows of inputs, but ${count} ${name}.${hint || " Each row needs its own."}`,
    {
      expected: rows,
      received: count,
    },
  );
}

function readFlat(caller: string, name: string, list: ArrayLike<unknown>, known: KnownShape) {
  const { length } = list;
  const width = known.width ?? (known.rows === undefined ? 1 : length / known.rows);
  const count = length / width;
  if (!Number.isInteger(width) || !Number.isInteger(count)) {
    const parts = known.width === undefined ? `${known.rows} equal rows` : `rows of ${width}`;
    throw new ShapeError(`${caller}: ${name} holds ${length} values, which cannot be cut into ${parts}.`, {
      expected: `a multiple of ${known.width ?? known.rows}`,
      received: length,
    });
  }
  const place = (index: number): { name: string; row: number; column: number } => {
    const row = Math.floor(index / width);
    const column = index % width;
    return { name: cellName(name, row, column, width > 1, known), row, column };
  };
  const values = known.unchecked && isFloatArray(list) ? list : readNumbers(caller, list, place);
  return { rows: { values, offset: 0, stride: width, width }, count };
}

function readNested(caller: string, name: string, list: ArrayLike<unknown>, known: KnownShape) {
  const count = list.length;
  const width = known.width ?? (list[0] as ArrayLike<unknown>).length;
  let single = true;
  for (let r = 0; r < count; r++) {
    const row = list[r];
    if (!isList(row) || row.length !== width || width === 0) throw badRow(caller, name, row, r, known, width);
    single &&= tag(row) === "Float32Array";
  }
  const values = single ? new Float32Array(count * width) : new Float64Array(count * width);
  for (let r = 0; r < count; r++) {
    const row = list[r] as ArrayLike<unknown>;
    const bad = firstNotFinite(row);
    if (bad >= 0) throw badCell(caller, cellName(name, r, bad, true, known), row[bad], r, bad);
    values.set(row as ArrayLike<number>, r * width);
  }
  return { rows: { values, offset: 0, stride: width, width }, count };
}

/** The first index whose value is no finite number, or -1. */
function firstNotFinite(list: ArrayLike<unknown>): number {
  if (isFloatArray(list)) return firstNotFiniteFloat(list);
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) return i;
  return -1;
}

/** Apart from the loop over ordinary arrays, which engines would slow down by a mixture of types (measured: 9 times). */
function firstNotFiniteFloat(list: Float32Array | Float64Array): number {
  // 0 times NaN or an infinity is NaN, which stays in a sum: faster than a comparison for each.
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list[i] * 0;
  return sum === 0 ? -1 : list.findIndex((value) => !Number.isFinite(value));
}

function cellName(name: string, row: number, column: number, twoIndices: boolean, known: KnownShape): string {
  const title = known.columns?.[column];
  const index = twoIndices ? `[${row}][${column}]` : `[${row}]`;
  return `${name}${index}${title === undefined ? "" : ` (${show(title)})`}`;
}

function badRow(caller: string, name: string, row: unknown, r: number, known: KnownShape, width: number) {
  const cell = `${caller}: ${name}[${r}]`;
  if (!isList(row)) {
    const expected = `a row of ${width} numbers`;
    const got = row === undefined || row === null ? `missing (${row})` : show(row);
    return new DataError(`${cell} is ${got}, expected ${expected}.`, { expected, received: row, row: r });
  }
  const { length } = row;
  const expected = width || "at least one";
  const source = known.width === undefined ? `as in ${name}[0]` : "the width given";
  return new ShapeError(
    `${cell} has ${length} value${length === 1 ? "" : "s"}, expected ${expected}${width ? `, ${source}` : ""}.`,
    { expected, received: length, row: r },
  );
}

function badCell(caller: string, cell: string, value: unknown, row: number, column?: number): DataError {
  const isText = typeof value === "string";
  let text = `is ${isText ? "the text " : ""}${show(value)}, not a number.${adviceFor(cell, value)}`;
  if (typeof value === "number") {
    const ruin = Number.isNaN(value) ? "one NaN" : "one infinite value";
    text = `is ${value}. Drop or fill that row; ${ruin} destroys every weight.`;
  }
  if (value === undefined || value === null || (isText && value.trim() === ""))
    text = `is missing (${show(value)}). Drop or fill that row.`;
  const details = { expected: "a finite number", received: value, row };
  return new DataError(`${caller}: ${cell} ${text}`, column === undefined ? details : { ...details, column });
}

/** What to write in place of a cell that is no number. */
function adviceFor(cell: string, value: unknown): string {
  const kind = kindOf(value);
  if (/^(String|Boolean|BigInt|Date)$/.test(kind) && Number.isFinite(Number(value)))
    return " Convert it with Number() first.";
  if (kind !== "String") return "";
  if (/\d,\d/.test(value as string)) return " Decimals have a point: 1.5.";
  if (cell.startsWith("targets")) return " Classes are labels.";
  return /^(inputs|rows)/.test(cell) ? " Give each word a column of 0 and 1." : "";
}

function emptyLike(values: Float32Array | Float64Array, length: number): Float32Array | Float64Array {
  return tag(values) === "Float32Array" ? new Float32Array(length) : new Float64Array(length);
}

/** "Float32Array" and so on; by its tag, since `instanceof` fails for arrays of another realm. */
function tag(value: unknown): string | undefined {
  return (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag];
}

function isTypedArray(value: unknown): boolean {
  return ArrayBuffer.isView(value) && tag(value) !== "DataView" && !tag(value)?.startsWith("Big");
}

export function isFloatArray(value: unknown): value is Float32Array | Float64Array {
  return ArrayBuffer.isView(value) && ["Float32Array", "Float64Array"].includes(tag(value) as string);
}
