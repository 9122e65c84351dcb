import { adam, type Dataset, dataset, dense, Model } from "downhill";
import type { Line } from "../data/line.js";
import { november } from "../data/november.js";
import type { Experiment } from "./experiment.js";
import { lineOf } from "./line.js";

const EPOCHS = 500;

export type LossKind = "mae" | "mse";
const KINDS: readonly LossKind[] = ["mae", "mse"];

/** The best lines by each loss. */
export interface LossResult {
  readonly withHoliday: Readonly<Record<LossKind, Line>>;
  readonly without: Readonly<Record<LossKind, Line>>;
}

/** Step 2: which line each loss calls the best, with the holiday and without it. */
export const loss: Experiment<object, never, LossResult> = async (births, _, { signal }) => {
  const best = async (withHoliday: boolean): Promise<LossResult["without"]> => {
    const { xs, ys } = november(births, withHoliday);
    const data = dataset({ inputs: xs, targets: ys });
    const lines = await Promise.all(KINDS.map((kind) => bestLine(data, kind, signal)));
    return { mae: lines[0], mse: lines[1] };
  };
  return { withHoliday: await best(true), without: await best(false) };
};

async function bestLine(data: Dataset, kind: LossKind, signal?: AbortSignal): Promise<Line> {
  const optimizer = adam({ learningRate: { schedule: "cosine", initial: 0.05, epochs: EPOCHS } });
  const model = new Model({ inputs: data, layers: [dense(1)], loss: kind, optimizer, seed: 1 });
  await model.fit(data, { epochs: EPOCHS, batchSize: "all", signal });
  return lineOf(model);
}
