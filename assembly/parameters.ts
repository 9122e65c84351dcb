/*
 * Parameters on their way in and out: outside, one vector in PyTorch's order; inside, each layer in the layout of its kernels.
 */
import { packWeights, unpackWeights } from "./kernels/layout";
import { countOf, isVector, layerAt, LayerKind, Network } from "./plan";

/** theta, in the outside order, into a vector laid out like `parameters`: the parameters or a slot. */
export function writeVector(network: Network, vector: usize): void {
  const shift = vector - network.parameters;
  let theta = network.theta;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != LayerKind.dense) continue;
    const weights = layer.weights + shift;
    const bytes = (<usize>layer.inputs * layer.units) << 2;
    if (isVector(layer)) memory.copy(weights, theta, bytes);
    else packWeights(theta, weights, layer.inputs, layer.units);
    memory.copy(layer.bias + shift, theta + bytes, (<usize>layer.units) << 2);
    theta += countOf(layer) << 2;
  }
}

/** A vector laid out like `parameters`, the gradients too, into theta in the outside order. */
export function readVector(network: Network, vector: usize): void {
  const shift = vector - network.parameters;
  let theta = network.theta;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != LayerKind.dense) continue;
    const weights = layer.weights + shift;
    const bytes = (<usize>layer.inputs * layer.units) << 2;
    if (isVector(layer)) memory.copy(theta, weights, bytes);
    else unpackWeights(weights, theta, layer.inputs, layer.units);
    memory.copy(theta + bytes, layer.bias + shift, (<usize>layer.units) << 2);
    theta += countOf(layer) << 2;
  }
}
