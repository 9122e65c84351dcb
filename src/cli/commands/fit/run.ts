import type { Epoch, History } from "../../../index.js";
import { number } from "../../base/format.js";
import { interruptible } from "../../base/interrupt.js";
import { judge, type Judgement } from "../../judge/score.js";
import type { Progress } from "../../show/progress.js";
import type { FitPlan } from "./plan.js";

/** How the training went, and how the model does on the judged rows. */
export interface FitResult extends Judgement {
  readonly history: History;
  readonly seconds: number;
}

/** Trains until done or Ctrl-C; undefined when that came before the first epoch was done. */
export async function run(plan: FitPlan, progress: Progress): Promise<FitResult | undefined> {
  const history = await train(plan, progress);
  const last = history.epochs.at(-1);
  if (last === undefined) return undefined;
  const seconds = Math.round(last.elapsedMs) / 1000;
  return { history, seconds, ...judge(plan.model, plan.judged.data) };
}

async function train({ model, parts, patience, options }: FitPlan, progress: Progress): Promise<History> {
  const { validation } = parts;
  const { epochs, batch } = options;
  progress.start("training", epochs);
  try {
    return await interruptible((signal) =>
      model.fit(parts.train, {
        epochs,
        batchSize: batch,
        validation,
        earlyStopping: patience > 0 ? { patience } : undefined,
        signal,
        onEpoch: (epoch) => progress.update(epoch.epoch, describeEpoch(epoch)),
      }),
    );
  } finally {
    progress.stop();
  }
}

function describeEpoch({ loss, validationLoss }: Epoch): string {
  const validation = validationLoss === undefined ? "" : `, validation ${number(validationLoss)}`;
  return `loss ${number(loss)}${validation}`;
}
