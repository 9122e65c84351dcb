import { kindOf, listed, mustBe, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { DAY } from "../cells/calendar.js";
import type { DatasetParts } from "../data/parts.js";
import { isList, type Rows } from "../data/rows.js";
import type { FeatureColumns } from "./columns.js";
import { type Feature, NAMES, type TableEncoding } from "./features.js";
import type { RawField, RawSource } from "./raw-source.js";
import { isMissing, readNumber, readText, whyUnfit, whyUnknown } from "./read-cell.js";

type Row = Readonly<Record<string, unknown>>;

/** Reads rows by a table's encoding: a number for each feature, as writeCell takes them. */
export class CellReader {
  readonly #features: readonly Feature[];
  readonly #ignores: boolean;
  /** Of each text feature its categories that training rows have, and their places. */
  readonly #categories: readonly ReadonlyMap<string, number>[];
  /** All fields that a row may have. */
  readonly #names: ReadonlySet<string>;

  /** @param unseen the columns of categories that no training row has */
  constructor(encoding: TableEncoding, columns: readonly FeatureColumns[], unseen: readonly number[]) {
    const { features, others, unknown } = encoding;
    this.#features = features;
    this.#ignores = unknown === "ignore";
    this.#names = new Set([...features.map(({ name }) => name), ...others]);
    this.#categories = columns.map(({ feature, from }) => {
      const all = feature.kind === "text" ? [...feature.categories.entries()] : [];
      return new Map(all.filter(([k]) => !unseen.includes(from + k)).map(([k, text]) => [text, k]));
    });
  }

  /** Whether it is a record without fields that nobody knows. */
  knows(row: unknown): row is Row {
    if (kindOf(row) !== "Object") return false;
    if (this.#ignores) return true;
    for (const name in row as Row) if (!this.#names.has(name) && has(row as Row, name)) return false;
    return true;
  }

  /** The number of feature `f`; undefined for a cell that it cannot read. */
  read(row: Row, f: number): number | undefined {
    const { name } = this.#features[f];
    if (has(row, name)) return this.#readCell(row[name], f);
    return this.#ignores ? NaN : undefined;
  }

  #readCell(cell: unknown, f: number): number | undefined {
    const feature = this.#features[f];
    if (isMissing(cell)) {
      const isExpected = feature.missing === "mean" || feature.missing === "median";
      return isExpected || this.#ignores ? NaN : undefined;
    }
    if (feature.kind !== "text") return readNumber(feature, cell);
    const text = readText(cell);
    return text === undefined ? undefined : this.#placeOf(text, f);
  }

  #placeOf(text: string, f: number): number | undefined {
    const place = this.#categories[f].get(text);
    if (place !== undefined) return place;
    const feature = this.#features[f];
    if (feature.kind === "text" && feature.other) return feature.categories.length;
    return this.#ignores ? -1 : undefined;
  }

  /** The error of a row that cannot be read; undefined where it can be. */
  badRow(caller: string, where: string, row: unknown, at?: number): DataError | undefined {
    const problem = this.#problemOf(row);
    if (problem === undefined) return undefined;
    const { text, ...details } = problem;
    return new DataError(`${caller}: ${where}: ${text}`, {
      ...details,
      ...(at !== undefined && { row: at }),
    });
  }

  #problemOf(row: unknown): { text: string; received: unknown; column?: number } | undefined {
    const names = this.#features.map(({ name }) => name);
    if (kindOf(row) !== "Object") {
      const text = `expected a record such as { ${names[0]}: ... }, got ${show(row)}. Its fields: ${listed(names)}.`;
      return { text, received: row };
    }
    const record = row as Row;
    const column = names.findIndex((_, f) => this.read(record, f) === undefined);
    // A field under another name is both.
    const surplus = this.#ignores ? undefined : Object.keys(record).find((name) => !this.#names.has(name));
    if (column >= 0 && !has(record, names[column])) {
      const instead = surplus === undefined ? "" : ` It has ${show(surplus)}, which no training row had.`;
      const text = `it has no field ${show(names[column])}.${instead} Give all fields (null where nothing is known), or say unknown: "ignore" in table().`;
      return { text, received: undefined, column };
    }
    if (column >= 0)
      return { text: this.#whyBad(record[names[column]], column), received: record[names[column]], column };
    if (surplus === undefined) return undefined;
    const text = `it has a field ${show(surplus)}, which no training row had. Its fields: ${listed(names)}. Leave it out, or say unknown: "ignore" in table().`;
    return { text, received: surplus };
  }

  /** What is wrong with a cell that #readCell does not read. */
  #whyBad(cell: unknown, f: number): string {
    const feature = this.#features[f];
    const { name } = feature;
    if (isMissing(cell))
      return `${show(name)} is missing (${show(cell)}). Fill it in, or train with missing: "mean" or "median" in table().`;
    if (feature.kind !== "text" || readText(cell) === undefined) return whyUnfit(feature, cell);
    return whyUnknown(name, cell, [...this.#categories[f].keys()]);
  }

  /** Records, or columns by name, as rows of numbers. */
  readAll(caller: string, given: unknown): { rows: Rows; count: number } {
    const rowAt = isList(given) ? (r: number): unknown => given[r] : rowsOfColumns(caller, given);
    const count = isList(given) ? given.length : lengthOf(caller, given);
    if (count === 0)
      throw new DataError(`${caller}: rows is empty. At least one row is needed.`, { received: given });
    const width = this.#features.length;
    const values = new Float64Array(count * width);
    for (let r = 0; r < count; r++) {
      const row = rowAt(r);
      const isKnown = this.knows(row);
      for (let f = 0; f < width; f++) {
        const value = isKnown ? this.read(row, f) : undefined;
        if (value === undefined) throw this.badRow(caller, `rows[${r}]`, row, r);
        values[r * width + f] = value;
      }
    }
    return { rows: { values, offset: 0, stride: width, width }, count };
  }

  /** The rows of a table, of whichever fields and categories, as this encoding has them. */
  match(caller: string, { fields }: RawSource, { rows: count, inputRows }: DatasetParts): Rows {
    const width = this.#features.length;
    const values = new Float64Array(count * width);
    const places = this.#features.map(({ name }) => fields.findIndex((field) => field.name === name));
    const surplus = fields.find(({ name }) => !this.#names.has(name));
    if (!this.#ignores && (surplus || places.includes(-1))) throw this.#otherFields(caller, fields);
    for (let f = 0; f < width; f++) {
      if (places[f] < 0) {
        for (let r = 0; r < count; r++) values[r * width + f] = NaN;
        continue;
      }
      const field = fields[places[f]];
      if (field.isRewritten && field.kind !== this.#features[f].kind) throw this.#otherKind(caller, field, f);
      const read = this.#readerOf(field, f);
      for (let r = 0; r < count; r++) {
        const given = inputRows.values[inputRows.offset + r * inputRows.stride + places[f]];
        const value = read(given);
        if (value === undefined) {
          const cell = Number.isNaN(given) ? null : cellOf(field, given);
          throw new DataError(`${caller}: rows[${r}]: ${this.#whyBad(cell, f)}`, {
            ...{ received: cell, row: r, column: f },
          });
        }
        values[r * width + f] = value;
      }
    }
    return { values, offset: 0, stride: width, width };
  }

  /** Reads the numbers of a field: of texts each one is looked up once. */
  #readerOf(field: RawField, f: number): (value: number) => number | undefined {
    const { kind } = this.#features[f];
    const nothing = this.#readCell(null, f);
    if (kind === field.kind && kind !== "text") return (value) => (Number.isNaN(value) ? nothing : value);
    const read = field.texts?.map((_, value) => this.#readCell(cellOf(field, value), f));
    return (value) => {
      if (Number.isNaN(value)) return nothing;
      return read ? read[value] : this.#readCell(cellOf(field, value), f);
    };
  }

  #otherKind(caller: string, { name, kind }: RawField, column: number): DataError {
    const expected = this.#features[column].kind;
    return new DataError(
      `${caller}: ${show(name)} was read as ${NAMES[kind]}, the model takes ${NAMES[expected]}. ` +
        `Say kinds: { ${show(name)}: "${expected}" } in table().`,
      { expected, received: kind, column },
    );
  }

  #otherFields(caller: string, fields: readonly RawField[]): DataError {
    const expected = this.#features.map(({ name }) => name);
    const received = fields.map(({ name }) => name);
    const missing = expected.filter((name) => !received.includes(name));
    const surplus = received.filter((name) => !this.#names.has(name));
    const parts = [
      ...(missing.length > 0 ? [`have no field ${listed(missing)}`] : []),
      ...(surplus.length > 0 ? [`have ${listed(surplus)}, which the training rows had not`] : []),
    ];
    return new DataError(
      `${caller}: the rows ${parts.join(", and ")}. Make the table of the same fields, or say unknown: "ignore" in table().`,
      { expected, received },
    );
  }
}

/** Whether a record has a field of its own, and not as every object has `constructor`. */
function has(row: Row, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(row, name);
}

/** What stood in a cell whose number is this. */
function cellOf({ kind, texts }: RawField, value: number): unknown {
  if (texts) return texts[value];
  return kind === "date" ? new Date(Math.round(value * DAY)) : value;
}

/** The rows of columns by name, each as a record. */
function rowsOfColumns(caller: string, given: unknown): (row: number) => Row {
  lengthOf(caller, given);
  const columns = Object.entries(given as Record<string, ArrayLike<unknown>>);
  return (row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]]));
}

/** How long columns by name are. */
function lengthOf(caller: string, given: unknown): number {
  const lists = kindOf(given) === "Object" ? Object.values(given as object) : [];
  const lengths = lists.map((list) => (isList(list) ? list.length : -1));
  if (lengths.length > 0 && lengths.every((length) => length >= 0 && length === lengths[0]))
    return lengths[0];
  throw mustBe(
    caller,
    "rows",
    "records, columns of one length by name, or a Dataset of table()",
    given,
    DataError,
  );
}
