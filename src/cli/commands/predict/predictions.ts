import { DataError, type Model } from "../../../index.js";
import type { Notes } from "../../problem/notes.js";
import { seriesCalendar, seriesRows, type SeriesShape } from "../../problem/rows.js";
import { savedInputRows, savedSeriesValues } from "../../problem/saved.js";
import type { ClassName } from "../../problem/target.js";
import { dayAfter } from "../../read/dates.js";
import type { Table } from "../../read/table.js";

type Cell = string | number;

/** Predictions as a table: what identifies a row, what is predicted for it. */
export interface Predictions {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One row for each row of the file, in its order. */
export function predictTable(model: Model, notes: Notes, table: Table): Predictions {
  const inputs = savedInputRows(table, notes);
  if (notes.classes !== undefined) return classPredictions(model, inputs, notes.classes);
  return { header: ["prediction"], rows: Array.from(model.predictAll(inputs), (value) => [value]) };
}

/** The class that the model decides for, and the probability of each. */
function classPredictions(model: Model, inputs: Float64Array, classes: readonly ClassName[]): Predictions {
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
  const dates = seriesCalendar(table)?.column;
  const data = seriesRows(table.file, savedSeriesValues(table, notes), shape);
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

/** The `steps` values after the file's end, dated where the file has one row a day. */
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
  const predicted = continueSeries(model, known, shape, steps, isClassified ? nearestClass : undefined);
  const answers = predicted.map((value) => (isClassified ? [nearestClass(value), exact(value)] : [value]));
  const header = isClassified ? ["prediction", "probability of 1"] : ["prediction"];
  if (calendar === undefined || !calendar.daily) {
    return { header: ["step", ...header], rows: answers.map((answer, i) => [i + 1, ...answer]) };
  }
  const lastDay = calendar.times[calendar.times.length - 1];
  return {
    header: ["step", calendar.column.name, ...header],
    rows: answers.map((answer, i) => [i + 1, dayAfter(lastDay, i + 1), ...answer]),
  };
}

/**
 * The next `steps` outputs. A model that sees `ahead` values at once gives them straight; beyond them it is fed its own
 * predictions, which makes later steps less certain.
 *
 * @param asValue turns an output into a value of the series; left out, it is one
 */
function continueSeries(
  model: Model,
  known: Float64Array,
  { past, gap }: SeriesShape,
  steps: number,
  asValue: (output: number) => number = (output) => output,
): number[] {
  const values = Array.from(known);
  const predicted: number[] = [];
  while (predicted.length < steps) {
    const from = values.length - gap - past;
    for (const output of model.predict(Float64Array.from(values.slice(from, from + past)))) {
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
