import { type Dataset, dataset, dense, Model } from "downhill";
import { BIAS, FLAT, hill } from "../data/hill.js";
import { yearCurve } from "../data/year.js";
import type { Experiment } from "./experiment.js";

const LEARNING_RATE = 8;
const MOST_STEPS = 500;
const STEPS_BETWEEN_PICTURES = 2;

export interface Walk {
  readonly w: number;
  readonly loss: number;
  /** The derivative of the loss by w. */
  readonly slope: number;
  readonly steps: number;
}

/** Step 4: gradient descent in w alone, from each start in turn. */
export const minimum: Experiment<
  { readonly starts: readonly number[] },
  { readonly walk: number; readonly w: number },
  readonly Walk[]
> = async (births, { starts }, { show, signal }) => {
  const { xs, ys } = hill(yearCurve(births));
  const data = dataset({ inputs: xs, targets: ys });
  const model = new Model({ inputs: 1, layers: [dense(1, "sigmoid")], loss: "mse", standardize: false });
  const ends: Walk[] = [];
  for (const start of starts) {
    let here = lookAt(model, data, start, 0);
    while (Math.abs(here.slope) > FLAT && here.steps < MOST_STEPS && !signal?.aborted) {
      here = lookAt(model, data, here.w - LEARNING_RATE * here.slope, here.steps + 1);
      if (here.steps % STEPS_BETWEEN_PICTURES === 0) await show({ walk: ends.length, w: here.w });
    }
    ends.push(here);
  }
  return ends;
};

function lookAt(model: Model, data: Dataset, w: number, steps: number): Walk {
  model.parameters = [w, BIAS];
  const { loss, gradient } = model.gradient(data);
  return { w, loss, slope: gradient[0], steps };
}
