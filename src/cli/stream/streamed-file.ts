import { statSync } from "node:fs";

import { DataError } from "../../index.js";
import { isName } from "../../cells/numerals.js";
import { quoted } from "../../cells/quoted.js";
import { type Layout, parseHead, parseRows } from "../read/csv.js";
import type { Column, Table } from "../read/table.js";
import { chunksOf } from "./chunks.js";
import { readNumberLines, TEXT, type Wanted } from "./number-lines.js";

/** Which columns of the file are read, and as what. */
export interface WantedColumns {
  readonly inputs: readonly Column[];
  readonly target: Column;
  /** Whether the target's cells are taken as texts, not as numbers. */
  readonly asText: boolean;
}

/** Some rows of the file, one behind the other. */
export interface StreamedRows {
  readonly count: number;
  /** [count x width]: the inputs of a row, and behind them its target where that is a number. */
  readonly numbers: Float64Array;
  readonly width: number;
  /** The target of each row where it is a text. */
  readonly texts: readonly string[];
  /** The line of the file on which a row begins; of lines that were not counted one by one, that of the first. */
  line(row: number): number;
}

/** A CSV file that is gone through again and again, and of which only some rows are in memory. */
export class StreamedFile {
  readonly path: string;
  /** Its first rows, by which is decided what its columns are. */
  readonly head: Table;
  /** About how many rows it has, by its size and its first ones; of a gzip file too few. */
  readonly rowsAbout: number;
  readonly #layout: Layout;

  /** @throws DataError for what is no CSV file */
  static async open(path: string): Promise<StreamedFile> {
    for await (const { bytes } of chunksOf(path)) return new StreamedFile(path, bytes);
    throw new DataError(`${path}: the file is empty.`);
  }

  private constructor(path: string, bytes: Uint8Array) {
    const { table, layout } = parseHead(decode(path, bytes, 1), path);
    this.path = path;
    this.head = table;
    this.#layout = layout;
    this.rowsAbout = Math.ceil((table.rows * Math.max(statSync(path).size, bytes.length)) / bytes.length);
  }

  /**
   * All rows, from the first on.
   *
   * @param told is given each part of the file's bytes, as they are read
   * @throws DataError that names line and column of a cell that is none of what the first rows say
   */
  async *rows(
    wanted: WantedColumns,
    told: (bytes: Uint8Array) => void = () => {},
  ): AsyncGenerator<StreamedRows> {
    const layout = this.#layout;
    const plan = planOf(wanted, layout);
    let isHead = true;
    for await (const { bytes, line } of chunksOf(this.path)) {
      told(bytes);
      if (isHead) {
        isHead = false;
        yield fromTable(this.head, wanted);
        continue;
      }
      const fast = plan && readNumberLines(bytes, plan);
      if (fast) yield { count: fast.rows, ...fast, width: plan.rowWidth, line: () => line };
      else yield fromTable(parseRows(decode(this.path, bytes, line), this.path, layout, line), wanted);
    }
  }
}

/** What the quick reader needs to know; undefined where commas may be decimal ones, of which it knows nothing. */
function planOf(
  { inputs, target, asText }: WantedColumns,
  { delimiter, width, decimalComma }: Layout,
): Wanted | undefined {
  if (decimalComma) return undefined;
  const places = new Int32Array(width).fill(-1);
  inputs.forEach(({ index }, place) => (places[index] = place));
  places[target.index] = asText ? TEXT : inputs.length;
  return {
    delimiter,
    width,
    places,
    rowWidth: inputs.length + Number(!asText),
    strict: asText ? -1 : inputs.length,
  };
}

function fromTable(table: Table, { inputs, target, asText }: WantedColumns): StreamedRows {
  const width = inputs.length + Number(!asText);
  const numbers = new Float64Array(table.rows * width);
  const wanted = asText ? inputs : [...inputs, target];
  for (const [c, { name }] of wanted.entries()) {
    const column = table.column(name);
    const values = table.numbers(column);
    for (let r = 0; r < values.length; r++) numbers[r * width + c] = values[r];
  }
  const column = table.column(target.name);
  if (!asText) refuseNames(table, column);
  const texts = asText ? table.texts(column) : [];
  return { count: table.rows, numbers, width, texts, line: (row) => table.line(row) };
}

/** @throws DataError for 007 or an id of 18 digits in a column that the first rows say is of numbers */
function refuseNames(table: Table, column: Column): void {
  const row = column.cells.findIndex(isName);
  if (row < 0) return;
  const cell = column.cells[row];
  throw table.cellError(
    column,
    row,
    `as a number ${quoted(cell)} would come back as ${Number(cell)}, and the first rows of the file, by which a streamed one is judged, are ` +
      "numbers. Move a row with such a cell to the top, if all of them are names.",
  );
}

function decode(path: string, bytes: Uint8Array, line: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(
      `${path}: from line ${line} on there are characters that are not UTF-8, which a file that is streamed must be. Convert it, such as ` +
        `by: iconv -f windows-1252 -t utf-8 ${path} > utf-8.csv.`,
    );
  }
}
