import { count, listed } from "../base/format.js";
import type { Baseline } from "../judge/baselines.js";
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
