import { count, shellWord } from "../../base/format.js";
import { naiveBaselines } from "../../judge/baselines.js";
import { judge } from "../../judge/score.js";
import type { Problem } from "../../problem/problem.js";
import { calendarNote } from "../../show/file.js";
import { betterGuess, fewRowsNote, missingClassNote, worseNote } from "../../show/score-notes.js";
import type { FitPlan } from "./plan.js";
import type { FitResult } from "./run.js";

// What is to be known of a fit besides its figures, as sentences: the text has them as lines, --json under "notes".

/** Of the data, before the training. */
export function notesBefore({ problem, parts }: FitPlan): string[] {
  const { table, series, calendar } = problem;
  const { train, validation, test } = parts;
  const ofParts = [train, validation, test].flatMap((part) => part?.notes ?? []);
  return [
    series && calendarNote(table, calendar),
    leftOutNote(problem),
    emptyNote(problem),
    ...ofParts.map(sentence),
  ].filter((note) => note !== undefined);
}

/** Of the training and its result. */
export function notesAfter(plan: FitPlan, result: FitResult): string[] {
  const { problem, parts, notes, judged, baselines, loss } = plan;
  const ofTraining = result.history.notes.filter((note) => !parts.train?.notes.includes(note));
  const worse = worseNote(result.score, baselines, loss);
  return [
    // A series has the same target several times, so many steps ahead.
    ...new Set(ofTraining.map((note) => sentence(withColumn(note, problem)))),
    worse && `${worse} ${tryFirst(plan, result)}`,
    missingClassNote(baselines, notes),
    fewRowsNote(judged.data.rows, `${judged.name} row`),
  ].filter((note) => note !== undefined);
}

/** Of a series that is predicted no better than by a naive guess on the validation rows: what to know before the model is used. */
export function notFoundNote(plan: FitPlan, result: FitResult): string | undefined {
  const { parts, problem, notes, loss } = plan;
  const { validation } = parts;
  if (problem.series === undefined || validation === undefined) return undefined;
  const guesses = naiveBaselines(validation, notes, problem.calendar);
  const better = betterGuess(judge(result.model, validation).score, guesses, loss);
  if (better === undefined) return undefined;
  const { name, measure, values } = better;
  const advice =
    urgentAdvice(plan, result) ??
    `Try a --past longer than ${problem.series.past}, another --hidden, or more rows; the past of a series such as a price may not tell ` +
      `what comes next.`;
  return (
    `on the ${count(validation.rows, "validation row")} this model is no better than the naive guess "${name}" ` +
    `(${measure} ${values}): it has found nothing, so use the guess. ${advice}`
  );
}

/** A rate above this is more likely too large than what is wrong elsewhere. */
const LARGE_RATE = 0.01;

/** What to change first where the model has found nothing. */
function tryFirst(plan: FitPlan, result: FitResult): string {
  const { hidden } = plan.options;
  const smaller = hidden.length > 0 ? "a smaller network first, such as --hidden none, then " : "";
  return urgentAdvice(plan, result) ?? `Try ${smaller}other inputs: these may not tell the target.`;
}

/** What to change before anything else, where the training itself shows it. */
function urgentAdvice({ options }: FitPlan, { history }: FitResult): string | undefined {
  if (options.learningRate > LARGE_RATE) return "Try a smaller --learning-rate first, such as 0.001.";
  const losses = history.epochs.map(({ loss, validationLoss = loss }) => validationLoss);
  const isFalling = losses.at(-1) === Math.min(...losses);
  return isFalling ? "It was still getting better: try more --epochs first." : undefined;
}

/** Names of columns that are all written out. */
const MOST_INPUTS = 12;

/** The columns that are passed over, and how to take them: --features names all inputs, not only one more. */
function leftOutNote({ leftOut, inputs }: Problem): string | undefined {
  if (leftOut.length === 0) return undefined;
  const names = leftOut.map((name) => `"${name}"`).join(" and ");
  const [verb, them] =
    leftOut.length === 1 ? ["numbers the rows and is", "it"] : ["number the rows and are", "them"];
  const all = [...leftOut, ...inputs];
  const how =
    all.length > MOST_INPUTS
      ? `--features, with ${them} and the names of all other inputs, takes ${them}`
      : `--features ${shellWord(all.join(","))} takes ${them} too`;
  return `${names} only ${verb} left out; ${how}.`;
}

/** The columns that have no value in any row. */
function emptyNote({ empty = [] }: Problem): string | undefined {
  if (empty.length === 0) return undefined;
  const names = empty.map((name) => `"${name}"`).join(" and ");
  return `${names} ${empty.length === 1 ? "has" : "have"} no value in any row, and ${empty.length === 1 ? "is" : "are"} left out.`;
}

/** A note of the library's, which counts inputs and targets from 0, by the name of the column or the place in the window. */
function withColumn(note: string, { inputs, series, targetName, data, mixed }: Problem): string {
  const subject = /^(input|target) (\d+)(?: \((.*)\))?(?:, less the newest value,)? is (?=\S+ in every row)/;
  return note.replace(subject, (_, kind: string, index: string, name?: string) => {
    if (kind === "target") return `the target "${targetName}" is `;
    // Its column is one of several that are made of a file's: the note names it.
    if (mixed) return `${name ?? index} is `;
    if (series === undefined) return `column "${inputs[Number(index)]}" is `;
    const { past, gap, relative } = series;
    const column = data.columns?.[Number(index)];
    if (column !== undefined && Number(index) >= past) return `"${column}" of the calendar is `;
    const steps = past - Number(index) + gap;
    return `the value ${steps} ${steps === 1 ? "step" : "steps"} before${relative ? ", less the last one," : ""} is `;
  });
}

function sentence(note: string): string {
  return `${note}.`;
}
