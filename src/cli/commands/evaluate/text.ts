import { count } from "../../base/format.js";
import { calendarNote, describeFile } from "../../show/file.js";
import { fewRowsNote, missingClassNote } from "../../show/score-notes.js";
import { confusionLines, ScoreTable } from "../../show/scores.js";
import { joinLines } from "../../show/text.js";
import type { FileEvaluation } from "./run.js";

export function showResult(result: FileEvaluation): string {
  const { table, calendar, notes, rows, trainedOn, baselines, score, confusion } = result;
  const flattering =
    "This is the file that the model was trained on: the score flatters, see the test rows of fit.";
  const scores = new ScoreTable(`${notes.target}, ${count(rows, "row")}`, baselines);
  return joinLines([
    describeFile(table, calendar),
    notes.series && calendarNote(table, calendar),
    trainedOn ? flattering : undefined,
    "",
    ...scores.head(),
    scores.model(score),
    ...confusionLines(confusion, notes.classes),
    ...below(missingClassNote(baselines, notes)),
    ...below(fewRowsNote(rows, "row")),
  ]);
}

/** A note below a blank line. */
function below(note: string | undefined): string[] {
  return note === undefined ? [] : ["", note];
}
