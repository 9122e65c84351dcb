import { baselinesJson, jsonLine } from "../../show/json.js";
import { notesOnFile, notesOnScore } from "./notes.js";
import type { FileEvaluation } from "./run.js";

export function showResult(result: FileEvaluation): string {
  const { modelFile, table, notes, rows, trainedOn, baselines, score, confusion } = result;
  return jsonLine({
    model: modelFile,
    file: table.file,
    task: notes.task,
    target: notes.target,
    rows,
    trainedOn,
    notes: [...notesOnFile(result), ...notesOnScore(result)],
    ...score,
    confusion,
    baselines: baselinesJson(baselines),
  });
}
