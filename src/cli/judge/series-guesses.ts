import { accuracy, regressionMetrics, type Dataset } from "../../index.js";
import type { SeriesShape } from "../problem/rows.js";
import type { Task } from "../problem/target.js";
import type { Rhythm, Step } from "../read/step.js";
import type { Score } from "./score.js";

/** A guess that copies a value of the window. */
export interface CopyingGuess {
  readonly name: string;
  readonly score: Score;
  /** What it says of each target, one after another. */
  readonly guesses: Float64Array;
}

/** How many steps back the same time stands, and what it is called, by the step of the rows. */
const SEASONS: Readonly<Record<Step, readonly (readonly [steps: number, name: string])[]>> = {
  hour: [
    [24, "same hour yesterday"],
    [168, "same hour last week"],
  ],
  day: [[7, "same weekday last week"]],
  week: [[52, "same week last year"]],
  month: [[12, "same month last year"]],
  quarter: [[4, "same quarter last year"]],
  year: [],
};

/** Where there are no dates, or rows at no steady distance: most often there is one a day. */
const UNDATED = [[7, ""]] as const;

/** What the last value is called where it is the one just before the target. */
const LAST: Readonly<Partial<Record<Step, string>>> = { day: "yesterday again" };

/** The last value again, and the value of the same time a day, a week or a year before, where the window reaches so far. */
export function copyingGuesses(
  data: Dataset,
  shape: SeriesShape,
  task: Task,
  { step, isSteady }: Rhythm = { isSteady: false },
): CopyingGuess[] {
  const { past, ahead, gap } = shape;
  const isNext = ahead === 1 && gap === 0;
  const last = (isNext && isSteady && step && LAST[step]) || "last value again";
  const seasons = (step === undefined ? UNDATED : SEASONS[step]).filter(([steps]) => steps <= past);
  return [
    { name: last, ...copying(data, shape, task, () => 0) },
    ...seasons.map(([steps, name]) => ({
      // Windows count rows: where some are missing it is another time.
      name: isSteady ? name : `value ${steps} steps before`,
      // A target more than a season after the window is guessed by the same time in the window's last one.
      ...copying(data, shape, task, (distance) => Math.ceil(distance / steps) * steps - distance),
    })),
  ];
}

/**
 * Guesses each target by a value of its own window.
 *
 * @param stepsBack how many steps before the window's end that value stands, for a target so many steps after the end
 */
function copying(
  { inputs, inputWidth, targets }: Dataset,
  { past, ahead, gap }: SeriesShape,
  task: Task,
  stepsBack: (distance: number) => number,
): Omit<CopyingGuess, "name"> {
  const guesses = Float64Array.from(targets, (_, i) => {
    const row = Math.floor(i / ahead);
    const distance = gap + 1 + (i % ahead);
    return inputs[row * inputWidth + past - 1 - stepsBack(distance)];
  });
  const score =
    task === "regression"
      ? regressionMetrics(guesses, targets, ahead)
      : { accuracy: accuracy(guesses, targets) };
  return { score, guesses };
}
