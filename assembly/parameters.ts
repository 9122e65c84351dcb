/*
 * Parameters on their way in and out: outside, one vector in PyTorch's order; inside, each layer in the layout of its kernels.
 */
import { packWeights, unpackWeights } from "./kernels/layout";
import { isVector, layerAt } from "./network";
import { DENSE, Layer, Network } from "./plan";

/** How many parameters a dense layer has, without padding. */
// @ts-ignore: decorator
@inline
export function countOf(layer: Layer): usize {
  return <usize>(layer.inputs + 1) * layer.units;
}

/** theta, in the outside order, into a vector laid out like `parameters` (parameters or a slot). */
export function pack(network: Network, vector: usize): void {
  let theta = network.theta;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != DENSE) continue;
    const weights = <usize>layer.inputs * layer.units;
    const inside = vector + (layer.weights - network.parameters);
    if (isVector(layer)) memory.copy(inside, theta, weights << 2);
    else packWeights(theta, inside, layer.inputs, layer.units);
    memory.copy(
      vector + (layer.bias - network.parameters),
      theta + (weights << 2),
      (<usize>layer.units) << 2,
    );
    theta += countOf(layer) << 2;
  }
}

/** The inverse of pack. */
export function unpack(network: Network, vector: usize): void {
  let theta = network.theta;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != DENSE) continue;
    const weights = <usize>layer.inputs * layer.units;
    const inside = vector + (layer.weights - network.parameters);
    if (isVector(layer)) memory.copy(theta, inside, weights << 2);
    else unpackWeights(inside, theta, layer.inputs, layer.units);
    memory.copy(
      theta + (weights << 2),
      vector + (layer.bias - network.parameters),
      (<usize>layer.units) << 2,
    );
    theta += countOf(layer) << 2;
  }
}
