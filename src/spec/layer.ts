import {
  checkCount,
  checkName,
  checkNumber,
  checkOptions,
  fieldsOf,
  FRACTION,
  isObject,
  mustBe,
  show,
} from "../base/check.js";

/** Every activation. */
export const ACTIVATIONS = [
  "linear",
  "relu",
  "leakyRelu",
  "elu",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "silu",
] as const;

/**
 * The function that a dense layer applies to each of its sums.
 *
 * linear x; relu max(0, x); leakyRelu x > 0 ? x : 0.01 x; elu x > 0 ? x : exp(x) - 1; sigmoid 1 / (1 + exp(-x));
 * hardSigmoid clamp(x / 6 + 1/2, 0, 1); tanh; softplus ln(1 + exp(x)); silu x sigmoid(x).
 */
export type Activation = (typeof ACTIVATIONS)[number];

/** Between what each activation lies; silu's least is at x = -1.278. */
export const RANGES: Readonly<Record<Activation, readonly [low: number, high: number]>> = {
  linear: [-Infinity, Infinity],
  relu: [0, Infinity],
  leakyRelu: [-Infinity, Infinity],
  elu: [-1, Infinity],
  sigmoid: [0, 1],
  hardSigmoid: [0, 1],
  tanh: [-1, 1],
  softplus: [0, Infinity],
  silu: [-0.278465, Infinity],
};

/** Every initializer. */
export const INITIALIZERS = ["fanInUniform", "glorotUniform", "heNormal", "zeros"] as const;

/**
 * Where a layer's weights start.
 *
 * fanInUniform: weights and biases from U(-1/sqrt(inputs), 1/sqrt(inputs)), as PyTorch's dense layer (the default);
 * glorotUniform: U(+-sqrt(6 / (inputs + units))), biases 0 (Glorot & Bengio 2010);
 * heNormal: N(0, 2 / inputs), biases 0 (He et al. 2015); zeros: all 0.
 */
export type Initializer = (typeof INITIALIZERS)[number];

/** A layer of units, each a weighted sum of all inputs plus a bias, through an activation: y = activation(W x + b). */
export interface DenseSpec {
  readonly type: "dense";
  readonly units: number;
  readonly activation: Activation;
  readonly initializer: Initializer;
}

/** While training, sets each value to 0 with probability `rate` and divides the others by 1 - rate; else changes nothing. */
export interface DropoutSpec {
  readonly type: "dropout";
  readonly rate: number;
}

/** A layer as plain JSON. */
export type LayerSpec = DenseSpec | DropoutSpec;

/**
 * A dense layer: y = activation(W x + b), W [units, inputs], b [units].
 *
 * @param units outputs of the layer, a whole number >= 1
 * @param activation default "linear"
 * @param options.initializer default "fanInUniform"
 * @throws OptionError for a unit count that is no positive whole number, or an unknown name
 * @example
 * dense(100, "relu")
 */
export function dense(
  units: number,
  activation: Activation = "linear",
  options: { initializer?: Initializer } = {},
): DenseSpec {
  const named = isObject(units) ? units : activation;
  if (isObject(named)) throw mustBe("dense", "units and activation", 'given as dense(3, "relu")', named);
  const caller = denseTitle(units, activation);
  checkCount(caller, "units", units, 1);
  checkName(caller, "activation", activation, ACTIVATIONS);
  checkOptions(caller, options, ["initializer"]);
  const initializer = options.initializer ?? "fanInUniform";
  checkName(`${caller}, initializer ${show(initializer)}`, "initializer", initializer, INITIALIZERS);
  return { type: "dense", units, activation, initializer };
}

/** A dense layer as it is written, for texts. */
export function denseTitle(units: unknown, activation: unknown): string {
  return `dense(${show(units)}${activation === "linear" ? "" : `, ${show(activation)}`})`;
}

/**
 * Dropout (Srivastava et al. 2014), inverted: what is kept is divided by 1 - rate, so that prediction needs no change.
 *
 * @param rate share of values dropped while training, 0 <= rate < 1
 * @throws OptionError for any other rate
 */
export function dropout(rate: number): DropoutSpec {
  checkNumber(`dropout(${show(rate)})`, "rate", rate, FRACTION);
  return { type: "dropout", rate };
}

/** Checks a layer that came as plain JSON (a saved file, a worker's message) and fills in its defaults. */
export function parseLayer(spec: unknown): LayerSpec {
  if (!isObject(spec)) throw mustBe("Model", "a layer", "dense(...) or dropout(...)", spec);
  const layer = fieldsOf(spec);
  checkName(`Model: layer ${show(layer.type ?? spec)}`, "layer", layer.type, ["dense", "dropout"]);
  if (layer.type === "dropout") {
    checkOptions("dropout", layer, ["type", "rate"]);
    return dropout(layer.rate as number);
  }
  checkOptions("dense", layer, ["type", "units", "activation", "initializer"]);
  const { units, activation, initializer } = layer as Partial<DenseSpec>;
  return dense(units as number, activation, { initializer });
}

/** How many parameters layers have, one upon the other, over rows of `inputs` values. */
export function parameterCount({ inputs, layers }: { inputs: number; layers: readonly LayerSpec[] }): number {
  let count = 0;
  let width = inputs;
  for (const layer of layers) {
    if (layer.type !== "dense") continue;
    count += (width + 1) * layer.units;
    width = layer.units;
  }
  return count;
}
