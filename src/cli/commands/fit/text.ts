import { count, fixed, listed, number, percent, whole } from "../../base/format.js";
import { describeChoice } from "../../show/choice.js";
import { columnsOf, describeColumn } from "../../show/columns.js";
import { describeFile } from "../../show/file.js";
import { describeInputs } from "../../show/inputs.js";
import { lossMeasure } from "../../show/loss-measure.js";
import { lossPlot } from "../../show/loss-plot.js";
import { confusionLines, ScoreTable } from "../../show/scores.js";
import { terminalOf } from "../../show/terminal.js";
import { faint, joinLines, noteLine, wrapped } from "../../show/text.js";
import { notesAfter, notesBefore, notFoundNote } from "./notes.js";
import type { FitPlan } from "./plan.js";
import type { FitResult, Unbegun } from "./run.js";
import { describeEnd, describeKeptEpoch } from "./training.js";

/** Classes whose rows are counted in one line. */
const MOST_CLASSES = 10;

/** What the data is taken for, and the naive baselines that the model has to beat. */
export function showPlan(plan: FitPlan): string {
  const { problem, parts } = plan;
  const { table, target, calendar } = problem;
  const untested = "Without test rows nothing is known of rows that the training has not seen.";
  const prose = [
    describeFile(table, calendar, plan.stream && plan.rows.all),
    target.announcement,
    describeTarget(plan),
    describeInputs(problem),
    ...describeColumns(plan),
    describeParts(plan),
    plan.choice && describeChoice(plan.choice),
    describeNetwork(plan),
    describeResumption(plan),
    ...notesBefore(plan).map(noteLine),
    parts.test === undefined ? faint(untested) : undefined,
  ].map(wrapped);
  return joinLines([...prose, "", ...scoreTable(plan).head()]);
}

/** How the model does beside the baselines, and how the training went. */
export function showResult(plan: FitPlan, result: FitResult): string {
  return joinLines([
    scoreTable(plan).model(result.score),
    ...confusionLines(result.confusion, plan.notes.classes),
    "",
    ...describeLosses(plan, result),
    ...[
      ...notesAfter(plan, result).map(noteLine),
      summarize(plan, result),
      describeNextStep(plan),
      describeKept(result),
      lastNote(plan, result),
    ].map(wrapped),
  ]);
}

/** The loss curves, where standard output is a terminal and --no-plot is not said. */
function describeLosses({ options, loss, notes }: FitPlan, { history }: FitResult): string[] {
  const terminal = options.plot ? terminalOf(process.stdout, process.env, process.platform) : undefined;
  if (terminal === undefined) return [];
  const lines = lossPlot(history, lossMeasure(loss, notes.target), terminal);
  return lines.length > 0 ? [...lines, ""] : [];
}

/** Where the report is, once it is written. */
export function showReport(path: string): string {
  return joinLines([wrapped(`The report is in ${path}, a page for a browser.`)]);
}

/** What is left of a training that Ctrl-C ended before its first epoch was done: nothing, or its checkpoint. */
export function showUnbegun({ options }: Pick<FitPlan, "options">, result: Pick<Unbegun, "keptIn">): string {
  const unsaved = options.save === undefined ? "" : ", nothing saved";
  const kept = describeKept(result);
  return `stopped before the first epoch was done${unsaved}.${kept === undefined ? "" : ` ${kept}`}`;
}

/** The last line, as it is what to know before the model is used. */
function lastNote(plan: FitPlan, result: FitResult): string | undefined {
  const note = notFoundNote(plan, result);
  return note && noteLine(note);
}

/** How to go on after Ctrl-C. */
function describeKept({ keptIn }: Pick<FitResult, "keptIn">): string | undefined {
  return keptIn && `The training is kept in ${keptIn}: add --resume to go on.`;
}

function scoreTable({ problem, judged, baselines }: FitPlan): ScoreTable {
  const measure = problem.target.task === "regression" ? "error" : "score";
  return new ScoreTable(`${measure} on ${count(judged.data.rows, `${judged.name} row`)}`, baselines);
}

/** The values of the target, or the rows of each class. */
function describeTarget({ facts: { values, counts = [] }, problem: { target } }: FitPlan): string {
  if (values !== undefined) {
    const { low, high, mean, median } = values;
    return `from ${number(low)} to ${number(high)}, mean ${number(mean)}, median ${number(median)}`;
  }
  const classes = target.task === "classification" ? target.classes : [];
  const all = counts.reduce((sum, rows) => sum + rows, 0);
  const shares = classes.map(
    (name, c) => `${name}: ${count(counts[c], "row")} (${percent(counts[c] / all)})`,
  );
  return listed(shares, MOST_CLASSES);
}

/** Columns that are described, a line each. */
const MOST_COLUMNS = 40;

/** What becomes of each input column of mixed kinds. */
function describeColumns({ problem: { mixed = [] }, model }: FitPlan): string[] {
  const columns = columnsOf(model, mixed);
  const lines = columns.slice(0, MOST_COLUMNS).map((column) => `  ${column.name}: ${describeColumn(column)}`);
  const more = columns.length - lines.length;
  return more > 0 ? [...lines, `  and ${count(more, "column")} more`] : lines;
}

function describeParts({ problem, rows, stream, options }: FitPlan): string {
  const { all, train, validation, test } = rows;
  const order = problem.series === undefined ? `shuffled by seed ${options.seed}` : "in time order";
  const streamed = stream && `read anew for each epoch, ${whole(stream.shuffleRows)} in memory at a time`;
  return (
    `rows to learn from: ${whole(all)}, ${streamed ?? order}: ${whole(train)} train, ${whole(validation)} validation, ` +
    `${whole(test)} test`
  );
}

function describeNetwork({ options, outputs, model, loss }: FitPlan): string {
  const { hidden, activation, optimizer, learningRate, batch, seed } = options;
  const widths = [model.spec.inputs, ...hidden, outputs].join("-");
  const kind = hidden.length > 0 ? `network ${widths} with ${activation}` : `linear model ${widths}`;
  return (
    `${kind}, ${count(model.count, "parameter")}; loss ${loss}, ${optimizer} at ${learningRate}, ` +
    `batch ${batch}, seed ${seed}`
  );
}

/** Whether --resume found a training to go on with. */
function describeResumption({ options, kept }: FitPlan): string | undefined {
  const { checkpoint, resume, epochs } = options;
  if (!resume) return undefined;
  return kept === undefined
    ? `there is no training in ${checkpoint} to go on from: this one begins anew`
    : `going on from ${kept.file}: ${whole(kept.epochs)} of ${count(epochs, "epoch")} ${kept.epochs === 1 ? "is" : "are"} done`;
}

/** How the training went, in a sentence or two. */
function summarize(plan: FitPlan, { history, seconds }: FitResult): string {
  const epochs = count(history.epochs.length, "epoch");
  return `${epochs} in ${fixed(seconds, 1)} s${describeEnd(plan, history)}. ${describeKeptEpoch(plan, history)}`;
}

function describeNextStep({ file, options: { save }, problem }: FitPlan): string | undefined {
  if (save === undefined) return undefined;
  const steps = problem.series === undefined ? "" : " --steps 7";
  return `Saved to ${save}. Next: downhill predict ${save} ${file}${steps}`;
}
