import { dense, Model } from "downhill";
import { errorOfCopy, JUDGED, LEARNT } from "../data/births.js";
import type { Line } from "../data/line.js";
import type { Experiment } from "./experiment.js";
import { rowsOf } from "./rows.js";

const EPOCHS = 300;
const EPOCHS_BETWEEN_PICTURES = 6;

export interface LineProgress extends Line {
  readonly epoch: number;
}

export interface LineResult extends Line {
  /** Mean absolute errors in births, on the days learnt from and on those of 2014. */
  readonly train: number;
  readonly test: number;
  /** Of saying yesterday's number again, in 2014. */
  readonly naive: number;
}

/** Step 1: the best line from yesterday to today. The settings are those of docs/lecture.md, and so are the numbers. */
export const line: Experiment<object, LineProgress, LineResult> = async (births, _, { show, signal }) => {
  const train = rowsOf(births, LEARNT, 1);
  const model = new Model({ inputs: train, layers: [dense(1)], loss: "mae", seed: 1 });
  await model.fit(train, {
    epochs: EPOCHS,
    signal,
    onEpoch: ({ epoch }) =>
      epoch % EPOCHS_BETWEEN_PICTURES === 0 ? show({ epoch, ...lineOf(model) }) : undefined,
  });
  return {
    ...lineOf(model),
    train: model.loss(train),
    test: model.loss(rowsOf(births, JUDGED, 1)),
    naive: errorOfCopy(births, JUDGED, 1),
  };
};

/** w and b in births. */
export function lineOf(model: Model): Line {
  const [w, b] = model.unscaled().parameters;
  return { w, b };
}
