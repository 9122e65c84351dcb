import type { Dataset, Epoch, History, Model, ResumeOptions } from "../../../index.js";
import { fit } from "../../../stream/index.js";
import { number } from "../../base/format.js";
import { interruptible } from "../../base/interrupt.js";
import { judge, type Judgement } from "../../judge/score.js";
import { DescentPath } from "../../report/descent-path.js";
import type { Progress } from "../../show/progress.js";
import { Checkpoints } from "./checkpoints.js";
import { resume } from "./kept-training.js";
import type { FitPlan } from "./plan.js";

/** How the training went, and how the model does on the judged rows. */
export interface FitResult extends Judgement {
  readonly model: Model;
  readonly history: History;
  readonly seconds: number;
  /** The checkpoint that Ctrl-C has left. */
  readonly keptIn?: string;
  /** The parameters on the way to the model, where a report is to show it. */
  readonly path?: readonly Float32Array[];
}

/** A training that Ctrl-C ended before its first epoch was done. */
export type Unbegun = Pick<FitResult, "keptIn"> & { readonly history?: undefined };

/** Trains until done or Ctrl-C. */
export async function run(plan: FitPlan, progress: Progress): Promise<FitResult | Unbegun> {
  const { model, history, keptIn, path } = await train(plan, progress);
  const last = history.epochs.at(-1);
  if (last === undefined) return { keptIn };
  const seconds = Math.round(last.elapsedMs) / 1000;
  return {
    ...{ model, history, seconds, keptIn },
    path: path?.until(history.best.epoch, model.parameters),
    ...judge(model, plan.judged.data),
  };
}

/** A model in training. */
interface Training {
  readonly model: Model;
  readonly history: Promise<History>;
}

async function train(
  plan: FitPlan,
  progress: Progress,
): Promise<Pick<FitResult, "model" | "history" | "keptIn"> & { readonly path?: DescentPath }> {
  const { parts, options, kept } = plan;
  const { validation } = parts;
  const checkpoints = new Checkpoints(options);
  const path = options.report === undefined ? undefined : new DescentPath(plan.model.count);
  progress.start("training", options.epochs, kept?.epochs);
  try {
    return await interruptible(async (signal) => {
      const callbacks = {
        validation,
        signal,
        onEpoch: (epoch: Epoch) => {
          progress.update(epoch.epoch, describeEpoch(epoch));
          checkpoints.epochIsDone(epoch);
          const { model: trained } = checkpoints;
          if (trained) path?.add(epoch.epoch, () => trained.parameters);
        },
        onProgress: () => checkpoints.timePasses(),
      };
      // Of a training that goes on, the first weights are gone.
      if (kept === undefined) path?.add(0, () => plan.model.parameters);
      const { model, history } = begin(plan, callbacks);
      checkpoints.model = model;
      signal.addEventListener("abort", () => checkpoints.atInterrupt());
      return { model, history: await history, keptIn: checkpoints.afterInterrupt(), path };
    });
  } finally {
    progress.stop();
  }
}

/** Begins the training, or goes on with a kept one. */
function begin(
  { model, parts, patience, options, kept, stream }: FitPlan,
  callbacks: ResumeOptions,
): Training {
  const { epochs, batch, onDiverge } = options;
  const earlyStopping = patience > 0 ? { patience } : undefined;
  if (stream !== undefined) {
    const { batches, shuffleRows } = stream;
    const streamOptions = { epochs, batchSize: batch as number, shuffleRows, earlyStopping, ...callbacks };
    return { model, history: fit(model, batches, streamOptions) };
  }
  const train = parts.train as Dataset;
  if (kept !== undefined) return resume(kept, train, callbacks);
  const fitOptions = { epochs, batchSize: batch, earlyStopping, onDiverge, ...callbacks };
  return { model, history: model.fit(train, fitOptions) };
}

function describeEpoch({ loss, validationLoss }: Epoch): string[] {
  const validation = validationLoss === undefined ? [] : [`validation ${number(validationLoss)}`];
  return [`loss ${number(loss)}`, ...validation];
}
