import { columnsOf } from "../../show/columns.js";
import { baselinesJson, jsonLine } from "../../show/json.js";
import { notesAfter, notesBefore, notFoundNote } from "./notes.js";
import type { FitPlan } from "./plan.js";
import type { FitResult } from "./run.js";

/** Nothing: the plan is a part of the one object that shows the result. */
export function showPlan(): string {
  return "";
}

/** Nothing: where the report is stands in that object. */
export function showReport(): string {
  return "";
}

export function showResult(plan: FitPlan, result: FitResult): string {
  const { history, seconds, score, confusion } = result;
  const { file, options, problem, rows, judged, loss, model, notes, baselines, choice, kept } = plan;
  const { series, inputs, leftOut, mixed } = problem;
  return jsonLine({
    file,
    task: notes.task,
    target: notes.target,
    classes: notes.classes,
    inputs: series === undefined ? inputs : undefined,
    leftOut: series === undefined ? leftOut : undefined,
    columns:
      mixed &&
      columnsOf(model, mixed).map(({ name, kind, categories, missing }) => ({
        name,
        kind,
        categories,
        missing,
      })),
    ...series,
    choice: choice && { measure: choice.measure, rows: choice.rows, candidates: choice.candidates },
    parameters: model.count,
    rows: { train: rows.train, validation: rows.validation, test: rows.test },
    loss,
    seed: options.seed,
    shuffleRows: plan.stream?.shuffleRows,
    resumedAfter: options.resume ? (kept?.epochs ?? null) : undefined,
    epochs: history.epochs.length,
    history: history.epochs,
    notes: [...notesBefore(plan), ...notesAfter(plan, result), notFoundNote(plan, result)].filter(
      (note) => note !== undefined,
    ),
    bestEpoch: history.best.epoch,
    trainLoss: history.best.loss,
    validationLoss: history.best.validationLoss,
    stoppedBy: history.stoppedBy,
    seconds,
    [judged.name]: { ...score, confusion },
    baselines: baselinesJson(baselines),
    saved: options.save,
    report: options.report,
    checkpoint: result.keptIn,
  });
}
