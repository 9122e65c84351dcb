import { count, number, percent } from "../../../base/format.js";
import { html, type Html } from "../../../report/html.js";
import { bestGuess, type BesideGuess } from "../../../show/score-notes.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";

/** `Predicting births from the 56 values before`, `Predicting Species from 6 columns` */
export function titleOf({ problem: { targetName, series, inputs } }: FitPlan): string {
  if (series === undefined) return `Predicting ${targetName} from ${count(inputs.length, "column")}`;
  const { past } = series;
  return `Predicting ${targetName} from ${past === 1 ? "the value before" : `the ${past} values before`}`;
}

/** What was asked, and the answer: the error beside the best naive guess, and whether it is better. */
export function leadOf(plan: FitPlan, result: FitResult): Html {
  const guess = bestGuess(result.score, plan.baselines, plan.loss);
  return html`<p class="question">${questionOf(plan)}</p>
<p class="${guess.isBeaten ? "answer verdict good" : "answer verdict"}">${answerOf(plan, result, guess)}</p>
`;
}

function questionOf({ problem, judged }: FitPlan): string {
  const { targetName, series, inputs, target } = problem;
  const where =
    judged.name === "train" ? "on the rows of the training" : "on rows that the training has not seen";
  if (series !== undefined) {
    const { past, ahead, gap } = series;
    const next = ahead === 1 ? "value" : `${ahead} values`;
    const before = past === 1 ? "the value before" : `the ${past} values before`;
    const after = gap > 0 ? ` a gap of ${gap}` : "";
    return `Can the next ${next} of "${targetName}" be predicted from ${before}${after}, ${where}?`;
  }
  const what = target.task === "regression" ? "the number" : "the class";
  const columns = inputs.length === 1 ? `"${inputs[0]}"` : `${inputs.length} other columns`;
  return `Can ${what} in "${targetName}" be told from ${columns}, ${where}?`;
}

function answerOf(plan: FitPlan, { score }: FitResult, guess: BesideGuess): string {
  const { judged } = plan;
  const rows = count(judged.data.rows, `${judged.name} row`);
  const answer = guess.isBeaten ? "Yes" : "No";
  const verdict = guess.isBeaten
    ? `The model is better${lessError(guess)}.`
    : "The model is no better: use the guess.";
  const theirs = guess.baseline.score;
  if ("mae" in score && "mae" in theirs) {
    const mean = guess.measure === "RMSE" ? "in the root mean square" : "on average";
    return (
      `${answer}: on ${rows} it is off by ${number(guess.ours)} ${mean}; the best naive guess, ` +
      `"${guess.name}", by ${number(guess.theirs)}. ${verdict}`
    );
  }
  if ("mae" in score || "mae" in theirs) throw new Error("a score and its guesses are of one task");
  const loss = (value: number | undefined): string =>
    value === undefined ? "" : ` (log loss ${number(value)})`;
  return (
    `${answer}: it is right on ${percent(score.accuracy)} of ${rows}${loss(score.logLoss)}; the best naive guess, ` +
    `"${guess.name}", on ${percent(theirs.accuracy)}${loss(theirs.logLoss)}. ${verdict}`
  );
}

/** `, by 47 %`: of an error, how much less it is. */
function lessError({ measure, ours, theirs }: BesideGuess): string {
  if (measure === "accuracy" || !(theirs > 0)) return "";
  const what = measure === "log loss" ? "log loss" : "error";
  return `, its ${what} ${Math.round(100 * (1 - ours / theirs))} % smaller`;
}
