import Papa from "papaparse";
import { DataError } from "../../index.js";
import { isMissingText, MISSING_WORDS } from "../../cells/missing.js";
import { isPlain } from "../../cells/numerals.js";
import { count } from "../base/format.js";
import { readPreamble } from "./preamble.js";
import { MISSING_MARK, Table, type Column } from "./table.js";
import { readText, STANDARD_INPUT } from "./text-file.js";

/** One record of a file: its trimmed cells and the line, from 1, on which it begins. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** Reads a CSV file, or standard input where it is `-`. `text` is what it said, for its fingerprint. */
export function readCsv(file: string): { table: Table; text: string } {
  const text = readText(file);
  return { table: parseCsv(text, file === STANDARD_INPUT ? "standard input" : file), text };
}

/**
 * Reads CSV text: commas, semicolons, tabs or bars between cells, quotes, a byte order mark, any line ends. The first
 * line names the columns, below a `sep=;` and comments, lines with # in front; blank lines are skipped.
 *
 * @param file the name that errors use
 * @throws DataError for an empty file, a broken quote, a row of too many or too few cells, a header without names
 */
export function parseCsv(text: string, file: string): Table {
  return parseHead(text, file).table;
}

/** How a file is laid out, for those of its rows that are not read yet. */
export interface Layout {
  readonly delimiter: string;
  readonly decimalComma: boolean;
  /** Cells in each row. */
  readonly width: number;
  /** The line that names them. */
  readonly headerLine: number;
  readonly columns: readonly Column[];
  /** As Table has it, by the rows that were read. */
  readonly commaColumns: ReadonlySet<number>;
}

/** As parseCsv, of the beginning of a file. */
export function parseHead(text: string, file: string): { table: Table; layout: Layout } {
  const preamble = readPreamble(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), DELIMITERS);
  const plain = preamble.text;
  const delimiter = preamble.delimiter ?? findDelimiter(plain);
  const [header, ...rest] = trimBlankEnds(parseRecords(plain, delimiter, file));
  if (header === undefined) throw new DataError(`${file}: the file is empty.`);
  const width = header.cells.length;
  // In a file of one column a blank line is a missing cell; elsewhere it is only a blank line.
  const rows = width === 1 ? rest : rest.filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  checkWidths(rows, { length: width, line: header.line }, file);
  const columns = cutColumns(header, rows);
  checkHeader(columns, file, header.line);
  if (rows.length === 0) throw new DataError(`${file}: there are column names, but no rows below them.`);
  const decimalComma = delimiter === ";" || delimiter === "\t" || width === 1;
  const lines = rows.map((row) => row.line);
  const table = new Table(file, columns, lines, decimalComma);
  const { surelyCommas: commaColumns } = table;
  return {
    table,
    layout: { delimiter, decimalComma, width, headerLine: header.line, columns, commaColumns },
  };
}

/**
 * Rows from further down in a file, as a table of their own.
 *
 * @param firstLine the line of the file on which the text begins
 */
export function parseRows(text: string, file: string, layout: Layout, firstLine: number): Table {
  const { delimiter, width, headerLine, decimalComma, commaColumns } = layout;
  const records = parseRecords(text.replace(/\r\n?/g, "\n"), delimiter, file, firstLine);
  // Behind the last end of line there is no record.
  if (records.at(-1)?.cells.join("") === "") records.pop();
  const rows = width === 1 ? records : records.filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  checkWidths(rows, { length: width, line: headerLine }, file);
  const columns = layout.columns.map((column) => ({
    ...column,
    cells: rows.map(({ cells }) => cells[column.index]),
  }));
  const lines = rows.map((row) => row.line);
  return new Table(file, columns, lines, decimalComma, commaColumns);
}

/** The delimiter that cuts the first records into equally many cells, the most of them; else the header's commonest. */
function findDelimiter(text: string): string {
  const cuts = DELIMITERS.map((delimiter) => {
    const options = { delimiter, newline: "\n", preview: 20, skipEmptyLines: "greedy" } as const;
    const widths = Papa.parse<string[]>(text, options).data.map((cells) => cells.length);
    const width = widths[0] ?? 0;
    return { delimiter, width, even: width > 1 && widths.every((other) => other === width) };
  });
  const even = cuts.filter((cut) => cut.even);
  const candidates = even.length > 0 ? even : cuts;
  return candidates.reduce((best, cut) => (cut.width > best.width ? cut : best)).delimiter;
}

function parseRecords(text: string, delimiter: string, file: string, firstLine = 1): Row[] {
  const { data, errors } = Papa.parse<string[]>(markNames(text, delimiter), { delimiter, newline: "\n" });
  const lines = startLines(data, firstLine);
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined) {
    const what =
      broken.code === "MissingQuotes"
        ? "a quote is opened and never closed"
        : "text stands after a closing quote (a quote inside a cell is written twice)";
    throw new DataError(`${file}, line ${lines[broken.row ?? 0]} of the file: ${what}.`, { row: broken.row });
  }
  return data.map((cells, i) => ({ cells: cells.map(readCell), line: lines[i] }));
}

/** Marks the words for a missing value that stand in quotes: the parser takes the quotes away, and "NA" may be a country. */
function markNames(text: string, delimiter: string): string {
  const words = MISSING_WORDS.map((word) => word.replace("?", "\\?")).join("|");
  const between = `[${delimiter}\\n]`;
  return text.replace(new RegExp(`(?<=^|${between})"(${words})"(?=$|${between})`, "gi"), `"${NAME_MARK}$1"`);
}

/** A character that no text file has. */
const NAME_MARK = "\x01";

function readCell(cell: string): string {
  if (cell.startsWith(NAME_MARK)) return cell.slice(NAME_MARK.length);
  const trimmed = cell.trim();
  return trimmed !== "" && isMissingText(trimmed) ? MISSING_MARK + trimmed : trimmed;
}

/** The line on which each record begins: quoted cells may hold line ends of their own. */
function startLines(records: readonly string[][], firstLine: number): number[] {
  let line = firstLine;
  return records.map((cells) => {
    const start = line;
    line += 1 + cells.reduce((ends, cell) => ends + cell.split("\n").length - 1, 0);
    return start;
  });
}

/** The records without blank ones at the beginning and the end. */
function trimBlankEnds(records: readonly Row[]): Row[] {
  const isFilled = ({ cells }: Row): boolean => cells.some((cell) => cell !== "");
  const first = records.findIndex(isFilled);
  return first < 0 ? [] : records.slice(first, records.findLastIndex(isFilled) + 1);
}

function checkWidths(
  rows: readonly Row[],
  { length: expected, line: headerLine }: { length: number; line: number },
  file: string,
): void {
  const row = rows.findIndex(({ cells }) => cells.length !== expected);
  if (row < 0) return;
  const { cells, line } = rows[row];
  throw new DataError(
    `${file}, line ${line} of the file: ${count(cells.length, "cell")}, but the header in line ${headerLine} ` +
      `names ${count(expected, "column")}.`,
    { row, expected, received: cells.length },
  );
}

/** The columns by name. One without a name is called by its place, and left out if all of its cells are empty too. */
function cutColumns(header: Row, rows: readonly Row[]): Column[] {
  return header.cells
    .map((name, index) => ({ name, index, cells: rows.map(({ cells }) => cells[index]) }))
    .filter(({ name, cells }) => name !== "" || cells.some((cell) => cell !== ""))
    .map((column) => {
      const isNamed = column.name !== "";
      return { ...column, isNamed, name: isNamed ? column.name : `column ${column.index + 1}` };
    });
}

function checkHeader(columns: readonly Column[], file: string, line: number): void {
  const names = columns.map((column) => column.name);
  if (names.every(isPlain)) {
    throw new DataError(
      `${file}, line ${line} of the file: the first line must name the columns, and these are numbers: ` +
        `${names.join(", ")}.`,
    );
  }
  const second = names.findIndex((name, i) => names.indexOf(name) < i);
  if (second < 0) return;
  const first = names.indexOf(names[second]);
  throw new DataError(
    `${file}, line ${line} of the file: columns ${columns[first].index + 1} and ${columns[second].index + 1} ` +
      `are both called "${names[second]}". Rename one.`,
  );
}
