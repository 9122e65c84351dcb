import type { Activation, LayerSpec } from "../../src/spec/layer.js";
import type { LossSpec } from "../../src/spec/loss.js";
import { activations } from "./activation.js";
import { link, lossAndGradient, type Answers } from "./loss.js";

/**
 * The network in float64, written to be read: one loop for each sum sign.
 *
 * Parameters lie as PyTorch has them: layer by layer, weights [units, inputs] row-major, then biases. Every matrix of
 * values is flat, [rows x width].
 */
export interface Network {
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
}

/** Rows of inputs, flat [rows x inputs], with what they should give. */
export type Batch = Answers & {
  readonly inputs: ArrayLike<number>;
  /** One for each row. */
  readonly weights?: ArrayLike<number>;
  /** The mean weight of all training rows, of which these are a batch; default that of these rows. */
  readonly meanWeight?: number;
};

/**
 * For each dropout layer, in order, 1 where a value is kept and 0 where it is dropped, [rows x width]. Without masks
 * dropout changes nothing.
 */
export type Masks = readonly ArrayLike<number>[];

export interface Gradient {
  readonly loss: number;
  /** dLoss / dParameters, in the parameters' order. */
  readonly gradient: Float64Array;
}

/** How many weights and biases the network has. */
export function parameterCount(network: Network): number {
  return plan(network).reduce(
    (sum, part) => sum + (part.type === "dense" ? part.units * (part.width + 1) : 0),
    0,
  );
}

/** The last layer's result for each row, before the loss's softmax or sigmoid: [rows x outputs]. */
export function forward(
  network: Network,
  parameters: ArrayLike<number>,
  inputs: ArrayLike<number>,
  masks?: Masks,
): Float64Array {
  const tape = run(network, parameters, inputs, masks);
  return tape[tape.length - 1].after;
}

/** What a model's `predictAll` gives: probabilities for the cross-entropies, else the last layer's result. */
export function predict(
  network: Network,
  loss: LossSpec,
  parameters: ArrayLike<number>,
  inputs: ArrayLike<number>,
): Float64Array {
  return link(loss, forward(network, parameters, inputs), outputsOf(network));
}

/** The loss of a batch and its gradient by backpropagation. */
export function gradientOf(
  network: Network,
  loss: LossSpec,
  parameters: ArrayLike<number>,
  batch: Batch,
  masks?: Masks,
): Gradient {
  const tape = run(network, parameters, batch.inputs, masks);
  const output = tape[tape.length - 1].after;
  const answer = lossAndGradient(loss, output, batch, outputsOf(network), batch.weights, batch.meanWeight);

  const gradient = new Float64Array(parameterCount(network));
  let dAfter = answer.gradient;
  for (const step of [...tape].reverse()) {
    dAfter =
      step.type === "dense"
        ? denseBackward(step, parameters, dAfter, gradient)
        : dAfter.map((d, i) => d * step.factors[i]);
  }
  return { loss: answer.loss, gradient };
}

/** The loss alone, at the parameters given. */
export function lossOf(
  network: Network,
  loss: LossSpec,
  parameters: ArrayLike<number>,
  batch: Batch,
  masks?: Masks,
): number {
  const output = forward(network, parameters, batch.inputs, masks);
  return lossAndGradient(loss, output, batch, outputsOf(network), batch.weights, batch.meanWeight).loss;
}

/** (L(p + h) - L(p - h)) / 2h, one parameter after the other. */
export function centralDifferences(
  lossAt: (parameters: Float64Array) => number,
  parameters: ArrayLike<number>,
  step = 1e-5,
): Float64Array {
  const moved = Float64Array.from(parameters);
  return moved.map((_, i) => {
    const here = parameters[i];
    moved[i] = here + step;
    const right = lossAt(moved);
    moved[i] = here - step;
    const left = lossAt(moved);
    moved[i] = here;
    return (right - left) / (2 * step);
  });
}

/** A dense layer and where its numbers lie in the vector of all parameters. */
interface DensePart {
  readonly type: "dense";
  readonly activation: Activation;
  /** Inputs of the layer. */
  readonly width: number;
  readonly units: number;
  /** Index of the first weight and of the first bias. */
  readonly weights: number;
  readonly biases: number;
}

interface DropoutPart {
  readonly type: "dropout";
  readonly rate: number;
  /** Its place among the dropout layers, that is among the masks. */
  readonly index: number;
}

/** What a layer saw and made of it, kept for the way back. */
interface DenseStep {
  readonly type: "dense";
  readonly part: DensePart;
  readonly before: ArrayLike<number>;
  readonly sums: Float64Array;
  readonly after: Float64Array;
}

interface DropoutStep {
  readonly type: "dropout";
  readonly factors: Float64Array;
  readonly after: Float64Array;
}

function plan(network: Network): (DensePart | DropoutPart)[] {
  let width = network.inputs;
  let offset = 0;
  let dropouts = 0;
  return network.layers.map((layer) => {
    if (layer.type === "dropout") return { ...layer, index: dropouts++ };
    const { activation, units } = layer;
    const biases = offset + units * width;
    const part: DensePart = { type: "dense", activation, width, units, weights: offset, biases };
    offset = biases + units;
    width = units;
    return part;
  });
}

/** Units of the last dense layer. */
function outputsOf(network: Network): number {
  return plan(network).reduce((width, part) => (part.type === "dense" ? part.units : width), network.inputs);
}

function run(
  network: Network,
  parameters: ArrayLike<number>,
  inputs: ArrayLike<number>,
  masks: Masks | undefined,
): (DenseStep | DropoutStep)[] {
  let values = inputs;
  return plan(network).map((part) => {
    const step =
      part.type === "dense"
        ? denseForward(part, parameters, values)
        : dropoutForward(part.rate, masks?.[part.index], values);
    values = step.after;
    return step;
  });
}

/** sums[r][u] = biases[u] + sum over c of weights[u][c] before[r][c]; after = activation(sums). */
function denseForward(part: DensePart, parameters: ArrayLike<number>, before: ArrayLike<number>): DenseStep {
  const { width, units, weights, biases } = part;
  const rows = before.length / width;
  const sums = new Float64Array(rows * units);
  for (let r = 0; r < rows; r++) {
    for (let u = 0; u < units; u++) {
      let sum = parameters[biases + u];
      for (let c = 0; c < width; c++) sum += parameters[weights + u * width + c] * before[r * width + c];
      sums[r * units + u] = sum;
    }
  }
  return { type: "dense", part, before, sums, after: sums.map(activations[part.activation].value) };
}

/**
 * dSums = dAfter activation'(sums); dWeights[u][c] = sum over r of dSums[r][u] before[r][c]; dBiases[u] = sum over r of
 * dSums[r][u]; the result is dBefore[r][c] = sum over u of dSums[r][u] weights[u][c].
 */
function denseBackward(
  { part, before, sums }: DenseStep,
  parameters: ArrayLike<number>,
  dAfter: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const { width, units, weights, biases } = part;
  const { derivative } = activations[part.activation];
  const dBefore = new Float64Array(before.length);
  for (let r = 0; r < before.length / width; r++) {
    for (let u = 0; u < units; u++) {
      const dSum = dAfter[r * units + u] * derivative(sums[r * units + u]);
      gradient[biases + u] += dSum;
      for (let c = 0; c < width; c++) {
        const weight = weights + u * width + c;
        gradient[weight] += dSum * before[r * width + c];
        dBefore[r * width + c] += dSum * parameters[weight];
      }
    }
  }
  return dBefore;
}

/** Kept values are divided by 1 - rate, the others become 0. */
function dropoutForward(
  rate: number,
  mask: ArrayLike<number> | undefined,
  before: ArrayLike<number>,
): DropoutStep {
  const factors = Float64Array.from(before, (_, i) => (mask === undefined ? 1 : mask[i] / (1 - rate)));
  return { type: "dropout", factors, after: factors.map((factor, i) => factor * before[i]) };
}
