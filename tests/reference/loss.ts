import type { LossSpec } from "../../src/spec/loss.js";
import { sigmoid, softplus } from "./activation.js";

/** What the rows of a batch should give: rows of numbers, flat [rows x outputs], or a class index for each row. */
export type Answers =
  | { readonly targets: ArrayLike<number>; readonly labels?: undefined }
  | { readonly labels: ArrayLike<number>; readonly targets?: undefined };

export interface LossResult {
  readonly loss: number;
  /** dLoss / dOutput, [rows x outputs]. */
  readonly gradient: Float64Array;
}

/**
 * The loss of a batch and its gradient by the last layer's sums.
 *
 * A row's loss is the mean over its outputs (crossEntropy: their sum); the batch's is the mean of the rows', weighted
 * by `weights` where given: sum(weight loss) / (rows x mean weight).
 *
 * @param output the last layer's sums, before softmax or sigmoid, [rows x outputs]
 * @param weights one for each row
 * @param meanWeight of all training rows; default that of these rows
 */
export function lossAndGradient(
  spec: LossSpec,
  output: ArrayLike<number>,
  answers: Answers,
  outputs: number,
  weights?: ArrayLike<number>,
  meanWeight?: number,
): LossResult {
  const rows = output.length / outputs;
  let weightSum = 0;
  for (let r = 0; r < rows; r++) weightSum += meanWeight ?? weights?.[r] ?? 1;

  let loss = 0;
  const gradient = new Float64Array(output.length);
  for (let r = 0; r < rows; r++) {
    const share = (weights?.[r] ?? 1) / weightSum;
    const row = Array.from({ length: outputs }, (_, o) => output[r * outputs + o]);
    const target = targetRow(answers, r, outputs);
    const each =
      spec === "crossEntropy" ? crossEntropyRow(row, target) : row.map((y, o) => element(spec, y, target[o]));
    const scale = spec === "crossEntropy" ? share : share / outputs;
    each.forEach((term, o) => {
      loss += scale * term.loss;
      gradient[r * outputs + o] = scale * term.derivative;
    });
  }
  return { loss, gradient };
}

/** What `predict` gives for the last layer's sums: softmax or sigmoid of them, or themselves. */
export function link(spec: LossSpec, output: ArrayLike<number>, outputs: number): Float64Array {
  const linked = Float64Array.from(output);
  if (spec === "binaryCrossEntropy") return linked.map(sigmoid);
  if (spec !== "crossEntropy") return linked;
  for (let start = 0; start < linked.length; start += outputs) {
    linked.set(softmax([...linked.subarray(start, start + outputs)]), start);
  }
  return linked;
}

interface Term {
  readonly loss: number;
  readonly derivative: number;
}

/** The loss of one output y against its target t; at a kink the derivative is PyTorch's, 0 for |d| at 0. */
function element(spec: Exclude<LossSpec, "crossEntropy">, y: number, t: number): Term {
  const d = y - t;
  switch (spec) {
    case "mse":
      return { loss: d * d, derivative: 2 * d };
    case "mae":
      return { loss: Math.abs(d), derivative: Math.sign(d) };
    case "binaryCrossEntropy":
      // -(t ln sigmoid(y) + (1 - t) ln sigmoid(-y)), and -ln sigmoid(-y) = softplus(y).
      return { loss: t * softplus(-y) + (1 - t) * softplus(y), derivative: sigmoid(y) - t };
    default: {
      const { delta } = spec;
      if (Math.abs(d) <= delta) return { loss: 0.5 * d * d, derivative: d };
      return { loss: delta * (Math.abs(d) - 0.5 * delta), derivative: delta * Math.sign(d) };
    }
  }
}

/** -sum t ln softmax(y) and its derivative softmax(y) sum(t) - t; the sum of a row of probabilities is 1. */
function crossEntropyRow(row: readonly number[], target: readonly number[]): Term[] {
  const largest = Math.max(...row);
  const logSum = largest + Math.log(row.reduce((sum, y) => sum + Math.exp(y - largest), 0));
  const total = target.reduce((sum, t) => sum + t, 0);
  return softmax(row).map((p, o) => ({
    loss: target[o] === 0 ? 0 : target[o] * (logSum - row[o]),
    derivative: p * total - target[o],
  }));
}

function softmax(row: readonly number[]): number[] {
  const largest = Math.max(...row);
  const powers = row.map((y) => Math.exp(y - largest));
  const sum = powers.reduce((total, e) => total + e, 0);
  return powers.map((e) => e / sum);
}

/** A row of targets; a label becomes a one-hot row. */
function targetRow({ targets, labels }: Answers, r: number, outputs: number): number[] {
  return Array.from({ length: outputs }, (_, o) =>
    labels === undefined ? targets[r * outputs + o] : labels[r] === o ? 1 : 0,
  );
}
