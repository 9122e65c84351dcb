import type { Dataset } from "downhill";
import type { Rows } from "./data/rows.js";
import type { NaiveGuess, NaiveName, Part } from "./messages.js";

/** A guess for each row of a part. */
type Guess = (data: Dataset) => (row: number) => number;

/** Guesses that need no model, on each part by itself, so that a model is compared on the same rows. */
export function naiveGuesses(rows: Rows): NaiveGuess[] {
  const measure = rows.task === "classification" ? errors : meanDistance;
  return guessesOf(rows).map(({ name, guess }) => {
    const parts = (["train", "validation", "test"] as const).flatMap((part) => {
      const data = rows[part];
      return data ? [[part, measure(data, guess(data))] as const] : [];
    });
    const values: Partial<Record<Part, number>> = Object.fromEntries(parts);
    return { name, value: (values.test ?? values.validation ?? values.train) as number, values };
  });
}

/** What they know comes from the training rows, or from the row itself. */
function guessesOf({ train, task }: Rows): { name: NaiveName; guess: Guess }[] {
  if (task === "classification") {
    const most = majorityOf(train);
    return [{ name: "majority", guess: () => () => most }];
  }
  const mean = Array.from(train.targets).reduce((sum, value) => sum + value, 0) / train.rows;
  const past = train.inputWidth;
  const before =
    (days: number): Guess =>
    ({ inputs }) =>
    (row) =>
      inputs[row * past + past - days];
  return [
    { name: "mean", guess: () => () => mean },
    ...(train.chronological ? [{ name: "lastValue" as const, guess: before(1) }] : []),
    ...(train.chronological && past >= 7 ? [{ name: "lastWeek" as const, guess: before(7) }] : []),
  ];
}

function meanDistance({ targets, rows }: Dataset, guess: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += Math.abs(targets[row] - guess(row));
  return sum / rows;
}

/** The share of rows whose class is another one. */
function errors({ targets, rows }: Dataset, guess: (row: number) => number): number {
  let wrong = 0;
  for (let row = 0; row < rows; row++) if (targets[row] !== guess(row)) wrong++;
  return wrong / rows;
}

/** The most frequent class. */
function majorityOf({ targets }: Dataset): number {
  const counts = new Map<number, number>();
  for (const label of targets) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((most, other) => (other[1] > most[1] ? other : most))[0];
}
