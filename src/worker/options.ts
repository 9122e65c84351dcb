import { checkBoolean, isObject, mustBe } from "../base/check.js";
import { checkDataset } from "../data/is-dataset.js";
import { type CheckedFitOptions, checkFitOptions, type FitOptions } from "../training/fit-options.js";
import type { WorkerAddress, WorkerLike } from "./start.js";

/** How to train, as for `model.fit`, and where. */
export interface WorkerFitOptions extends FitOptions {
  /**
   * A Worker of your own whose script imports "downhill/worker-thread.js", or the address of such a script; default one that is started
   * from text that this package carries. A Worker of your own can be used again, and is not ended.
   */
  worker?: WorkerLike | WorkerAddress;
  /**
   * Hands over the datasets' arrays themselves, so that nothing is copied. They are empty from then on, and so is all that lies in the same
   * memory. Default false.
   */
  transfer?: boolean;
}

/** The options with defaults filled in and checked, as far as this side can. */
export type CheckedOptions = CheckedFitOptions &
  Pick<WorkerFitOptions, "classWeights" | "worker" | "transfer">;

export function checkWorkerOptions(caller: string, options: WorkerFitOptions, rows: number): CheckedOptions {
  const checked = checkFitOptions(caller, options, rows, ["worker", "transfer"]);
  const { classWeights, worker, transfer, validation } = options;
  if (validation) checkDataset(`${caller}: validation`, validation);
  const isUsable =
    typeof worker === "string" || (isObject(worker) && ("postMessage" in worker || "href" in worker));
  if (worker !== undefined && !isUsable)
    throw mustBe(caller, "worker", "a Worker, or the URL of its script", worker);
  if (transfer !== undefined) checkBoolean(caller, "transfer", transfer);
  return { ...checked, classWeights, worker, transfer };
}
