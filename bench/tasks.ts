import { dataset, type Dataset } from "../src/index.js";
import { dense, type DenseSpec } from "../src/spec/layer.js";
import { adam, sgd, type OptimizerSpec } from "../src/spec/optimizer.js";

/** A layer that both the baseline and the library know. */
export interface TaskLayer {
  readonly units: number;
  readonly activation: "linear" | "relu" | "sigmoid";
}

/** An optimizer that both know; a plain learning rate, no decay. */
export type TaskOptimizer =
  | { readonly type: "sgd"; readonly learningRate: number; readonly momentum: number }
  | {
      readonly type: "adam";
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };

/** A network, its optimizer and its batches: what the bench times. Plain JSON. */
export interface Task {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly TaskLayer[];
  readonly loss: "mse" | "crossEntropy";
  readonly optimizer: TaskOptimizer;
  readonly batchSize: number;
  /** Rows of its data, whole batches. */
  readonly rows: number;
}

const relu = (units: number): TaskLayer => ({ units, activation: "relu" });
const sigmoid = (units: number): TaskLayer => ({ units, activation: "sigmoid" });
const linear = (units: number): TaskLayer => ({ units, activation: "linear" });
const descent = (learningRate: number, momentum = 0): TaskOptimizer => ({
  type: "sgd",
  learningRate,
  momentum,
});
const adamAt = (learningRate: number): TaskOptimizer => ({
  type: "adam",
  learningRate,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
});

/** T1 to T3 are the lecture's networks on 56 days; T4 and T5 classify 28 x 28 pixels; T0 is as small as it gets. */
export const TASKS: readonly Task[] = [
  {
    name: "T0",
    inputs: 24,
    layers: [relu(16), linear(3)],
    loss: "crossEntropy",
    optimizer: descent(0.05),
    batchSize: 16,
    rows: 4_800,
  },
  {
    name: "T1",
    inputs: 56,
    layers: [linear(1)],
    loss: "mse",
    optimizer: descent(0.005),
    batchSize: 10,
    rows: 10_000,
  },
  {
    name: "T2",
    inputs: 56,
    layers: [sigmoid(100), linear(1)],
    loss: "mse",
    optimizer: descent(0.01),
    batchSize: 10,
    rows: 10_000,
  },
  {
    name: "T3",
    inputs: 56,
    layers: [relu(100), relu(100), relu(100), linear(1)],
    loss: "mse",
    optimizer: adamAt(1e-3),
    batchSize: 32,
    rows: 3_200,
  },
  {
    name: "T4",
    inputs: 784,
    layers: [relu(128), linear(10)],
    loss: "crossEntropy",
    optimizer: adamAt(1e-3),
    batchSize: 128,
    rows: 2_560,
  },
  {
    name: "T5",
    inputs: 784,
    layers: [relu(512), relu(512), linear(10)],
    loss: "crossEntropy",
    optimizer: descent(0.01, 0.9),
    batchSize: 128,
    rows: 1_280,
  },
];

/** The same network for the library's Model. */
export function librarySpec(task: Task): {
  inputs: number;
  layers: DenseSpec[];
  loss: "mse" | "crossEntropy";
  optimizer: OptimizerSpec;
} {
  const { type, ...options } = task.optimizer;
  return {
    inputs: task.inputs,
    layers: task.layers.map(({ units, activation }) => dense(units, activation)),
    loss: task.loss,
    optimizer: type === "sgd" ? sgd(options) : adam(options),
  };
}

/**
 * Floating-point operations of training on one row: 2 x inputs x units for forward and weight gradient of each layer and
 * for the delta of each but the first; nothing else counts.
 */
export function trainingFlops(task: Task): number {
  return eachLayer(task).reduce((sum, { inputs, units }, i) => sum + (i === 0 ? 4 : 6) * inputs * units, 0);
}

/** Floating-point operations of predicting one row: 2 x inputs x units for each layer. */
export function predictionFlops(task: Task): number {
  return eachLayer(task).reduce((sum, { inputs, units }) => sum + 2 * inputs * units, 0);
}

/** Rows to learn from: answers are targets, [rows, 1], for mse and class indices, [rows], for crossEntropy. */
export interface TaskData {
  /** [rows, inputs], each column of mean 0 and deviation 1 or nearly so */
  readonly inputs: Float32Array;
  readonly answers: Float32Array | Int32Array;
}

/** The same as the library takes it. */
export function datasetOf(task: Task): Dataset {
  const { inputs, answers } = taskData(task);
  const { inputs: inputWidth } = task;
  return answers instanceof Int32Array
    ? dataset({ inputs, labels: answers }, { inputWidth })
    : dataset({ inputs, targets: answers }, { inputWidth });
}

/** Data that the task's network can learn; the same for the same seed on every engine. */
export function taskData(task: Task, seed = 1): TaskData {
  const random = new Random(seed);
  return task.loss === "mse" ? regressionData(task, random) : classData(task, random);
}

/** Parameters to start from, U(+-1 / sqrt(inputs)), layer by layer: weights [units, inputs], then biases. */
export function startingParameters(task: Task, seed = 2): Float32Array {
  const random = new Random(seed);
  return Float32Array.from(
    eachLayer(task).flatMap(({ inputs, units }) => {
      const bound = 1 / Math.sqrt(inputs);
      return Array.from({ length: (inputs + 1) * units }, () => bound * (2 * random.uniform() - 1));
    }),
  );
}

/** The rows 0 to rows - 1 in a random order. */
export function shuffledRows(rows: number, seed = 3): Uint32Array {
  const random = new Random(seed);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function eachLayer(task: Task): { inputs: number; units: number }[] {
  return task.layers.map(({ units }, i) => ({
    inputs: i === 0 ? task.inputs : task.layers[i - 1].units,
    units,
  }));
}

/** A plane through the inputs; for networks with a hidden layer, three ridges |plane| beside it. A tenth of noise. */
function regressionData({ inputs: width, layers, rows }: Task, random: Random): TaskData {
  const planes = Array.from({ length: layers.length > 1 ? 4 : 1 }, () => randomRow(width, random));
  const inputs = new Float32Array(rows * width);
  const targets = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    const row = inputs.subarray(r * width, (r + 1) * width);
    row.set(randomRow(width, random));
    targets[r] = 0.1 * random.normal();
    planes.forEach((plane, i) => {
      const height = plane.reduce((sum, slope, c) => sum + slope * row[c], 0) / Math.sqrt(width);
      targets[r] += i === 0 ? height : Math.abs(height) - 0.8;
    });
  }
  return { inputs, answers: targets };
}

/** A center for each class, and rows around them: centers and distances of deviation 1/2 and 0.87 in every column. */
function classData({ inputs: width, layers, rows }: Task, random: Random): TaskData {
  const classes = layers[layers.length - 1].units;
  const centers = Array.from({ length: classes }, () => randomRow(width, random));
  const inputs = new Float32Array(rows * width);
  const labels = new Int32Array(rows);
  for (let r = 0; r < rows; r++) {
    labels[r] = Math.floor(random.uniform() * classes);
    const center = centers[labels[r]];
    for (let c = 0; c < width; c++) inputs[r * width + c] = 0.5 * center[c] + 0.87 * random.normal();
  }
  return { inputs, answers: labels };
}

function randomRow(width: number, random: Random): number[] {
  return Array.from({ length: width }, () => random.normal());
}

/** Marsaglia's xorshift32 (2003), whole numbers only: the same on every engine. */
class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b9) ^ 0x6a09e667) | 0 || 1;
    for (let i = 0; i < 8; i++) this.uniform();
  }

  /** At least 0, below 1. */
  uniform(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 4294967296;
  }

  /** Nearly normal, mean 0, deviation 1: the sum of four uniform numbers, centered, times sqrt(3). */
  normal(): number {
    const sum = this.uniform() + this.uniform() + this.uniform() + this.uniform();
    return (sum - 2) * 1.7320508075688772;
  }
}
