import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";

/** A WebAssembly.Memory of the library: it has the size it needs from the start and never grows. */
export interface CoreMemory {
  readonly buffer: ArrayBuffer;
}

const PAGE = 65536;

/**
 * A memory of at least so many bytes, which cannot grow: where one has grown, Node 20 and 22 run all loops over typed arrays
 * 1.5 to 2.5 times slower from then on, those of the caller too.
 *
 * @throws DataError for more bytes than a memory can have, or than there are
 */
export function createMemory(bytes: number): CoreMemory {
  checkSize(bytes);
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new host.WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    throw tooLarge(bytes);
  }
}

/** Throws unless a memory may have so many bytes. */
export function checkSize(bytes: number): void {
  if (bytes > 2 ** 32 - PAGE) throw tooLarge(bytes);
}

function tooLarge(bytes: number): DataError {
  return new DataError(
    `Model: this needs at least ${(bytes / 2 ** 30).toFixed(2)} GiB of memory, more than can be had (4 GiB at most). ` +
      "Use fewer rows or columns, or a smaller network.",
    { received: bytes },
  );
}
