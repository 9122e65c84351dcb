import { count } from "../../base/format.js";
import { describeFile } from "../../show/file.js";
import { confusionLines, ScoreTable } from "../../show/scores.js";
import { joinLines, noteLine, wrapped } from "../../show/text.js";
import { notesOnFile, notesOnScore } from "./notes.js";
import type { FileEvaluation } from "./run.js";

export function showResult(result: FileEvaluation): string {
  const { table, calendar, notes, rows, trainedOn, baselines, score, confusion } = result;
  const flattering =
    "This is the file that the model was trained on: the score flatters, see the test rows of fit.";
  const head = [
    describeFile(table, calendar),
    ...notesOnFile(result).map(noteLine),
    trainedOn ? flattering : undefined,
  ];
  const scores = new ScoreTable(`${notes.target}, ${count(rows, "row")}`, baselines);
  return joinLines([
    ...head.map(wrapped),
    "",
    ...scores.head(),
    scores.model(score),
    ...confusionLines(confusion, notes.classes),
    // Each below a blank line.
    ...notesOnScore(result).flatMap((note) => ["", wrapped(noteLine(note))]),
  ]);
}
