import { isFloat32, show } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { LEFT_OUT } from "../data/fit-scaler.js";
import { identityScaler, type Scaler } from "../data/scaler.js";
import type { Activation } from "../spec/layer.js";
import { Learner } from "./learner.js";
import { knownStages } from "./stages.js";

/**
 * The same function without standardizing.
 *
 * First layer, from z = (x - mean) / deviation: w' = w / deviation, b' = b - sum w mean / deviation.
 * Last layer, to t = y deviation + mean: w' = w deviation, b' = b deviation + mean. In float64 until the end.
 *
 * @throws OptionError where the last activation or float32 cannot hold the scale
 */
export function unscaledOf(learner: Learner): Learner {
  const { inputs, targets } = knownStages("Model.unscaled", learner.stages);
  const { layers, columns } = learner.spec;
  const last = layers[layers.length - 1];
  // deviation * max(0, y) = max(0, deviation * y), without a shift.
  const isExact = (activation: Activation): boolean =>
    activation === "linear" || (activation === "relu" && targets.mean.every((value) => value === 0));
  if (last.type === "dense" && !isExact(last.activation) && !targets.isIdentity) {
    throw new OptionError(
      `Model.unscaled: the last layer is "${last.activation}"; only a linear one can hold the target's scale.`,
      { expected: "linear", received: last.activation },
    );
  }
  const theta = Float64Array.from(learner.state.parameters);
  let before = inputs.scaler;
  let at = 0;
  for (const layer of layers) {
    if (layer.type !== "dense") continue;
    const { units } = layer;
    const width = before.mean.length;
    const after = layer === last ? targets : identityScaler(units);
    const biases = at + units * width;
    for (let j = 0; j < units; j++) {
      const weights = theta.subarray(at + j * width, at + (j + 1) * width);
      const bias = theta.subarray(biases + j, biases + j + 1);
      // Only the inputs have names.
      foldUnit(weights, bias, before, after, j, at === 0 ? columns : undefined);
    }
    at = biases + units;
    before = identityScaler(units);
  }
  const unscaled = new Learner({ ...learner.spec, standardize: false });
  unscaled.classes = learner.classes;
  unscaled.stages = {
    inputs: inputs.withScaler(identityScaler(inputs.width)),
    targets: identityScaler(targets.mean.length),
  };
  unscaled.setParameters(Float32Array.from(theta));
  return unscaled;
}

/** What a float32 is rounded by at most, relative to its size. */
const ROUNDING = 2 ** -24;

/**
 * How far off the sum of a unit may be, in deviations: the target's, or for a hidden unit 1, over which standardized sums spread. A
 * thousandth takes a millionth off r2. Measured: predictions are off by .2 to 1.5 times what foldUnit adds up (their root mean square).
 */
const MOST_OFF = 1e-3;

/** Folds the scalers before and after unit j into its weights and its bias; throws where float32 is too coarse for the result. */
function foldUnit(
  weights: Float64Array,
  bias: Float64Array,
  before: Scaler,
  after: Scaler,
  j: number,
  columns?: readonly string[],
): void {
  const { mean, deviation } = before;
  const unit = after.deviation[j];
  const ofTarget = Math.abs(after.mean[j]) * ROUNDING;
  bias[0] = bias[0] * unit + after.mean[j];
  const parts = weights.map((weight, k) => {
    weights[k] = deviation[k] === LEFT_OUT ? 0 : (weight / deviation[k]) * unit;
    const shift = weights[k] * mean[k];
    bias[0] -= shift;
    // A weight that float32 rounds to 0 or to infinity is off by all that it is.
    const rounded = Math.abs(Math.fround(weights[k]) - weights[k]);
    return Math.abs(shift) * ROUNDING + (rounded && rounded * deviation[k]);
  });
  const off = isFloat32(bias[0]) ? parts.reduce((sum, part) => sum + part, ofTarget) / unit : Infinity;
  if (off <= MOST_OFF) return;
  const worst = parts.reduce((k, part, i) => (part > parts[k] ? i : k), 0);
  const [column, name, scaler] =
    parts[worst] > ofTarget
      ? [worst, `input ${show(columns?.[worst] ?? worst)}`, before]
      : [j, `target ${j}`, after];
  const [middle, spread, sum, received] = [scaler.mean[column], scaler.deviation[column], bias[0], off].map(
    (value) => Number(value.toPrecision(4)),
  );
  throw new OptionError(
    `Model.unscaled: ${name} has mean ${middle} and deviation ${spread}: a bias of ${sum} in float32 puts sums off by ${received} ` +
      "deviations. Subtract a start from that column, or choose units nearer to 1, before training; or keep the standardized model.",
    { expected: `at most ${MOST_OFF}`, received, column },
  );
}
