import type { DatasetParts } from "../data/parts.js";
import type { Rows } from "../data/rows.js";

/** For each part of a split what is to be known: rows that stand in the training part too. */
export function notesOfSplit(parts: readonly DatasetParts[]): string[][] {
  const [train, ...others] = parts;
  const rows = new RowIndex(train);
  return [
    [],
    ...others.map((part) => {
      let copies = 0;
      for (let r = 0; r < part.rows; r++) if (rows.has(part, r)) copies++;
      if (copies === 0) return [];
      const stand = copies === 1 ? "1 row stands" : `${copies} rows stand`;
      return [
        `${stand} in the training part too, target and all: what is measured on such rows is partly memory. Drop copies before the split`,
      ];
    }),
  ];
}

/** Rows by what they hold. */
class RowIndex {
  readonly #data: DatasetParts;
  /** The last row of each hash. */
  readonly #last = new Map<number, number>();
  /** For each row the one before of the same hash; -1 for none. */
  readonly #before: Int32Array;

  constructor(data: DatasetParts) {
    this.#data = data;
    this.#before = new Int32Array(data.rows);
    for (let r = 0; r < data.rows; r++) {
      const hash = hashOf(data, r);
      this.#before[r] = this.#last.get(hash) ?? -1;
      this.#last.set(hash, r);
    }
  }

  has(other: DatasetParts, r: number): boolean {
    for (let row = this.#last.get(hashOf(other, r)) ?? -1; row >= 0; row = this.#before[row])
      if (isCopy(this.#data, row, other, r)) return true;
    return false;
  }
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);

/** MurmurHash's mixing (Appleby, public domain) of a row's numbers. */
function hashOf({ inputRows, targetRows, labelIndex }: DatasetParts, r: number): number {
  const hash = labelIndex ? labelIndex[r] : targetRows ? hashRow(targetRows, r, 0) : 0;
  return hashRow(inputRows, r, hash);
}

function hashRow({ values, offset, stride, width }: Rows, r: number, before: number): number {
  let hash = before;
  const start = offset + r * stride;
  for (let c = 0; c < width; c++) {
    word[0] = values[start + c];
    hash = Math.imul(hash ^ halves[0], 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ halves[1], 0xc2b2ae35);
  }
  return hash ^ (hash >>> 16);
}

function isCopy(one: DatasetParts, r: number, other: DatasetParts, s: number): boolean {
  if (one.labelIndex && one.labelIndex[r] !== other.labelIndex?.[s]) return false;
  if (one.targetRows && !isCopyOf(one.targetRows, r, other.targetRows as Rows, s)) return false;
  return isCopyOf(one.inputRows, r, other.inputRows, s);
}

function isCopyOf(one: Rows, r: number, other: Rows, s: number): boolean {
  for (let c = 0; c < one.width; c++) {
    const a = one.values[one.offset + r * one.stride + c];
    // A missing cell is like another one.
    if (!Object.is(a, other.values[other.offset + s * other.stride + c])) return false;
  }
  return true;
}
