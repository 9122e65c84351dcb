import { hasComma, isGrouped, isPlain, numberAlone, ungrouped } from "../cells/numerals.js";
import { quoted } from "../cells/quoted.js";
import { isMissing, written } from "./cell-text.js";

/** Whether a cell is a number, in a file where a comma may be a decimal one or may not. */
export function isNumber(cell: string, decimalComma: boolean): boolean {
  return isPlain(cell) || (decimalComma && hasComma(cell));
}

/** The number of a cell; undefined where it is none, or too large for a float64. */
export function numberOf(cell: string, decimalComma: boolean): number | undefined {
  if (!isNumber(cell, decimalComma)) return undefined;
  const value = Number(cell.replace(",", "."));
  return Number.isFinite(value) ? value : undefined;
}

/** Why `numberOf` gives no number, and how to write one so that it is understood. */
export function whyNoNumber(cell: string, decimalComma: boolean): string {
  if (isMissing(cell)) return whyMissing(cell);
  if (isNumber(cell, decimalComma)) return `${quoted(cell)} is too large for a number.`;
  if (/^[+-]?inf(inity)?$/i.test(cell)) return `${quoted(cell)} is not a finite number.`;
  return `${quoted(cell)} is not a number.${advice(cell, decimalComma)}`;
}

export function whyMissing(cell: string): string {
  const seen = cell === "" ? "the cell is empty" : `the value is missing (${quoted(written(cell))})`;
  return `${seen}. Fill it in, or leave out the row or the column.`;
}

/** The number of a cell that has a unit or a sign at it, as the file has to write it; undefined for any other cell. */
export function numberInCell(cell: string, decimalComma: boolean): string | undefined {
  const number = isNumber(cell, decimalComma) ? undefined : numberAlone(cell);
  return decimalComma ? number : number?.replace(",", ".");
}

function advice(cell: string, decimalComma: boolean): string {
  if (isGrouped(cell)) {
    const bare = ungrouped(cell);
    return ` Write it without separators: ${decimalComma ? bare : bare.replace(",", ".")}.`;
  }
  if (hasComma(cell)) return ` Write it with a decimal point: ${cell.replace(",", ".")}.`;
  const number = numberInCell(cell, decimalComma);
  return number === undefined ? "" : ` Write the number alone: ${number}.`;
}
