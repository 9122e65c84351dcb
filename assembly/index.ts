/*
 * What the wrapper (src/wasm) calls. Numbers only: a Network is the address of its record.
 */
import { initializeLayer, seedGenerator } from "./kernels/random";
import { useBlockTargets } from "./block";
import { addLoss } from "./loss";
import { backward, forward } from "./network";
import { countOf, layerAt, LayerKind, Network } from "./plan";
import { clearSums } from "./training";

export { addTrainingTable, addValidationTable, arrangeLoss, arrangeTraining } from "./arrange";
export { readVector } from "./parameters";
export * from "./predict";
export { keepBest, restoreBest } from "./state";
export { beginEpoch, gradientNorm, step, train, validationLoss } from "./training";

/** Seeds the generator with 64 bits and draws every layer's starting values into theta. */
export function start(network: Network, low: u32, high: u32): void {
  const generator = changetype<usize>(network);
  let theta = network.theta;
  seedGenerator(generator, low, high);
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind != LayerKind.dense) continue;
    initializeLayer(generator, layer.initializer, theta, layer.inputs, layer.units);
    theta += countOf(layer) << 2;
  }
}

/**
 * Adds the block's loss to batchSums, and where asked for its gradient to gradients; the first block clears both.
 *
 * @param batchRow the block's first row within its batch
 * @param scale    1 / (sum of the batch's weights x outputs)
 * @param mode     0 the loss, 1 also the gradient, 2 with dropout
 * @param labels   whether the rows come with labels, in place of targets, and with weights
 */
export function addBlock(
  network: Network,
  rows: i32,
  batchRow: i32,
  scale: f32,
  mode: i32,
  labels: bool,
  weights: bool,
): void {
  const first = batchRow == 0;
  useBlockTargets(network, labels, weights);
  if (first) clearSums(network, network.batchSums);
  forward(network, rows, mode == 2, batchRow);
  addLoss(network, rows, scale);
  if (mode) backward(network, rows, first, batchRow);
}
