import { Byte } from "./bytes.js";

/** What stands behind a cell. */
export enum End {
  /** A delimiter: another cell of the record. */
  Cell,
  /** An end of line. */
  Record,
  /** Nothing: the bytes end. */
  Bytes,
}

/** What is wrong with the quotes of a cell. */
export enum Fault {
  None,
  /** A quote is opened and, as far as the bytes go, not closed. */
  Open,
  /** Text stands behind a closing quote. */
  Stray,
}

/**
 * Goes through bytes cell after cell, as RFC 4180 has them: a quote opens a cell only where the cell begins (5" is a size), two of them in
 * quotes are one, and an end of line is \n, \r\n or \r.
 */
export class Scanner {
  bytes: Uint8Array;
  /** Where the next cell begins. */
  at = 0;
  /** The line of that place, from 1. */
  line = 1;
  /** The cell that was found: its bytes without the quotes around it. */
  from = 0;
  to = 0;
  isQuoted = false;
  /** Whether there are two quotes for one in it, or ends of lines. */
  isPlain = true;
  end = End.Bytes;
  fault = Fault.None;

  constructor(
    bytes: Uint8Array,
    readonly delimiter: number,
  ) {
    this.bytes = bytes;
  }

  /** Whether more bytes may belong to the record that the cell seems to end: behind \r there may be \n. */
  get isOpen(): boolean {
    const { bytes, end, at } = this;
    return end === End.Bytes || (end === End.Record && at === bytes.length && bytes[at - 1] !== Byte.LineEnd);
  }

  /** Whether the cell that was found is empty or blank. */
  get isBlank(): boolean {
    for (let at = this.from; at < this.to; at++) if (this.bytes[at] > Byte.Blank) return false;
    return true;
  }

  next(): void {
    this.fault = Fault.None;
    this.isPlain = true;
    this.isQuoted = this.at < this.bytes.length && this.bytes[this.at] === Byte.Quote;
    if (this.isQuoted) this.#quoted();
    else this.#plain();
  }

  #plain(): void {
    const { bytes, delimiter } = this;
    this.from = this.at;
    let at = this.at;
    for (; at < bytes.length; at++) {
      const code = bytes[at];
      if (code === delimiter || code === Byte.LineEnd || code === Byte.CarriageReturn) break;
    }
    this.to = at;
    this.#finish(at);
  }

  #quoted(): void {
    const { bytes } = this;
    this.from = this.at + 1;
    for (let from = this.from; ;) {
      const quote = bytes.indexOf(Byte.Quote, from);
      if (quote < 0) {
        this.fault ||= Fault.Open;
        this.to = bytes.length;
        this.#countLines();
        this.#finish(bytes.length);
        return;
      }
      if (bytes[quote + 1] === Byte.Quote) {
        this.isPlain = false;
        from = quote + 2;
        continue;
      }
      let behind = quote + 1;
      while ((bytes[behind] === Byte.Blank || bytes[behind] === Byte.Tab) && bytes[behind] !== this.delimiter)
        behind++;
      if (behind === bytes.length || this.#isEnd(bytes[behind])) {
        this.to = quote;
        this.#countLines();
        this.#finish(behind);
        return;
      }
      // What the writer may have meant: the cell goes on.
      this.fault = Fault.Stray;
      from = quote + 1;
    }
  }

  #isEnd(code: number): boolean {
    return code === this.delimiter || code === Byte.LineEnd || code === Byte.CarriageReturn;
  }

  /** Ends of lines between quotes. */
  #countLines(): void {
    const { bytes, from, to } = this;
    for (let at = from; at < to; at++) {
      const isEnd =
        bytes[at] === Byte.LineEnd || (bytes[at] === Byte.CarriageReturn && bytes[at + 1] !== Byte.LineEnd);
      if (bytes[at] === Byte.CarriageReturn) this.isPlain = false;
      if (isEnd) this.line++;
    }
  }

  #finish(at: number): void {
    const code = at < this.bytes.length ? this.bytes[at] : -1;
    if (code < 0) this.end = End.Bytes;
    else if (code === this.delimiter) this.end = End.Cell;
    else {
      this.end = End.Record;
      this.line++;
      if (code === Byte.CarriageReturn && this.bytes[at + 1] === Byte.LineEnd) at++;
    }
    this.at = at + 1;
  }
}
