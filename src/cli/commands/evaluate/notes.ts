import { calendarNote } from "../../show/file.js";
import { fewRowsNote, missingClassNote } from "../../show/score-notes.js";
import type { FileEvaluation } from "./run.js";

// What is to be known besides the figures, as sentences: the text has them as lines, --json under "notes".

export function notesOnFile({ table, calendar, notes }: FileEvaluation): string[] {
  return [notes.series && calendarNote(table, calendar)].filter((note) => note !== undefined);
}

export function notesOnScore({ notes, rows, baselines }: FileEvaluation): string[] {
  return [missingClassNote(baselines, notes), fewRowsNote(rows, "row")].filter((note) => note !== undefined);
}
