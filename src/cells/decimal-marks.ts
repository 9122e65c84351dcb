import { hasComma, hasPoint, isGrouped, ungrouped } from "./numerals.js";
import { quoted } from "./quoted.js";

/** A cell that may mean two numbers, in a file where a comma may be a decimal one. */
export interface DoubtfulCell {
  readonly row: number;
  readonly why: string;
}

/**
 * Beside decimal commas anywhere in the file, a point stands between thousands or is a slip.
 *
 * @param comma a cell with a decimal comma, and where it stands
 */
export function findStrayPoint(cells: readonly string[], comma: string): DoubtfulCell | undefined {
  const row = cells.findIndex(hasPoint);
  if (row < 0) return undefined;
  return { row, why: whyStrayPoint(cells[row], comma) };
}

/** @param comma a cell with a decimal comma, and where it stands */
export function whyStrayPoint(cell: string, comma: string): string {
  const advice = isGrouped(cell)
    ? `Write thousands without a separator: ${ungrouped(cell)}.`
    : `Write it with a comma too: ${cell.replace(".", ",")}.`;
  return `${quoted(cell)} has a point, but this file writes decimals with a comma (${comma}). ${advice}`;
}

/**
 * "1,234" may be a thousand or a bit more than one, and so may "1.234" beside whole numbers, unless another cell of the
 * column decides. Where all have a point and three digits, the column means the same up to its unit.
 */
export function findAmbiguousMark(cells: readonly string[]): DoubtfulCell | undefined {
  const commas = cells.filter(hasComma);
  const hasWholeNumbers = cells.some((cell) => /^[+-]?\d+$/.test(cell));
  const points = hasWholeNumbers ? cells.filter(hasPoint) : [];
  const doubtful = [commas, points].find((marked) => marked.length > 0 && marked.every(isGrouped));
  if (doubtful === undefined) return undefined;
  const [cell] = doubtful;
  return { row: cells.indexOf(cell), why: whyAmbiguous(cell) };
}

export function whyAmbiguous(cell: string): string {
  return (
    `${quoted(cell)} may mean ${ungrouped(cell)} or ${cell.replace(",", ".")}. Write thousands without a separator ` +
    `(${ungrouped(cell)}), or decimals with one digit more (${cell}0).`
  );
}
