import { shellWord } from "../../base/format.js";
import type { Problem } from "../../problem/problem.js";
import { calendarNote } from "../../show/file.js";
import { fewRowsNote, missingClassNote, worseNote } from "../../show/score-notes.js";
import type { FitPlan } from "./plan.js";
import type { FitResult } from "./run.js";

// What is to be known of a fit besides its figures, as sentences: the text has them as lines, --json under "notes".

/** Of the data, before the training. */
export function notesBefore({ problem, parts }: FitPlan): string[] {
  const { table, series, calendar } = problem;
  const { train, validation, test } = parts;
  const ofParts = [train, validation, test].flatMap((part) => part?.notes ?? []);
  return [series && calendarNote(table, calendar), leftOutNote(problem), ...ofParts.map(sentence)].filter(
    (note) => note !== undefined,
  );
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

/** A rate above this is more likely too large than what is wrong elsewhere. */
const LARGE_RATE = 0.01;

/** What to change first where the model has found nothing. */
function tryFirst({ options: { learningRate, hidden } }: FitPlan, { history }: FitResult): string {
  if (learningRate > LARGE_RATE) return "Try a smaller --learning-rate first, such as 0.001.";
  const losses = history.epochs.map(({ loss, validationLoss = loss }) => validationLoss);
  const isFalling = losses.at(-1) === Math.min(...losses);
  if (isFalling) return "It was still getting better: try more --epochs first.";
  const smaller = hidden.length > 0 ? "a smaller network first, such as --hidden none, then " : "";
  return `Try ${smaller}other inputs: these may not tell the target.`;
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

/** A note of the library's, which counts inputs and targets from 0, by the name of the column or the place in the window. */
function withColumn(note: string, { inputs, series, targetName }: Problem): string {
  const subject = /^(input|target) (\d+)(?: \(.*\))? is (?=\S+ in every row)/;
  return note.replace(subject, (_, kind: string, index: string) => {
    if (kind === "target") return `the target "${targetName}" is `;
    if (series === undefined) return `column "${inputs[Number(index)]}" is `;
    const { past, gap } = series;
    const steps = past - Number(index) + gap;
    return `the value ${steps} ${steps === 1 ? "step" : "steps"} before is `;
  });
}

function sentence(note: string): string {
  return `${note}.`;
}
