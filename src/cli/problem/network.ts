import {
  adagrad,
  adam,
  adamw,
  dense,
  huber,
  Model,
  rmsprop,
  sgd,
  type Activation,
  type Dataset,
} from "../../index.js";
import { UsageError } from "../base/failure.js";
import type { Problem } from "./problem.js";
import type { ClassName, Task } from "./target.js";

/** The activations by name; the compiler says when the library has another. */
export const ACTIVATIONS: Readonly<Record<Activation, true>> = {
  linear: true,
  relu: true,
  leakyRelu: true,
  elu: true,
  sigmoid: true,
  hardSigmoid: true,
  tanh: true,
  softplus: true,
  silu: true,
};

export const OPTIMIZERS = { sgd, adam, adamw, rmsprop, adagrad };

/** Losses by task. */
export const LOSSES = {
  regression: ["mae", "mse", "huber"],
  classification: ["crossEntropy", "binaryCrossEntropy"],
} as const;

export type LossName = (typeof LOSSES)[Task][number];

/** What the network is made of and how it learns. */
export interface NetworkOptions {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly optimizer: keyof typeof OPTIMIZERS;
  readonly learningRate: number;
  readonly seed: number;
}

/** The loss asked for, or the one that fits the task. @throws UsageError for one that does not fit */
export function chooseLoss({ target, series }: Problem, asked: LossName | undefined): LossName {
  const fitting: readonly LossName[] = LOSSES[target.task];
  if (asked !== undefined && !fitting.includes(asked)) {
    throw new UsageError(
      `--loss ${asked} does not fit: ${target.announcement} Its losses: ${fitting.join(", ")}. ` +
        `--task decides otherwise.`,
    );
  }
  if (target.task === "regression") return asked ?? "mae";
  const classes = target.classes.length;
  if (asked === "binaryCrossEntropy" && classes !== 2) {
    throw new UsageError(`--loss binaryCrossEntropy is for two classes, there are ${classes}.`);
  }
  if (asked === "crossEntropy" && series !== undefined) {
    throw new UsageError("--loss crossEntropy is not for a series of 0 and 1: leave --loss out.");
  }
  return asked ?? (classes === 2 ? "binaryCrossEntropy" : "crossEntropy");
}

/** The network's outputs: one for each class, or one for each target value. */
export function countOutputs({ target, data }: Problem, loss: LossName): number {
  return loss === "crossEntropy" && target.task === "classification"
    ? target.classes.length
    : data.targetWidth;
}

/** @param classes where the rows at hand may not have all of them */
export function buildModel(
  train: Dataset,
  outputs: number,
  loss: LossName,
  options: NetworkOptions,
  classes?: readonly ClassName[],
): Model {
  const { hidden, activation, optimizer, learningRate, seed } = options;
  return new Model({
    inputs: train,
    layers: [...hidden.map((units) => dense(units, activation)), dense(outputs)],
    loss: loss === "huber" ? huber() : loss,
    optimizer: OPTIMIZERS[optimizer]({ learningRate }),
    seed,
    ...(classes && { classes: classes as string[] }),
  });
}
