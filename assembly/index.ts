/*
 * What the wrapper (src/wasm) calls. Numbers only: a Network is the address of its record.
 */
import { allFinite } from "./kernels/finite";
import { sumOfSquares } from "./kernels/optimizer";
import { initializeLayer, seedGenerator } from "./kernels/random";
import { backward, forward, layerAt, lossOf } from "./network";
import { countOf } from "./parameters";
import { DENSE, Network, Table } from "./plan";
import { applyGradient, clearSums, measure, train } from "./training";

export { pack, unpack } from "./parameters";
export { arenaStart, hasFiniteInputs, predictBlock } from "./predict";
export { applyGradient, train };

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
  return allFinite(vector, network.parameterCount);
}
