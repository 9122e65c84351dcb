import { type Dataset, dataset, dense, DivergedError, Model, sgd } from "downhill";
import type { Births } from "../data/births.js";
import type { Line } from "../data/line.js";
import { START, thousands } from "../data/thousands.js";
import type { Experiment } from "./experiment.js";

const STEPS = 60;

export interface Spot extends Line {
  readonly loss: number;
}

export interface DescentResult {
  /** From the start on, one after each step. */
  readonly path: readonly Spot[];
  /** It ended higher than it began, or beyond what float32 can hold. */
  readonly diverged: boolean;
}

/** Step 3: gradient descent over the error surface of w and b. The loss is the mean squared error in thousands of births. */
export const descent: Experiment<{ readonly learningRate: number }, Spot, DescentResult> = async (
  births,
  { learningRate },
  { show, signal },
) => {
  const data = rows(births);
  const model = modelAtStart(learningRate);
  const here = (): Spot => ({ w: model.parameters[0], b: model.parameters[1], loss: model.loss(data) });
  const path = [here()];
  const onEpoch = (): Promise<void> | void => {
    path.push(here());
    return show(path[path.length - 1]);
  };
  let overflowed = false;
  try {
    await model.fit(data, { epochs: STEPS, batchSize: "all", signal, onEpoch });
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    overflowed = true;
  }
  return { path, diverged: overflowed || path[path.length - 1].loss > path[0].loss };
};

function rows(births: Births): Dataset {
  const { xs, ys } = thousands(births);
  return dataset({ inputs: xs, targets: ys });
}

function modelAtStart(learningRate: number): Model {
  const optimizer = sgd({ learningRate });
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
  model.parameters = [START.w, START.b];
  return model;
}
