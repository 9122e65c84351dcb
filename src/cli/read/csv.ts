import { namedColumns, textColumn } from "../../csv/columns.js";
import { checkHeader, type Layout as FileLayout, readLayout } from "../../csv/layout.js";
import { noRows } from "../../csv/no-rows.js";
import { RowReader } from "../../csv/row-reader.js";
import { DataError } from "../../index.js";
import { Table, type Column } from "./table.js";
import { readText, STANDARD_INPUT } from "./text-file.js";

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
export interface Layout extends FileLayout {
  readonly columns: readonly Column[];
  /** As Table has it, by the rows that were read. */
  readonly commaColumns: ReadonlySet<number>;
}

/** As parseCsv, of the beginning of a file. */
export function parseHead(text: string, file: string): { table: Table; layout: Layout } {
  const bytes = new TextEncoder().encode(text.replace(/^\uFEFF/, ""));
  const layout = readLayout(bytes, file, true);
  if (layout === undefined) throw new DataError(`${file}: the file is empty.`);
  const reader = readTexts(bytes.subarray(layout.start), layout, layout.line);
  // Spreadsheets leave empty rows at the end.
  const { filledRows: rows, lines } = reader;
  const columns = namedColumns(layout, reader).map((column) => ({
    ...column,
    cells: textColumn(column, reader, rows).texts,
  }));
  checkHeader(columns, layout);
  if (rows === 0) throw noRows(file);
  const { decimalComma } = layout;
  const table = new Table(file, columns, linesOf(lines, rows), decimalComma);
  return { table, layout: { ...layout, columns, commaColumns: table.surelyCommas } };
}

/**
 * Rows from further down in a file, as a table of their own.
 *
 * @param firstLine the line of the file on which the text begins
 */
export function parseRows(text: string, file: string, layout: Layout, firstLine: number): Table {
  const reader = readTexts(new TextEncoder().encode(text), layout, firstLine);
  const columns = layout.columns.map((column) => ({ ...column, cells: reader.texts[column.index] ?? [] }));
  const { decimalComma, commaColumns } = layout;
  return new Table(file, columns, linesOf(reader.lines, reader.rows), decimalComma, commaColumns);
}

function readTexts(bytes: Uint8Array, layout: FileLayout, line: number): RowReader {
  const reader = new RowReader(
    layout,
    layout.header.map(() => undefined),
    () => false,
    undefined,
    line,
  );
  reader.read(bytes, true);
  return reader;
}

function linesOf(lines: { of(row: number): number }, rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => lines.of(row));
}
