import { count, listed, number, percent } from "../base/format.js";
import type { Baseline } from "../judge/baselines.js";
import type { ClassScore, Score } from "../judge/score.js";
import type { Notes } from "../problem/notes.js";

/** Fewer rows than this do not tell a good model from a lucky one. */
const ENOUGH_ROWS = 30;

/** A note on a score over so few rows that chance decides it. */
export function fewRowsNote(rows: number, what: string): string | undefined {
  if (rows >= ENOUGH_ROWS) return undefined;
  return `${count(rows, what)} ${rows === 1 ? "is" : "are"} too few to mean much.`;
}

/** A note on a naive guess without a log loss: a judged row is of a class that no training row has. */
export function missingClassNote(
  [{ score }]: readonly Baseline[],
  { classes = [], training }: Notes,
): string | undefined {
  if (!("accuracy" in score) || score.logLoss !== undefined) return undefined;
  const missing = classes.filter((_, c) => training.shares?.[c] === 0).map((name) => JSON.stringify(name));
  return (
    `no training row is of class ${listed(missing, 5)}, ` +
    `so that the log loss of guessing the commonest is infinite (–).`
  );
}

/**
 * A note on a model that a naive guess beats.
 *
 * @param loss what the model was trained for: by it a regression is compared
 */
export function worseNote(score: Score, baselines: readonly Baseline[], loss: string): string | undefined {
  const better = betterGuess(score, baselines, loss);
  if (better === undefined) return undefined;
  const { name, measure, values } = better;
  return `the naive guess "${name}" is better than this model: ${measure} ${values}.`;
}

/** The best of the naive guesses that beat a model, its name without quotes. */
export function betterGuess(
  score: Score,
  baselines: readonly Baseline[],
  loss: string,
): { name: string; measure: string; values: string } | undefined {
  const better = baselines
    .map((baseline) => ({ name: baseline.name, ...compare(score, baseline.score, loss) }))
    .filter(({ isWorse }) => isWorse)
    .sort((a, b) => a.rank - b.rank)
    .at(0);
  return better && { ...better, name: better.name.replaceAll('"', "") };
}

/** A naive guess beside a model, by what both are compared by. */
export interface BesideGuess extends Comparison {
  /** Without quotes. */
  readonly name: string;
  readonly baseline: Baseline;
}

/** The best of the naive guesses, whether it beats the model or not. */
export function bestGuess(score: Score, baselines: readonly Baseline[], loss: string): BesideGuess {
  const [best] = baselines
    .map((baseline) => ({
      baseline,
      name: baseline.name.replaceAll('"', ""),
      ...compare(score, baseline.score, loss),
    }))
    .sort((a, b) => a.rank - b.rank);
  return best;
}

interface Comparison {
  readonly isWorse: boolean;
  /** Whether the model is better: not where both are the same. */
  readonly isBeaten: boolean;
  readonly measure: string;
  /** The model's figure, and the guess's. */
  readonly ours: number;
  readonly theirs: number;
  /** The guess's figure beside the model's. */
  readonly values: string;
  /** The lower, the better the guess. */
  readonly rank: number;
}

/** A model's score beside a guess's, by what both have. */
function compare(model: Score, guess: Score, loss: string): Comparison {
  if ("mae" in model && "mae" in guess) {
    const [measure, of] = loss === "mse" ? (["RMSE", "rmse"] as const) : (["MAE", "mae"] as const);
    return lower(measure, model[of], guess[of]);
  }
  const [ours, theirs] = [model, guess] as [ClassScore, ClassScore];
  if (ours.logLoss !== undefined && theirs.logLoss !== undefined) {
    return lower("log loss", ours.logLoss, theirs.logLoss);
  }
  return {
    isWorse: ours.accuracy < theirs.accuracy,
    isBeaten: ours.accuracy > theirs.accuracy,
    measure: "accuracy",
    ours: ours.accuracy,
    theirs: theirs.accuracy,
    values: `${percent(theirs.accuracy)} beside ${percent(ours.accuracy)}`,
    rank: 1 - theirs.accuracy,
  };
}

/** Of a measure that is better the lower it is; a model's that is NaN is worse than any. */
function lower(measure: string, ours: number, theirs: number): Comparison {
  return {
    isWorse: ours > theirs || Number.isNaN(ours),
    isBeaten: ours < theirs,
    ...{ measure, ours, theirs },
    values: `${number(theirs)} beside ${number(ours)}`,
    rank: theirs,
  };
}
