/*
 * What the wrapper (src/wasm) calls. Numbers only: a Network is the address of its record.
 */
import { initializeLayer, seedGenerator } from "./kernels/random";
import { useBlockTargets } from "./block";
import { addBlockLoss } from "./network";
import { countOf, layerAt, LayerKind, Mode, Network } from "./plan";
import { clearSums } from "./training";

export { addTrainingTable, addValidationTable, arrangeLoss, arrangeTraining } from "./arrange";
export { normOfGradients } from "./optimizer";
export { readVector } from "./parameters";
export * from "./predict";
export { keepBest, keepStart, keepState, restoreBest } from "./state";
export { beginEpoch, measureGradient, measureValidation, step, train, undoEpoch } from "./training";

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
 * As addBlockLoss, for the rows that were written into the block; a batch's first block clears batchSums too.
 *
 * @param labels whether the rows come with labels, in place of targets, and with weights
 */
export function addBlock(
  network: Network,
  rows: i32,
  batchRow: i32,
  scale: f32,
  mode: Mode,
  labels: bool,
  weights: bool,
): void {
  useBlockTargets(network, labels, weights);
  if (batchRow == 0) clearSums(network, network.batchSums);
  addBlockLoss(network, rows, batchRow, scale, mode);
}
