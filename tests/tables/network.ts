import { type Dataset, Model, adam, dense } from "../../src/index.js";
import type { Score } from "./reference.js";
import type { Task } from "./tasks.js";

/** The seeds that every network is trained with. */
export const SEEDS = [1, 2, 3, 4, 5];

/** How far a mean over five seeds may be from the reference's, in deviations of the reference's seeds. */
export const SPREAD = 3;

/** How a network of numbers is trained; the reference's variants have "mae". */
export type RegressionLoss = "mse" | "mae";

/** 32 ReLUs, Adam at 0.001, batches of 32, as the reference has them; test scores under its names. */
export function networkScores(
  task: Task,
  data: Dataset,
  { epochs, seed, loss = "mse" }: { epochs: number; seed: number; loss?: RegressionLoss },
): Record<string, number> {
  const [train, tested] = [data.take(task.train), data.take(task.test)];
  const classes = train.classes?.length ?? 0;
  const model = new Model({
    inputs: train,
    layers: [dense(32, "relu"), dense(classes > 2 ? classes : 1)],
    loss: classes === 0 ? loss : classes === 2 ? "binaryCrossEntropy" : "crossEntropy",
    optimizer: adam({ learningRate: 0.001 }),
    seed,
  });
  model.fitSync(train, { epochs, batchSize: 32 });
  const scores = model.evaluate(tested) as unknown as Record<string, number>;
  const { mae, rmse, r2, accuracy, auc, loss: logLoss } = scores;
  if (classes === 0) return { mae, rmse, r2 };
  return classes === 2 ? { accuracy, logLoss, auc } : { accuracy, logLoss };
}

/** Mean and deviation (n - 1) of each score over the seeds. */
export function scoresOverSeeds(
  task: Task,
  data: Dataset,
  epochs: number,
  loss?: RegressionLoss,
): Record<string, Score> {
  const runs = SEEDS.map((seed) => networkScores(task, data, { epochs, seed, loss }));
  return Object.fromEntries(
    Object.keys(runs[0]).map((name) => {
      const values = runs.map((run) => run[name]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [name, { mean, sd: Math.sqrt(squares / (values.length - 1)) }];
    }),
  );
}
