import { isMissingText } from "../cells/missing.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import { Byte } from "./bytes.js";
import type { Scanner } from "./scanner.js";

/** What stands before a word for a missing value that was in no quotes: a character that no text file has. */
export const MISSING_MARK = "\0";

/** Whether a cell that `CellTexts` gave is missing. */
export function isMissing(cell: string): boolean {
  return cell === "" || cell.startsWith(MISSING_MARK);
}

/** A missing cell as the file has it. */
export function written(cell: string): string {
  return cell.replace(MISSING_MARK, "");
}

/** That the bytes are no UTF-8: the reader of a whole file tries another encoding, one of a stream tells the user. */
export class NotUtf8 extends Error {
  /** @param line where they stand */
  constructor(readonly line: number) {
    super();
  }
}

/** Longer texts are decoded by the host, which takes the time of about so many characters to begin. */
const SHORT = 24;
/** So many different texts of a column are kept to be given again. */
const MOST_KEPT = 1000;

/** The cells of one column as trimmed texts; a text that comes again is the same string, which is what a column of few categories needs. */
export class CellTexts {
  readonly #decoder = new host.TextDecoder("utf-8", { fatal: true });
  readonly #kept = new Map<string, string>();

  constructor(readonly file: string) {}

  /** The text of the cell that a scanner has found, with MISSING_MARK before a word for a missing value. */
  read(scanner: Scanner, line: number): string {
    const text = this.#decode(scanner, line);
    const cell = !scanner.isQuoted && text !== "" && isMissingText(text) ? MISSING_MARK + text : text;
    const kept = this.#kept.get(cell);
    if (kept !== undefined) return kept;
    if (this.#kept.size < MOST_KEPT) this.#kept.set(cell, cell);
    return cell;
  }

  /** The text alone: a name may be NA. */
  name(scanner: Scanner, line: number): string {
    return this.#decode(scanner, line);
  }

  #decode({ bytes, from, to, isPlain }: Scanner, line: number): string {
    while (from < to && bytes[from] <= Byte.Blank && bytes[from] > 0) from++;
    while (to > from && bytes[to - 1] <= Byte.Blank && bytes[to - 1] > 0) to--;
    const text =
      (to - from <= SHORT ? asciiText(bytes, from, to) : undefined) ??
      this.#decodeAll(bytes.subarray(from, to), line);
    if (text.includes(MISSING_MARK))
      throw new DataError(
        `${this.file}: this is not a text file (line ${line} has a zero byte). A CSV file is needed.`,
      );
    return isPlain ? text : text.replace(/""/g, '"').replace(/\r\n?/g, "\n");
  }

  #decodeAll(bytes: Uint8Array, line: number): string {
    try {
      return this.#decoder.decode(bytes).trim();
    } catch {
      throw new NotUtf8(line);
    }
  }
}

/** Undefined where a byte is no ASCII. */
function asciiText(bytes: Uint8Array, from: number, to: number): string | undefined {
  let text = "";
  for (let at = from; at < to; at++) {
    const code = bytes[at];
    if (code > 126) return undefined;
    text += String.fromCharCode(code);
  }
  return text;
}
