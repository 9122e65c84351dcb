import {
  accessSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError } from "../../index.js";
import { UsageError } from "../show/failure.js";

/** What a file holds. @throws UsageError for a folder, which the operating system's own error would not name */
export function readBytes(path: string): Uint8Array {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${path}: is a folder, not a file.`);
  }
  return readFileSync(path);
}

/** The text of a file, unzipped if it is gzip, whatever its encoding: UTF-8, UTF-16 with a mark, else Windows-1252. */
export function readText(path: string): string {
  const raw = readBytes(path);
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? unzip(path, raw) : raw;
  const text = decode(bytes);
  if (text.includes("\0")) throw new DataError(`${path}: this is no text file. A CSV file is needed.`);
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

/** Throws unless `path` can be written, so that an hour of training does not end in a mistyped folder. */
export function checkWritable(option: string, path: string): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new UsageError(`${option} ${path}: is a folder, not a file.`);
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option} ${path}: there is no folder ${folder}.`);
  }
  try {
    accessSync(existing && !existing.isFile() ? path : folder, constants.W_OK);
  } catch {
    throw new UsageError(`${option} ${path}: no permission to write there.`);
  }
}

/** Writes a file whole or not at all: into a neighbour first, then renamed over `path`. Devices are written directly. */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(path, content);
    return;
  }
  const target = existing === undefined ? path : realpathSync(path);
  const neighbour = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    writeFileSync(neighbour, content, existing && { mode: existing.mode });
    renameSync(neighbour, target);
  } catch (error) {
    rmSync(neighbour, { force: true });
    throw error;
  }
}
