import type { Dataset } from "downhill";
import type { TableOptions } from "downhill/table";
import type { Setup } from "../../setup/setup.js";
import type { About } from "../messages.js";
import { classicRows } from "./classic.js";
import { drawnRows } from "./drawn.js";
import type { CsvFile } from "./files.js";

/** Rows to learn from, to choose the best epoch by, and to judge by; the last two may be missing. */
export interface Rows extends Pick<About, "task" | "shape" | "target" | "columns" | "classes" | "notes"> {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
  /** What `table` was told, where the rows are those of a CSV file as a table. */
  readonly tableOptions?: TableOptions;
}

/** Where the data are that do not lie in the setup itself. */
export interface Sources {
  readonly example: (name: "births" | "spam") => Promise<string>;
  readonly file: (name: string, hash: string) => CsvFile | Promise<CsvFile>;
}

/**
 * The rows that a setup speaks of. What reads files is loaded when there is one: the page begins without.
 *
 * @throws the library's errors, for data that it does not take
 */
export async function rowsOf(setup: Setup, { example, file }: Sources): Promise<Rows> {
  const { data } = setup;
  switch (data.kind) {
    case "births":
      return (await import("./births.js")).birthsRows(setup, await example("births"));
    case "spam":
      return (await import("./spam.js")).spamRows(setup, await example("spam"));
    case "csv":
      return (await import("./csv.js")).csvRows(setup, await file(data.name, data.hash));
    case "drawn":
      return drawnRows(setup, data.points);
    default:
      return classicRows(setup, data);
  }
}

/** Keeps the last rows, which depend on data and cuts alone: a change of the network needs no others. */
export class LastRows {
  readonly #sources: Sources;
  #key = "";
  #rows: Rows | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async of(setup: Setup): Promise<Rows> {
    const { data, target, targetKind, inputs, past, validation, test, seed } = setup;
    const key = JSON.stringify([data, target, targetKind, inputs, past, validation, test, seed]);
    if (this.#rows && key === this.#key) return this.#rows;
    // Let go before the next are made: two large ones may not fit.
    this.#rows = undefined;
    const rows = await rowsOf(setup, this.#sources);
    this.#key = key;
    this.#rows = rows;
    return rows;
  }
}
