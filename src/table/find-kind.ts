import { kindOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { type DateOrder, ORDERS, parseDate, readDates } from "../cells/dates.js";
import type { Kind } from "../cells/kind.js";
import { isName, isPlain, numberAlone } from "../cells/numerals.js";
import { yesNo } from "../cells/yes-no.js";
import { isMissing } from "../encoding/read-cell.js";
import type { KindOptions } from "./options.js";

/** What a column was found to be; "nothing" where all of its cells are missing. */
export interface FoundKind {
  readonly kind: Kind | "nothing";
  readonly order?: DateOrder;
}

/**
 * What a column is, by all of its cells that are there: yes/no where each is true, "yes", "Y", 1 or their contrary; numbers; dates; else texts.
 *
 * @throws DataError for cells of several kinds, and for dates that could be read in two ways
 */
export function findKind(
  caller: string,
  name: string,
  cells: ArrayLike<unknown>,
  said: KindOptions = {},
): FoundKind {
  const { order } = said;
  if (everyCell(cells, () => false)) return { kind: "nothing" };
  if (said.kind !== undefined && (said.kind !== "date" || order !== undefined))
    return { kind: said.kind, order };
  if (ArrayBuffer.isView(cells)) return { kind: said.kind ?? numbersOrYesNo(cells) };
  const types = new Map<string, number>();
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (isMissing(cell)) continue;
    const type = TYPES[typeof cell] ?? kindOf(cell);
    if (!types.has(type)) types.set(type, row);
    if (type !== "Date" && TYPES[typeof cell] === undefined)
      throw new DataError(
        `${caller}: column ${show(name)}, row ${row} is ${show(cell)}. A cell is a number, a text, true or false, a Date, or null.`,
        { received: cell, row },
      );
  }
  const [type, ...others] = types.keys();
  if (type === "Date" && others.length === 0) return { kind: "date" };
  if (said.kind === "date") return { kind: "date", order: orderOf(caller, name, cells) };
  if (others.length === 0 || !types.has("Date")) {
    if (everyCell(cells, (cell) => yesNo(trimmed(cell)) !== undefined)) return { kind: "yes-no" };
    if (everyCell(cells, isNumeric)) return { kind: "number" };
  }
  if (type === "String" && others.length === 0) {
    // Most dates can be read in one way only, and once is enough: to read one takes as long as all else that is asked of a cell.
    if (everyCell(cells, (cell) => parseDate(String(cell).trim()) !== undefined)) return { kind: "date" };
    const isDate = everyCell(cells, (cell) => readDates([String(cell).trim()]).times.length === 1);
    if (isDate) return { kind: "date", order: orderOf(caller, name, cells) };
    refuseStray(caller, name, cells);
    return { kind: "text" };
  }
  throw mixed(caller, name, cells, types);
}

/** What most cells of a column of texts may be, and which of its cells are then not meant as texts: those that are so, or the others. */
const USUAL = [
  { is: isPlain, isOdd: false, what: "and most other cells are numbers" },
  {
    is: (text: string) => readDates([text]).times.length === 1,
    isOdd: false,
    what: "and most other cells are dates",
  },
  {
    is: (text: string) => numberAlone(text) !== undefined,
    isOdd: true,
    what: "a number with a unit or a sign: write it alone",
  },
];

/** Texts most of which are numbers, dates or numbers with a unit would be categories, most of one row each, without a word. */
function refuseStray(caller: string, name: string, cells: ArrayLike<unknown>): void {
  const texts = Array.from(cells, (cell) => (isMissing(cell) ? undefined : String(cell).trim()));
  const present = texts.filter((text) => text !== undefined);
  const mostly = (passes: (text: string) => boolean): boolean =>
    present.filter(passes).length * 2 > present.length;
  const usual = USUAL.find(({ is }) => mostly(is));
  if (!usual) return;
  const row = texts.findIndex((text) => text !== undefined && usual.is(text) === usual.isOdd);
  if (row < 0) return;
  throw new DataError(
    `${caller}: column ${show(name)}, row ${row} is the text ${show(texts[row])}, ${usual.what}. Mend the cell, set it to null where nothing is ` +
      `known, or say kinds: { ${show(name)}: "text" } to take all as texts.`,
    { received: cells[row], row },
  );
}

/** Kinds that typeof tells; what kindOf says of an object may be slow to find. */
const TYPES: Partial<Record<string, string>> = { number: "Number", string: "String", boolean: "Boolean" };

function numbersOrYesNo(cells: ArrayLike<unknown>): Kind {
  return everyCell(cells, (cell) => cell === 0 || cell === 1) ? "yes-no" : "number";
}

/** Whether all cells that are there pass. */
function everyCell(cells: ArrayLike<unknown>, passes: (cell: unknown) => boolean): boolean {
  for (let row = 0; row < cells.length; row++)
    if (!isMissing(cells[row]) && !passes(cells[row])) return false;
  return true;
}

function trimmed(cell: unknown): unknown {
  return typeof cell === "string" ? cell.trim() : cell;
}

/** A number, or a text that is one and would come back as it is: 007 names something. */
function isNumeric(cell: unknown): boolean {
  if (typeof cell === "number") return true;
  return typeof cell === "string" && isPlain(cell.trim()) && !isName(cell.trim());
}

/** How the dates of a column are read, where it must be known. */
function orderOf(caller: string, name: string, cells: ArrayLike<unknown>): DateOrder | undefined {
  // What is no date in either order is read as a number of digits, or is an error of its own.
  const texts = Array.from(cells, (cell) => (typeof cell === "string" ? cell.trim() : "")).filter((text) =>
    ORDERS.some((order) => parseDate(text, order) !== undefined),
  );
  const { decided, order } = readDates(texts);
  // Where each can be read in one way only, so must those to come.
  const doubtful = texts.find((text) => parseDate(text) === undefined);
  if (decided) return doubtful === undefined ? undefined : order;
  throw new DataError(
    `${caller}: column ${show(name)} holds dates such as ${show(doubtful)}, and no row shows whether they begin with the day or the month. ` +
      `Say kinds: { ${show(name)}: { kind: "date", order: "day/month" } }, or "month/day".`,
    { received: doubtful },
  );
}

function mixed(
  caller: string,
  name: string,
  cells: ArrayLike<unknown>,
  types: ReadonlyMap<string, number>,
): DataError {
  const [number, other] = [true, false].map((is) =>
    Array.from(cells).findIndex((cell) => !isMissing(cell) && isNumeric(cell) === is),
  );
  const [first, second] =
    types.has("Number") && number >= 0 && other >= 0 ? [number, other] : [...types.values()];
  return new DataError(
    `${caller}: column ${show(name)} mixes kinds: row ${second} is ${show(cells[second])}, row ${first} ${show(cells[first])}. ` +
      `Mend the cells, or say kinds: { ${show(name)}: "text" } to take all as texts.`,
    { received: cells[second], row: second },
  );
}
