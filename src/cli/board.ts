import { alignRow, alignTable, bold, number, percent, say, sparse } from "./output.js";
import { SCORE_COLUMNS, type Score } from "./score.js";
import type { ClassName, Task } from "./task.js";

/** A table of scores that grows line by line: the naive baselines before the training, the model after it. */
export class ScoreBoard {
  readonly #widths: number[];

  /** @param names every name that will stand in it, so that the columns need not be moved later */
  constructor(
    private readonly task: Task,
    names: readonly string[],
  ) {
    this.#widths = [Math.max(...names.map((name) => name.length)), 10, 10, 10];
  }

  head(title: string): void {
    if (title.length > this.#widths[0]) this.#widths[0] = title.length;
    say(bold(alignRow([title, ...SCORE_COLUMNS[this.task]], this.#widths)));
  }

  add(name: string, score: Score): void {
    const cells =
      "mae" in score
        ? [number(score.mae), number(score.rmse), number(score.r2)]
        : [percent(score.accuracy), number(score.logLoss), number(score.auc)];
    say(alignRow([name, ...cells], this.#widths));
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
