import { whyAmbiguous, whyStrayPoint } from "../cells/decimal-marks.js";
import { hasComma, hasPoint, isGrouped, isSurelyDecimalComma } from "../cells/numerals.js";
import { quoted } from "../cells/quoted.js";

/** How a number is written, as bits: which of them a column has decides what its points and commas mean. */
export enum Mark {
  None = 0,
  /** 12 */
  Whole = 1,
  /** 1.5 */
  Point = 2,
  /** 1.234: decimals, or thousands in a file whose commas are decimal ones. */
  GroupedPoint = 4,
  /** 1,5 */
  Comma = 8,
  /** 1,234 */
  GroupedComma = 16,
}

/** None for a text, 1e5 and what else shows nothing. */
export function markOf(cell: string): Mark {
  if (/^[+-]?\d+$/.test(cell)) return Mark.Whole;
  if (hasPoint(cell)) return isGrouped(cell) ? Mark.GroupedPoint : Mark.Point;
  if (isSurelyDecimalComma(cell)) return Mark.Comma;
  return hasComma(cell) ? Mark.GroupedComma : Mark.None;
}

/** A cell of a file. */
export interface Place {
  readonly column: number;
  readonly row: number;
  readonly line: number;
  readonly cell: string;
}

/** The marks of the columns of numbers, in a file where a comma may be a decimal one, and the first cell of each. */
export class DecimalMarks {
  readonly #marks: Uint8Array;
  readonly #first: Place[] = [];

  constructor(width: number) {
    this.#marks = new Uint8Array(width);
  }

  has(column: number, mark: Mark): boolean {
    return (this.#marks[column] & mark) !== 0;
  }

  add(mark: Mark, place: Place): void {
    if (mark === Mark.None || this.has(place.column, mark)) return;
    this.#marks[place.column] |= mark;
    this.#first.push(place);
  }

  /** Takes back what a column had, as it is no numbers. */
  drop(column: number): void {
    this.#marks[column] = 0;
  }

  /**
   * A cell that may mean two numbers, and why: a point where other commas of the file are decimal ones; 1,234 where no other cell of the column
   * decides, or 1.234 beside whole numbers. Where all have a point and three digits, the column means the same up to its unit.
   */
  doubt(nameOf: (column: number) => string): { place: Place; why: string } | undefined {
    const comma = this.#first.find(
      ({ column, cell }) => this.has(column, Mark.Comma) && isSurelyDecimalComma(cell),
    );
    for (const column of this.#marks.keys()) {
      const point = this.#firstOf(column, hasPoint);
      if (point !== undefined && comma !== undefined) {
        const where = `${quoted(comma.cell)} in line ${comma.line}, column "${nameOf(comma.column)}"`;
        return { place: point, why: whyStrayPoint(point.cell, where) };
      }
      const isDoubtful =
        (this.has(column, Mark.GroupedComma) && !this.has(column, Mark.Comma)) ||
        (this.has(column, Mark.GroupedPoint) &&
          this.has(column, Mark.Whole) &&
          !this.has(column, Mark.Point));
      const place = isDoubtful ? this.#firstOf(column, isGrouped) : undefined;
      if (place !== undefined) return { place, why: whyAmbiguous(place.cell) };
    }
    return undefined;
  }

  #firstOf(column: number, fits: (cell: string) => boolean): Place | undefined {
    return this.#marks[column] === 0
      ? undefined
      : this.#first.find((place) => place.column === column && fits(place.cell));
  }
}
