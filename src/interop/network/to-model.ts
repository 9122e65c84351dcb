import { Model, dense, dropout, type LayerSpec } from "../../index.js";
import type { Network, Scaling } from "./network.js";
import { denseLayers, outputsOf } from "./network.js";

/**
 * A network as a Model: it predicts at once, trains on from here, saves, and loads by downhill/predict. `notes.imported` says where it comes
 * from, and what was changed on the way.
 *
 * @param from the format, as in "ONNX"
 */
export function modelOf(from: string, network: Network, remarks: readonly string[]): Model {
  const { inputs, layers, loss, inputScaling, targetScaling, classes, columns } = network;
  const standardize = inputScaling !== undefined || targetScaling !== undefined;
  const blank = new Model({
    ...{ inputs, layers: layers.map(specOf), loss, standardize },
    ...(classes && { classes }),
    ...(columns && { columns }),
  });
  const json = blank.toJSON();
  const scaler = {
    inputs: scalerJson(inputScaling, inputs),
    // Also where only the inputs are scaled: without it the model would count as untrained.
    targets: scalerJson(targetScaling, outputsOf(network)),
  };
  const model = standardize ? Model.fromJSON({ ...json, scaler }) : blank;
  model.parameters = parametersOf(network, blank.count);
  model.notes = { imported: { from, remarks: [...remarks] } };
  return model;
}

/** All parameters in a Model's order: layer by layer the weights [units, inputs], then the biases. */
function parametersOf(network: Network, count: number): Float32Array {
  const parameters = new Float32Array(count);
  let at = 0;
  for (const { weight, bias } of denseLayers(network)) {
    parameters.set(weight, at);
    parameters.set(bias, at + weight.length);
    at += weight.length + bias.length;
  }
  return parameters;
}

function specOf(layer: Network["layers"][number]): LayerSpec {
  return layer.type === "dropout" ? dropout(layer.rate) : dense(layer.units, layer.activation);
}

function scalerJson(scaling: Scaling | undefined, width: number): { mean: number[]; deviation: number[] } {
  if (scaling) return { mean: Array.from(scaling.mean), deviation: Array.from(scaling.deviation) };
  return { mean: Array.from({ length: width }, () => 0), deviation: Array.from({ length: width }, () => 1) };
}
