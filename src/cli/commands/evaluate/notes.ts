import { calendarNote } from "../../show/file.js";
import { fewRowsNote, missingClassNote, worseNote } from "../../show/score-notes.js";
import type { FileEvaluation } from "./run.js";

// What is to be known besides the figures, as sentences: the text has them as lines, --json under "notes".

export function notesOnFile({ table, calendar, notes }: FileEvaluation): string[] {
  return [notes.series && calendarNote(table, calendar)].filter((note) => note !== undefined);
}

export function notesOnScore({ notes, rows, baselines, score, loss }: FileEvaluation): string[] {
  return [
    worseNote(score, baselines, loss),
    missingClassNote(baselines, notes),
    fewRowsNote(rows, "row"),
  ].filter((note) => note !== undefined);
}
