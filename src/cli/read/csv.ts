import Papa from "papaparse";
import { DataError } from "../../index.js";
import { hasComma, hasPoint, isGrouped, isPlain, isSurelyDecimalComma, ungrouped } from "./numerals.js";
import { count } from "../show/output.js";
import { nearest } from "../show/spelling.js";

/** One column of a file, as text. */
export interface Column {
  readonly name: string;
  /** 0-based place in the file. */
  readonly index: number;
  /** One trimmed cell a row. */
  readonly cells: readonly string[];
}

/** What a column holds: "numbers" if most of its cells are numbers, "text" if not, "nothing" if all are missing. */
export type Kind = "numbers" | "text" | "nothing";

/** Cells that stand for a missing value, in lower case. */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "?"]);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** A CSV file: named columns of equally many cells. Its errors name the line as an editor counts it, and the column. */
export class Table {
  /** What `surelyComma` has found, once it has looked. */
  #comma?: { readonly caller?: string };

  constructor(
    readonly file: string,
    readonly columns: readonly Column[],
    /** The line of the file, from 1, on which each row begins. */
    private readonly lines: readonly number[],
    /** Whether 1,5 means one and a half: in files that separate cells by something else, or have only one column. */
    readonly decimalComma: boolean,
  ) {}

  get rows(): number {
    return this.lines.length;
  }

  line(row: number): number {
    return this.lines[row];
  }

  /** @throws DataError that lists the file's columns when there is none of that name */
  column(name: string): Column {
    const found = this.columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    const alike = nearest(
      name,
      this.columns.map((column) => column.name),
    );
    const hint = alike === undefined ? "" : ` Did you mean "${alike}"?`;
    throw new DataError(`${this.file}: there is no column "${name}".${hint} Columns: ${this.names()}.`, {
      expected: this.columns.map((column) => column.name),
      received: name,
    });
  }

  kind(column: Column): Kind {
    let numbers = 0;
    let present = 0;
    for (const cell of column.cells) {
      if (isMissing(cell)) continue;
      present++;
      if (this.isNumber(cell) || isGrouped(cell)) numbers++;
    }
    if (present === 0) return "nothing";
    return numbers * 2 >= present ? "numbers" : "text";
  }

  /**
   * The column as numbers.
   *
   * @throws DataError naming the first cell that is missing, no number, not finite, or may mean two numbers
   */
  numbers(column: Column): Float64Array {
    if (this.decimalComma) {
      this.refuseMixedMarks(column);
      this.refuseAmbiguousMarks(column);
    }
    return Float64Array.from(column.cells, (cell, row) => {
      if (!this.isNumber(cell)) throw this.cellError(column, row, this.whyNoNumber(cell));
      const value = Number(cell.replace(",", "."));
      if (!Number.isFinite(value))
        throw this.cellError(column, row, `${quoted(cell)} is too large for a number.`);
      return value;
    });
  }

  /** The column as texts. @throws DataError naming the first missing cell */
  texts(column: Column): readonly string[] {
    const row = column.cells.findIndex(isMissing);
    if (row >= 0) throw this.cellError(column, row, this.whyNoNumber(column.cells[row]));
    return column.cells;
  }

  /** An error that names a cell: `data.csv, line 7 of the file, column "x": ...`. */
  cellError(column: Column, row: number, what: string): DataError {
    return new DataError(
      `${this.file}, line ${this.line(row)} of the file, column "${column.name}": ${what}`,
      {
        row,
        column: column.index,
        received: column.cells[row],
      },
    );
  }

  isNumber(cell: string): boolean {
    return isPlain(cell) || (this.decimalComma && hasComma(cell));
  }

  private whyNoNumber(cell: string): string {
    if (isMissing(cell)) {
      const seen = cell === "" ? "the cell is empty" : `the value is missing (${quoted(cell)})`;
      return `${seen}. Fill it in, or leave out the row or the column.`;
    }
    if (/^[+-]?inf(inity)?$/i.test(cell)) return `${quoted(cell)} is not a finite number.`;
    return `${quoted(cell)} is not a number.${this.rewriting(cell)}`;
  }

  /** How to write a number with a comma or with separators so that it is understood. */
  private rewriting(cell: string): string {
    if (isGrouped(cell)) {
      const bare = ungrouped(cell);
      return ` Write it without separators: ${this.decimalComma ? bare : bare.replace(",", ".")}.`;
    }
    return hasComma(cell) ? ` Write it with a decimal point: ${cell.replace(",", ".")}.` : "";
  }

  /** Beside decimal commas anywhere in the file a point is one between thousands, or a slip. */
  private refuseMixedMarks(column: Column): void {
    const row = column.cells.findIndex(hasPoint);
    const comma = row < 0 ? undefined : this.surelyComma();
    if (comma === undefined) return;
    const cell = column.cells[row];
    const advice = isGrouped(cell)
      ? `Write thousands without a separator: ${ungrouped(cell)}.`
      : `Write it with a comma too: ${cell.replace(".", ",")}.`;
    throw this.cellError(
      column,
      row,
      `${quoted(cell)} has a point, but this file writes decimals with a comma (${comma}). ${advice}`,
    );
  }

  /** The first cell with a comma that can only be a decimal one, in any column of numbers, and where it stands. */
  private surelyComma(): string | undefined {
    this.#comma ??= { caller: this.findComma() };
    return this.#comma.caller;
  }

  private findComma(): string | undefined {
    for (const column of this.columns) {
      const row = column.cells.findIndex(isSurelyDecimalComma);
      if (row < 0 || this.kind(column) !== "numbers") continue;
      return `${quoted(column.cells[row])} in line ${this.line(row)}, column "${column.name}"`;
    }
    return undefined;
  }

  /**
   * "1,234" may be a thousand or a bit more than one, and so may "1.234" beside whole numbers: refused unless another
   * cell of the column decides. Where all have a point and three digits, the column means the same up to its unit.
   */
  private refuseAmbiguousMarks(column: Column): void {
    const { cells } = column;
    const commas = cells.filter(hasComma);
    const points = cells.some((cell) => /^[+-]?\d+$/.test(cell)) ? cells.filter(hasPoint) : [];
    const doubtful = [commas, points].find((marked) => marked.length > 0 && marked.every(isGrouped));
    if (doubtful === undefined) return;
    const [cell] = doubtful;
    throw this.cellError(
      column,
      cells.indexOf(cell),
      `${quoted(cell)} may mean ${ungrouped(cell)} or ${cell.replace(",", ".")}. Write thousands without a separator ` +
        `(${ungrouped(cell)}), or decimals with one digit more (${cell}0).`,
    );
  }

  private names(): string {
    const names = this.columns.map((column) => column.name);
    return names.length <= 30
      ? names.join(", ")
      : `${names.slice(0, 30).join(", ")} and ${names.length - 30} more`;
  }
}

/**
 * Reads CSV text: commas, semicolons, tabs or bars between cells, quotes, a byte order mark, any line ends. The first
 * line names the columns; blank lines are skipped.
 *
 * @param file the name that errors use
 * @throws DataError for an empty file, a broken quote, a row of too many or too few cells, a header without names
 */
export function parseCsv(text: string, file: string): Table {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const delimiter = findDelimiter(plain);
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter, newline: "\n" });
  const lines = startLines(data);
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined) {
    const what =
      broken.code === "MissingQuotes"
        ? "a quote is opened and never closed"
        : "text stands after a closing quote (a quote inside a cell is written twice)";
    throw new DataError(`${file}, line ${lines[broken.row ?? 0]} of the file: ${what}.`, { row: broken.row });
  }
  const records = data.map((cells, i) => ({ cells: cells.map((cell) => cell.trim()), line: lines[i] }));
  while (records.length > 0 && isBlank(records[records.length - 1].cells)) records.pop();
  while (records.length > 0 && isBlank(records[0].cells)) records.shift();
  if (records.length === 0) throw new DataError(`${file}: the file is empty.`);

  const [header, ...rest] = records;
  // In a file of one column a blank line is a missing cell; elsewhere it is only a blank line.
  const rows =
    header.cells.length === 1 ? rest : rest.filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  for (const { cells, line } of rows) {
    if (cells.length === header.cells.length) continue;
    throw new DataError(
      `${file}, line ${line} of the file: ${count(cells.length, "cell")}, but the header in line ${header.line} ` +
        `names ${count(header.cells.length, "column")}.`,
      {
        row: rows.findIndex((row) => row.line === line),
        expected: header.cells.length,
        received: cells.length,
      },
    );
  }
  const columns = header.cells
    .map((name, index) => ({ name, index, cells: rows.map(({ cells }) => cells[index]) }))
    .filter((column) => column.name !== "" || column.cells.some((cell) => cell !== ""))
    .map((column) => (column.name === "" ? { ...column, name: `column ${column.index + 1}` } : column));
  checkHeader(columns, file, header.line);
  if (rows.length === 0) throw new DataError(`${file}: there are column names, but no rows below them.`);
  return new Table(
    file,
    columns,
    rows.map((row) => row.line),
    delimiter === ";" || delimiter === "\t" || header.cells.length === 1,
  );
}

function checkHeader(columns: readonly Column[], file: string, line: number): void {
  if (columns.every((column) => isPlain(column.name))) {
    throw new DataError(
      `${file}, line ${line} of the file: the first line must name the columns, and these are numbers: ` +
        `${columns.map((column) => column.name).join(", ")}.`,
    );
  }
  for (const [i, column] of columns.entries()) {
    const twin = columns.findIndex((other) => other.name === column.name);
    if (twin === i) continue;
    throw new DataError(
      `${file}, line ${line} of the file: columns ${columns[twin].index + 1} and ${column.index + 1} ` +
        `are both called "${column.name}". Rename one.`,
    );
  }
}

/** The separator that cuts the first records into equally many cells, the most of them; else the header's commonest. */
function findDelimiter(text: string): string {
  let best = ",";
  let bestScore = 0;
  for (const delimiter of [",", ";", "\t", "|"]) {
    const { data } = Papa.parse<string[]>(text, {
      delimiter,
      newline: "\n",
      preview: 20,
      skipEmptyLines: "greedy",
    });
    const widths = data.map((cells) => cells.length);
    const even = widths.every((width) => width === widths[0]) && widths[0] > 1;
    const score = (even ? 1e6 : 0) + (widths[0] ?? 0);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** The line each record begins on: quoted cells may hold line ends of their own. */
function startLines(records: readonly string[][]): number[] {
  let line = 1;
  return records.map((cells) => {
    const start = line;
    line += 1 + cells.reduce((ends, cell) => ends + cell.split("\n").length - 1, 0);
    return start;
  });
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === "");
}

function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}
