import { isPlain } from "../cells/numerals.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import { Byte } from "./bytes.js";
import { CellTexts } from "./cell-text.js";
import { quoteError } from "./broken-quote.js";
import { readPreamble } from "./preamble.js";
import type { RowLayout } from "./row-reader.js";
import { End, Fault, Scanner } from "./scanner.js";

/** Bytes by which the layout of a file is found, and doubled until they suffice. */
export const HEAD = 1 << 16;
const DELIMITERS = [",", ";", "\t", "|"];
/** Records by which the delimiter is found. */
const RECORDS = 20;

/** What stands above the rows of a file. */
export interface Layout extends RowLayout {
  /** The names of the columns as the header has them, "" where it has none. */
  readonly header: readonly string[];
  /** Where the first row begins, and on which line. */
  readonly start: number;
  readonly line: number;
}

/**
 * The layout of a file by its beginning: the delimiter, the header, what stands above it.
 *
 * @param bytes without a byte order mark
 * @param isWhole whether the file ends with these bytes
 * @returns undefined where more of the file is needed
 * @throws DataError for an empty file, a broken quote, a header of numbers
 */
export function readLayout(bytes: Uint8Array, file: string, isWhole: boolean): Layout | undefined {
  if (bytes.includes(0)) throw new DataError(`${file}: this is not a text file. A CSV file is needed.`);
  const text = new host.TextDecoder("utf-8", { fatal: false }).decode(bytes).replace(/\r\n?/g, "\n");
  const preamble = readPreamble(text, DELIMITERS);
  const above = skipLines(bytes, preamble.lines);
  const below = bytes.subarray(above);
  const delimiter = preamble.delimiter ?? findDelimiter(below, isWhole);
  if (delimiter === undefined) return undefined;
  if (!/^[\0-\x7f]$/.test(delimiter))
    throw new DataError(
      `${file}, line 1 of the file: the separator "${delimiter}" is not an ASCII character. Use a semicolon.`,
    );
  const code = delimiter.charCodeAt(0);
  const scanner = new Scanner(below, code);
  scanner.line = preamble.lines + 1;
  const found = readHeader(scanner, file, isWhole);
  if (found === undefined) return undefined;
  const { header, headerLine } = found;
  const width = header.length;
  const decimalComma = delimiter === ";" || delimiter === "\t" || width === 1;
  const start = Math.min(above + scanner.at, bytes.length);
  return { file, delimiter: code, width, headerLine, decimalComma, header, start, line: scanner.line };
}

/** The first record that has a cell which is not empty. */
function readHeader(
  scanner: Scanner,
  file: string,
  isWhole: boolean,
): { header: string[]; headerLine: number } | undefined {
  const texts = new CellTexts(file);
  while (scanner.at < scanner.bytes.length) {
    const header: string[] = [];
    const headerLine = scanner.line;
    do {
      scanner.next();
      if (scanner.fault === Fault.Stray || (scanner.fault === Fault.Open && isWhole))
        throw quoteError(scanner, file, headerLine);
      if (scanner.end === End.Bytes && !isWhole) return undefined;
      header.push(texts.name(scanner, headerLine));
    } while (scanner.end === End.Cell);
    if (header.some((name) => name !== "")) return { header, headerLine };
  }
  if (!isWhole) return undefined;
  throw new DataError(`${file}: the file is empty.`);
}

/** @throws DataError where the header is numbers, or has a name twice */
export function checkHeader(
  names: readonly { name: string; index: number }[],
  { file, headerLine }: RowLayout,
): void {
  if (names.every(({ name }) => isPlain(name))) {
    throw new DataError(
      `${file}, line ${headerLine} of the file: the first line must name the columns, and these are numbers: ` +
        `${names.map(({ name }) => name).join(", ")}.`,
    );
  }
  const places = new Map<string, number>();
  for (const { name, index } of names) {
    const first = places.get(name);
    if (first !== undefined) {
      throw new DataError(
        `${file}, line ${headerLine} of the file: columns ${first + 1} and ${index + 1} ` +
          `are both called "${name}". Rename one.`,
      );
    }
    places.set(name, index);
  }
}

/** The place behind the first lines. */
function skipLines(bytes: Uint8Array, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    while (at < bytes.length && bytes[at] !== Byte.LineEnd && bytes[at] !== Byte.CarriageReturn) at++;
    at += bytes[at] === Byte.CarriageReturn && bytes[at + 1] === Byte.LineEnd ? 2 : 1;
  }
  return Math.min(at, bytes.length);
}

/** The delimiter that cuts the first records into equally many cells, the most of them; else the header's commonest. */
function findDelimiter(bytes: Uint8Array, isWhole: boolean): string | undefined {
  const cuts = DELIMITERS.map((delimiter) => {
    const widths = widthsOf(bytes, delimiter, isWhole);
    const width = widths[0] ?? 0;
    return {
      delimiter,
      width,
      records: widths.length,
      even: width > 1 && widths.every((other) => other === width),
    };
  });
  // A delimiter that is none may leave a quote open to the end.
  const cut = isWhole ? cuts : cuts.filter(({ records }) => records === RECORDS);
  const even = cut.filter((each) => each.even);
  const candidates = even.length > 0 ? even : cut;
  if (candidates.length === 0) return undefined;
  return candidates.reduce((best, each) => (each.width > best.width ? each : best)).delimiter;
}

/** The cells of the first records that are not blank; broken quotes are passed over, as the delimiter may be another. */
function widthsOf(bytes: Uint8Array, delimiter: string, isWhole: boolean): number[] {
  const scanner = new Scanner(bytes, delimiter.charCodeAt(0));
  const widths: number[] = [];
  while (scanner.at < bytes.length && widths.length < RECORDS) {
    let width = 0;
    let isBlank = true;
    do {
      scanner.next();
      width++;
      isBlank &&= scanner.isBlank;
    } while (scanner.end === End.Cell);
    if (!isBlank && (isWhole || scanner.end === End.Record)) widths.push(width);
  }
  return widths;
}
