import { dataset } from "../../src/data/dataset.js";
import { Model } from "../../src/model.js";
import { librarySpec, type Task, taskData } from "../tasks.js";

/** The library at a task, through its public API. */
export function createTrainer(task: Task) {
  const { inputs, answers } = taskData(task);
  const { inputs: inputWidth, batchSize } = task;
  const data =
    answers instanceof Int32Array
      ? dataset({ inputs, labels: answers }, { inputWidth })
      : dataset({ inputs, targets: answers }, { inputWidth });
  const model = new Model({ ...librarySpec(task), standardize: false, seed: 1 });
  const start = model.parameters;
  const epochs = model.epochs(data, { epochs: Number.MAX_SAFE_INTEGER, batchSize })[Symbol.iterator]();
  return {
    count: model.count,
    /** Runs one epoch; returns its loss. */
    epoch: (): number => (epochs.next().value as { loss: number }).loss,
    /** Brings the parameters back to where they began. */
    restart: (): void => void (model.parameters = start),
    free: (): void => {
      epochs.return?.();
      model.free();
    },
  };
}

/** @throws Error when the loss does not fall: a network that does not learn is not worth timing */
export function checkLearns(name: string, epoch: () => number): void {
  const losses = Array.from({ length: 8 }, epoch);
  if (losses.every(Number.isFinite) && losses[7] < losses[0]) return;
  throw new Error(`${name}: expected a loss that falls, got ${losses.join(", ")}. Nothing was timed.`);
}
