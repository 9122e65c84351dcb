import { strFromU8, unzipSync, zipSync } from "fflate";
import { show } from "../../base/check.js";
import { crc32 } from "../../base/crc32.js";
import { DataError } from "../../index.js";
import type { Bytes } from "./bytes.js";

/*
 * Zip archives, by fflate, which reads sizes and texts as they stand: what is not as the directory says is found here.
 */

/** Entries of real models are stored; deflated ones are let in up to this many times the archive, as float32 numbers do not shrink more. */
const MOST_INFLATED = 8;

/**
 * The files in a zip archive, by their paths.
 *
 * @param isWanted which of them are read; others are not looked at
 * @throws DataError for an archive that is damaged, by its directory or its checksums, or that would inflate to many times its size
 */
export function readZip(
  caller: string,
  bytes: Uint8Array,
  isWanted: (path: string) => boolean = () => true,
): Map<string, Uint8Array> {
  const directory = readDirectory(caller, bytes);
  const sizes = new Map<string, number>();
  let files: Record<string, Uint8Array>;
  let total = 0;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!isWanted(name)) return false;
        total += originalSize;
        if (!(total <= MOST_INFLATED * bytes.length))
          throw new DataError(
            `${caller}: the zip archive would inflate to more than ${MOST_INFLATED} times its ${bytes.length} bytes at ${show(name)}.`,
          );
        sizes.set(name, originalSize);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged(caller, (error as Error).message);
  }
  const read = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(files)) {
    if (content.length !== sizes.get(name)) throw damaged(caller, `${show(name)} is cut off`);
    if (crc32(content) !== directory.get(name))
      throw damaged(caller, `the content of ${show(name)} does not match its checksum`);
    read.set(name, content);
  }
  return read;
}

/** The archive's directory again, for what fflate does not tell: the checksum of each file. */
function readDirectory(caller: string, bytes: Uint8Array): Map<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw damaged(caller, "its directory is missing, as if it were cut off");
  const checksums = new Map<string, number>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw damaged(caller, "its directory does not lead from file to file");
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const path = bytes.subarray(at + 46, at + 46 + name);
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    checksums.set(strFromU8(path, !isUtf8), view.getUint32(at + 16, true));
    at += 46 + name + extra + comment;
  }
  return checksums;
}

function damaged(caller: string, why: string): DataError {
  return new DataError(`${caller}: the zip archive is damaged: ${why}.`);
}

/** The same bytes for the same files: dated 1980, the first day that a zip knows, and stored, as Keras and PyTorch do it. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Bytes {
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) }) as Bytes;
}
