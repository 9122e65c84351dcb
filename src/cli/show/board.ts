import type { Baseline } from "../problem/baselines.js";
import { alignRow, alignTable, bold, number, percent, say, sparse } from "./output.js";
import { SCORE_COLUMNS, type Score } from "../problem/score.js";
import type { ClassName, Task } from "../problem/task.js";

/** A table of scores that grows line by line: the naive baselines before the training, the model after it. */
export class ScoreBoard {
  readonly #widths: number[];
  readonly #columns: readonly string[];

  /** @param baselines what will stand above the model: their names decide the widths, their scores the columns */
  constructor(task: Task, baselines: readonly Baseline[]) {
    const ranked = baselines.some(({ score }) => "auc" in score && Number.isFinite(score.auc));
    const columns = SCORE_COLUMNS[task];
    this.#columns = task === "classification" && !ranked ? columns.slice(0, 2) : columns;
    const names = ["this model", ...baselines.map(({ model }) => model)];
    this.#widths = [Math.max(...names.map((name) => name.length)), ...this.#columns.map(() => 10)];
  }

  head(title: string): void {
    if (title.length > this.#widths[0]) this.#widths[0] = title.length;
    say(bold(alignRow([title, ...this.#columns], this.#widths)));
  }

  add(name: string, score: Score): void {
    const cells =
      "mae" in score
        ? [number(score.mae), number(score.rmse), number(score.r2)]
        : [percent(score.accuracy), number(score.logLoss), number(score.auc)];
    say(alignRow([name, ...cells.slice(0, this.#columns.length)], this.#widths));
  }
}

/** The confusion matrix of a few classes, in words. */
export function sayConfusion(
  confusion: readonly (readonly number[])[] | undefined,
  classes: readonly ClassName[],
): void {
  if (confusion === undefined || classes.length > 10) return;
  const names = classes.map((name) => sparse(String(name)));
  say();
  const rows = confusion.map((counts, actual) => [`is ${names[actual]}`, ...counts.map(String)]);
  const [head, ...lines] = alignTable([["rows", ...names.map((name) => `said ${name}`)], ...rows]);
  say(bold(head));
  for (const line of lines) say(line);
}
