import type { Dataset } from "../../index.js";
import {
  classBaselines,
  flat,
  missingClassNote,
  seriesBaselines,
  tableBaselines,
  type Baseline,
} from "../problem/baselines.js";
import { ScoreBoard, sayConfusion } from "../show/board.js";
import type { Calendar } from "../read/dates.js";
import type { ExitCode } from "../show/failure.js";
import { fingerprint, loadModel, type Notes } from "../problem/notes.js";
import { count, say, sayJson } from "../show/output.js";
import {
  calendarNote,
  describeFile,
  fewRowsNote,
  judgedRows,
  readCsv,
  scoreModel,
  seriesCalendar,
} from "../problem/samples.js";

/** `downhill evaluate`: how good a saved model is on every row of a file, beside the naive baselines. */
export function evaluate(modelFile: string, file: string, { json = false }: { json?: boolean }): ExitCode {
  const { model, notes } = loadModel(modelFile);
  const { table, text } = readCsv(file);
  const calendar = notes.series && seriesCalendar(table);
  const data = judgedRows(table, notes);
  const { score, confusion } = scoreModel(model, data);
  const baselines = naiveBaselines(data, notes, calendar);
  const seen = fingerprint(text) === notes.file;
  if (json) {
    const { task, target } = notes;
    sayJson({
      model: modelFile,
      file,
      task,
      target,
      rows: data.rows,
      trainedOn: seen,
      ...score,
      confusion,
      baselines: flat(baselines),
    });
    return 0;
  }
  say(describeFile(table, calendar));
  const note = notes.series && calendarNote(table, calendar);
  if (note !== undefined) say(note);
  if (seen)
    say("This is the file that the model was trained on: the score flatters, see the test rows of fit.");
  say();
  const board = new ScoreBoard(notes.task, baselines);
  board.head(`${notes.target}, ${count(data.rows, "row")}`);
  for (const { model, score } of baselines) board.add(model, score);
  board.add("this model", score);
  sayConfusion(confusion, notes.classes ?? [0, 1]);
  for (const note of [missingClassNote(baselines, notes), fewRowsNote(data.rows, "row")]) {
    if (note !== undefined) say(`\n${note}`);
  }
  return 0;
}

/** The baselines that fit a problem: of a series, of classes, or of a number. */
export function naiveBaselines(data: Dataset, notes: Notes, calendar: Calendar | undefined): Baseline[] {
  const { series, task, training, classes } = notes;
  if (series !== undefined) return seriesBaselines(data, series, task, training, calendar?.daily ?? false);
  if (classes === undefined) return tableBaselines(data, training);
  const labels = data.labels ?? [];
  const targets = labels.map((label) => classes.indexOf(label as (typeof classes)[number]));
  return classBaselines({ targets }, classes, training.shares ?? []);
}
