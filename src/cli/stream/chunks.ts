import { open } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

import { DataError } from "../../index.js";

/** Bytes that are read at once. */
const PIECE = 1 << 20;

const QUOTE = 34;
const LINE_END = 10;
/** Delimiters and ends of lines. */
const CELL_BEGINS_AFTER = new Set(Array.from(",;\t|\n\r", (sign) => sign.charCodeAt(0)));
/** The longest record: a quote that is never closed must not take all memory. */
const LONGEST = 64 << 20;

/** Whole lines of a file, one behind the other. */
export interface Chunk {
  /** Without a byte order mark; valid until the next chunk is asked for. */
  readonly bytes: Uint8Array;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** A file of lines piece by piece, each of whole records: an end of line between quotes ends none. Unzipped if it is gzip. */
export async function* chunksOf(path: string): AsyncGenerator<Chunk> {
  let rest = new Uint8Array(0);
  let line = 1;
  let isFirst = true;
  for await (const piece of piecesOf(path)) {
    let bytes = rest.length === 0 ? piece : joined(rest, piece);
    if (isFirst) {
      checkEncoding(path, bytes);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
      isFirst = false;
    }
    const end = endOfRecords(bytes);
    if (end > 0) {
      yield { bytes: bytes.subarray(0, end), line };
      line += countLines(bytes, end);
    }
    if (bytes.length - end > LONGEST)
      throw new DataError(
        `${path}, line ${line} of the file: a record of more than ${LONGEST >> 20} MB. Is a quote opened and never closed?`,
      );
    // A copy, as the piece's memory is written again.
    rest = bytes.slice(end);
  }
  if (rest.length > 0) yield { bytes: rest, line };
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  try {
    const buffer = new Uint8Array(PIECE);
    const { bytesRead } = await handle.read(buffer, 0, PIECE, 0);
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) {
      yield* unzipped(path);
      return;
    }
    let position = 0;
    for (let count = bytesRead; count > 0;) {
      yield buffer.subarray(0, count);
      position += count;
      count = (await handle.read(buffer, 0, PIECE, position)).bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function* unzipped(path: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(path);
  try {
    for await (const piece of source.pipe(createGunzip({ chunkSize: PIECE }))) yield piece as Uint8Array;
  } catch {
    throw new DataError(`${path}: the gzip file is damaged.`);
  } finally {
    source.destroy();
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/**
 * Where the last whole record ends; the bytes begin with a record. A quote opens a cell only where the cell begins (5" is a size), and one
 * that is written twice inside of it closes none.
 */
function endOfRecords(bytes: Uint8Array): number {
  let end = 0;
  let from = 0;
  for (let quote = bytes.indexOf(QUOTE); quote >= 0; quote = bytes.indexOf(QUOTE, from)) {
    const isOpening = quote === 0 || CELL_BEGINS_AFTER.has(bytes[quote - 1]);
    end = lastLineEnd(bytes, from, quote) || end;
    from = isOpening ? closingQuote(bytes, quote + 1) + 1 : quote + 1;
    if (from === 0) return end;
  }
  return lastLineEnd(bytes, from, bytes.length) || end;
}

/** The place of the quote that closes a cell; -1 where it is still to come. */
function closingQuote(bytes: Uint8Array, from: number): number {
  for (let quote = bytes.indexOf(QUOTE, from); quote >= 0; quote = bytes.indexOf(QUOTE, quote + 2)) {
    // The last byte may be the first of two quotes.
    if (quote + 1 === bytes.length) return -1;
    if (bytes[quote + 1] !== QUOTE) return quote;
  }
  return -1;
}

/** The place after the last end of line between two places, or 0. */
function lastLineEnd(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes.lastIndexOf(LINE_END, to - 1);
  return at >= from && to > from ? at + 1 : 0;
}

function countLines(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0 && at < end; at = bytes.indexOf(LINE_END, at + 1)) count++;
  return count;
}

function checkEncoding(path: string, bytes: Uint8Array): void {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16)
    throw new DataError(
      `${path}: this file is UTF-16, and can only be streamed as UTF-8. Convert it: iconv -f utf-16 -t utf-8 ${path} > utf-8.csv.`,
    );
  if (bytes.includes(0)) throw new DataError(`${path}: this is not a text file. A CSV file is needed.`);
  if (bytes.length >= PIECE && !bytes.includes(LINE_END))
    throw new DataError(
      `${path}: the first ${PIECE} bytes have no end of line. A CSV file has one record a line.`,
    );
}
