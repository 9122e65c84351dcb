import { DataError } from "../../index.js";
import { isMissing, type Column, type Table } from "../read/csv.js";
import { findCalendar } from "../read/dates.js";
import { UsageError } from "../show/failure.js";
import { sparse, whole } from "../show/output.js";

export const TASKS = ["regression", "classification"] as const;

/** What is to be found: a number, or one of a few classes. */
export type Task = (typeof TASKS)[number];

/** A class as the command line knows it. */
export type ClassName = number | string;

/** The column to be predicted, read and decided upon. */
export type Target = (
  | { readonly task: "regression"; readonly values: Float64Array }
  | {
      readonly task: "classification";
      /** The class of each row. */
      readonly labels: readonly ClassName[];
      /** The distinct classes, numbers by value, texts by code unit. */
      readonly classes: readonly ClassName[];
      /** The rows of each class. */
      readonly counts: readonly number[];
    }
) & {
  /** The sentence that says what was decided and how to decide otherwise. */
  readonly announcement: string;
};

/** A text column of more classes than this needs at least two rows for each. */
const MANY_CLASSES = 20;

/**
 * Decides whether a column is a regression or a classification: texts and columns of only 0 and 1 are classes, unless
 * `asked` says otherwise.
 *
 * @param asked the person's own choice
 * @param series whether the column is a series, whose classes can only be 0 and 1
 * @throws DataError for a cell that does not fit the decision, or a column of one single class
 */
export function readTarget(table: Table, name: string, asked: Task | undefined, series: boolean): Target {
  const column = table.column(name);
  const kind = table.kind(column);
  if (kind === "nothing") {
    throw new DataError(`${table.file}: column "${name}" has no value in any row.`, { column: column.index });
  }
  // Both throw at the first text, naming its line.
  if (kind === "text" && series) {
    numbersOr(table, column, "A series (--past) is of numbers: name another --target, or leave out --past.");
  }
  if (kind === "text" && asked === "regression") table.numbers(column);
  if (kind === "text") {
    const labels = table.texts(column);
    const classes = classesOf(labels);
    return classified(table, column, labels, classes, "it holds texts", asked);
  }
  const mixed = column.cells.some((cell) => !table.isNumber(cell));
  if (mixed && asked === "classification" && !series) {
    return classified(table, column, table.texts(column), classesOf(column.cells), "it holds texts", asked);
  }
  if (mixed && asked === undefined && !series) refuseTypos(table, column);
  const values = table.numbers(column);
  const classes = classesOf(Array.from(values));
  const yesNo = classes.every((value) => value === 0 || value === 1);
  if (asked === "classification" && series && !yesNo) {
    const row = values.findIndex((value) => value !== 0 && value !== 1);
    throw table.cellError(column, row, `a series can be classified only if it holds nothing but 0 and 1.`);
  }
  if (asked === "classification" || (asked === undefined && yesNo)) {
    const why = yesNo ? "it holds only 0 and 1" : `it holds ${classes.length} different numbers`;
    return classified(table, column, Array.from(values), classes, why, asked);
  }
  const announcement =
    asked === undefined
      ? `"${name}" holds numbers: this is a regression.`
      : `"${name}" is treated as a number, as asked: this is a regression.`;
  return { task: "regression", values, announcement };
}

/** A column of numbers with a text in it: more likely a typing error than a class, all the more with many values. */
function refuseTypos(table: Table, column: Column): void {
  const stray = column.cells.find((cell) => !table.isNumber(cell));
  if (stray === undefined || isMissing(stray) || new Set(column.cells).size > MANY_CLASSES) return;
  numbersOr(table, column, "If the column names classes, say --task classification.");
}

/** The column as numbers. @throws DataError with advice behind what is wrong */
function numbersOr(table: Table, column: Column, advice: string): Float64Array {
  try {
    return table.numbers(column);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${error.message} ${advice}`, { ...error });
    throw error;
  }
}

function classified(
  table: Table,
  column: Column,
  labels: readonly ClassName[],
  classes: readonly ClassName[],
  why: string,
  asked: Task | undefined,
): Target {
  const { file, rows } = table;
  if (classes.length === 1) {
    throw new DataError(
      `${file}: column "${column.name}" is ${JSON.stringify(classes[0])} in every row. Classes need two at least.`,
      { column: column.index },
    );
  }
  if (classes.length > MANY_CLASSES && classes.length * 2 > rows) {
    throw new DataError(
      `${file}: column "${column.name}" has ${whole(classes.length)} different values in ${whole(rows)} rows. ` +
        `A classification needs a few classes with many rows each.`,
      { column: column.index, received: classes.length },
    );
  }
  const counts = classes.map(() => 0);
  const place = new Map(classes.map((name, index) => [name, index]));
  for (const label of labels) counts[place.get(label) as number]++;
  const reason = asked === undefined ? `since ${why}` : "as asked";
  const verdict = `"${column.name}" is taken for ${whole(classes.length)} classes, ${reason}: this is a classification`;
  const override =
    asked === undefined && typeof classes[0] === "number" ? " (--task regression overrides)" : "";
  return { task: "classification", labels, classes, counts, announcement: `${verdict}${override}.` };
}

/** The distinct values in the library's order of classes: numbers by value, texts by code unit. */
function classesOf(labels: readonly ClassName[]): ClassName[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Which columns a table's inputs are. */
export interface InputChoice {
  /** Only these. */
  readonly features?: readonly string[];
  /** All but these. */
  readonly drop?: readonly string[];
}

/**
 * The input columns: every column but the target, or those the person chose.
 *
 * @throws DataError when one of them holds texts (names all of them), UsageError for a choice that leaves none
 */
export function chooseInputs(table: Table, target: string, choice: InputChoice): Column[] {
  for (const name of [...(choice.features ?? []), ...(choice.drop ?? [])]) table.column(name);
  if (choice.features?.includes(target)) {
    throw new UsageError(
      `--features names the target "${target}" itself: that would be looking up the answer.`,
    );
  }
  if (choice.drop?.includes(target)) throw new UsageError(`--drop names the target "${target}".`);
  const inputs = table.columns.filter(
    ({ name }) =>
      name !== target && !choice.drop?.includes(name) && (choice.features?.includes(name) ?? true),
  );
  const unfit = inputs.filter((column) => table.kind(column) !== "numbers");
  if (unfit.length > 0) {
    const [first] = unfit;
    const text = table.kind(first) === "text";
    const row = first.cells.findIndex((cell) => cell !== "");
    const seen = text
      ? `holds texts (${JSON.stringify(sparse(first.cells[row]))} in line ${table.line(row)})`
      : "is empty";
    const more = unfit.length - 1;
    const others = more > 0 ? `, and so ${more === 1 ? "does" : "do"} ${more} more` : "";
    const dates = findCalendar(table)?.column;
    const series =
      dates !== undefined && unfit.includes(dates) ? `, or say --past 56 if the rows are a series` : "";
    throw new DataError(
      `${table.file}: column "${first.name}" ${seen}${text ? others : ""}, and inputs must be numbers. ` +
        `Leave it out with --drop ${shellWord(unfit.map(({ name }) => name).join(","))}${series}.`,
      { column: first.index },
    );
  }
  if (inputs.length === 0)
    throw new UsageError(`${table.file}: no column is left as an input beside "${target}".`);
  return inputs;
}

function shellWord(text: string): string {
  return /^[\w,.-]+$/.test(text) ? text : `"${text}"`;
}
