import { show } from "../base/check.js";
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
      `column ${show(name)} holds whole numbers that all differ: if they only number the rows, leave it out with drop`,
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
