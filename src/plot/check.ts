import { fieldsOf, isObject, kindOf, mustBe, show } from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";

/** Numbers in an ordinary or a typed array. */
export type NumberList = ArrayLike<number>;

/** Throws unless `value` is an ordinary or a typed array that is not empty. */
export function checkList(caller: string, name: string, value: unknown): asserts value is ArrayLike<unknown> {
  const isTyped = ArrayBuffer.isView(value) && kindOf(value) !== "DataView";
  if (!Array.isArray(value) && !isTyped)
    throw mustBe(caller, name, "an array or a typed array", value, DataError);
  if (fieldsOf(value).length === 0)
    throw new DataError(`${caller}: ${name} is empty. There is nothing to draw.`, { received: value });
}

/**
 * A list of finite numbers as float64.
 *
 * @param length how many there must be, and of what
 * @throws DataError for what is no list, is empty, or holds what is no finite number (says where); ShapeError for another length
 */
export function readNumbers(
  caller: string,
  name: string,
  value: unknown,
  length?: readonly [count: number, of: string],
): Float64Array {
  checkList(caller, name, value);
  if (length && value.length !== length[0]) throw wrongCount(caller, name, value.length, length);
  return Float64Array.from({ length: value.length }, (_, row) =>
    readNumber(caller, `${name}[${row}]`, value[row], row),
  );
}

export function wrongCount(
  caller: string,
  name: string,
  received: number,
  [expected, of]: readonly [count: number, of: string],
): ShapeError {
  return new ShapeError(`${caller}: ${name} has length ${received}, expected ${expected}, that of ${of}.`, {
    expected,
    received,
  });
}

/** A finite number. @param row where it stands, for the error */
export function readNumber(caller: string, name: string, value: unknown, row?: number): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const missing = value === undefined || value === null || Number.isNaN(value);
  throw new DataError(
    `${caller}: ${name} is ${show(value)}, expected a finite number.${missing ? " Leave out what has no value." : ""}`,
    { expected: "a finite number", received: value, ...(row !== undefined && { row }) },
  );
}

/** The same of numbers that must lie from 0 to 1. */
export function readShare(caller: string, name: string, value: unknown, row?: number): number {
  const share = readNumber(caller, name, value, row);
  if (share >= 0 && share <= 1) return share;
  throw mustBe(caller, name, "from 0 to 1", value, DataError);
}

/** Plain objects, each read by `read`. */
export function readItems<Item>(
  caller: string,
  name: string,
  value: unknown,
  read: (fields: Record<string, unknown>, place: string, row: number) => Item,
): Item[] {
  checkList(caller, name, value);
  return Array.from(value, (item, row) => {
    const place = `${name}[${row}]`;
    if (!isObject(item) || Array.isArray(item)) throw mustBe(caller, place, "an object", item, DataError);
    return read(fieldsOf(item), place, row);
  });
}

/** Points as { x, y }. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export function readPoints(caller: string, name: string, value: unknown): Point[] {
  return readItems(caller, name, value, ({ x, y }, place, row) => ({
    x: readNumber(caller, `${place}.x`, x, row),
    y: readNumber(caller, `${place}.y`, y, row),
  }));
}
