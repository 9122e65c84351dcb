import { OptionError } from "./errors.js";
import type { Learner } from "./learner.js";

/**
 * The parameters of the same function without scalers.
 *
 * First layer, from z = (x - mean) / deviation: w' = w / deviation, b' = b - sum w mean / deviation.
 * Last layer, to t = y deviation + mean: w' = w deviation, b' = b deviation + mean. In float64 until the end.
 */
export function unscaledParameters(learner: Learner): Float32Array {
  const { inputs, targets } = learner.scalers("Model.unscaled");
  const { layers } = learner.spec;
  const last = layers[layers.length - 1];
  if (last.type === "dense" && last.activation !== "linear" && !targets.isIdentity) {
    throw new OptionError(
      `Model.unscaled: the last layer is "${last.activation}", which cannot hold the target's scale. ` +
        "Only a model whose last layer is linear can be unscaled.",
      { expected: "linear", received: last.activation },
    );
  }
  const theta = Float64Array.from(learner.state.parameters);
  const width = learner.spec.inputs;
  const first = layers.find((layer) => layer.type === "dense");
  const units = first?.type === "dense" ? first.units : 0;
  for (let j = 0; j < units; j++) {
    let shift = 0;
    for (let k = 0; k < width; k++) {
      theta[j * width + k] /= inputs.deviation[k];
      shift += theta[j * width + k] * inputs.mean[k];
    }
    theta[units * width + j] -= shift;
  }
  const { outputs } = learner;
  const biases = theta.length - outputs;
  const fanIn = lastFanIn(learner);
  for (let j = 0; j < outputs; j++) {
    const row = biases - (outputs - j) * fanIn;
    for (let k = 0; k < fanIn; k++) theta[row + k] *= targets.deviation[j];
    theta[biases + j] = theta[biases + j] * targets.deviation[j] + targets.mean[j];
  }
  return Float32Array.from(theta);
}

/** Inputs of the last layer. */
function lastFanIn(learner: Learner): number {
  const widths = [learner.spec.inputs];
  for (const layer of learner.spec.layers) if (layer.type === "dense") widths.push(layer.units);
  return widths[widths.length - 2];
}
