import { dense, Model } from "downhill";
import { errorOfCopy, JUDGED, LEARNT } from "../data/births.js";
import { PASTS } from "../data/pasts.js";
import type { Experiment } from "./experiment.js";
import { rowsOf } from "./rows.js";

const EPOCHS = 300;

export interface WindowScore {
  /** Days that the line looks back on. */
  readonly past: number;
  /** Mean absolute errors in births. */
  readonly train: number;
  readonly test: number;
}

export interface WindowsResult {
  readonly scores: readonly WindowScore[];
  /** Mean absolute errors in 2014 of guesses that need no training. */
  readonly yesterday: number;
  readonly lastWeek: number;
}

/** Step 5: lines over more days. The settings are those of docs/lecture.md, and so are the numbers. */
export const windows: Experiment<object, WindowScore, WindowsResult> = async (
  births,
  _,
  { show, signal },
) => {
  const scores: WindowScore[] = [];
  for (const past of PASTS) {
    const train = rowsOf(births, LEARNT, past);
    const model = new Model({ inputs: train, layers: [dense(1)], loss: "mae", seed: 1 });
    await model.fit(train, { epochs: EPOCHS, signal });
    scores.push({ past, train: model.loss(train), test: model.loss(rowsOf(births, JUDGED, past)) });
    await show(scores[scores.length - 1]);
  }
  return {
    scores,
    yesterday: errorOfCopy(births, JUDGED, 1),
    lastWeek: errorOfCopy(births, JUDGED, 7),
  };
};
