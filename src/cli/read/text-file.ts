import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DataError } from "../../index.js";
import { UsageError } from "../base/failure.js";

/** What stands for standard input in place of a file. */
export const STANDARD_INPUT = "-";

/** What a file holds. @throws UsageError for a folder, which the operating system's own error would not name */
export function readBytes(path: string): Uint8Array {
  if (path === STANDARD_INPUT) return readFileSync(0);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${path}: is a folder, not a file.`);
  }
  return readFileSync(path);
}

/** The text of a file, unzipped if it is gzip. Its encoding is UTF-8, UTF-16 with a byte order mark, or else Windows-1252. */
export function readText(path: string): string {
  const bytes = readBytes(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = decode(isGzip ? unzip(path, bytes) : bytes);
  if (text.includes("\0")) throw new DataError(`${path}: this is not a text file. A CSV file is needed.`);
  return text;
}

function unzip(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new DataError(`${path}: the gzip file is damaged.`);
  }
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
