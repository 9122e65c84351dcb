import { show } from "../base/check.js";
import type { DatasetParts } from "../data/parts.js";
import type { RawColumn } from "./raw-column.js";

/** Fewer rows than these do not tell whether a column numbers them. */
const FEW_ROWS = 20;

/** What is to be known of a feature beside the target. */
export function notesOfFeature({ field, values }: RawColumn, targets: readonly RawColumn[]): string[] {
  const { name, kind, texts } = field;
  const notes: string[] = [];
  if (isConstant(values)) {
    const cell = texts?.[values[0]] ?? values[0];
    notes.push(
      `column ${show(name)} is ${show(cell)} in every row: it tells nothing, and is left out of the predictions`,
    );
  } else if (kind === "number" && numbersRows(values)) {
    notes.push(
      `column ${show(name)} holds whole numbers that all differ: if they only number the rows, leave it out with features`,
    );
  }
  const same = targets.find((target) => isSame({ field, values }, target));
  if (same)
    notes.push(
      `column ${show(name)} is the target ${show(same.field.name)} in every row: that is looking up the answer`,
    );
  return notes;
}

/** Whether all cells are there and the same. */
export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

function numbersRows(values: Float64Array): boolean {
  return (
    values.length >= FEW_ROWS && values.every(Number.isInteger) && new Set(values).size === values.length
  );
}

function isSame(one: Pick<RawColumn, "field" | "values">, other: RawColumn): boolean {
  if (isConstant(one.values)) return false;
  const cell = ({ field, values }: Pick<RawColumn, "field" | "values">, row: number): unknown =>
    field.kind === "text" ? field.texts?.[values[row]] : values[row];
  return one.values.every((_, row) => Object.is(cell(one, row), cell(other, row)));
}

/** For each part of a split what is to be known: rows that stand in the training part too. */
export function notesOfSplit(parts: readonly DatasetParts[]): string[][] {
  const [train, ...others] = parts;
  const rows = new Map<number, number[]>();
  for (let r = 0; r < train.rows; r++) {
    const key = hashOf(train, r);
    const alike = rows.get(key);
    if (alike) alike.push(r);
    else rows.set(key, [r]);
  }
  return [
    [],
    ...others.map((part) => {
      let copies = 0;
      for (let r = 0; r < part.rows; r++)
        if (rows.get(hashOf(part, r))?.some((row) => isCopy(train, row, part, r))) copies++;
      if (copies === 0) return [];
      const stand = copies === 1 ? "1 row stands" : `${copies} rows stand`;
      return [
        `${stand} in the training part too, target and all: what is measured on such rows is partly memory. Drop copies before the split`,
      ];
    }),
  ];
}

function* numbersOf({ inputRows, targetRows, labelIndex }: DatasetParts, r: number): Generator<number> {
  for (const rows of [inputRows, targetRows]) {
    if (!rows) continue;
    const start = rows.offset + r * rows.stride;
    for (let c = 0; c < rows.width; c++) yield rows.values[start + c];
  }
  if (labelIndex) yield labelIndex[r];
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);

function hashOf(data: DatasetParts, r: number): number {
  let hash = 0;
  for (const number of numbersOf(data, r)) {
    word[0] = number;
    hash = Math.imul(hash ^ halves[0], 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ halves[1], 0xc2b2ae35);
  }
  return hash;
}

function isCopy(one: DatasetParts, r: number, other: DatasetParts, s: number): boolean {
  const others = numbersOf(other, s);
  for (const number of numbersOf(one, r)) if (!Object.is(number, others.next().value)) return false;
  return true;
}
