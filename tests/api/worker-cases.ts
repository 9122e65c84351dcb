import {
  adam,
  dataset,
  dense,
  dropout,
  type History,
  Model,
  type ModelOptions,
  sgd,
} from "../../src/index.js";
import { Random } from "../support/random.js";

/** What the tests of downhill/worker train, and how they compare the outcomes. */

export const random = new Random(21);
export const ROWS = 500;
export const inputs = random.table(ROWS, 3);
export const targets = inputs.map(([a, b, c]) => [Math.sin(a) + b * c, 10 * a - c]);
export const names = inputs.map(([a, b]) => (a > b ? "above" : a > 0 ? "between" : "below"));
export const train = dataset({ inputs, targets });
const others = random.table(90, 3);
export const validation = dataset({ inputs: others, targets: others.map(([a, b, c]) => [a * b, c]) });
export const labelled = dataset({ inputs, labels: names }, { columns: ["a", "b", "c"] });

export const REGRESSION: ModelOptions = {
  inputs: 3,
  layers: [dense(9, "silu"), dropout(0.1), dense(2)],
  loss: "mse",
  optimizer: adam({ learningRate: { schedule: "cosine", initial: 0.02, epochs: 20, warmup: 2 } }),
  seed: 5,
};
export const CLASSES: ModelOptions = {
  inputs: labelled,
  layers: [dense(8, "tanh"), dense(3)],
  loss: "crossEntropy",
  optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
};
export const bytes = (model: Model): Uint8Array => model.save({ optimizer: true });
export const withoutTimes = ({ epochs, best, ...rest }: History): unknown => ({
  ...rest,
  best: { ...best, elapsedMs: 0 },
  epochs: epochs.map((epoch) => ({ ...epoch, elapsedMs: 0 })),
});
/** How a fit ends: with its history or its error. */
export const outcome = (fitting: Promise<History>): Promise<unknown> =>
  fitting.then(withoutTimes, (error) => error);

/** A fit that lasts until something stops it. */
export const long = { epochs: 1e9 };
export const wide = (): Model =>
  new Model({ ...REGRESSION, layers: [dense(64, "relu"), dense(64, "relu"), dense(2)] });
