/*
 * Parameters on their way in and out: outside, one vector in PyTorch's order; inside, each layer in the layout of its kernels.
 */
import { copyWeights } from "./kernels/layout";
import { isVector, layerAt } from "./network";
import { Layer, LayerKind, Network } from "./plan";

/** How many parameters a dense layer has, without padding. */
// @ts-ignore: decorator
@inline
export function countOf(layer: Layer): usize {
  return <usize>(layer.inputs + 1) * layer.units;
}

/** theta, in the outside order, into a vector laid out like `parameters` (parameters or a slot); or, with `out`, the vector into theta. */
export function copyVector(network: Network, vector: usize, out: bool): void {
  let theta = network.theta;
  const shift = vector - network.parameters;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != LayerKind.dense) continue;
    const weights = (<usize>layer.inputs * layer.units) << 2;
    if (isVector(layer)) copy(layer.weights + shift, theta, weights, out);
    else copyWeights(theta, layer.weights + shift, layer.inputs, layer.units, out);
    copy(layer.bias + shift, theta + weights, (<usize>layer.units) << 2, out);
    theta += countOf(layer) << 2;
  }
}

/** From b to a; or, with `back`, from a to b. */
export function copy(a: usize, b: usize, bytes: usize, back: bool): void {
  memory.copy(back ? b : a, back ? a : b, bytes);
}
