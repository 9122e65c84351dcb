/*
 * The loss of a block, and the link that its outputs are predicted through.
 */
import { Activation, activationForward } from "./kernels/activation";
import { padded } from "./kernels/lanes";
import { crossEntropyLoss, elementwiseLoss, Loss } from "./kernels/loss";
import { softmaxForward } from "./kernels/softmax";
import { lastLayer, Network } from "./plan";

/**
 * Adds the block's loss to batchSums and writes the last layer's dy. Forward must have run.
 *
 * @param scale what the gradient of a row of weight 1 is multiplied by
 */
export function addLoss(network: Network, rows: i32, scale: f32): void {
  if (network.loss == Loss.crossEntropy) addCrossEntropy(network, rows, scale);
  else addElementwise(network, rows, scale);
}

/** The linked outputs in place of the logits: probabilities for the cross-entropies, nothing changed for regressions. */
export function applyLink(network: Network, rows: i32): void {
  const last = lastLayer(network);
  if (network.loss == Loss.crossEntropy) {
    softmaxForward(last.y, last.y, rows, last.units, last.yStride, network.rowScratch);
  }
  if (network.loss == Loss.binaryCrossEntropy) {
    activationForward(Activation.sigmoid, last.y, last.y, padded(rows * last.yStride));
  }
}

function addCrossEntropy(network: Network, rows: i32, scale: f32): void {
  const last = lastLayer(network);
  crossEntropyLoss(
    last.y,
    network.blockTargets,
    network.blockLabels,
    network.blockWeights,
    last.dy,
    rows,
    last.units,
    last.yStride,
    scale,
    network.batchSums,
    network.rowScratch,
  );
}

function addElementwise(network: Network, rows: i32, scale: f32): void {
  const last = lastLayer(network);
  elementwiseLoss(
    network.loss,
    network.delta,
    last.y,
    network.blockTargets,
    network.blockWeights,
    last.dy,
    rows,
    last.units,
    last.yStride,
    scale,
    network.batchSums,
  );
}
