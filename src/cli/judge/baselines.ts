import { accuracy, auc, regressionMetrics, type Dataset } from "../../index.js";
import type { Notes, TrainingNotes } from "../problem/notes.js";
import type { SeriesShape } from "../problem/rows.js";
import type { ClassName } from "../problem/target.js";
import type { Calendar } from "../read/dates.js";
import type { Score } from "./score.js";
import { copyingGuesses } from "./series-guesses.js";

/** A guess that needs no training. A model that does not beat it has found nothing. */
export interface Baseline {
  readonly name: string;
  readonly score: Score;
  /** What it says of each target, one after another; of a guess that says the same of all, nothing. */
  readonly guesses?: Float64Array;
}

/**
 * The baselines that fit a problem: of a series, of classes, or of a number.
 *
 * @param data the rows to be guessed
 * @param calendar of a series with dates
 */
export function naiveBaselines(data: Dataset, notes: Notes, calendar: Calendar | undefined): Baseline[] {
  const { series, classes, training } = notes;
  if (series !== undefined) return seriesBaselines(data, notes, series, calendar);
  if (classes === undefined) return tableBaselines(data, training);
  const indices = new Map<unknown, number>(classes.map((name, index) => [name, index]));
  const actual = (data.labels ?? []).map((label) => indices.get(label) ?? -1);
  return [commonestClass(actual, classes, training.shares ?? [])];
}

/** The naive guesses of a number from a table: always the same. */
function tableBaselines(data: Dataset, training: TrainingNotes): Baseline[] {
  return [
    medianBaseline(data, training),
    { name: "mean of the training rows", score: always(training.mean ?? 0, data) },
  ];
}

/** The naive guesses of a series: the training rows' median (for 0 and 1 the commoner), and values of the window itself. */
function seriesBaselines(
  data: Dataset,
  { task, training }: Notes,
  shape: SeriesShape,
  calendar: Calendar | undefined,
): Baseline[] {
  const constant =
    task === "regression"
      ? medianBaseline(data, training)
      : commonestClass(Array.from(data.targets), [0, 1], training.shares ?? [0.5, 0.5]);
  return [constant, ...copyingGuesses(data, shape, task, calendar)];
}

function medianBaseline(data: Dataset, training: TrainingNotes): Baseline {
  return { name: "median of the training rows", score: always(training.median ?? 0, data) };
}

/**
 * The naive guess of a class: the commonest, with the training rows' shares as probabilities.
 *
 * @param actual the index of each row's class
 */
function commonestClass(
  actual: readonly number[],
  classes: readonly ClassName[],
  shares: readonly number[],
): Baseline {
  const commonest = shares.indexOf(Math.max(...shares));
  const guess = actual.map(() => commonest);
  const logLoss = actual.reduce((sum, index) => sum - Math.log(shares[index]), 0) / actual.length;
  return {
    name: `always ${JSON.stringify(classes[commonest])}, the commonest`,
    score: {
      accuracy: accuracy(guess, actual),
      logLoss: Number.isFinite(logLoss) ? logLoss : undefined,
      auc: classes.length === 2 ? auc(guess, actual) : undefined,
    },
  };
}

function always(guess: number, { targets, targetWidth }: Dataset): Score {
  return regressionMetrics(new Float64Array(targets.length).fill(guess), targets, targetWidth);
}
