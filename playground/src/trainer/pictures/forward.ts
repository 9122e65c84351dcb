import type { Activation, Model } from "downhill";

/** A dense layer: y = activation(W x + b). */
export interface Layer {
  /** [units x inputs], row by row. */
  readonly weights: Float32Array;
  /** [units] */
  readonly biases: Float32Array;
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
}

/** What a network is made of, as its pictures need it. */
export interface Network {
  readonly layers: readonly Layer[];
  /** Names of the numbers that the first layer sees, where they have some. */
  readonly columns?: readonly string[];
  /** Brings each of these numbers to mean 0 and deviation 1. */
  readonly inputs: Scale;
  /** Brings an output back to the target's unit. */
  readonly outputs: Scale;
}

interface Scale {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** As the library's `Activation` defines them. */
const ACTIVATIONS: Readonly<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  sigmoid,
  hardSigmoid: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  silu: (x) => x * sigmoid(x),
};

/**
 * A model's layers and scales. Its JSON holds the scales, which stay the same from the first training on; `parameters` are in its order: layer by
 * layer weights [units, inputs] row by row, then biases, for standardized inputs and targets. Dropout does nothing where nothing is trained.
 */
export function networkOf(model: Model): Network {
  const { spec, scaler, parameters } = model.toJSON();
  if (!scaler.inputs || !scaler.targets) throw new Error("networkOf: the model has not seen its rows yet.");
  const theta = Float32Array.from(parameters);
  const layers: Layer[] = [];
  let inputs = spec.inputs;
  let at = 0;
  for (const layer of spec.layers) {
    if (layer.type !== "dense") continue;
    const { units, activation } = layer;
    const weights = theta.subarray(at, at + units * inputs);
    const biases = theta.subarray(at + units * inputs, at + units * (inputs + 1));
    layers.push({ weights, biases, inputs, units, activation });
    at += units * (inputs + 1);
    inputs = units;
  }
  return { layers, columns: spec.columns, inputs: scaler.inputs, outputs: scaler.targets };
}

/**
 * Rows as the first layer sees them, [rows x its inputs].
 *
 * @param columns the values of each input
 */
export function scaledRows(
  { inputs: { mean, deviation } }: Network,
  columns: readonly Float64Array[],
): Float64Array {
  const width = columns.length;
  const rows = new Float64Array(columns[0].length * width);
  columns.forEach((column, c) =>
    column.forEach((value, r) => (rows[r * width + c] = (value - mean[c]) / deviation[c])),
  );
  return rows;
}

/** What a layer makes of rows: [rows x units], in float64. */
export function forward(
  { weights, biases, inputs, units, activation }: Layer,
  rows: Float64Array,
): Float64Array {
  const count = rows.length / inputs;
  const activate = ACTIVATIONS[activation];
  const out = new Float64Array(count * units);
  for (let r = 0; r < count; r++) {
    for (let u = 0; u < units; u++) {
      let sum = biases[u];
      for (let c = 0; c < inputs; c++) sum += weights[u * inputs + c] * rows[r * inputs + c];
      out[r * units + u] = activate(sum);
    }
  }
  return out;
}
