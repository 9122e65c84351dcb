import { parseSaidDate, unixTime } from "../cells/dates.js";
import { sayKind } from "./decide.js";

/** Rows by which numbers are judged. */
const LOOKED_AT = 100;
/** Names of columns that hold times. */
const NAME = /date|time|stamp|epoch|unix|^ts$|_at$|^day$/i;

/** A note on a column of numbers that by its name and its numbers may be of dates: Unix seconds, or 20150131. They are never taken for dates unasked. */
export function timesInNumbers(name: string, numbers: Float64Array): string[] {
  if (!NAME.test(name)) return [];
  const some = Array.from(numbers.subarray(0, LOOKED_AT)).filter((value) => !Number.isNaN(value));
  if (some.length === 0) return [];
  const advice = `say ${sayKind(name, "date")} if they are dates.`;
  if (some.every((value) => unixTime(value) !== undefined))
    return [`column "${name}" is numbers, such as ${some[0]}, which may be Unix time: ${advice}`];
  if (some.every((value) => value >= 1e7 && parseSaidDate(value) !== undefined))
    return [`column "${name}" is numbers, such as ${some[0]}, which may be days: ${advice}`];
  return [];
}
