import { checkCount, checkNumber, checkOptions, isFloat32, mustBe, type Range } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import type { Scaler } from "../data/scaler.js";
import type { TableEncoding } from "../encoding/features.js";
import { Model } from "../model.js";
import { readable } from "../network/inside.js";
import type { ModelSpec } from "../network/model-spec.js";
import { knownStages } from "../network/stages.js";
import type { DenseSpec } from "../spec/layer.js";

/** Where `unitShares` looks. */
export interface UnitSharesOptions {
  /** The least and the largest value of the input, in its own unit. */
  from: number;
  to: number;
  /** How many values, both ends included; default 201. */
  steps?: number;
}

/** A function of one number as a sum: total = constant + the sum of the shares. */
export interface UnitShares {
  /** [steps] values of the input. */
  readonly xs: Float64Array;
  /** [steps] the function there. */
  readonly total: Float64Array;
  /** What it would be if every hidden unit were 0. */
  readonly constant: number;
  /** What each hidden unit adds: shares[j][i] at xs[i]. */
  readonly shares: Float64Array[];
  /** What all of these are: of the target in its own unit, or under "binaryCrossEntropy" of the logit, ln(p / (1 - p)). */
  readonly scale: "target" | "logit";
}

const FINITE: Range = ["a finite number", () => true];

/**
 * What each hidden unit adds to the function of a network with one input, one hidden dense layer and one output.
 *
 * With z = (x - mean) / deviation of the input, the model is y = D (c + sum v[j] activation(w[j] z + b[j])) + M, where M and D are the
 * target's mean and deviation. share j is D v[j] activation(w[j] z + b[j]), and the constant D c + M: what is left where all units are 0. So
 * total less a share is the model without that unit. Nothing is moved between them: a sigmoid's share goes from 0 to its height, not from
 * -1/2 to 1/2 of it.
 *
 * `total` is `model.predictAll(xs)` but for float32 rounding; under "binaryCrossEntropy" the logit, whose sigmoid that is, since
 * probabilities do not add up. Dropout is left out, as in predictions.
 *
 * @throws OptionError for any other network, one that was not trained, or an impossible range; DataError for a range beyond float32
 * @example
 * const { xs, total, shares } = unitShares(model, { from: -3, to: 3 });
 */
export function unitShares(model: Model, options: UnitSharesOptions): UnitShares {
  const caller = "unitShares";
  const { spec, stages, state } = readable(model, caller);
  const hidden = hiddenLayerOf(caller, spec);
  const xs = valuesOf(caller, options);
  const { inputs, targets } = knownStages(caller, stages);
  const inside = standardized(caller, xs, inputs.scaler);
  const { units } = hidden;
  const { parameters } = state;
  const activations = activationsOf(hidden, parameters.subarray(0, 2 * units), inside);
  const [deviation] = targets.deviation;
  const constant = parameters[3 * units] * deviation + targets.mean[0];
  const shares = Array.from({ length: units }, (_, j) => {
    const weight = parameters[2 * units + j] * deviation;
    // What is not there is 0, not -0, which would be shown with its sign.
    return xs.map((_, i) => weight * activations[i * units + j] + 0);
  });
  const total = xs.map((_, i) => shares.reduce((sum, share) => sum + share[i], constant));
  return { xs, total, constant, shares, scale: spec.loss === "binaryCrossEntropy" ? "logit" : "target" };
}

/** The hidden layer. @throws OptionError for a network that is no sum of functions of one number */
function hiddenLayerOf(caller: string, spec: ModelSpec): DenseSpec {
  const dense = spec.layers.filter((layer) => layer.type === "dense");
  const [hidden, last] = dense;
  const why = whyNot(spec, dense.length, last);
  if (why === undefined) return hidden;
  throw new OptionError(
    `${caller}: the model must have one number as input, one hidden dense layer, and dense(1) last, as in inputs: 1, ` +
      `layers: [dense(8, "tanh"), dense(1)]; this one ${why}.`,
    { expected: "1 input, 1 hidden layer, 1 linear output", received: spec },
  );
}

function whyNot(
  { inputs, encoding }: ModelSpec,
  count: number,
  last: DenseSpec | undefined,
): string | undefined {
  if (inputs !== 1) return `has ${inputs} inputs`;
  if (last === undefined) return "has no hidden layer";
  if (count > 2) return `has ${count - 1} hidden layers`;
  if (last.units !== 1) return `has ${last.units} outputs`;
  if (last.activation !== "linear") return `puts its sum through "${last.activation}"`;
  const { features, relative } = (encoding ?? {}) as Partial<TableEncoding> & { relative?: number };
  if (features && features[0].kind !== "number") return `takes a ${features[0].kind} as input`;
  return relative ? "predicts relative to its input" : undefined;
}

function valuesOf(caller: string, options: UnitSharesOptions): Float64Array {
  checkOptions(caller, options, ["from", "to", "steps"], -1);
  const { from, to, steps = 201 } = options;
  checkNumber(caller, "from", from, FINITE);
  checkNumber(caller, "to", to, FINITE);
  checkCount(caller, "steps", steps, 2);
  if (!(from < to)) throw mustBe(caller, "from", `below to, which is ${to}`, from);
  return Float64Array.from({ length: steps }, (_, i) => {
    const part = i / (steps - 1);
    return from * (1 - part) + to * part;
  });
}

/** The values as the network sees them. */
function standardized(caller: string, xs: Float64Array, { mean, deviation }: Scaler): Float64Array {
  const inside = xs.map((x) => (x - mean[0]) / deviation[0]);
  const row = inside.findIndex((value) => !isFloat32(value));
  if (row < 0) return inside;
  throw new DataError(`${caller}: ${xs[row]} is too far from the training rows for float32.`, {
    received: xs[row],
    row,
  });
}

/** The hidden layer's outputs, [rows x units]: by the core, so that they are those inside the model, to the bit. */
function activationsOf(hidden: DenseSpec, parameters: Float32Array, inside: Float64Array): Float64Array {
  const layer = new Model({ inputs: 1, layers: [hidden], loss: "mse", standardize: false });
  layer.parameters = parameters;
  const outputs = layer.predictAll(inside);
  layer.free();
  return outputs;
}
