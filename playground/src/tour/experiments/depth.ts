import { adam, dense, Model } from "downhill";
import { errorOfCopy, JUDGED, LEARNT, mean } from "../data/births.js";
import { WIDTHS, type Widths } from "../data/widths.js";
import type { Experiment } from "./experiment.js";
import { rowsOf } from "./rows.js";

const PAST = 56;
const EPOCHS = 60;
const SEEDS = [1, 2, 3] as const;

export interface DepthScore {
  readonly layers: number;
  readonly units: number;
  readonly parameters: number;
  /** Mean absolute errors in births, one for each of the starts. */
  readonly trains: readonly number[];
  readonly tests: readonly number[];
  /** Their means. */
  readonly train: number;
  readonly test: number;
}

export interface DepthResult {
  readonly scores: readonly DepthScore[];
  readonly naive: number;
}

/** Step 8: one hidden layer of ReLUs to four, on births. */
export const depth: Experiment<{ readonly widths: Widths }, DepthScore, DepthResult> = async (
  births,
  { widths },
  { show, signal },
) => {
  const train = rowsOf(births, LEARNT, PAST);
  const test = rowsOf(births, JUDGED, PAST);
  const scores: DepthScore[] = [];
  for (const [i, units] of WIDTHS[widths].entries()) {
    const models: Model[] = [];
    for (const seed of SEEDS) {
      const optimizer = adam({ learningRate: { schedule: "cosine", initial: 0.002, epochs: EPOCHS } });
      const layers = [...Array.from({ length: i + 1 }, () => dense(units, "relu")), dense(1)];
      const model = new Model({ inputs: train, layers, loss: "mae", optimizer, seed });
      await model.fit(train, { epochs: EPOCHS, signal });
      models.push(model);
    }
    const [trains, tests] = [train, test].map((rows) => models.map((model) => model.loss(rows)));
    const means = { train: mean(trains), test: mean(tests) };
    scores.push({ layers: i + 1, units, parameters: models[0].count, trains, tests, ...means });
    await show(scores[scores.length - 1]);
  }
  return { scores, naive: errorOfCopy(births, JUDGED, 7) };
};
