import { DataError } from "../base/errors.js";
import type { TextColumn } from "./decide.js";
import type { DecimalMarks } from "./decimal-marks.js";
import type { Layout } from "./layout.js";
import type { RowReader } from "./row-reader.js";

/** The name of a column: one without is called by its place. */
export function nameOf(name: string, place: number): string {
  return name === "" ? `column ${place + 1}` : name;
}

/** A column of a file. */
export interface NamedColumn {
  readonly name: string;
  /** Whether the file names it; if not, it is called by its place. */
  readonly isNamed: boolean;
  /** 0-based place in the file. */
  readonly index: number;
}

/** The columns by name. One without a name is called by its place, and left out if all of its cells are empty too. */
export function namedColumns({ header }: Layout, { texts }: RowReader): NamedColumn[] {
  return header
    .map((name, index) => ({ name: nameOf(name, index), isNamed: name !== "", index }))
    .filter(({ isNamed, index }) => isNamed || texts[index]?.some((cell) => cell !== ""));
}

/**
 * The texts of a column.
 *
 * @param rows those that count: empty ones at the end do not
 * @param rowsBefore those of earlier batches
 */
export function textColumn(
  { name, index }: { name: string; index: number },
  reader: RowReader,
  rows: number,
  rowsBefore = 0,
): TextColumn {
  const texts = reader.texts[index] ?? [];
  const lineOf = (row: number): number => reader.lines.of(row);
  return { name, index, texts: texts.length === rows ? texts : texts.slice(0, rows), lineOf, rowsBefore };
}

export function notesOnNames(columns: readonly NamedColumn[]): string[] {
  const nameless = columns.filter(({ isNamed }) => !isNamed);
  return nameless.map(
    ({ name, index }) => `column ${index + 1} of the file has no name, and is called "${name}".`,
  );
}

/** @throws DataError for a number whose point or comma may mean two things */
export function refuseDoubt({ file, header }: Layout, marks: DecimalMarks | undefined, rowsBefore = 0): void {
  const name = (column: number): string => nameOf(header[column], column);
  const doubt = marks?.doubt(name);
  if (doubt === undefined) return;
  const { column, row, line, cell } = doubt.place;
  throw new DataError(`${file}, line ${line} of the file, column "${name(column)}": ${doubt.why}`, {
    row: row + rowsBefore,
    column,
    received: cell,
  });
}
