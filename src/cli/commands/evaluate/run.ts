import { naiveBaselines, type Baseline } from "../../judge/baselines.js";
import { judge, type Judgement } from "../../judge/score.js";
import { fingerprint, type Notes } from "../../problem/notes.js";
import { seriesCalendar } from "../../problem/rows.js";
import { loadModel, savedDataset } from "../../problem/saved.js";
import { atLines } from "../../problem/saved-mixed.js";
import { readCsv } from "../../read/csv.js";
import type { Calendar } from "../../read/dates.js";
import type { Table } from "../../read/table.js";

/** How a saved model does on all rows of a file. */
export interface FileEvaluation extends Judgement {
  readonly modelFile: string;
  readonly table: Table;
  /** Present for a series with a column of dates. */
  readonly calendar?: Calendar;
  readonly notes: Notes;
  /** What the model was trained for. */
  readonly loss: string;
  readonly rows: number;
  /** Whether the model was trained on this very file. */
  readonly trainedOn: boolean;
  readonly baselines: readonly Baseline[];
}

export function run(modelFile: string, file: string): FileEvaluation {
  const { model, notes } = loadModel(modelFile);
  const { loss } = model.spec;
  const { table, text } = readCsv(file);
  const calendar = notes.series && seriesCalendar(table);
  const data = savedDataset(model, table, notes);
  return {
    modelFile,
    table,
    calendar,
    notes,
    loss: typeof loss === "string" ? loss : loss.type,
    rows: data.rows,
    trainedOn: fingerprint(text) === notes.file,
    baselines: naiveBaselines(data, notes, calendar),
    ...atLines(table, () => judge(model, data)),
  };
}
