import { shortened } from "../../cells/quoted.js";
import { number, percent } from "../base/format.js";
import type { Baseline } from "../judge/baselines.js";
import type { Judgement, Score } from "../judge/score.js";
import type { ClassName } from "../problem/target.js";
import { alignRow, alignTable, bold } from "./text.js";

/** Classes in a confusion matrix that still fits a terminal. */
const MOST_CLASSES = 10;

/** A table of scores whose lines can be shown one by one: the naive baselines before the training, the model after it. */
export class ScoreTable {
  readonly #title: string;
  readonly #columns: readonly string[];
  readonly #widths: readonly number[];
  readonly #baselines: readonly Baseline[];

  /** @param baselines what stands above the model: their names decide the widths, their scores the columns */
  constructor(title: string, baselines: readonly Baseline[]) {
    const names = [title, "this model", ...baselines.map(({ name }) => name)];
    this.#title = title;
    this.#columns = scoreColumns(baselines);
    this.#widths = [Math.max(...names.map((name) => name.length)), ...this.#columns.map(() => 10)];
    this.#baselines = baselines;
  }

  /** The headings, and below them the baselines. */
  head(): string[] {
    const headings = bold(alignRow([this.#title, ...this.#columns], this.#widths));
    return [headings, ...this.#baselines.map(({ name, score }) => this.#row(name, score))];
  }

  /** The model's own line. */
  model(score: Score): string {
    return this.#row("this model", score);
  }

  #row(name: string, score: Score): string {
    return alignRow([name, ...scoreCells(score, this.#columns.length)], this.#widths);
  }
}

/** The figures of a score, in the order of `scoreColumns`. @param columns how many there are */
export function scoreCells(score: Score, columns: number): string[] {
  const cells =
    "mae" in score
      ? [number(score.mae), number(score.rmse), number(score.r2)]
      : [percent(score.accuracy), number(score.logLoss), number(score.auc)];
  return cells.slice(0, columns);
}

/** The headings of scores, in the order of a row's cells. */
export function scoreColumns(baselines: readonly Baseline[]): readonly string[] {
  if (baselines.some(({ score }) => "mae" in score)) return ["MAE", "RMSE", "R2"];
  const hasAuc = baselines.some(({ score }) => "auc" in score && Number.isFinite(score.auc));
  return hasAuc ? ["accuracy", "log loss", "AUC"] : ["accuracy", "log loss"];
}

/** The confusion matrix of a few classes, in words, below a blank line; nothing for a regression or many classes. */
export function confusionLines(
  confusion: Judgement["confusion"],
  classes: readonly ClassName[] = [],
): string[] {
  if (confusion === undefined || classes.length > MOST_CLASSES) return [];
  const names = classes.map((name) => shortened(String(name)));
  const headings = ["rows", ...names.map((name) => `said ${name}`)];
  const rows = confusion.map((counts, actual) => [`is ${names[actual]}`, ...counts.map(String)]);
  const [head, ...lines] = alignTable([headings, ...rows]);
  return ["", bold(head), ...lines];
}
