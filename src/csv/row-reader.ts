import { isName } from "../cells/numerals.js";
import { DataError } from "../base/errors.js";
import { quoteError } from "./broken-quote.js";
import { Byte } from "./bytes.js";
import { CellTexts, isMissing } from "./cell-text.js";
import { type DecimalMarks, markOf, type Place } from "./decimal-marks.js";
import { Lines } from "./lines.js";
import { numberOf } from "./numbers.js";
import { End, Fault, Scanner } from "./scanner.js";

/** Powers of ten that a float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
/** Digits of a whole number that a float64 always holds exactly. */
const MOST_DIGITS = 15;

/** How the rows of a file are laid out. */
export interface RowLayout {
  /** The name that errors use. */
  readonly file: string;
  readonly delimiter: number;
  /** Cells in each row. */
  readonly width: number;
  /** The line that names them. */
  readonly headerLine: number;
  /** Whether 1,5 means one and a half. */
  readonly decimalComma: boolean;
}

/**
 * Is told of a cell in a column of numbers that is no number, or one that names something, such as 007. It throws, or says whether the number
 * is taken; where it is not, or there is none, the column is given up.
 */
export type OddCell = (place: Place) => boolean;

/**
 * Rows from bytes, columns of numbers without a string for a cell.
 *
 * A number of up to 15 digits is a whole number divided by a power of ten, both exact, so that one division rounds correctly (Clinger 1990,
 * "How to read floating point numbers accurately"); all others are read as texts, by Number().
 */
export class RowReader {
  rows = 0;
  /** Rows up to the last that has a cell which is not empty: spreadsheets leave empty ones at the end. */
  filledRows = 0;
  readonly lines = new Lines();
  /** The texts of a column, each trimmed and marked as CellTexts has it; undefined for a column of numbers. */
  readonly texts: (string[] | undefined)[];
  readonly #layout: RowLayout;
  readonly #numbers: (Float64Array | undefined)[];
  readonly #cells: readonly CellTexts[];
  readonly #scanner: Scanner;
  readonly #marks: DecimalMarks | undefined;
  readonly #odd: OddCell;
  /** What may stand before decimals besides a point. */
  readonly #comma: number;
  /** Where `#readPlain` has come to. */
  #cell = 0;

  /**
   * @param numbers a column of numbers has an array with room for all rows, NaN where a cell is missing; others undefined
   * @param marks takes the decimal marks of the columns of numbers, where they may be doubtful
   * @param line the line on which the bytes begin
   */
  constructor(
    layout: RowLayout,
    numbers: readonly (Float64Array | undefined)[],
    odd: OddCell,
    marks: DecimalMarks | undefined,
    line: number,
  ) {
    this.#layout = layout;
    this.#numbers = numbers.slice();
    this.#odd = odd;
    this.#comma = layout.decimalComma ? Byte.Comma : Byte.Point;
    this.#marks = marks;
    this.texts = numbers.map((column) => (column === undefined ? [] : undefined));
    this.#cells = numbers.map(() => new CellTexts(layout.file));
    this.#scanner = new Scanner(new Uint8Array(0), layout.delimiter);
    this.#scanner.line = line;
  }

  /** The line of the first row that is not read yet. */
  get line(): number {
    return this.#scanner.line;
  }

  /**
   * Reads whole records until there are `most` rows.
   *
   * @param isLast whether the file ends with these bytes; otherwise the last record waits for its end of line
   * @returns the place of the first byte that is not read
   * @throws DataError for a broken quote, a row of too many or too few cells
   */
  read(bytes: Uint8Array, isLast: boolean, most = Infinity): number {
    // Up to there a number ends within the bytes: an access behind them is slow.
    const lastEnd = bytes.lastIndexOf(Byte.LineEnd);
    this.#scanner.bytes = bytes;
    let at = 0;
    while (at < bytes.length && this.rows < most) {
      const { line } = this.#scanner;
      const behind = this.#readRecord(bytes, at, isLast, lastEnd);
      if (behind === undefined) {
        this.#takeBack(line);
        return at;
      }
      at = behind;
    }
    return Math.min(at, bytes.length);
  }

  /** Returns the place behind the record; undefined where its end is still to come. A blank line is no row, unless there is but one column. */
  #readRecord(bytes: Uint8Array, at: number, isLast: boolean, lastEnd: number): number | undefined {
    const { width } = this.#layout;
    const scanner = this.#scanner;
    const { line } = scanner;
    let empty = 0;
    for (let c = 0; c < width; c++) {
      if (this.#numbers[c] !== undefined && at <= lastEnd) {
        at = this.#readPlain(bytes, at, c, line);
        c = this.#cell;
        if (c === width) {
          scanner.line++;
          break;
        }
      }
      scanner.at = at;
      scanner.next();
      ({ at } = scanner);
      if (scanner.fault === Fault.Stray || (scanner.fault === Fault.Open && isLast))
        throw quoteError(scanner, this.#layout.file, line, this.rows);
      if (!isLast && scanner.isOpen) return undefined;
      const cell = this.#cells[c].read(scanner, line);
      const ends = scanner.end !== End.Cell;
      if (c === 0 && width > 1 && ends && cell === "") return at;
      if (ends !== (c === width - 1)) {
        const count = ends ? c + 1 : this.#countCells(width);
        if (!isLast && scanner.isOpen) return undefined;
        throw this.#widthError(count, line);
      }
      if (cell === "") empty++;
      const column = this.#numbers[c];
      if (column === undefined) this.texts[c]?.push(cell);
      else this.#readOdd(cell, column, c, line);
    }
    this.lines.add(this.rows, line);
    this.rows++;
    if (empty < width) this.filledRows = this.rows;
    return at;
  }

  /**
   * Reads the cells of a record from `c` on, as long as they are plain numbers of a few digits in columns of numbers. A function of its own, as
   * engines make faster code of a short one.
   *
   * @returns the place behind the last of them; `#cell` is the cell that begins there, or the width at the end of the record
   */
  #readPlain(bytes: Uint8Array, at: number, c: number, line: number): number {
    const numbers = this.#numbers;
    const { delimiter, width } = this.#layout;
    const comma = this.#comma;
    const row = this.rows;
    for (; c < width; c++) {
      const column = numbers[c];
      if (column === undefined) break;
      const first = at;
      let code = bytes[at];
      const negative = code === Byte.Minus;
      if (negative || code === Byte.Plus) code = bytes[++at];
      const digitsFrom = at;
      let value = 0;
      while (code >= Byte.Zero && code <= Byte.Nine) {
        value = value * 10 + (code - Byte.Zero);
        code = bytes[++at];
      }
      let digits = at - digitsFrom;
      let decimals = 0;
      if (code === Byte.Point || code === comma) {
        const decimalsFrom = at + 1;
        code = bytes[++at];
        while (code >= Byte.Zero && code <= Byte.Nine) {
          value = value * 10 + (code - Byte.Zero);
          code = bytes[++at];
        }
        decimals = at - decimalsFrom;
        digits += decimals;
        // 12, is no number, and 1. is one.
        if (decimals === 0) digits = 0;
      } else if (digits > 1 && bytes[digitsFrom] === Byte.Zero) digits = 0;
      const ends = c === width - 1;
      const behind = at;
      if (ends && code === Byte.CarriageReturn && bytes[at + 1] === Byte.LineEnd) code = bytes[++at];
      if (digits === 0 || digits > MOST_DIGITS || code !== (ends ? Byte.LineEnd : delimiter)) {
        at = first;
        break;
      }
      const size = decimals > 0 ? value / POWERS[decimals] : value;
      column[row] = negative ? -size : size;
      if (this.#marks !== undefined) this.#takeMark(bytes.subarray(first, behind), c, line);
      at++;
    }
    this.#cell = c;
    return at;
  }

  #takeMark(bytes: Uint8Array, column: number, line: number): void {
    const cell = String.fromCharCode(...bytes);
    this.#marks?.add(markOf(cell), { column, row: this.rows, line, cell });
  }

  /** Rows without any value, such as those that a batch of a stream could not know to be followed by others. */
  addEmpty(line: number): void {
    this.#numbers.forEach((column, c) => {
      if (column === undefined) this.texts[c]?.push("");
      else column[this.rows] = NaN;
    });
    this.lines.add(this.rows, line);
    this.rows++;
  }

  /** The numbers of a column, a part of its array or, where much of that would be left over, a copy; undefined where `odd` left it. */
  numbers(column: number, rows: number): Float64Array | undefined {
    const all = this.#numbers[column];
    return all && all.length - rows > all.length / 8 ? all.slice(0, rows) : all?.subarray(0, rows);
  }

  /** A cell that is no plain number of few digits. */
  #readOdd(cell: string, column: Float64Array, place: number, line: number): void {
    const row = this.rows;
    if (isMissing(cell)) {
      column[row] = NaN;
      return;
    }
    const { decimalComma } = this.#layout;
    const value = numberOf(cell, decimalComma);
    const where = { column: place, row, line, cell };
    const isTaken = (value !== undefined && !isName(cell)) || this.#odd(where);
    if (value === undefined || !isTaken) {
      this.#numbers[place] = undefined;
      this.#marks?.drop(place);
      return;
    }
    column[row] = value;
    this.#marks?.add(markOf(cell), where);
  }

  /** Forgets the cells of a record whose end is still to come. */
  #takeBack(line: number): void {
    this.#scanner.line = line;
    for (const texts of this.texts)
      if (texts !== undefined && texts.length > this.rows) texts.length = this.rows;
  }

  /** How many cells a record has of which `cells` are read. */
  #countCells(cells: number): number {
    const scanner = this.#scanner;
    let count = cells;
    do {
      scanner.next();
      count++;
    } while (scanner.end === End.Cell);
    return count;
  }

  #widthError(received: number, line: number): DataError {
    const { file, headerLine, width } = this.#layout;
    return new DataError(
      `${file}, line ${line} of the file: ${counted(received, "cell")}, but the header in line ${headerLine} ` +
        `names ${counted(width, "column")}.`,
      { row: this.rows, expected: width, received },
    );
  }
}

function counted(n: number, what: string): string {
  return `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;
}
