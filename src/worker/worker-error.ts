import { DownhillError } from "../base/errors.js";

/**
 * There are no workers here, or the worker could not be started, or it died. The model is as it was before the fit, so that
 * `model.fit` can take over.
 */
export class WorkerError extends DownhillError {
  override readonly name: string = "WorkerError";
  /** What the runtime said, if anything. */
  declare readonly cause?: unknown;

  constructor(message: string, cause?: unknown) {
    super(message);
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, configurable: true });
  }
}
