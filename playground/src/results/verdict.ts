import type { About, Frame, NaiveGuess, Part } from "../trainer/messages.js";

/** The model beside the best guess, on the same rows. */
export interface Verdict {
  readonly part: Part;
  readonly score: number;
  readonly guess: NaiveGuess;
  /** The guess's error on these rows. */
  readonly naive: number;
  /** By what share of the guess's error the model's is smaller; below 0 where it is larger. */
  readonly gain: number;
}

/** On test rows where they have been looked at, otherwise on validation rows, otherwise on those that are trained on. */
export function verdictOf({ naive }: About, { score }: Frame): Verdict | undefined {
  const part = (["test", "validation", "train"] as const).find((part) => score[part] !== undefined);
  if (!part || naive.length === 0) return undefined;
  const guess = bestGuess(naive, part);
  const [mine, its] = [score[part] as number, guess.values[part] as number];
  // Of a guess without error there is nothing to be smaller than.
  const gain = its > 0 ? 1 - mine / its : mine === 0 ? 0 : -Infinity;
  return { part, score: mine, guess, naive: its, gain };
}

/** The guess with the least error on a part. */
export function bestGuess(guesses: readonly NaiveGuess[], part: Part): NaiveGuess {
  const errorOf = ({ values }: NaiveGuess): number => values[part] ?? Infinity;
  return guesses.reduce((best, other) => (errorOf(other) < errorOf(best) ? other : best));
}

/** The best guess, where its error can stand beside a loss: the mean absolute error is the one that is both. */
export function guessBesideLoss(
  { measure, naive, rows }: About,
  loss: string,
): { readonly guess: NaiveGuess; readonly part: Part; readonly value: number } | undefined {
  if (measure !== "MAE" || loss !== "mae" || naive.length === 0) return undefined;
  const part: Part = rows.validation > 0 ? "validation" : "train";
  const guess = bestGuess(naive, part);
  return { guess, part, value: guess.values[part] as number };
}
