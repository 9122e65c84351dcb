import type { Dataset } from "downhill";
import type { Rows } from "./data/rows.js";
import type { About } from "./messages.js";

/** Guesses that need no model, judged on the test rows, or on the validation rows where there are no others. */
export function naiveGuesses(rows: Rows): About["naive"] {
  const judged = rows.test ?? rows.validation ?? rows.train;
  if (rows.task === "classification")
    return [{ name: "majority", value: errorsOfMajority(rows.train, judged) }];
  const mean = Array.from(rows.train.targets).reduce((sum, value) => sum + value, 0) / rows.train.rows;
  const guesses: { name: About["naive"][number]["name"]; value: number }[] = [
    { name: "mean", value: meanDistance(judged, () => mean) },
  ];
  if (!judged.chronological) return guesses;
  const { inputs, inputWidth: past } = judged;
  guesses.push({ name: "lastValue", value: meanDistance(judged, (row) => inputs[row * past + past - 1]) });
  if (past >= 7)
    guesses.push({ name: "lastWeek", value: meanDistance(judged, (row) => inputs[row * past + past - 7]) });
  return guesses;
}

function meanDistance({ targets, rows }: Dataset, guess: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += Math.abs(targets[row] - guess(row));
  return sum / rows;
}

/** The share of rows that are not of the most frequent class of the training rows. */
function errorsOfMajority(train: Dataset, judged: Dataset): number {
  const counts = new Map<number, number>();
  for (const label of train.targets) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [majority] = [...counts].reduce((most, other) => (other[1] > most[1] ? other : most));
  return Array.from(judged.targets).filter((label) => label !== majority).length / judged.rows;
}
