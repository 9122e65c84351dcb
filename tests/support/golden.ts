import { readdirSync, readFileSync } from "node:fs";

import { dense, type Activation, type LayerSpec } from "../../src/spec/layer.js";
import type { LossSpec } from "../../src/spec/loss.js";
import { parseOptimizer, type OptimizerSpec } from "../../src/spec/optimizer.js";

/** Numbers as the files hold them: flat, row-major. */
interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A file of tests/golden as it stands there. */
interface NetworkFile {
  readonly name: string;
  readonly net: {
    readonly inputs: number;
    readonly layers: readonly { readonly units: number; readonly activation: Activation }[];
  };
  readonly loss: { readonly type: string; readonly delta?: number };
  readonly params: readonly (Tensor & { readonly name: string })[];
  readonly batches: readonly { readonly x: Tensor; readonly y: Tensor }[];
  readonly output: Tensor;
  readonly lossValue: number;
  readonly grads: readonly (readonly number[])[];
  readonly optimizers: readonly OptimizerRun[];
}

interface OptimizerRun {
  readonly type: string;
  readonly lr: number;
  readonly eps?: number;
  readonly losses: readonly number[];
  readonly after: Readonly<Record<"1" | "2" | "10", readonly (readonly number[])[]>>;
}

/** One batch: rows of inputs with rows of targets, or with class labels 0, 1, 2, ... */
export interface GoldenBatch {
  readonly inputs: number[][];
  readonly targets: number[][] | undefined;
  readonly labels: number[] | undefined;
}

/** PyTorch's numbers for one optimizer. Step k, from 1, works on batches[(k - 1) % batches.length]. */
export interface GoldenRun {
  /** The optimizer with its numbers, for a test's title. */
  readonly title: string;
  readonly optimizer: OptimizerSpec;
  /** Ten losses, each before its step. */
  readonly losses: readonly number[];
  /** All parameters laid end to end after so many steps. */
  readonly after: readonly { readonly steps: number; readonly parameters: readonly number[] }[];
}

/** A network of tests/golden in our own words. */
export interface GoldenNetwork {
  readonly name: string;
  readonly inputs: number;
  readonly layers: LayerSpec[];
  readonly loss: LossSpec;
  /** Units of the last layer. */
  readonly outputs: number;
  /** The classes in order, for crossEntropy. */
  readonly classes: number[] | undefined;
  readonly parameters: readonly number[];
  readonly batches: readonly GoldenBatch[];
  /** The last layer's sums (raw logits) for batches[0] at the initial parameters, [rows x outputs]. */
  readonly output: readonly number[];
  readonly lossValue: number;
  readonly gradient: readonly number[];
  readonly runs: readonly GoldenRun[];
}

/** What functions.json holds: activations, losses and their derivatives at extreme inputs and kinks. */
export interface GoldenFunctions {
  readonly x: readonly number[];
  readonly activations: Readonly<
    Record<string, { readonly y: readonly number[]; readonly dy: readonly number[] }>
  >;
  readonly softmaxCrossEntropy: readonly {
    readonly logits: readonly number[];
    readonly target: number;
    readonly softmax: readonly number[];
    readonly loss: number;
    readonly grad: readonly number[];
  }[];
  readonly bceWithLogits: readonly {
    readonly logit: number;
    readonly target: number;
    readonly loss: number;
    readonly grad: number;
  }[];
  readonly regressionLosses: readonly {
    readonly type: "mae" | "mse" | "huber";
    readonly delta?: number;
    readonly pred: number;
    readonly target: number;
    readonly loss: number;
    readonly grad: number;
  }[];
}

/** functions.json's names of our activations; its gelu_erf is not ours, and hardSigmoid is not among them. */
export const GOLDEN_ACTIVATIONS: Readonly<Record<string, Activation>> = {
  relu: "relu",
  sigmoid: "sigmoid",
  tanh: "tanh",
  "leaky_relu_0.01": "leakyRelu",
  elu_1: "elu",
  softplus: "softplus",
  silu: "silu",
};

const folder = new URL("../golden/", import.meta.url);

/** Every network file of tests/golden, in the order of their names. */
export function goldenNetworks(): GoldenNetwork[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && name !== "functions.json")
    .sort()
    .map((name) => translate(read<NetworkFile>(name)));
}

export function goldenFunctions(): GoldenFunctions {
  return read<GoldenFunctions>("functions.json");
}

function read<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Content;
}

function translate(file: NetworkFile): GoldenNetwork {
  const layers = file.net.layers.map(({ units, activation }) => dense(units, activation));
  const outputs = file.net.layers[file.net.layers.length - 1].units;
  const loss = lossOf(file.loss);
  const labelled = loss === "crossEntropy";
  return {
    name: file.name,
    inputs: file.net.inputs,
    layers,
    loss,
    outputs,
    classes: labelled ? Array.from({ length: outputs }, (_, i) => i) : undefined,
    parameters: file.params.flatMap(({ data }) => data),
    batches: file.batches.map(({ x, y }) => ({
      inputs: rowsOf(x),
      targets: labelled ? undefined : rowsOf(y),
      labels: labelled ? [...y.data] : undefined,
    })),
    output: file.output.data,
    lossValue: file.lossValue,
    gradient: file.grads.flat(),
    runs: file.optimizers.map(runOf),
  };
}

function lossOf({ type, delta }: NetworkFile["loss"]): LossSpec {
  switch (type) {
    case "mse":
    case "mae":
      return type;
    case "huber":
      return { type, delta: delta ?? 1 };
    case "bce_with_logits":
      return "binaryCrossEntropy";
    case "softmax_cross_entropy":
      return "crossEntropy";
  }
  throw new Error(`tests/golden: loss "${type}" is not one of ours`);
}

function runOf({ losses, after, lr, eps, ...rest }: OptimizerRun): GoldenRun {
  const optimizer = parseOptimizer({
    ...rest,
    learningRate: lr,
    ...(eps === undefined ? {} : { epsilon: eps }),
  });
  const numbers = Object.entries(optimizer).filter(([name]) => name !== "type");
  return {
    title: `${optimizer.type} ${numbers.map(([name, value]) => `${name} ${value}`).join(", ")}`,
    optimizer,
    losses,
    after: Object.entries(after).map(([steps, lists]) => ({
      steps: Number(steps),
      parameters: lists.flat(),
    })),
  };
}

function rowsOf({ shape, data }: Tensor): number[][] {
  const [rows, width] = shape;
  return Array.from({ length: rows }, (_, r) => data.slice(r * width, (r + 1) * width));
}
