/*
 * What the wrapper (src/wasm) calls. Numbers only: a Network is the address of its record.
 */
import { packWeights, unpackWeights } from "./kernels/layout";
import { sumOfSquares } from "./kernels/optimizer";
import { initializeLayer, seedGenerator } from "./kernels/random";
import { backward, forward, isVector, layerAt, link, lossOf } from "./network";
import { DENSE, Layer, Network, Table } from "./plan";
import { applyGradient, clearSums, measure, train } from "./training";

export { applyGradient, train };

/** Where the arena may begin: after the static data. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** Starts the generator from a 64-bit seed. */
export function seed(network: Network, low: u32, high: u32): void {
  seedGenerator(network.generator, low, high);
}

/** Draws every layer's starting values into theta, in the outside order. */
export function initialize(network: Network, theta: usize): void {
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != DENSE) continue;
    initializeLayer(network.generator, layer.initializer, theta, layer.inputs, layer.units);
    theta += countOf(layer) << 2;
  }
}

/** theta, in the outside order, into a vector laid out like `parameters` (parameters or a slot). */
export function pack(network: Network, theta: usize, vector: usize): void {
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
export function unpack(network: Network, vector: usize, theta: usize): void {
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

/** Linked outputs of the block's first rows, into the last layer's y. */
export function predictBlock(network: Network, rows: i32): void {
  forward(network, rows, false, 0);
  link(network, rows);
}

/** Adds the block's loss to batchSums, which the first block clears. */
export function lossBlock(network: Network, rows: i32, first: bool): void {
  if (first) clearSums(network, network.batchSums);
  forward(network, rows, false, 0);
  lossOf(network, rows, 0);
}

/**
 * Adds the block's loss to batchSums and its gradient to gradients, which the first block overwrites.
 *
 * @param batchRow the block's first row within its batch
 * @param scale    1 / (sum of the batch's weights x outputs)
 * @param training whether dropout is on
 */
export function gradientBlock(network: Network, rows: i32, batchRow: i32, scale: f32, training: bool): void {
  const first = batchRow == 0;
  if (first) clearSums(network, network.batchSums);
  forward(network, rows, training, batchRow);
  lossOf(network, rows, scale);
  backward(network, rows, first, batchRow);
}

/** The loss of a whole table into batchSums, without dropout. Returns the sum of its rows' weights. */
export function measureTable(network: Network, table: Table): f64 {
  return measure(network, table, false);
}

/** The norm of the gradient of the mean loss over a whole table, without dropout. */
export function gradientNorm(network: Network, table: Table): f64 {
  measure(network, table, true);
  return sqrt<f64>(sumOfSquares(network.gradients, network.parameterCount));
}

/** Whether every number of a vector like `parameters` is finite. */
export function isSound(network: Network, vector: usize): bool {
  return isFinite<f64>(sumOfSquares(vector, network.parameterCount));
}

// @ts-ignore: decorator
@inline
function countOf(layer: Layer): usize {
  return <usize>(layer.inputs + 1) * layer.units;
}
