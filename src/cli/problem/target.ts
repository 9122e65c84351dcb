import { DataError } from "../../index.js";
import { readDates } from "../../cells/dates.js";
import { isName } from "../../cells/numerals.js";
import { quoted, shortened } from "../../cells/quoted.js";
import { whole } from "../base/format.js";
import { isMissing, type Column, type Table } from "../read/table.js";

export const TASKS = ["regression", "classification"] as const;

/** What is to be found: a number, or one of a few classes. */
export type Task = (typeof TASKS)[number];

/** A class as the command line knows it. */
export type ClassName = number | string;

/** The column to be predicted, read and decided upon. */
export type Target = RegressionTarget | ClassTarget;

export interface RegressionTarget {
  readonly task: "regression";
  readonly values: Float64Array;
  /** The sentence that says what was decided, and how to decide otherwise. */
  readonly announcement: string;
}

export interface ClassTarget {
  readonly task: "classification";
  /** The class of each row. */
  readonly labels: readonly ClassName[];
  /** The distinct classes in the library's order: numbers by value, strings by code unit. */
  readonly classes: readonly ClassName[];
  /** The rows of each class. */
  readonly counts: readonly number[];
  readonly announcement: string;
}

/** A column of more classes than this needs at least two rows for each. */
const MANY_CLASSES = 20;

/**
 * Reads the target of a table. Texts are classes, also those made of digits, such as 007, and so are columns of only 0 and 1,
 * unless `asked` says otherwise.
 *
 * @param asked the user's own choice
 * @throws DataError for a cell that does not fit the decision, or a column of one single class
 */
export function readTarget(table: Table, name: string, asked: Task | undefined): Target {
  const column = presentColumn(table, name);
  const hasTexts = column.cells.some((cell) => !table.isNumber(cell));
  const isText = table.kind(column) === "text";
  if (isText && asked === undefined && column.cells.every((cell) => readDates([cell]).times.length === 1))
    throw new DataError(
      `${table.file}: the target "${name}" is of dates. Predict a number, such as the days until then; --task classification takes them for classes.`,
      { column: column.index },
    );
  if ((isText && asked !== "regression") || (hasTexts && asked === "classification")) {
    return classTarget(table, column, table.texts(column), "it holds text", asked);
  }
  const digits = asked === "regression" ? undefined : column.cells.find(isName);
  if (digits !== undefined) {
    const why = `as a number ${shortened(digits)} would come back as ${Number(digits)}`;
    return classTarget(table, column, table.texts(column), why, asked);
  }
  if (hasTexts && asked === undefined) refuseTypos(table, column);
  const values = table.numbers(column);
  return numberTarget(table, column, values, asked, onlyTwo(values));
}

/**
 * Reads the target of a series, which is of numbers. One of only 0 and 1 is classes, unless `asked` says otherwise.
 *
 * @param asked the user's own choice
 * @throws DataError for a cell that does not fit the decision, or a column of one single class
 */
export function readSeriesTarget(table: Table, name: string, asked: Task | undefined): Target {
  const column = presentColumn(table, name);
  const advice = "A series (--past) is of numbers: name another --target, or leave out --past.";
  const isText = table.kind(column) === "text";
  const values = isText ? numbersOrAdvice(table, column, advice) : table.numbers(column);
  const other = values.findIndex((value) => value !== 0 && value !== 1);
  if (asked === "classification" && other >= 0) {
    throw table.cellError(column, other, "a series can be classified only if it holds nothing but 0 and 1.");
  }
  return numberTarget(table, column, values, asked);
}

/** @throws DataError for a column without any value */
function presentColumn(table: Table, name: string): Column {
  const column = table.column(name);
  if (table.kind(column) !== "nothing") return column;
  throw new DataError(`${table.file}: column "${name}" has no value in any row.`, { column: column.index });
}

/** @param two the only two values, where they may be meant for classes */
function numberTarget(
  table: Table,
  column: Column,
  values: Float64Array,
  asked: Task | undefined,
  two?: readonly [number, number],
): Target {
  const isYesNo = values.every((value) => value === 0 || value === 1);
  if (asked === "classification" || (asked === undefined && isYesNo)) {
    return classTarget(table, column, Array.from(values), "it holds only 0 and 1", asked);
  }
  const announcement =
    asked === undefined
      ? `"${column.name}" holds ${describeNumbers(two)}.`
      : `"${column.name}" is treated as a number, as asked: this is a regression.`;
  return { task: "regression", values, announcement };
}

function describeNumbers(two: readonly [number, number] | undefined): string {
  if (two === undefined) return "numbers: this is a regression";
  return `only ${two.join(" and ")}: this is a regression (--task classification takes them for classes)`;
}

/** The values of a column that has exactly two. */
function onlyTwo(values: Float64Array): [number, number] | undefined {
  const [first] = values;
  const second = values.find((value) => value !== first);
  if (second === undefined || values.some((value) => value !== first && value !== second)) return undefined;
  return [Math.min(first, second), Math.max(first, second)];
}

/** @param why the reason for taking the column for classes where nobody has asked for it */
function classTarget(
  table: Table,
  column: Column,
  labels: readonly ClassName[],
  why: string,
  asked: Task | undefined,
): ClassTarget {
  const classes = classesOf(labels);
  const isOverridable = asked === undefined && column.cells.every((cell) => table.isNumber(cell));
  const override = `They are taken for classes, since ${why}: --task regression takes them for numbers.`;
  checkClasses(table, column, classes, isOverridable ? ` ${override}` : "");
  const index = new Map(classes.map((name, i) => [name, i]));
  const counts = classes.map(() => 0);
  for (const label of labels) counts[index.get(label) as number]++;
  const reason = asked === undefined ? `since ${why}` : "as asked";
  const announcement =
    `"${column.name}" is taken for ${whole(classes.length)} classes, ${reason}: this is a classification` +
    `${isOverridable ? " (--task regression overrides)" : ""}.${describeMerged(column, labels)}` +
    `${asked === undefined ? describeUnit(table, column) : ""}`;
  return { task: "classification", labels, classes, counts, announcement };
}

/** The same target with all the classes that there are, and how many rows each has. */
export function withClasses(target: ClassTarget, counts: ReadonlyMap<ClassName, number>): ClassTarget {
  const classes = classesOf(Array.from(counts.keys()));
  const announcement = target.announcement.replace(
    /taken for [\d,]+ classes/,
    `taken for ${whole(classes.length)} classes`,
  );
  return { ...target, classes, counts: classes.map((name) => counts.get(name) ?? 0), announcement };
}

/** Two ways to write one number, such as 1.1 and 1.10, are one class, which must not happen without a word. */
function describeMerged({ cells }: Column, labels: readonly ClassName[]): string {
  const written = new Map<ClassName, string>();
  for (const [row, label] of labels.entries()) {
    const first = written.get(label);
    if (first === undefined) written.set(label, cells[row]);
    else if (first !== cells[row]) return ` ${first} and ${cells[row]} are the same class, as equal numbers.`;
  }
  return "";
}

/** @throws DataError for a single class, or for so many that hardly any has two rows */
function checkClasses(table: Table, column: Column, classes: readonly ClassName[], advice: string): void {
  const { file, rows } = table;
  if (classes.length === 1) {
    throw new DataError(
      `${file}: column "${column.name}" is ${JSON.stringify(classes[0])} in every row. A classification needs at least two classes.`,
      { column: column.index },
    );
  }
  if (classes.length > MANY_CLASSES && classes.length * 2 > rows) {
    throw new DataError(
      `${file}: column "${column.name}" has ${whole(classes.length)} different values in ${whole(rows)} rows` +
        `${describeText(table, column)}. A classification needs a few classes with many rows each.${advice}`,
      { column: column.index, received: classes.length },
    );
  }
}

/** Why the column is not taken for numbers, by its first cell that is none: of numbers with a unit the first of these. */
function describeText(table: Table, { cells }: Column): string {
  const areQuantities = cells.filter((cell) => isQuantity(table, cell)).length * 2 > cells.length;
  const row = cells.findIndex((cell) => !table.isNumber(cell) && (!areQuantities || isQuantity(table, cell)));
  if (row < 0) return "";
  const text = `${quoted(cells[row])} in line ${table.line(row)} is text, not a number`;
  return areQuantities
    ? `, and ${text}: write numbers alone, here ${table.numberAlone(cells[row])}`
    : `, and ${text}`;
}

/** Whether a cell is a number, with a unit or not. */
function isQuantity(table: Table, cell: string): boolean {
  return table.isNumber(cell) || table.numberAlone(cell) !== undefined;
}

/** Few numbers that all have the same unit may be meant as numbers, which must not pass without a word. */
function describeUnit(table: Table, { cells }: Column): string {
  const row = cells.findIndex((cell) => !table.isNumber(cell));
  if (row < 0 || !cells.every((cell) => isQuantity(table, cell))) return "";
  const units = new Set(
    cells.filter((cell) => !table.isNumber(cell)).map((cell) => cell.replace(/[-+\d., ]/g, "")),
  );
  if (units.size > 1) return "";
  return (
    ` If numbers are meant, write them alone: ${quoted(cells[row])} in line ${table.line(row)} is text, ` +
    `${table.numberAlone(cells[row])} a number.`
  );
}

/** The distinct values in the library's order of classes. */
function classesOf(labels: readonly ClassName[]): ClassName[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A text among numbers is more likely a typing error than a class, all the more among many values. */
function refuseTypos(table: Table, column: Column): void {
  const stray = column.cells.find((cell) => !table.isNumber(cell));
  if (stray === undefined || isMissing(stray) || new Set(column.cells).size > MANY_CLASSES) return;
  numbersOrAdvice(table, column, "If the column names classes, say --task classification.");
}

/** The column as numbers. @throws DataError that ends with `advice` */
function numbersOrAdvice(table: Table, column: Column, advice: string): Float64Array {
  try {
    return table.numbers(column);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${error.message} ${advice}`, { ...error });
    throw error;
  }
}
