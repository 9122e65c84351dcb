import { DataError, type Model } from "../../index.js";
import type { Table } from "../read/csv.js";
import { dayAfter, type Calendar } from "../read/dates.js";
import { UsageError, type ExitCode } from "../show/failure.js";
import { checkWritable, writeWhole } from "../read/files.js";
import { loadModel, type Notes, type SeriesShape } from "../problem/notes.js";
import { count, csvLine, say, shortest } from "../show/output.js";
import { inputRows, readCsv, seriesCalendar, seriesRows, seriesValues } from "../problem/samples.js";

export interface PredictOptions {
  out?: string;
  steps?: number;
  json?: boolean;
}

/** Predictions as a table: what identifies a row, what is predicted for it. */
interface Predictions {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** `downhill predict`: a CSV (or JSON lines) of a saved model's predictions for a file. */
export function predict(modelFile: string, file: string, { out, steps, json }: PredictOptions): ExitCode {
  if (out !== undefined) checkWritable("--out", out);
  const { model, notes } = loadModel(modelFile);
  if (steps !== undefined && notes.series === undefined) {
    throw new UsageError(`--steps is for series; ${modelFile} was trained on a table, without --past.`);
  }
  const { table } = readCsv(file);
  const { header, rows } =
    notes.series === undefined
      ? predictTable(model, notes, table)
      : steps === undefined
        ? predictSeries(model, notes, notes.series, table)
        : predictOn(model, notes, notes.series, table, steps);
  const text = json
    ? rows
        .map((row) => `${JSON.stringify(Object.fromEntries(row.map((cell, c) => [header[c], cell])))}\n`)
        .join("")
    : csvLine(header) + rows.map(csvLine).join("");
  if (out === undefined) {
    process.stdout.write(text);
  } else {
    writeWhole(out, text);
    if (!json) say(`${count(rows.length, "prediction")} of "${notes.target}" written to ${out}`);
  }
  return 0;
}

/** One line for each row of the file, in its order. */
function predictTable(model: Model, notes: Notes, table: Table): Predictions {
  const columns = notes.inputs.map((name) => table.column(name));
  const outputs = model.predictAll(inputRows(table, columns));
  const { classes } = notes;
  if (classes === undefined)
    return { header: ["prediction"], rows: Array.from(outputs, (value) => [exact(value)]) };
  const header = ["prediction", "probability", ...classes.map((name) => `probability of ${name}`)];
  const width = outputs.length / table.rows;
  const rows = Array.from({ length: table.rows }, (_, r) => {
    const values = Array.from(outputs.subarray(r * width, (r + 1) * width));
    const probabilities = width === 1 ? [1 - values[0], values[0]] : values;
    const best = probabilities.indexOf(Math.max(...probabilities));
    return [classes[best], ...[probabilities[best], ...probabilities].map(exact)];
  });
  return { header, rows };
}

/** One line for each row of the file that has a whole window before it and whose answer is known. */
function predictSeries(model: Model, notes: Notes, shape: SeriesShape, table: Table): Predictions {
  const calendar = seriesCalendar(table);
  const data = seriesRows(table.file, seriesValues(table, notes), shape);
  const outputs = model.predictAll(data.inputs);
  const { past, ahead, gap } = shape;
  const name = notes.task === "regression" ? "prediction" : "probability of 1";
  const header = [
    calendar?.column.name ?? "line",
    notes.target,
    ...(ahead === 1 ? [name] : Array.from({ length: ahead }, (_, j) => `${name} ${j + 1}`)),
  ];
  const rows = Array.from({ length: data.rows }, (_, r) => {
    const row = r + past + gap;
    const values = Array.from(outputs.subarray(r * ahead, (r + 1) * ahead), exact);
    return [calendar?.column.cells[row] ?? table.line(row), data.targets[r * ahead], ...values];
  });
  return { header, rows };
}

/**
 * The `steps` values after the file's end. A model that sees `ahead` values at once gives them straight; beyond them it
 * is fed its own predictions, which makes later steps less certain.
 */
function predictOn(model: Model, notes: Notes, shape: SeriesShape, table: Table, steps: number): Predictions {
  const calendar = seriesCalendar(table);
  const known = seriesValues(table, notes);
  const { past, gap } = shape;
  if (known.length < past + gap) {
    throw new DataError(
      `${table.file}: the model looks back over ${past + gap} values, and the file has ${known.length}.`,
      { expected: past + gap, received: known.length },
    );
  }
  const classified = notes.task === "classification";
  const values = Array.from(known);
  const predicted: number[] = [];
  while (predicted.length < steps) {
    const from = values.length - gap - past;
    const outputs = model.predict(Float64Array.from(values.slice(from, from + past)));
    predicted.push(...outputs);
    values.push(...Array.from(outputs, (value) => (classified ? Number(value >= 0.5) : value)));
  }
  const dated = calendar !== undefined && calendar.daily;
  const answer = classified ? ["prediction", "probability of 1"] : ["prediction"];
  return {
    header: ["step", ...(dated ? [calendar.column.name] : []), ...answer],
    rows: predicted
      .slice(0, steps)
      .map((value, i) => [
        i + 1,
        ...(dated ? [nextDay(calendar, i + 1)] : []),
        ...(classified ? [Number(value >= 0.5), exact(value)] : [exact(value)]),
      ]),
  };
}

function nextDay(calendar: Calendar, steps: number): string {
  return dayAfter(calendar.times[calendar.times.length - 1], steps);
}

/** A float32 as the shortest number that stands for it; the complement of one too. */
function exact(value: number): number {
  return Number(shortest(Math.fround(value)));
}
