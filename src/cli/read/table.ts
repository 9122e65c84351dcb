import { DataError } from "../../index.js";
import { findAmbiguousMark, findStrayPoint, type DoubtfulCell } from "../../cells/decimal-marks.js";
import {
  hasComma,
  hasPoint,
  isGrouped,
  isPlain,
  isSurelyDecimalComma,
  numberAlone,
  ungrouped,
} from "../../cells/numerals.js";
import { quoted } from "../../cells/quoted.js";
import { nearest } from "../base/spelling.js";

/** One column of a file, as text. */
export interface Column {
  readonly name: string;
  /** Whether the file names it; if not, it is called by its place. */
  readonly isNamed: boolean;
  /** 0-based place in the file. */
  readonly index: number;
  /** One trimmed cell a row; see isMissing. */
  readonly cells: readonly string[];
}

/** What a column holds: "numbers" if most of its cells are numbers, "text" if not, "nothing" if all are missing. */
export type Kind = "numbers" | "text" | "nothing";

/** What csv.ts puts before a word for a missing value that is not in quotes: a character that no text file has. In quotes it is a name. */
export const MISSING_MARK = "\0";

/** Names of columns in an error's text. */
const MOST_NAMES = 30;

export function isMissing(cell: string): boolean {
  return cell === "" || cell.startsWith(MISSING_MARK);
}

/** A missing cell as the file has it. */
function written(cell: string): string {
  return cell.replace(MISSING_MARK, "");
}

/** A CSV file: named columns of equally many cells. Its errors name the line as an editor counts it, and the column. */
export class Table {
  readonly #lines: readonly number[];
  /** The answer of `#findDecimalComma`, which reads the whole file, once it has been asked for. */
  #decimalComma?: { readonly found: string | undefined };

  constructor(
    readonly file: string,
    readonly columns: readonly Column[],
    /** The line of the file, from 1, on which each row begins. */
    lines: readonly number[],
    /** Whether 1,5 means one and a half: in files that separate cells by something else, or have only one column. */
    readonly decimalComma: boolean,
    /** Columns, by their place, of which it is known from elsewhere that their commas are decimal ones. */
    readonly commaColumns: ReadonlySet<number> = new Set(),
  ) {
    this.#lines = lines;
  }

  get rows(): number {
    return this.#lines.length;
  }

  /** The line of the file on which a row begins, from 1. */
  line(row: number): number {
    return this.#lines[row];
  }

  /** @throws DataError that lists the file's columns when there is none of that name */
  column(name: string): Column {
    const column = this.columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return column;
    const names = this.columns.map((candidate) => candidate.name);
    const alike = nearest(name, names);
    const hint = alike === undefined ? "" : ` Did you mean "${alike}"?`;
    const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    throw new DataError(
      `${this.file}: there is no column "${name}".${hint} Columns: ${names.slice(0, MOST_NAMES).join(", ")}${rest}.`,
      { expected: names, received: name },
    );
  }

  kind(column: Column): Kind {
    const present = column.cells.filter((cell) => !isMissing(cell));
    if (present.length === 0) return "nothing";
    const numbers = present.filter((cell) => this.isNumber(cell) || isGrouped(cell));
    return numbers.length * 2 >= present.length ? "numbers" : "text";
  }

  isNumber(cell: string): boolean {
    return isPlain(cell) || (this.decimalComma && hasComma(cell));
  }

  /** The number of a cell that has a unit or a sign at it, as this file has to write it; undefined for any other cell. */
  numberAlone(cell: string): string | undefined {
    const number = this.isNumber(cell) ? undefined : numberAlone(cell);
    return this.decimalComma ? number : number?.replace(",", ".");
  }

  /**
   * The column as numbers.
   *
   * @throws DataError naming the first cell that is missing, no number, not finite, or may mean two numbers
   */
  numbers(column: Column): Float64Array {
    const doubtful = this.decimalComma ? this.#findDoubtful(column) : undefined;
    if (doubtful !== undefined) throw this.cellError(column, doubtful.row, doubtful.why);
    return Float64Array.from(column.cells, (cell, row) => {
      if (!this.isNumber(cell)) throw this.cellError(column, row, this.#whyNoNumber(cell));
      const value = Number(cell.replace(",", "."));
      if (Number.isFinite(value)) return value;
      throw this.cellError(column, row, `${quoted(cell)} is too large for a number.`);
    });
  }

  /** The columns of which a cell shows that their commas are decimal ones. */
  get surelyCommas(): ReadonlySet<number> {
    const sure = this.columns.filter(({ cells }) => this.decimalComma && cells.some(isSurelyDecimalComma));
    return new Set(sure.map(({ index }) => index));
  }

  /** The column as strings. @throws DataError naming the first missing cell */
  texts(column: Column): readonly string[] {
    const row = column.cells.findIndex(isMissing);
    if (row >= 0) throw this.cellError(column, row, whyMissing(column.cells[row]));
    return column.cells;
  }

  /** An error that names a cell: `data.csv, line 7 of the file, column "x": ...`. */
  cellError(column: Column, row: number, what: string): DataError {
    return new DataError(
      `${this.file}, line ${this.line(row)} of the file, column "${column.name}": ${what}`,
      { row, column: column.index, received: written(column.cells[row]) },
    );
  }

  /** The first cell that may mean two numbers. */
  #findDoubtful({ cells, index, name }: Column): DoubtfulCell | undefined {
    if (this.commaColumns.has(index))
      return findStrayPoint(cells, `as in the first rows of column "${name}"`);
    if (cells.some(hasPoint)) {
      this.#decimalComma ??= { found: this.#findDecimalComma() };
      const comma = this.#decimalComma.found;
      if (comma !== undefined) return findStrayPoint(cells, comma);
    }
    return findAmbiguousMark(cells);
  }

  /** The first cell of any column of numbers whose comma can only be a decimal one, and where it stands. */
  #findDecimalComma(): string | undefined {
    for (const column of this.columns) {
      const row = column.cells.findIndex(isSurelyDecimalComma);
      if (row < 0 || this.kind(column) !== "numbers") continue;
      return `${quoted(column.cells[row])} in line ${this.line(row)}, column "${column.name}"`;
    }
    return undefined;
  }

  #whyNoNumber(cell: string): string {
    if (isMissing(cell)) return whyMissing(cell);
    if (/^[+-]?inf(inity)?$/i.test(cell)) return `${quoted(cell)} is not a finite number.`;
    return `${quoted(cell)} is not a number.${this.#advice(cell)}`;
  }

  /** How to write a number with a comma, separators or a unit so that it is understood. */
  #advice(cell: string): string {
    if (isGrouped(cell)) {
      const bare = ungrouped(cell);
      return ` Write it without separators: ${this.decimalComma ? bare : bare.replace(",", ".")}.`;
    }
    if (hasComma(cell)) return ` Write it with a decimal point: ${cell.replace(",", ".")}.`;
    const number = this.numberAlone(cell);
    return number === undefined ? "" : ` Write the number alone: ${number}.`;
  }
}

function whyMissing(cell: string): string {
  const seen = cell === "" ? "the cell is empty" : `the value is missing (${quoted(written(cell))})`;
  return `${seen}. Fill it in, or leave out the row or the column.`;
}
