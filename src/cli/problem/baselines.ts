import { accuracy, auc, regressionMetrics, type Dataset } from "../../index.js";
import type { Notes, SeriesShape } from "./notes.js";
import type { Score } from "./score.js";
import type { ClassName, Task } from "./task.js";

/** A guess that needs no training. A model that does not beat it has found nothing. */
export interface Baseline {
  readonly model: string;
  readonly score: Score;
}

const WEEK = 7;

/** Baselines as JSON has them: the name beside the numbers. */
export function flat(baselines: readonly Baseline[]): object[] {
  return baselines.map(({ model, score }) => ({ model, ...score }));
}

/** The naive guesses of a number from a table: always the same. */
export function tableBaselines(test: Dataset, training: { median?: number; mean?: number }): Baseline[] {
  return [
    { model: "median of the training rows", score: always(training.median ?? 0, test) },
    { model: "mean of the training rows", score: always(training.mean ?? 0, test) },
  ];
}

/** The naive guess of a class: the commonest, with the training rows' shares as probabilities. */
export function classBaselines(
  test: { readonly targets: ArrayLike<number> },
  classes: readonly ClassName[],
  shares: readonly number[],
): Baseline[] {
  const commonest = shares.indexOf(Math.max(...shares));
  const actual = Array.from(test.targets);
  const guess = actual.map(() => commonest);
  const logLoss = actual.reduce((sum, index) => sum - Math.log(shares[index]), 0) / actual.length;
  const score = {
    accuracy: accuracy(guess, actual),
    logLoss: Number.isFinite(logLoss) ? logLoss : undefined,
    auc: classes.length === 2 ? auc(guess, actual) : undefined,
  };
  return [{ model: `always ${JSON.stringify(classes[commonest])}, the commonest`, score }];
}

/** Why the naive guess of a class has no log loss: a row judged is of a class that its shares call impossible. */
export function missingClassNote(
  baselines: readonly Baseline[],
  { classes = [], training }: Pick<Notes, "classes" | "training">,
): string | undefined {
  const [{ score }] = baselines;
  if (!("accuracy" in score) || score.logLoss !== undefined) return undefined;
  const missing = classes.filter((_, c) => training.shares?.[c] === 0).map((name) => JSON.stringify(name));
  const names = missing.slice(0, 5).join(", ") + (missing.length > 5 ? ", ..." : "");
  return `Note: no training row is of class ${names}, so that the log loss of guessing the commonest is infinite (–).`;
}

/**
 * The naive guesses of a series: the training rows' median (for 0/1: the commoner), the last value again, and the value
 * 7 steps before each target, where the window reaches so far.
 *
 * @param daily whether a step is a day, so that 7 steps are a week
 */
export function seriesBaselines(
  test: Dataset,
  { past, ahead, gap }: SeriesShape,
  task: Task,
  training: { median?: number; shares?: readonly number[] },
  daily: boolean,
): Baseline[] {
  const { inputs, targets } = test;
  /** For each target the value `back` steps before the window's end; back is told how far the target lies after it. */
  const copy = (back: (distance: number) => number): Score => {
    const guess = Float64Array.from(targets, (_, i) => {
      const row = Math.floor(i / ahead);
      return inputs[row * past + past - 1 - back(gap + 1 + (i % ahead))];
    });
    if (task === "regression") return regressionMetrics(guess, targets, ahead);
    return { accuracy: accuracy(guess, targets) };
  };
  const baselines: Baseline[] =
    task === "regression"
      ? [{ model: "median of the training rows", score: always(training.median ?? 0, test) }]
      : classBaselines(test, [0, 1], training.shares ?? [0.5, 0.5]);
  const yesterday = daily && ahead === 1 && gap === 0;
  baselines.push({ model: yesterday ? "yesterday again" : "last value again", score: copy(() => 0) });
  if (past >= WEEK) {
    const score = copy((distance) => Math.ceil(distance / WEEK) * WEEK - distance);
    baselines.push({ model: daily ? "same weekday last week" : `value ${WEEK} steps before`, score });
  }
  return baselines;
}

function always(guess: number, { targets, targetWidth }: Dataset): Score {
  return regressionMetrics(new Float64Array(targets.length).fill(guess), targets, targetWidth);
}
