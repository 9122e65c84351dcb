import { DataError, nextWindow, type Model } from "../../../index.js";
import { isoDate } from "../../../cells/dates.js";
import type { Notes } from "../../problem/notes.js";
import { datesFor, seriesCalendar, seriesRows, type SeriesShape } from "../../problem/rows.js";
import { savedInputRows, savedSeriesValues } from "../../problem/saved.js";
import { atLines, savedColumns, savedFeatures } from "../../problem/saved-mixed.js";
import type { ClassName } from "../../problem/target.js";
import type { Calendar } from "../../read/dates.js";
import { timeAfter } from "../../read/step.js";
import type { Table } from "../../read/table.js";

type Cell = string | number;

/** Rows of numbers one after another, or columns by name. */
type RowsToPredict = Parameters<Model["predictAll"]>[0];

/** Predictions as a table: what identifies a row, what is predicted for it. */
export interface Predictions {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One row for each row of the file, in its order. */
export function predictTable(model: Model, notes: Notes, table: Table): Predictions {
  const features = savedFeatures(model);
  const inputs = features ? savedColumns(table, features, notes) : savedInputRows(table, notes);
  return atLines(table, () => {
    if (notes.classes !== undefined) return classPredictions(model, inputs, notes.classes);
    return { header: ["prediction"], rows: Array.from(model.predictAll(inputs), (value) => [value]) };
  });
}

/** The class that the model decides for, and the probability of each. */
function classPredictions(model: Model, inputs: RowsToPredict, classes: readonly ClassName[]): Predictions {
  const outputs = model.predictAll(inputs);
  // Predicted twice, so that it is the model that decides, and not a second rule here.
  const decisions = model.classifyAll(inputs);
  const width = outputs.length / decisions.length;
  return {
    header: ["prediction", "probability", ...classes.map((name) => `probability of ${name}`)],
    rows: decisions.map(({ index, probability }, r) => {
      const values = Array.from(outputs.subarray(r * width, (r + 1) * width));
      const probabilities = width === 1 ? [1 - values[0], values[0]] : values;
      return [classes[index], exact(probability), ...probabilities.map(exact)];
    }),
  };
}

/** One row for each row of the file that has a whole window before it and whose answer is known. */
export function predictSeries(model: Model, notes: Notes, shape: SeriesShape, table: Table): Predictions {
  const calendar = seriesCalendar(table);
  const dates = calendar?.column;
  const data = seriesRows(table, savedSeriesValues(table, notes), shape, calendar);
  const outputs = model.predictAll(data.inputs);
  const { past, ahead, gap } = shape;
  const written = notes.task === "regression" ? Number : exact;
  const rows: Cell[][] = [];
  for (let r = 0; r < data.rows; r++) {
    const row = r + past + gap;
    const values = Array.from(outputs.subarray(r * ahead, (r + 1) * ahead), written);
    rows.push([dates?.cells[row] ?? table.line(row), data.targets[r * ahead], ...values]);
  }
  const name = notes.task === "regression" ? "prediction" : "probability of 1";
  const names = ahead === 1 ? [name] : Array.from({ length: ahead }, (_, j) => `${name} ${j + 1}`);
  return { header: [dates?.name ?? "line", notes.target, ...names], rows };
}

/** The `steps` values after the file's end, dated where the rows of the file are a steady step apart. */
export function forecast(
  model: Model,
  notes: Notes,
  shape: SeriesShape,
  table: Table,
  steps: number,
): Predictions {
  const calendar = seriesCalendar(table);
  const known = savedSeriesValues(table, notes);
  const needed = shape.past + shape.gap;
  if (known.length < needed) {
    throw new DataError(
      `${table.file}: the model looks back over ${needed} values, and the file has ${known.length}.`,
      { expected: needed, received: known.length },
    );
  }
  const isClassified = notes.task === "classification";
  // A model may predict more at once than is asked for, and look at the calendar of each step.
  const times = timesBeyond(table, shape, calendar, steps + shape.ahead);
  const asValue = isClassified ? nearestClass : undefined;
  const predicted = continueSeries(model, { values: known, times }, shape, steps, asValue);
  const answers = predicted.map((value) => (isClassified ? [nearestClass(value), exact(value)] : [value]));
  const header = isClassified ? ["prediction", "probability of 1"] : ["prediction"];
  if (calendar === undefined || times === undefined) {
    return { header: ["step", ...header], rows: answers.map((answer, i) => [i + 1, ...answer]) };
  }
  return {
    header: ["step", calendar.column.name, ...header],
    rows: answers.map((answer, i) => [i + 1, isoDate(times[known.length + i]), ...answer]),
  };
}

/**
 * The times of all rows and of `steps` more; undefined where the rows are no steady step apart.
 *
 * @throws DataError where the model needs them
 */
function timesBeyond(
  table: Table,
  { calendar: fields = [] }: SeriesShape,
  calendar: Calendar | undefined,
  steps: number,
): number[] | undefined {
  if (fields.length > 0) datesFor(table, fields, calendar);
  if (calendar === undefined) return undefined;
  const { times, step, column } = calendar;
  if (step !== undefined)
    return [...times, ...Array.from({ length: steps }, (_, i) => timeAfter(times, step, i + 1))];
  if (fields.length === 0) return undefined;
  throw new DataError(
    `${table.file}: the model looks at the calendar, and the dates in "${column.name}" are no steady step apart, so that it is ` +
      `unknown which date comes next. Predict without --steps, or train with --calendar none.`,
    { column: column.index },
  );
}

/**
 * The next `steps` outputs. A model that sees `ahead` values at once gives them straight; beyond them it is fed its own
 * predictions, which makes later steps less certain.
 *
 * @param known the series, and the times of its values and of those to come
 * @param asValue turns an output into a value of the series; left out, it is one
 */
function continueSeries(
  model: Model,
  known: { readonly values: Float64Array; readonly times: readonly number[] | undefined },
  { past, ahead, gap, calendar = [] }: SeriesShape,
  steps: number,
  asValue: (output: number) => number = (output) => output,
): number[] {
  const values = Array.from(known.values);
  const predicted: number[] = [];
  while (predicted.length < steps) {
    const from = values.length - gap - past;
    const dates = known.times?.slice(from, values.length + ahead);
    const row = nextWindow(values.slice(from, from + past), { past, ahead, gap, calendar, dates });
    for (const output of model.predict(row)) {
      predicted.push(output);
      values.push(asValue(output));
    }
  }
  return predicted.slice(0, steps);
}

function nearestClass(probability: number): number {
  return Number(probability >= 0.5);
}

/** A probability, which is a float32 or the complement of one, as the shortest number that stands for it. */
export function exact(value: number): number {
  const rounded = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(rounded.toPrecision(digits));
    if (Math.fround(shorter) === rounded) return shorter;
  }
  return Number(rounded.toPrecision(9));
}
