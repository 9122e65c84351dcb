import { isFloat32, listed, show } from "../base/check.js";
import { DataError, type DownhillError } from "../base/errors.js";
import type { Steps } from "../base/steps.js";
import { type Blocks, blocksOf } from "../data/blocks.js";
import type { DatasetParts } from "../data/parts.js";
import { packRows, type Rows } from "../data/rows.js";
import { identityScaler, type Scaler, type ScalerJson, scalerJson, scaleRows } from "../data/scaler.js";
import type { InputStage } from "../network/input-stage.js";
import type { Encoding } from "../spec/encoding.js";
import { columnsOf, type FeatureColumns, writeCell } from "./columns.js";
import type { CellReader } from "./cell-reader.js";
import type { TableEncoding } from "./features.js";
import { fillOf } from "./fills.js";
import { type Found, parseEncoding, parseFound } from "./parse-encoding.js";
import { isRawSource } from "./raw-source.js";
import { whyUnknown } from "./read-cell.js";

/** Rows that are encoded at a time, so that what lies between cells and network stays in the cache. */
const ROWS = 64;

/** What reads cells by an encoding; the columns `unseen` are of categories that no training row has. */
type MakeReader = (
  encoding: TableEncoding,
  columns: readonly FeatureColumns[],
  unseen: readonly number[],
) => CellReader;

/**
 * The stage of a model that takes rows of mixed kinds; see StageReader.
 *
 * @param makeReader left out where rows come as another stage of the model has read them, as in a worker
 */
export function readTableStage(encoding: Encoding, found?: unknown, makeReader?: MakeReader): InputStage {
  const table = parseEncoding(encoding);
  const stage = new TableStage(table, makeReader);
  return found === undefined ? stage : stage.having(parseFound(found, table.features.length, stage.width));
}

/**
 * Rows of mixed kinds, as records or as the rows of a table, made into numbers: a missing cell becomes the mean or the median of the
 * training rows, a text one of 0 and 1 for each category, a date the days since 1970. Inside, a row is a number for each feature (see
 * writeCell).
 */
class TableStage implements InputStage {
  readonly width: number;
  readonly columns: readonly string[];
  readonly targetOrigin = -1;
  readonly scaler: Scaler;
  readonly #encoding: TableEncoding;
  readonly #features: readonly FeatureColumns[];
  readonly #makeReader: MakeReader | undefined;
  readonly #cells: CellReader | undefined;
  readonly #found: Found | undefined;
  readonly #block: Float64Array;
  /** The block as rows. */
  readonly #encoded: Rows;

  constructor(encoding: TableEncoding, makeReader?: MakeReader, scaler?: Scaler, found?: Found) {
    this.#encoding = encoding;
    this.#makeReader = makeReader;
    this.#features = columnsOf(encoding.features);
    this.columns = this.#features.flatMap(({ names }) => names);
    this.width = this.columns.length;
    this.scaler = scaler ?? identityScaler(this.width);
    this.#found = found;
    this.#cells = makeReader?.(encoding, this.#features, found?.unseen ?? []);
    const { width } = this;
    this.#block = new Float64Array(ROWS * width);
    this.#encoded = { values: this.#block, offset: 0, stride: width, width };
  }

  /** The same stage once it has seen the training rows. */
  having(found: Found): TableStage {
    return new TableStage(this.#encoding, this.#makeReader, this.scaler, found);
  }

  withScaler(scaler: Scaler): InputStage {
    return new TableStage(this.#encoding, this.#makeReader, scaler, this.#found);
  }

  get #reader(): CellReader {
    return this.#cells as CellReader;
  }

  isScaled(column: number): boolean {
    return this.#features.some(({ from, scaled }) => column >= from && column < from + scaled);
  }

  mayStay(column: number, value: number): boolean {
    const of = this.#features.find(({ from, names }) => column < from + names.length);
    // The table said so already, or it is a category that these rows do not have.
    return of?.feature.constant === true || (!this.isScaled(column) && value === 0);
  }

  blocks(rows: Rows): Blocks {
    return blocksOf(this.width, Float64Array.BYTES_PER_ELEMENT, (from, to, out) =>
      this.#encode(rows, from, to, out),
    );
  }

  #encode({ values, offset, stride }: Rows, from: number, to: number, out: Float64Array): void {
    const fills = this.#found?.fills;
    for (let r = from; r < to; r++) {
      const row = offset + r * stride;
      for (let f = 0; f < this.#features.length; f++)
        writeCell(this.#features[f], values[row + f], fills ? fills[f] : 0, out, (r - from) * this.width);
    }
  }

  writeRow(row: unknown, out: Float32Array): boolean {
    if (!this.#reader.knows(row)) return false;
    const fills = this.#found?.fills;
    for (let f = 0; f < this.#features.length; f++) {
      const value = this.#reader.read(row, f);
      if (value === undefined) return false;
      writeCell(this.#features[f], value, fills ? fills[f] : 0, this.#block, 0);
    }
    this.#scale(1, out, this.width);
    return true;
  }

  writeRows(rows: Rows, from: number, to: number, out: Float32Array, stride: number): void {
    for (let first = from; first < to; first += ROWS) {
      const count = Math.min(ROWS, to - first);
      this.#encode(rows, first, first + count, this.#block);
      this.#scale(count, first === from ? out : out.subarray((first - from) * stride), stride);
    }
  }

  /** The first rows of the block, scaled. */
  #scale(count: number, out: Float32Array, stride: number): void {
    scaleRows(this.scaler, this.#encoded, 0, count, out, stride);
  }

  *fitted(rows: Rows, count: number, weights: Float64Array | undefined, isWhole: boolean): Steps<InputStage> {
    const fills: number[] = [];
    const unseen: number[] = [];
    for (const [f, { feature, from }] of this.#features.entries()) {
      const hasFill = feature.kind === "number" || feature.kind === "date";
      fills.push(hasFill ? yield* fillOf(rows, f, count, weights, feature.missing) : 0);
      if (feature.kind !== "text" || !isWhole) continue;
      const seen = new Set<number>();
      for (let r = 0; r < count; r++)
        if (weights?.[r] !== 0) seen.add(rows.values[rows.offset + r * rows.stride + f]);
      feature.categories.forEach((_, k) => {
        if (!seen.has(k)) unseen.push(from + k);
      });
      yield;
    }
    return this.having({ fills, unseen });
  }

  match(caller: string, data: DatasetParts): Rows {
    // As in a worker, where they come as this stage made them of the rows at the other end.
    const { source } = data;
    if (source?.isMatched) return this.#withoutUnseen(caller, data);
    if (!isRawSource(source)) {
      const names = listed(this.#encoding.features, ({ name }) => show(name));
      throw new DataError(
        `${caller}: this model takes a table's rows (${names}), got rows of numbers. Make them with table(records, { target }).`,
        { expected: "a Dataset of table()", received: data },
      );
    }
    return this.#reader.match(caller, source, data);
  }

  /** Rows that were read before the training rows were known: of these some categories may have none. */
  #withoutUnseen(caller: string, { rows: count, inputRows }: DatasetParts): Rows {
    const unseen = this.#found?.unseen ?? [];
    if (unseen.length === 0) return inputRows;
    const values = Float64Array.from(packRows(inputRows, count));
    const { width } = inputRows;
    for (const [f, { feature, from }] of this.#features.entries()) {
      if (feature.kind !== "text") continue;
      const { name, categories, other } = feature;
      const known = categories.filter((_, k) => !unseen.includes(from + k));
      if (known.length === categories.length) continue;
      for (let r = 0; r < count; r++) {
        const category = categories[values[r * width + f]];
        if (category === undefined || known.includes(category)) continue;
        if (!other && this.#encoding.unknown === "error")
          throw new DataError(`${caller}: rows[${r}]: ${whyUnknown(name, category, known)}`, {
            ...{ received: category, row: r, column: f },
          });
        values[r * width + f] = other ? categories.length : -1;
      }
    }
    return { values, offset: 0, stride: width, width };
  }

  read(caller: string, given: unknown): { rows: Rows; count: number } {
    return this.#reader.readAll(caller, given);
  }

  badRow(caller: string, row: unknown): Error {
    return this.#reader.badRow(caller, "the row", row) ?? this.#badNumber(`${caller}: the row`, row);
  }

  badRows(caller: string, rows: Rows, from: number): Error {
    for (let row = from; ; row++) {
      this.#encode(rows, row, row + 1, this.#block);
      const error = this.#tooFar(`${caller}: rows[${row}]`, row);
      if (error) return error;
    }
  }

  #badNumber(where: string, row: unknown): Error {
    this.writeRow(row, new Float32Array(this.width));
    return this.#tooFar(where) ?? new DataError(`${where} is none that this model takes.`, { received: row });
  }

  /** The error of the number in the block's first row that float32 cannot hold once it is scaled. */
  #tooFar(where: string, row?: number): DownhillError | undefined {
    const { mean, deviation } = this.scaler;
    const column = mean.findIndex((value, c) => !isFloat32((this.#block[c] - value) / deviation[c]));
    if (column < 0) return undefined;
    const received = this.#block[column];
    return new DataError(
      `${where}: ${show(this.columns[column])} is ${show(received)}, too far from the training rows for float32.`,
      { ...(row !== undefined && { row }), received, column },
    );
  }

  toJSON(): ScalerJson {
    return { ...scalerJson(this.scaler), ...(this.#found && { found: this.#found }) };
  }
}
