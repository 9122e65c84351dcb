import { kindOf, mustBe } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import { NotUtf8 } from "./cell-text.js";
import { namedColumns, type NamedColumn, notesOnNames, refuseDoubt, textColumn } from "./columns.js";
import { type Decision, decide, type FileRules, misfitError, valuesOf, whyName } from "./decide.js";
import { DecimalMarks, type Place } from "./decimal-marks.js";
import { checkHeader, HEAD, type Layout, readLayout } from "./layout.js";
import { noRows } from "./no-rows.js";
import { numberOf, whyNoNumber } from "./numbers.js";
import { type CheckedOptions, checkCsvOptions, checkNames, type CsvStreamOptions } from "./options.js";
import { RowReader } from "./row-reader.js";
import { joined, utf16Of, withoutMark } from "./source.js";
import { type CsvTable, csvTable, type ReadColumn } from "./table.js";
import { timesInNumbers } from "./time-numbers.js";

/** Pieces of a file, one behind the other: what a web stream, a response's body, a file of Node's or a generator gives. */
export type CsvSource =
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | {
      getReader(): {
        read(): Promise<{ done: boolean; value?: Uint8Array | string }>;
        cancel(): Promise<void>;
      };
    };

/** The longest record: a quote that is never closed must not take all memory. */
const LONGEST = 64 << 20;

/**
 * Reads CSV in batches, for files that are larger than memory. As `readCsv`, but the first `rows` rows decide the delimiter, the decimal sign and the
 * kind of each column: a later cell that does not fit is an error. However the source is cut, the batches are the same.
 *
 * @param source pieces of the file, bytes in UTF-8 or strings
 * @param options.rows rows of a batch, default 10,000; the last has fewer, and one that follows empty rows has those too
 * @returns one table for each batch; `line` counts in the file, `row` in errors too
 * @throws as readCsv; DataError for bytes that are not UTF-8
 * @example
 * for await (const { columns, rows } of streamCsv(response.body)) count += rows;
 */
export async function* streamCsv(
  source: CsvSource,
  options: CsvStreamOptions = {},
): AsyncGenerator<CsvTable, void> {
  const caller = "streamCsv";
  const checked = checkCsvOptions(caller, options, ["name", "kinds", "dates", "rows"]);
  const pieces = piecesOf(caller, source);
  try {
    const { layout, rest, isLast } = await readHead(pieces, checked.file);
    yield* new Batches(caller, checked, layout).of(pieces, rest, isLast);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    throw new DataError(
      `${checked.file}, line ${error.line} of the file: there are characters that are not UTF-8, which a file that is streamed must be. ` +
        `Read it whole with readCsv, or give its text: source.pipeThrough(new TextDecoderStream("windows-1252")).`,
    );
  } finally {
    await pieces.return(undefined);
  }
}

/** A column as the first batch has decided. */
interface HeldColumn extends NamedColumn {
  readonly decision: Decision;
}

/** The batches of one file. */
class Batches {
  readonly #caller: string;
  readonly #options: CheckedOptions;
  readonly #layout: Layout;
  readonly #rules: FileRules;
  readonly #marks: DecimalMarks | undefined;
  /** Undefined before the first batch. */
  #held: readonly HeldColumn[] | undefined;
  /** Rows of the batches that are done. */
  #rowsBefore = 0;

  constructor(caller: string, options: CheckedOptions, layout: Layout) {
    this.#caller = caller;
    this.#options = options;
    this.#layout = layout;
    this.#rules = { file: options.file, decimalComma: layout.decimalComma, dates: options.dates };
    this.#marks = layout.decimalComma ? new DecimalMarks(layout.width) : undefined;
  }

  /** @param rest the bytes behind the header that are there, all of them if `isLast` */
  async *of(
    pieces: AsyncGenerator<Uint8Array>,
    rest: Uint8Array,
    isLast: boolean,
  ): AsyncGenerator<CsvTable, void> {
    const { file, rows: size } = this.#options;
    let { line } = this.#layout;
    // Lines of empty rows, which are rows only if others follow.
    let empty: number[] = [];
    while (!isLast || rest.length > 0) {
      const most = empty.length + size;
      const reader = this.#reader(most, line);
      for (const each of empty) reader.addEmpty(each);
      for (;;) {
        rest = rest.subarray(reader.read(rest, isLast, most));
        if (reader.rows === most || isLast) break;
        if (rest.length > LONGEST) throw tooLong(file, reader.line);
        // Twice as many, as a record of many pieces is read from its beginning.
        ({ bytes: rest, isLast } = await gather(pieces, rest, 2 * rest.length));
      }
      ({ line } = reader);
      const rows = reader.filledRows;
      if (rows > 0) yield this.#table(reader, rows);
      empty = Array.from({ length: reader.rows - rows }, (_, i) => reader.lines.of(rows + i));
    }
    if (this.#held === undefined) throw noRows(file);
  }

  #reader(most: number, line: number): RowReader {
    const { width } = this.#layout;
    const numbers = new Array<Float64Array | undefined>(width).fill(undefined);
    for (const { index, decision } of this.#held ?? [])
      if (decision.kind === "number") numbers[index] = new Float64Array(most);
    return new RowReader(this.#layout, numbers, (place) => this.#takesOdd(place), this.#marks, line);
  }

  /** @throws DataError for all but 007 in a column that was said to be of numbers */
  #takesOdd(place: Place): boolean {
    const { file, decimalComma } = this.#rules;
    const column = this.#held?.find(({ index }) => index === place.column) as HeldColumn;
    const isOfDigits = numberOf(place.cell, decimalComma) !== undefined;
    if (column.decision.isSaid && isOfDigits) return true;
    const why = isOfDigits ? whyName(place.cell) : whyNoNumber(place.cell, decimalComma);
    throw misfitError(file, place, { ...column, rowsBefore: this.#rowsBefore }, why, column.decision);
  }

  #table(reader: RowReader, rows: number): CsvTable {
    const isFirst = this.#held === undefined;
    const held = (this.#held ??= this.#decide(reader, rows));
    const columns = held.map(({ name, index, decision }): ReadColumn => {
      const numbers = reader.numbers(index, rows);
      if (numbers !== undefined) return { name, kind: "number", values: numbers };
      const column = textColumn({ name, index }, reader, rows, this.#rowsBefore);
      return { name, kind: decision.kind, values: valuesOf(column, decision, this.#rules, this.#marks) };
    });
    this.#refuseNameless(reader, rows);
    refuseDoubt(this.#layout, this.#marks, this.#rowsBefore);
    this.#rowsBefore += rows;
    return csvTable(rows, columns, isFirst ? notesOf(columns, held) : [], (row) => reader.lines.of(row));
  }

  #decide(reader: RowReader, rows: number): HeldColumn[] {
    const { kinds } = this.#options;
    const present = namedColumns(this.#layout, reader);
    checkHeader(present, this.#layout);
    const names = present.map(({ name }) => name);
    checkNames(this.#caller, kinds, names);
    return present.map((column) => {
      const decision = decide(textColumn(column, reader, rows), this.#rules, kinds.get(column.name));
      return { ...column, decision };
    });
  }

  /** @throws DataError for a value in a column without a name that was left out, as it was empty in the first rows */
  #refuseNameless(reader: RowReader, rows: number): void {
    const { file, header } = this.#layout;
    for (const [index, name] of header.entries()) {
      if (name !== "" || this.#held?.some((column) => column.index === index)) continue;
      const { texts } = textColumn({ name, index }, reader, rows);
      const row = texts.findIndex((cell) => cell !== "");
      if (row < 0) continue;
      throw new DataError(
        `${file}, line ${reader.lines.of(row)} of the file: column ${index + 1} has no name, and had no value in the first rows. ` +
          "Give it a name.",
        { row: row + this.#rowsBefore, column: index, received: texts[row] },
      );
    }
  }
}

function notesOf(columns: readonly ReadColumn[], held: readonly HeldColumn[]): string[] {
  const notes = notesOnNames(held);
  for (const [i, { decision, name }] of held.entries()) {
    const { values } = columns[i];
    if (decision.note !== undefined) notes.push(decision.note);
    if (values instanceof Float64Array && !decision.isSaid) notes.push(...timesInNumbers(name, values));
  }
  return notes;
}

function tooLong(file: string, line: number): DataError {
  return new DataError(
    `${file}, line ${line} of the file: a record of more than ${LONGEST >> 20} MB. Is a quote opened and never closed?`,
  );
}

/** The beginning of a file, so much of it as its layout takes, and what follows that. */
async function readHead(
  pieces: AsyncGenerator<Uint8Array>,
  file: string,
): Promise<{ layout: Layout; rest: Uint8Array; isLast: boolean }> {
  let bytes: Uint8Array = new Uint8Array(0);
  let isLast = false;
  for (let size = HEAD; ; size *= 2) {
    // Three more for a byte order mark.
    if (!isLast) ({ bytes, isLast } = await gather(pieces, bytes, size + 3));
    const text = withoutMark(bytes);
    if (utf16Of(bytes) !== undefined)
      throw new DataError(
        `${file}: this file is UTF-16, and can only be streamed as UTF-8. Read it whole with readCsv.`,
      );
    if (size > LONGEST)
      throw new DataError(
        `${file}: the first ${size / 2} bytes have no end of line. A CSV file has one record a line.`,
      );
    const layout = readLayout(text.subarray(0, size), file, isLast && text.length <= size);
    if (layout !== undefined) return { layout, rest: text.subarray(layout.start), isLast };
  }
}

/** Adds pieces to bytes until there are so many, or no more; at least one. */
async function gather(
  pieces: AsyncGenerator<Uint8Array>,
  bytes: Uint8Array,
  size: number,
): Promise<{ bytes: Uint8Array; isLast: boolean }> {
  const all = bytes.length > 0 ? [bytes] : [];
  let { length } = bytes;
  do {
    const { value, done } = await pieces.next();
    if (done) return { bytes: joined(all), isLast: true };
    all.push(value);
    length += value.length;
  } while (length < size);
  return { bytes: joined(all), isLast: false };
}

/** The pieces as bytes. */
async function* piecesOf(caller: string, source: CsvSource): AsyncGenerator<Uint8Array> {
  const encoder = new host.TextEncoder();
  // The first half of a character that a string was cut in.
  let half = "";
  for await (const piece of iterated(caller, source)) {
    if (typeof piece !== "string") {
      if (kindOf(piece) !== "Uint8Array")
        throw mustBe(caller, "a piece of the source", "a Uint8Array or a string", piece, DataError);
      // A copy, as the source may write its memory again; a slice of Node's Buffer would be none.
      yield new Uint8Array(piece);
      continue;
    }
    const text = half + piece;
    const last = text.charCodeAt(text.length - 1);
    const end = last >= 0xd800 && last < 0xdc00 ? text.length - 1 : text.length;
    half = text.slice(end);
    yield encoder.encode(text.slice(0, end));
  }
  if (half !== "") yield encoder.encode(half);
}

function iterated(
  caller: string,
  source: CsvSource,
): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> {
  const kind = typeof source;
  if (kind === "object" && source !== null && !(source instanceof Uint8Array)) {
    if (Symbol.asyncIterator in source) return source as AsyncIterable<Uint8Array | string>;
    if ("getReader" in source) return readerOf(source);
    if (Symbol.iterator in source) return source as Iterable<Uint8Array | string>;
  }
  throw mustBe(caller, "the source", "a stream, or an iterable of Uint8Arrays or strings", source, DataError);
}

/** A web stream where it is no iterable, as in Safari. */
async function* readerOf(
  stream: Extract<CsvSource, { getReader: unknown }>,
): AsyncGenerator<Uint8Array | string> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    await reader.cancel();
  }
}
