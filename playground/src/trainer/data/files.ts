import { type CsvTable, readCsv } from "downhill/csv";
import { hashOf } from "../../setup/hash.js";
import type { FileFacts } from "../messages.js";
import { factsOf } from "./facts.js";
import { NoFile } from "./no-file.js";

/** A file as it was read. */
export interface CsvFile {
  readonly name: string;
  readonly table: CsvTable;
  readonly facts: FileFacts;
}

/** Files whose bytes are kept: going back to one needs no second choosing. */
const MOST_FILES = 4;

/** CSV files of a person's own, by the hash of their text; they are read once, and never leave this thread. */
export class Files {
  /** UTF-8, the file used last at the end. */
  readonly #bytes = new Map<string, Uint8Array>();
  #read: { hash: string; file: CsvFile } | undefined;

  /** @param bytes in UTF-8 @returns its hash */
  keep(bytes: Uint8Array): string {
    const hash = hashOf(bytes);
    this.#touch(hash, bytes);
    return hash;
  }

  /** @throws NoFile for one that was never brought; the library's DataError for one that is no CSV file */
  get(name: string, hash: string): CsvFile {
    if (this.#read?.hash === hash && this.#read.file.name === name) return this.#read.file;
    const bytes = this.#bytes.get(hash);
    if (!bytes) throw new NoFile(`${name}: this file is needed, and is not here. Bring it again.`);
    this.#touch(hash, bytes);
    this.#read = undefined;
    const table = readCsv(bytes, { name });
    const file = { name, table, facts: factsOf(table, hash) };
    this.#read = { hash, file };
    return file;
  }

  #touch(hash: string, bytes: Uint8Array): void {
    this.#bytes.delete(hash);
    this.#bytes.set(hash, bytes);
    const [oldest] = this.#bytes.keys();
    if (this.#bytes.size > MOST_FILES) this.#bytes.delete(oldest);
  }
}
