/**
 * downhill/worker: training off the main thread.
 */
import { mustBe } from "../base/check.js";
import type { Dataset } from "../data/dataset.js";
import { checkDataset } from "../data/is-dataset.js";
import type { Model } from "../model.js";
import { LEARNER } from "../network/inside.js";
import type { History } from "../training/history.js";
import { checkWorkerOptions, type WorkerFitOptions } from "./options.js";
import { RemoteFit } from "./remote-fit.js";

export type { WorkerFitOptions } from "./options.js";
export type { WorkerAddress, WorkerLike } from "./start.js";
export { WorkerError } from "./worker-error.js";

/**
 * As `model.fit(train, options)`, in a Web Worker or a thread of Node's: this thread stays free. The model gets what it would have got
 * here, to the same bits.
 *
 * The rows go over once, as copies unless `transfer` is true. Meanwhile the model is being trained, as in `model.fit`: ask
 * `model.snapshot()`, or the model itself in onEpoch.
 *
 * @throws WorkerError where there are no workers, or the worker cannot be started or dies: the model is as it was
 * @throws ShapeError, DataError, OptionError, DivergedError as `model.fit`
 * @example
 * const history = await fit(model, data, { epochs: 100, onEpoch: ({ epoch, loss }) => console.log(epoch, loss) });
 */
export async function fit(model: Model, train: Dataset, options: WorkerFitOptions): Promise<History> {
  const caller = "fit";
  const learner = (model as Partial<Model> | undefined)?.[LEARNER];
  if (!learner) throw mustBe(caller, "the first argument", "a Model", model);
  learner.checkIdle(caller);
  const data = checkDataset(caller, train);
  return new RemoteFit(caller, learner, checkWorkerOptions(caller, options, data.rows)).run(data);
}
