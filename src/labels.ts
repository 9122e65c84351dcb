import { show } from "./check.js";
import { DataError } from "./errors.js";
import { checkList, isList, type Numbers } from "./rows.js";

/** A class's name: a number, a text or a yes/no. */
export type Label = number | string | boolean;

/** One label a row. */
export type Labels = Numbers | readonly Label[];

/** Rows that belong to classes: row r is of class classes[index[r]]. */
export interface ClassedRows {
  readonly index: Int32Array;
  /** Sorted: numbers by value, texts by code unit, false before true. */
  readonly classes: readonly Label[];
}

/**
 * Finds the classes among labels.
 *
 * @param labels [rows], all numbers, all texts or all booleans
 * @throws DataError for an empty list, a missing label, NaN, an infinite number, or mixed types (names the row)
 */
export function readLabels(where: string, labels: unknown): ClassedRows {
  const list = checkLabels(where, "labels", labels);
  const seen = new Map<Label, number>();
  const index = new Int32Array(list.length);
  for (let r = 0; r < list.length; r++) {
    let number = seen.get(list[r]);
    if (number === undefined) {
      number = seen.size;
      seen.set(list[r], number);
    }
    index[r] = number;
  }
  const classes = sortLabels([...seen.keys()]);
  const sorted = new Int32Array(classes.length); // order of appearance -> sorted order
  classes.forEach((label, k) => (sorted[seen.get(label) as number] = k));
  for (let r = 0; r < index.length; r++) index[r] = sorted[index[r]];
  return { index, classes: Object.freeze(classes) };
}

/**
 * Checks a list of classes that was given from outside and sorts it as readLabels would.
 *
 * @throws DataError for what no label may be, mixed types, or a class named twice
 */
export function readClasses(where: string, classes: unknown): readonly Label[] {
  const sorted = sortLabels(Array.from(checkLabels(where, "classes", classes)));
  for (let k = 1; k < sorted.length; k++) {
    if (sorted[k] !== sorted[k - 1]) continue;
    throw new DataError(`${where}: classes names ${show(sorted[k])} twice.`, { received: sorted[k] });
  }
  return Object.freeze(sorted);
}

/**
 * Says for each row which of the model's classes it has, by the labels' values: a dataset may lack a class or have
 * them under other numbers.
 *
 * @param index    [rows] the dataset's own class numbers
 * @param classes  what they stand for; a class without a row is not looked at
 * @param modelClasses  the classes to be mapped to
 * @returns [rows] numbers of modelClasses; `index` itself when the lists are equal
 * @throws DataError when a row has a class the model never saw (says which and where)
 */
export function matchLabels(
  where: string,
  index: Int32Array,
  classes: readonly Label[],
  modelClasses: readonly Label[],
): Int32Array {
  if (classes.length === modelClasses.length && classes.every((label, k) => label === modelClasses[k])) {
    return index;
  }
  const numbers = new Map(modelClasses.map((label, k) => [label, k]));
  const map = Int32Array.from(classes, (label) => numbers.get(label) ?? -1);
  const matched = new Int32Array(index.length);
  for (let r = 0; r < index.length; r++) {
    matched[r] = map[index[r]];
    if (matched[r] < 0) throw unseen(where, classes[index[r]], r, modelClasses);
  }
  return matched;
}

/** Sorts in place: numbers by value, texts by code unit (as `<` has it, whatever the locale), false before true. */
function sortLabels(labels: Label[]): Label[] {
  return labels.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function checkLabels(where: string, name: string, labels: unknown): ArrayLike<Label> {
  const list = checkList(where, name, labels);
  const type = typeof list[0];
  for (let r = 0; r < list.length; r++) {
    const label = list[r];
    if (typeof label !== type || !isLabel(label)) throw badLabel(where, name, label, r, type);
  }
  return list as ArrayLike<Label>;
}

function isLabel(value: unknown): value is Label {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function badLabel(where: string, name: string, label: unknown, r: number, type: string): DataError {
  let text: string;
  if (isLabel(label)) {
    const was = type === "string" ? "a text" : `a ${type}`;
    text = `is ${show(label)}, but ${name}[0] is ${was}. Use all numbers, all texts or all booleans.`;
  } else if (label === undefined || label === null) {
    text = `is missing (${label}). Drop that row or give it a class.`;
  } else if (isList(label)) {
    text = `is ${show(label)}, expected one label. Rows of probabilities go under targets.`;
  } else if (typeof label === "number") {
    text = `is ${label}. Drop that row or give it a class.`;
  } else {
    text = `is ${show(label)}, expected a number, a text or a boolean.`;
  }
  return new DataError(`${where}: ${name}[${r}] ${text}`, { expected: "a label", received: label, row: r });
}

function unseen(where: string, label: Label, row: number, modelClasses: readonly Label[]): DataError {
  const shown = modelClasses.slice(0, 10).map(show).join(", ");
  const more = modelClasses.length > 10 ? ` and ${modelClasses.length - 10} more` : "";
  const twin = modelClasses.find((known) => String(known) === String(label));
  const hint = twin === undefined ? "" : ` The model knows it as a ${typeof twin}, not as a ${typeof label}.`;
  return new DataError(
    `${where}: row ${row} has the class ${show(label)}, which the model has never seen.${hint} Its classes: ${shown}${more}.`,
    { expected: modelClasses, received: label, row },
  );
}
