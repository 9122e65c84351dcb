import { listed, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { checkList, isList, type Numbers } from "./rows.js";

/** A class's name: a number, a string or a boolean. */
export type Label = number | string | boolean;

/** One label a row. */
export type Labels = Numbers | readonly Label[];

/** Rows that belong to classes: row r is of class classes[index[r]]. */
export interface ClassedRows {
  readonly index: Int32Array;
  /** Sorted: numbers by value, strings by code unit, false before true. */
  readonly classes: readonly Label[];
}

/**
 * Finds the classes among labels.
 *
 * @param labels [rows], all numbers, all strings or all booleans
 * @throws DataError for an empty list, a missing label, NaN, an infinite number, or mixed types (names the row)
 */
export function readLabels(caller: string, labels: unknown): ClassedRows {
  const list = Array.from(checkLabels(caller, "labels", labels));
  const classes = sortLabels([...new Set(list)]);
  const numbers = numbersOf(classes);
  const index = Int32Array.from(list, (label) => numbers.get(label) as number);
  return { index, classes: Object.freeze(classes) };
}

function numbersOf(classes: readonly Label[]): Map<Label, number> {
  return new Map(classes.map((label, k) => [label, k]));
}

/**
 * Checks a list of classes that was given from outside; they stay in its order.
 *
 * @throws DataError for what no label may be, mixed types, or a class named twice
 */
export function readClasses(caller: string, given: unknown): readonly Label[] {
  const classes = Array.from(checkLabels(caller, "classes", given));
  const seen = new Set<Label>();
  for (const label of classes) {
    if (seen.has(label))
      throw new DataError(`${caller}: classes names ${show(label)} twice.`, { received: label });
    seen.add(label);
  }
  return Object.freeze(classes);
}

/**
 * Says for each row which of the model's classes it has, by the labels' values: a dataset may lack a class or have
 * them under other numbers.
 *
 * @param index    [rows] the dataset's own class numbers
 * @param classes  what they stand for; a class without a row is not looked at
 * @param modelClasses  the classes to be mapped to
 * @returns [rows] numbers of modelClasses
 * @throws DataError when a row has a class the model never saw (says which and where)
 */
export function matchLabels(
  caller: string,
  index: Int32Array,
  classes: readonly Label[],
  modelClasses: readonly Label[],
): Int32Array {
  const numbers = numbersOf(modelClasses);
  const matched = classes.map((label) => numbers.get(label));
  return index.map((k, row) => {
    const number = matched[k];
    if (number === undefined) throw unseen(caller, classes[k], row, modelClasses);
    return number;
  });
}

/** Sorts in place: numbers by value, strings by code unit (as `<` has it, whatever the locale), false before true. */
export function sortLabels(labels: Label[]): Label[] {
  return labels.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function checkLabels(caller: string, name: string, labels: unknown): ArrayLike<Label> {
  const list = checkList(caller, name, labels);
  const type = typeof list[0];
  for (let r = 0; r < list.length; r++) {
    const label = list[r];
    if (typeof label !== type || !isLabel(label)) throw badLabel(caller, name, label, r, type);
  }
  return list as ArrayLike<Label>;
}

function isLabel(value: unknown): value is Label {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function badLabel(caller: string, name: string, label: unknown, r: number, type: string): DataError {
  let text = `is ${show(label)}, expected a number, a string or a boolean.`;
  if (isLabel(label)) {
    const was = `a ${type}`;
    text = `is ${show(label)}, but ${name}[0] is ${was}. Use all numbers, all strings or all booleans.`;
  } else if (isList(label)) {
    text = `is ${show(label)}, expected one label. Rows of probabilities go under targets.`;
  } else if (label === undefined || label === null || typeof label === "number") {
    const what = typeof label === "number" ? label : `missing (${label})`;
    text = `is ${what}. Drop that row or give it a class.`;
  }
  return new DataError(`${caller}: ${name}[${r}] ${text}`, { expected: "a label", received: label, row: r });
}

function unseen(caller: string, label: Label, row: number, modelClasses: readonly Label[]): DataError {
  const twin = modelClasses.find((known) => String(known) === String(label));
  const hint = twin === undefined ? "" : ` The model knows it as a ${typeof twin}, not as a ${typeof label}.`;
  return new DataError(
    `${caller}: row ${row} has the class ${show(label)}, which the model has never seen.${hint} Its classes: ${listed(modelClasses)}.`,
    { expected: modelClasses, received: label, row },
  );
}
