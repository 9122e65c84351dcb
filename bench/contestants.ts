import { Model } from "../src/index.js";
import { BaselineNetwork } from "./baseline/network.js";
import { datasetOf, librarySpec, startingParameters, taskData, type Task } from "./tasks.js";

/** A task at work in one implementation. Training and predicting have a network each, so that neither disturbs the other. */
export interface Contestant {
  /** Back to the starting parameters: how far training went must not matter to its time. */
  restart(): void;
  /** One epoch, shuffled if that was asked for; the mean loss of its rows, each batch's before its update. */
  trainEpoch(): number;
  /** The parameters that training is at, in the outside order. */
  parameters(): Float32Array;
  /** The linked outputs of one of the first SINGLE_ROWS rows, at the starting parameters. */
  predictOne(row: number): ArrayLike<number>;
  /** The linked outputs of the first PREDICT_ROWS rows, at the starting parameters. */
  predictAll(): Float32Array | Float64Array;
  free(): void;
}

/** Rows that predictAll predicts; every task has more. */
export const PREDICT_ROWS = 1_024;

/** Rows that predictOne knows: enough that no two calls in a row are the same. */
export const SINGLE_ROWS = 64;

/** The library, through its public API. */
export function createCore(task: Task, { shuffle }: { shuffle: boolean }): Contestant {
  const { inputs } = taskData(task);
  const start = startingParameters(task);
  const build = (): Model => {
    const model = new Model({ ...librarySpec(task), standardize: false });
    model.parameters = start;
    return model;
  };
  const [trainer, predictor] = [build(), build()];
  const { batchSize, inputs: inputWidth } = task;
  const data = datasetOf(task);
  const epochs = trainer.epochs(data, { epochs: Number.MAX_SAFE_INTEGER, batchSize, shuffle });
  const iterator = epochs[Symbol.iterator]();
  const rows = rowsOf(inputs, task);
  const some = inputs.subarray(0, PREDICT_ROWS * inputWidth);
  const out = new Float32Array(outputsOf(task));
  return {
    restart: () => (trainer.parameters = start),
    trainEpoch: () => (iterator.next().value as { loss: number }).loss,
    parameters: () => trainer.parameters,
    predictOne: (row) => predictor.predictInto(rows[row], out),
    predictAll: () => predictor.predictAll(some),
    free: () => {
      iterator.return?.();
      trainer.free();
      predictor.free();
    },
  };
}

/** Plain TypeScript. */
export function createBaseline(task: Task, { shuffle }: { shuffle: boolean }): Contestant {
  const { inputs, answers } = taskData(task);
  const start = startingParameters(task);
  const [trainer, predictor] = [new BaselineNetwork(task), new BaselineNetwork(task)];
  trainer.parameters = start;
  predictor.parameters = start;
  const order = Uint32Array.from({ length: task.rows }, (_, i) => i);
  const rows = rowsOf(inputs, task);
  const some = inputs.subarray(0, PREDICT_ROWS * task.inputs);
  const out = new Float32Array(outputsOf(task));
  const all = new Float32Array(PREDICT_ROWS * outputsOf(task));
  return {
    restart: () => (trainer.parameters = start),
    trainEpoch: () => {
      if (shuffle) shuffleInPlace(order);
      return trainer.trainEpoch(inputs, answers, order, task.batchSize);
    },
    parameters: () => trainer.parameters,
    predictOne: (row) => predictor.predictInto(rows[row], out),
    predictAll: () => predictor.predictAll(some, all),
    free: () => {
      trainer.free();
      predictor.free();
    },
  };
}

function rowsOf(inputs: Float32Array, { inputs: width }: Task): Float32Array[] {
  return Array.from({ length: SINGLE_ROWS }, (_, r) => inputs.subarray(r * width, (r + 1) * width));
}

function outputsOf({ layers }: Task): number {
  return layers[layers.length - 1].units;
}

/** A new order each time, as the core makes one each epoch (Durstenfeld 1964); random by xorshift32 (Marsaglia 2003). */
function shuffleInPlace(order: Uint32Array): void {
  let state = order[0] + 1;
  for (let i = order.length - 1; i > 0; i--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = ((state >>> 0) * (i + 1) * 2 ** -32) | 0;
    const value = order[i];
    order[i] = order[j];
    order[j] = value;
  }
}
