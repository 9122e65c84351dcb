import { PREDICT_ROWS, SINGLE_ROWS, type Contestant } from "./contestants.js";
import type { Work } from "./rounds.js";
import type { Task } from "./tasks.js";

/** Whole epochs; one row at a time; many rows at once. */
export const KINDS = ["train", "predict", "predictAll"] as const;
export type Kind = (typeof KINDS)[number];

/** The kinds of work of a contestant, by their names. */
export function worksOf(contestant: Contestant): Work[] {
  return [
    { name: "train", run: () => void contestant.trainEpoch(), prepare: () => contestant.restart() },
    {
      name: "predict",
      run: () => {
        for (let row = 0; row < SINGLE_ROWS; row++) contestant.predictOne(row);
      },
    },
    { name: "predictAll", run: () => void contestant.predictAll() },
  ];
}

/** Rows that one run of a work takes. */
export function rowsOf(kind: Kind, task: Task): number {
  return { train: task.rows, predict: SINGLE_ROWS, predictAll: PREDICT_ROWS }[kind];
}
