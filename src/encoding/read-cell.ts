import { kindOf, listed, show } from "../base/check.js";
import { DAY } from "../cells/calendar.js";
import { type DateOrder, parseSaidDate } from "../cells/dates.js";
import type { Kind } from "../cells/kind.js";
import { isPlain } from "../cells/numerals.js";
import { yesNo } from "../cells/yes-no.js";

/** What is known of a field when one of its cells is read. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly order?: DateOrder;
}

/** Whether a cell holds nothing: null, undefined, NaN, or a text without letters. */
export function isMissing(cell: unknown): boolean {
  if (typeof cell === "string") return cell.trim() === "";
  return cell === undefined || cell === null || Number.isNaN(cell);
}

/** The number of a cell that is there: 0 or 1 for no and yes, days since 1970-01-01 for a date; undefined for what is not of the kind. */
export function readNumber({ kind, order }: Field, cell: unknown): number | undefined {
  if (kind === "yes-no") return yesNo(typeof cell === "string" ? cell.trim() : cell);
  const number = kind === "date" ? dayOf(cell, order) : plainNumber(cell);
  return Number.isFinite(number) ? number : undefined;
}

function plainNumber(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string") return undefined;
  const text = cell.trim();
  return isPlain(text) ? Number(text) : undefined;
}

function dayOf(cell: unknown, order: DateOrder | undefined): number | undefined {
  const time =
    kindOf(cell) === "Date"
      ? (cell as Date).getTime()
      : typeof cell === "string" || typeof cell === "number"
        ? parseSaidDate(typeof cell === "string" ? cell.trim() : cell, order)
        : undefined;
  return time === undefined ? undefined : time / DAY;
}

/** The text of a cell that is there; undefined for what has none of its own. */
export function readText(cell: unknown): string | undefined {
  if (typeof cell === "string") return cell.trim();
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : undefined;
}

/** What is wrong with a cell that is not of its field's kind, and how to mend it. */
export function whyUnfit({ name, kind }: Field, cell: unknown): string {
  const what = `${show(name)} is ${typeof cell === "string" ? "the text " : ""}${show(cell)}`;
  if (typeof cell === "number" && !Number.isFinite(cell)) return `${what}, not a finite number.`;
  if (kind === "text") return `${what}, not a text.`;
  if (kind === "number") return `${what}, not a number.`;
  if (kind === "yes-no") return `${what}, neither yes nor no (true, "yes", "Y" or 1; false, "no", "N" or 0).`;
  if (kindOf(cell) === "Date") return `${what} that is no time at all (Invalid Date).`;
  return `${what}, no date that can be read in one way. Write it as "2014-12-31", or give a Date.`;
}

/** What is wrong with a text that is none of a field's categories. */
export function whyUnknown(name: string, cell: unknown, known: readonly string[]): string {
  return (
    `${show(name)} is ${show(cell)}, a category that no training row had. Known: ${listed(known) || "none"}. ` +
    'Train with it, or say unknown: "ignore" in table().'
  );
}
