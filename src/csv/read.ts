import { kindOf, mustBe, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import { isName } from "../cells/numerals.js";
import { isMissing, NotUtf8 } from "./cell-text.js";
import { namedColumns, nameOf, notesOnNames, refuseDoubt, textColumn } from "./columns.js";
import { decide, misfitError, valuesOf } from "./decide.js";
import { DecimalMarks } from "./decimal-marks.js";
import { checkHeader, HEAD, type Layout, readLayout } from "./layout.js";
import { noRows } from "./no-rows.js";
import { isNumber, numberOf, whyNoNumber } from "./numbers.js";
import { type CheckedOptions, checkCsvOptions, checkNames, type CsvOptions } from "./options.js";
import { type OddCell, RowReader } from "./row-reader.js";
import { type Source, sourceOf, utf16Of } from "./source.js";
import { type CsvTable, csvTable, type ReadColumn } from "./table.js";
import { timesInNumbers } from "./time-numbers.js";

/** Rows by which is guessed what columns are of numbers, which are then read without texts. */
const GUESSED = 1000;

/**
 * Reads a CSV file as columns that know their kinds. Commas, semicolons, tabs or bars stand between cells, decimals may have a comma; the first
 * line names the columns, below a `sep=;` and comments, lines with # in front; blank lines are skipped. Missing are empty cells and, where they
 * stand in no quotes, NA, N/A, NaN, null, ? and -.
 *
 * @param text the file's text, or its bytes: UTF-8, UTF-16 with a byte order mark, or else Windows-1252
 * @param options.name what errors call it, default "the text"
 * @param options.kinds the kinds of some columns, by name; all others are found by all of their cells
 * @param options.dates whether 1/2/2015 begins with its day or its month; default: each column's cells must show it
 * @returns columns of numbers as float64, NaN where a cell is missing, all others as arrays, null where a cell is missing
 * @throws DataError that names line and column: no rows, too few or too many cells, a broken quote, a column used twice, a text among numbers, a
 *   day or month that may be either; OptionError for a kind or a column that there is not
 * @example
 * readCsv("city,degrees\nOslo,7.5\nRome,NA\n").columns  // { city: ["Oslo", "Rome"], degrees: Float64Array [7.5, NaN] }
 */
export function readCsv(text: string | Uint8Array, options: CsvOptions = {}): CsvTable {
  const caller = "readCsv";
  const checked = checkCsvOptions(caller, options, ["name", "kinds", "dates"]);
  const isText = typeof text === "string";
  if (!isText && kindOf(text) !== "Uint8Array")
    throw mustBe(caller, "the first argument", "a string or a Uint8Array", text, DataError);
  if (isText && /^[^\n,;]+\.(csv|tsv|txt)$/i.test(text))
    throw new DataError(
      `${caller}: ${show(text)} seems to be the name of a file. Give what the file holds.`,
      {
        expected: "the text of a CSV file",
        received: text,
      },
    );
  const encoding = isText ? undefined : utf16Of(text);
  if (!isText && encoding !== undefined) return readSource(caller, sourceOf(decode(encoding, text)), checked);
  try {
    return readSource(caller, sourceOf(text), checked);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const note = "the bytes are not UTF-8, and were read as Windows-1252.";
    return readSource(caller, sourceOf(decode("windows-1252", text as Uint8Array)), checked, [note]);
  }
}

function decode(encoding: string, bytes: Uint8Array): string {
  return new host.TextDecoder(encoding, { fatal: false }).decode(bytes);
}

function readSource(
  caller: string,
  source: Source,
  options: CheckedOptions,
  said: readonly string[] = [],
): CsvTable {
  const layout = layoutOf(source, options.file);
  const areNumbers = guessNumbers(source, layout, options);
  let pass = new Pass(source, layout, options, areNumbers);
  // What the first rows did not show is read again, as texts.
  const { givenUp } = pass;
  if (givenUp.size > 0) {
    const stillNumbers = areNumbers.map((is, c) => is && !givenUp.has(c));
    pass = new Pass(source, layout, options, stillNumbers);
  }
  return pass.table(caller, said);
}

function layoutOf(source: Source, file: string): Layout {
  for (let size = HEAD; ; size *= 2) {
    const { bytes, isWhole } = source.head(size);
    const layout = readLayout(bytes, file, isWhole);
    if (layout !== undefined) return layout;
  }
}

/** Which columns are of numbers as far as the first rows show, or as is said. */
function guessNumbers(source: Source, layout: Layout, { kinds }: CheckedOptions): boolean[] {
  const { bytes, isWhole } = source.head(Math.max(HEAD, 2 * layout.start));
  const nothing = layout.header.map(() => undefined);
  const reader = new RowReader(layout, nothing, () => true, undefined, layout.line);
  reader.read(bytes.subarray(layout.start), isWhole, GUESSED);
  const isOfNumber = (cell: string): boolean => isNumber(cell, layout.decimalComma) && !isName(cell);
  return layout.header.map((name, c) => {
    const kind = kinds.get(nameOf(name, c));
    if (kind !== undefined) return kind === "number";
    const present = (reader.texts[c] ?? []).filter((cell) => !isMissing(cell));
    return name !== "" && present.length > 0 && present.every(isOfNumber);
  });
}

/** One reading of all rows. */
class Pass {
  /** The columns that were taken for numbers and are none. */
  readonly givenUp = new Set<number>();
  readonly #reader: RowReader;
  readonly #marks: DecimalMarks | undefined;

  constructor(
    source: Source,
    readonly layout: Layout,
    readonly options: CheckedOptions,
    areNumbers: readonly boolean[],
  ) {
    const { width, decimalComma, start, line } = layout;
    const most = areNumbers.includes(true) ? source.mostRecords : 0;
    // Missing until it is read; and memory that is written in its order is faster to come by.
    const numbers = areNumbers.map((is) => (is ? new Float64Array(most).fill(NaN) : undefined));
    this.#marks = decimalComma ? new DecimalMarks(width) : undefined;
    this.#reader = new RowReader(layout, numbers, this.#odd, this.#marks, line);
    const feed = source.from(start);
    let unread: Uint8Array = new Uint8Array(0);
    for (let bytes = feed.more(0); bytes !== undefined; bytes = feed.more(unread.length)) {
      unread = bytes.subarray(this.#reader.read(bytes, false));
    }
    this.#reader.read(unread, true);
  }

  /** A number that is said to be one may be 007, and nothing else. */
  readonly #odd: OddCell = (place) => {
    const { header, decimalComma, file } = this.layout;
    const name = nameOf(header[place.column], place.column);
    if (this.options.kinds.get(name) === "number") {
      if (numberOf(place.cell, decimalComma) !== undefined) return true;
      const column = { name, index: place.column, rowsBefore: 0 };
      throw misfitError(file, place, column, whyNoNumber(place.cell, decimalComma), {
        kind: "number",
        isSaid: true,
      });
    }
    this.givenUp.add(place.column);
    return false;
  };

  table(caller: string, said: readonly string[]): CsvTable {
    const { layout, options } = this;
    const { file, decimalComma } = layout;
    const { filledRows: rows, lines } = this.#reader;
    const present = namedColumns(layout, this.#reader);
    const names = present.map(({ name }) => name);
    checkHeader(present, layout);
    if (rows === 0) throw noRows(file);
    checkNames(caller, options.kinds, names);
    const rules = { file, decimalComma, dates: options.dates };
    const notes = said.concat(notesOnNames(present));
    const columns = present.map(({ name, index }): ReadColumn => {
      const numbers = this.#reader.numbers(index, rows);
      if (numbers !== undefined) {
        if (!options.kinds.has(name)) notes.push(...timesInNumbers(name, numbers));
        return { name, kind: "number", values: numbers };
      }
      const column = textColumn({ name, index }, this.#reader, rows);
      const decision = decide(column, rules, options.kinds.get(name));
      if (decision.note !== undefined) notes.push(decision.note);
      return { name, kind: decision.kind, values: valuesOf(column, decision, rules, this.#marks) };
    });
    refuseDoubt(layout, this.#marks);
    return csvTable(rows, columns, notes, (row) => lines.of(row));
  }
}
