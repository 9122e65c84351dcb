import { DataError } from "../../index.js";
import { findAmbiguousMark, findStrayPoint, type DoubtfulCell } from "../../cells/decimal-marks.js";
import { hasPoint, isGrouped, isSurelyDecimalComma } from "../../cells/numerals.js";
import { quoted } from "../../cells/quoted.js";
import { isMissing, written } from "../../csv/cell-text.js";
import { isNumber, numberInCell, numberOf, whyMissing, whyNoNumber } from "../../csv/numbers.js";
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

/** Names of columns in an error's text. */
const MOST_NAMES = 30;

export { isMissing } from "../../csv/cell-text.js";
export { whyMissing } from "../../csv/numbers.js";

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

  /** Those of its rows that pass, as a table of their own. */
  withRows(passes: (row: number) => boolean): Table {
    const kept = Array.from({ length: this.rows }, (_, row) => row).filter(passes);
    const columns = this.columns.map((column) => ({
      ...column,
      cells: kept.map((row) => column.cells[row]),
    }));
    const lines = kept.map((row) => this.line(row));
    return new Table(this.file, columns, lines, this.decimalComma, this.commaColumns);
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
    return isNumber(cell, this.decimalComma);
  }

  /** The number of a cell that has a unit or a sign at it, as this file has to write it; undefined for any other cell. */
  numberAlone(cell: string): string | undefined {
    return numberInCell(cell, this.decimalComma);
  }

  /**
   * The column as numbers.
   *
   * @param options.missing what stands for a missing cell; an error by default
   * @param options.advice what an error of a cell that is no number ends with
   * @throws DataError naming the first cell that is missing, no number, not finite, or may mean two numbers
   */
  numbers(column: Column, options: { missing?: number; advice?: string } = {}): Float64Array {
    const { missing, advice = "" } = options;
    const doubtful = this.decimalComma ? this.#findDoubtful(column) : undefined;
    if (doubtful !== undefined) throw this.cellError(column, doubtful.row, doubtful.why);
    return Float64Array.from(column.cells, (cell, row) => {
      if (missing !== undefined && isMissing(cell)) return missing;
      const value = numberOf(cell, this.decimalComma);
      if (value === undefined)
        throw this.cellError(column, row, whyNoNumber(cell, this.decimalComma) + advice);
      return value;
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
}
