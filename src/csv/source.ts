import { kindOf } from "../base/check.js";
import { host } from "../base/host.js";
import { Byte } from "./bytes.js";

/** Characters of a text that are turned to bytes at once. */
const PIECE = 1 << 18;

/** What a whole file is read from: bytes, or a text that is turned to bytes piece by piece, so that there is no second copy of it. */
export interface Source {
  /** About the first `size` bytes. */
  head(size: number): { bytes: Uint8Array; isWhole: boolean };
  /** All bytes from a place on. */
  from(place: number): Feed;
  /** At least as many as there are records. */
  readonly mostRecords: number;
}

/** The bytes of a file, one piece after another. */
export interface Feed {
  /**
   * The last `unread` bytes of what it gave before, and as many that follow, or PIECE; undefined where there are no more. What it gave before
   * is gone then.
   */
  more(unread: number): Uint8Array | undefined;
}

export function sourceOf(data: string | Uint8Array): Source {
  if (typeof data === "string") return new TextSource(data.replace(/^\uFEFF/, ""));
  return new ByteSource(withoutMark(plainBytes(data)));
}

/** The same bytes in an array of the one class for which engines make the fastest code, and in memory that a TextDecoder takes. */
function plainBytes(data: Uint8Array): Uint8Array {
  // A view of memory that was transferred has no length, and cannot be made again.
  if (data.length === 0) return new Uint8Array(0);
  if (kindOf(data.buffer) === "SharedArrayBuffer") return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
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

  from(place: number): Feed {
    const { bytes } = this;
    let end = place;
    return {
      more(unread) {
        if (end >= bytes.length) return undefined;
        const start = end - unread;
        end = Math.min(end + Math.max(PIECE, unread), bytes.length);
        return bytes.subarray(start, end);
      },
    };
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

  from(place: number): Feed {
    return new TextFeed(this.text, place);
  }

  get mostRecords(): number {
    return countLines(
      (sign, from) => this.text.indexOf(String.fromCharCode(sign), from),
      (at) => this.text.charCodeAt(at),
    );
  }
}

class TextFeed implements Feed {
  readonly #encoder = new host.TextEncoder();
  /** A character of a string is up to three bytes. */
  #memory = new Uint8Array(4 * PIECE);
  /** Bytes of it that were given. */
  #given = 0;
  #at = 0;

  constructor(
    readonly text: string,
    /** Bytes that are passed over. */
    private skipped: number,
  ) {}

  more(unread: number): Uint8Array | undefined {
    if (this.#at >= this.text.length) return undefined;
    const rest = this.#memory.subarray(this.#given - unread, this.#given);
    const size = Math.max(PIECE, unread);
    if (unread + 3 * size > this.#memory.length) this.#memory = new Uint8Array(2 * (unread + 3 * size));
    this.#memory.set(rest);
    const end = pieceEnd(this.text, this.#at, size);
    const piece = this.#memory.subarray(unread);
    const { written } = this.#encoder.encodeInto(this.text.slice(this.#at, end), piece);
    this.#at = end;
    this.#given = unread + written;
    const from = Math.min(this.skipped, this.#given);
    this.skipped -= from;
    return this.#memory.subarray(from, this.#given);
  }
}

/** Ends of lines, and one for a last line without. */
function countLines(find: (sign: number, from: number) => number, signAt: (at: number) => number): number {
  let count = 1;
  for (let at = find(Byte.LineEnd, 0); at >= 0; at = find(Byte.LineEnd, at + 1)) count++;
  for (let at = find(Byte.CarriageReturn, 0); at >= 0; at = find(Byte.CarriageReturn, at + 1)) {
    if (signAt(at + 1) !== Byte.LineEnd) count++;
  }
  return count;
}

/** Pieces as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
