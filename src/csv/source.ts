import { host } from "../base/host.js";
import { CARRIAGE_RETURN, LINE_END } from "./bytes.js";

/** Characters of a text that are turned to bytes at once. */
const PIECE = 1 << 18;

/** What a whole file is read from: bytes, or a text that is turned to bytes piece by piece, so that there is no second copy of it. */
export interface Source {
  /** About the first `size` bytes. */
  head(size: number): { bytes: Uint8Array; isWhole: boolean };
  /** All bytes from a place on. */
  from(place: number): Iterable<Uint8Array>;
  /** At least as many as there are records. */
  readonly mostRecords: number;
}

export function sourceOf(data: string | Uint8Array): Source {
  if (typeof data === "string") return new TextSource(data.replace(/^\uFEFF/, ""));
  // A Buffer of Node's is of another class, and engines are fastest where all arrays are of one.
  return new ByteSource(withoutMark(new Uint8Array(data.buffer, data.byteOffset, data.length)));
}

/** Without a byte order mark of UTF-8. */
export function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Which UTF-16 the bytes are, by their mark. */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

/** Where a piece of a text may end that begins at `from`, so that no character of two units is cut. */
export function pieceEnd(text: string, from: number, size: number): number {
  const end = Math.min(from + size, text.length);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

class ByteSource implements Source {
  constructor(readonly bytes: Uint8Array) {}

  head(size: number): { bytes: Uint8Array; isWhole: boolean } {
    return { bytes: this.bytes.subarray(0, size), isWhole: size >= this.bytes.length };
  }

  *from(place: number): Iterable<Uint8Array> {
    for (let at = place; at < this.bytes.length; at += PIECE) yield this.bytes.subarray(at, at + PIECE);
  }

  get mostRecords(): number {
    return countLines(
      (sign, from) => this.bytes.indexOf(sign, from),
      (at) => this.bytes[at],
    );
  }
}

class TextSource implements Source {
  readonly #encoder = new host.TextEncoder();

  constructor(readonly text: string) {}

  head(size: number): { bytes: Uint8Array; isWhole: boolean } {
    const end = pieceEnd(this.text, 0, size);
    return { bytes: this.#encoder.encode(this.text.slice(0, end)), isWhole: end === this.text.length };
  }

  *from(place: number): Iterable<Uint8Array> {
    let skipped = 0;
    for (let at = 0; at < this.text.length;) {
      const end = pieceEnd(this.text, at, PIECE);
      const bytes = this.#encoder.encode(this.text.slice(at, end));
      if (skipped + bytes.length > place) yield bytes.subarray(Math.max(0, place - skipped));
      skipped += bytes.length;
      at = end;
    }
  }

  get mostRecords(): number {
    return countLines(
      (sign, from) => this.text.indexOf(String.fromCharCode(sign), from),
      (at) => this.text.charCodeAt(at),
    );
  }
}

/** Ends of lines, and one for a last line without. */
function countLines(find: (sign: number, from: number) => number, signAt: (at: number) => number): number {
  let count = 1;
  for (let at = find(LINE_END, 0); at >= 0; at = find(LINE_END, at + 1)) count++;
  for (let at = find(CARRIAGE_RETURN, 0); at >= 0; at = find(CARRIAGE_RETURN, at + 1)) {
    if (signAt(at + 1) !== LINE_END) count++;
  }
  return count;
}

/** Two pieces as one: without a copy where they stand side by side already. */
export function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  if (one.buffer === other.buffer && one.byteOffset + one.length === other.byteOffset)
    return new Uint8Array(one.buffer, one.byteOffset, one.length + other.length);
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
