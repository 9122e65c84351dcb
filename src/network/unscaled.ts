import { OptionError } from "../base/errors.js";
import { Learner } from "./learner.js";
import { knownStages } from "./stages.js";

/**
 * The same function without standardizing.
 *
 * First layer, from z = (x - mean) / deviation: w' = w / deviation, b' = b - sum w mean / deviation.
 * Last layer, to t = y deviation + mean: w' = w deviation, b' = b deviation + mean. In float64 until the end.
 */
export function unscaledOf(learner: Learner): Learner {
  const { inputs, targets } = knownStages("Model.unscaled", learner.stages);
  const { mean, deviation } = inputs.scaler;
  const { layers } = learner.spec;
  const last = layers[layers.length - 1];
  if (last.type === "dense" && last.activation !== "linear" && !targets.isIdentity) {
    throw new OptionError(
      `Model.unscaled: the last layer is "${last.activation}"; only a linear one can hold the target's scale.`,
      { expected: "linear", received: last.activation },
    );
  }
  const theta = Float64Array.from(learner.state.parameters);
  let width = learner.spec.inputs;
  let at = 0;
  for (const layer of layers) {
    if (layer.type !== "dense") continue;
    const { units } = layer;
    const biases = at + units * width;
    for (let j = 0; j < units; j++) {
      const bias = biases + j;
      const first = at === 0;
      for (let row = at + j * width, k = 0; k < width; k++) {
        if (first) {
          theta[row + k] /= deviation[k];
          theta[bias] -= theta[row + k] * mean[k];
        }
        if (layer === last) theta[row + k] *= targets.deviation[j];
      }
      if (layer === last) theta[bias] = theta[bias] * targets.deviation[j] + targets.mean[j];
    }
    at = biases + units;
    width = units;
  }
  const unscaled = new Learner({ ...learner.spec, standardize: false });
  unscaled.classes = learner.classes;
  unscaled.setParameters(Float32Array.from(theta));
  return unscaled;
}
