/*
 * One block of rows through the network, forward and backward.
 */
import { denseBackward, denseForward } from "./dense";
import { dropoutBackward, dropoutForward, passBackward, passForward } from "./dropout";
import { addLoss } from "./loss";
import { layerAt, LayerKind, Mode, Network } from "./plan";

/**
 * Adds the block's loss to batchSums, and where `mode` asks for it its gradient to gradients, which the batch's first block clears.
 *
 * @param batchRow the block's first row within its batch
 * @param scale    what the gradient of a row of weight 1 is multiplied by: 1 / (sum of the batch's weights x sums)
 */
export function addBlockLoss(network: Network, rows: i32, batchRow: i32, scale: f32, mode: Mode): void {
  const training = mode == Mode.training;
  forward(network, rows, training, batchRow);
  addLoss(network, rows, scale);
  if (mode != Mode.loss) backward(network, rows, training, batchRow);
}

/**
 * The outputs (logits, before any link) of the first `rows` rows of blockInputs, into the last layer's y.
 *
 * @param batchRow the block's first row within its batch, which dropout's mask depends on
 */
export function forward(network: Network, rows: i32, training: bool, batchRow: i32): void {
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind == LayerKind.dense) denseForward(layer, rows);
    else if (training) dropoutForward(network, i, rows, batchRow);
    else passForward(layer, rows);
  }
}

/** Gradients of the block from the last layer's dy: written when it is the batch's first block, else added. */
function backward(network: Network, rows: i32, training: bool, batchRow: i32): void {
  for (let i = network.layerCount - 1; i >= 0; i--) {
    const layer = layerAt(network, i);
    if (layer.kind == LayerKind.dense) denseBackward(layer, rows, batchRow == 0, network.scratch);
    else if (training) dropoutBackward(network, i, rows, batchRow);
    else passBackward(layer, rows);
  }
}
