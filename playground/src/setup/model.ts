import {
  adagrad,
  adam,
  adamw,
  dense,
  dropout,
  huber,
  type FitOptions,
  type LayerSpec,
  type LearningRate,
  type LossSpec,
  type ModelOptions,
  type OptimizerSpec,
  rmsprop,
  sgd,
} from "downhill";
import type { Rows } from "../trainer/data/rows.js";
import type { Setup } from "./setup.js";

/** The model that a setup describes, for rows that it has made. */
export function modelOptions(setup: Setup, { train, task }: Rows): ModelOptions {
  const isClasses = task === "classification";
  const classes = train.classes?.length ?? 0;
  const outputs = isClasses && classes > 2 ? classes : 1;
  const ofNumbers: LossSpec = setup.loss === "huber" ? huber() : setup.loss;
  const loss: LossSpec = !isClasses ? ofNumbers : outputs > 1 ? "crossEntropy" : "binaryCrossEntropy";
  const hidden = setup.layers.flatMap(({ units, activation, dropout: rate }): LayerSpec[] => [
    dense(units, activation),
    ...(rate > 0 ? [dropout(rate)] : []),
  ]);
  return {
    inputs: train,
    layers: [...hidden, dense(outputs)],
    loss,
    optimizer: optimizerOf(setup),
    seed: setup.seed,
  };
}

function learningRateOf({ learningRate: initial, schedule, epochs }: Setup): LearningRate {
  if (schedule === "step") return { schedule, initial, every: Math.ceil(epochs / 3), factor: 0.3 };
  return schedule === "cosine" ? { schedule, initial, epochs } : initial;
}

/** Weight decay is for those that know it: see OPTIMIZERS_WITH_DECAY. */
function optimizerOf(setup: Setup): OptimizerSpec {
  const { optimizer, weightDecay } = setup;
  const learningRate = learningRateOf(setup);
  switch (optimizer) {
    case "sgd":
      return sgd({ learningRate, weightDecay });
    case "momentum":
      return sgd({ learningRate, weightDecay, momentum: 0.9 });
    case "adam":
      return adam({ learningRate });
    case "adamw":
      return adamw({ learningRate, weightDecay });
    case "rmsprop":
      return rmsprop({ learningRate });
    case "adagrad":
      return adagrad({ learningRate });
  }
}

/** How it is trained. */
export function fitOptions(setup: Setup, { validation }: Rows): FitOptions {
  const { epochs, batchSize, patience } = setup;
  return {
    epochs,
    batchSize,
    ...(validation && { validation, ...(patience > 0 && { earlyStopping: { patience } }) }),
  };
}
