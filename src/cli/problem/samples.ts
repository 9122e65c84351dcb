import { DataError, dataset, windows, type Dataset, type Model } from "../../index.js";
import { parseCsv, type Column, type Table } from "../read/csv.js";
import { findCalendar, missingDays, unreadDates, type Calendar } from "../read/dates.js";
import { readText } from "../read/files.js";
import type { Notes, SeriesShape } from "./notes.js";
import { count } from "../show/output.js";
import type { Score } from "./score.js";
import type { ClassName } from "./task.js";

/** Fewer rows than this do not tell a good model from a lucky one. */
const ENOUGH_ROWS = 30;

/** Reads a CSV file. `text` is what it said, for its fingerprint. */
export function readCsv(file: string): { table: Table; text: string } {
  const text = readText(file);
  return { table: parseCsv(text, file), text };
}

/** The columns as rows of a model's input, one after another, [rows x columns]. */
export function inputRows(table: Table, columns: readonly Column[]): Float64Array {
  const width = columns.length;
  const rows = new Float64Array(table.rows * width);
  for (const [c, column] of columns.entries()) {
    const values = table.numbers(column);
    for (let r = 0; r < values.length; r++) rows[r * width + c] = values[r];
  }
  return rows;
}

/** The dates of a series, if it has any. @throws DataError when the file runs backward in time */
export function seriesCalendar(table: Table): Calendar | undefined {
  const calendar = findCalendar(table);
  if (calendar?.order === "backward" && table.rows > 1) {
    throw new DataError(
      `${table.file}: column "${calendar.column.name}" runs backward, from ${calendar.column.cells[0]} to ` +
        `${calendar.column.cells[table.rows - 1]}. A series needs its oldest row first: sort the file.`,
      { column: calendar.column.index },
    );
  }
  return calendar;
}

/** A series as windows. @throws DataError when it is too short for one */
export function seriesRows(file: string, values: Float64Array, { past, ahead, gap }: SeriesShape): Dataset {
  const needed = past + gap + ahead;
  if (values.length < needed) {
    throw new DataError(
      `${file}: a series of ${values.length} is too short for past ${past}, gap ${gap}, ahead ${ahead}. ` +
        `It must have at least ${needed} values.`,
      { expected: needed, received: values.length },
    );
  }
  return windows(values, { past, ahead, gap });
}

/** All rows of a file as a saved model's dataset, with the answers in it. */
export function judgedRows(table: Table, notes: Notes): Dataset {
  const column = table.column(notes.target);
  if (notes.series !== undefined) return seriesRows(table.file, seriesValues(table, notes), notes.series);
  const inputs = inputRows(
    table,
    notes.inputs.map((name) => table.column(name)),
  );
  const inputWidth = notes.inputs.length;
  if (notes.classes === undefined) {
    return dataset({ inputs, targets: table.numbers(column) }, { inputWidth });
  }
  return dataset({ inputs, labels: knownLabels(table, column, notes.classes) }, { inputWidth });
}

/** The values of a series; for a classified one, checked to be 0 and 1. */
export function seriesValues(table: Table, notes: Notes): Float64Array {
  const column = table.column(notes.target);
  const values = table.numbers(column);
  if (notes.task === "regression") return values;
  const row = values.findIndex((value) => value !== 0 && value !== 1);
  if (row >= 0)
    throw table.cellError(column, row, "the model was trained on a series of nothing but 0 and 1.");
  return values;
}

/** The class of each row. @throws DataError naming the first that the training has not seen */
function knownLabels(table: Table, column: Column, classes: readonly ClassName[]): ClassName[] {
  const numeric = typeof classes[0] === "number";
  const labels: ClassName[] = numeric ? Array.from(table.numbers(column)) : [...table.texts(column)];
  const row = labels.findIndex((label) => !classes.includes(label));
  if (row < 0) return labels;
  const known = classes.slice(0, 10).map((name) => JSON.stringify(name));
  const more = classes.length > 10 ? ", ..." : "";
  throw table.cellError(
    column,
    row,
    `the class ${JSON.stringify(labels[row])} was not among the training rows. Known: ${known.join(", ")}${more}.`,
  );
}

/** How a model does on rows, in the words of the command line. */
export function scoreModel(model: Model, data: Dataset): { score: Score; confusion?: number[][] } {
  const result = model.evaluate(data);
  if ("mae" in result) return { score: { mae: result.mae, rmse: result.rmse, r2: result.r2 } };
  const { accuracy, loss, auc, confusion } = result;
  return { score: { accuracy, logLoss: loss, auc }, confusion };
}

/** `births.csv: 5,479 rows, 2000-01-01 to 2014-12-31, one a day`. */
export function describeFile(table: Table, calendar: Calendar | undefined): string {
  const parts = [`${table.file}: ${count(table.rows, "row")}`];
  if (calendar !== undefined && calendar.order !== "mixed") {
    const { cells, name } = calendar.column;
    const pace = calendar.daily ? ", one a day" : "";
    parts.push(`${name} ${cells[0]} to ${cells[table.rows - 1]}${pace}`);
  } else if (calendar !== undefined) {
    parts.push(`taken as they stand (the dates in "${calendar.column.name}" go back and forth)`);
  }
  if (
    table.decimalComma &&
    table.columns.some((column) => column.cells.some((cell) => /^\S+,\d+$/.test(cell)))
  ) {
    parts.push("commas in numbers read as decimal points");
  }
  return parts.join(", ");
}

/** A warning for a series whose dates cannot be read, or with days missing, whose windows then reach further back. */
export function calendarNote(table: Table, calendar: Calendar | undefined): string | undefined {
  if (calendar === undefined) {
    const unread = unreadDates(table);
    return unread && `Note: ${unread}; order and gaps of its rows are not checked.`;
  }
  const missing = missingDays(calendar);
  if (missing === undefined) return undefined;
  const { from, until } = missing;
  const what = `${count(missing.count, "day")} ${missing.count === 1 ? "is" : "are"} missing`;
  const caller = `${missing.count === 1 ? "" : "first, "}${from} is followed by ${until}`;
  return `Note: ${what} (${caller}): windows count rows, not days.`;
}

/** A warning for a score over so few rows that chance decides it. */
export function fewRowsNote(rows: number, what: string): string | undefined {
  if (rows >= ENOUGH_ROWS) return undefined;
  return `Note: ${count(rows, what)} ${rows === 1 ? "is" : "are"} too few to mean much.`;
}
