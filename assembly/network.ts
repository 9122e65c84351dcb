/*
 * One block of rows through the network, forward and backward.
 */
import { Activation, activationBackward, activationForward, softmaxForward } from "./kernels/activation";
import { padded } from "./kernels/lanes";
import { transposeWeights } from "./kernels/layout";
import { crossEntropyLoss, elementwiseLoss, Loss } from "./kernels/loss";
import {
  columnSums,
  matmulDelta,
  matmulForward,
  matmulVectorDelta,
  matmulVectorForward,
  matmulVectorGradient,
  matmulWeightGradient,
} from "./kernels/matmul";
import { dropout, dropoutKey } from "./kernels/random";
import { Layer, LayerKind, Network } from "./plan";

// @ts-ignore: decorator
@inline
export function layerAt(network: Network, index: i32): Layer {
  return changetype<Layer>(network.layers + <usize>index * offsetof<Layer>());
}

// @ts-ignore: decorator
@inline
export function lastLayer(network: Network): Layer {
  return layerAt(network, network.layerCount - 1);
}

/** The last layer with one unit: its weights are a plain vector and its outputs lie one after another. */
// @ts-ignore: decorator
@inline
export function isVector(layer: Layer): bool {
  return layer.yStride == 1;
}

/**
 * The outputs (logits, before any link) of the first `rows` rows of blockInputs, into the last layer's y.
 *
 * @param batchRow the block's first row within its batch, which dropout's mask depends on
 */
export function forward(network: Network, rows: i32, training: bool, batchRow: i32): void {
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    if (layer.kind == LayerKind.dropout) {
      const length = padded(rows * layer.yStride);
      if (training) dropoutOf(network, layer, i, batchRow, layer.x, layer.y, length);
      else memory.copy(layer.y, layer.x, (<usize>length) << 2);
      continue;
    }
    if (isVector(layer)) {
      const columns = padded(layer.inputs);
      matmulVectorForward(
        layer.x,
        layer.xStride,
        layer.weights,
        load<f32>(layer.bias),
        layer.z,
        rows,
        columns,
      );
    } else {
      matmulForward(
        layer.x,
        layer.xStride,
        layer.weights,
        layer.bias,
        layer.z,
        layer.yStride,
        rows,
        layer.inputs,
        layer.units,
      );
    }
    activationForward(layer.activation, layer.z, layer.y, padded(rows * layer.yStride));
  }
}

/** The linked outputs in place of the logits: probabilities for the cross-entropies, nothing changed for regressions. */
export function link(network: Network, rows: i32): void {
  const last = lastLayer(network);
  if (network.loss == Loss.crossEntropy) softmaxForward(last.y, last.y, rows, last.units, last.yStride);
  if (network.loss == Loss.binaryCrossEntropy) {
    activationForward(Activation.sigmoid, last.y, last.y, padded(rows * last.yStride));
  }
}

/** Adds the block's loss to batchSums and writes the last layer's dy. Forward must have run. */
export function lossOf(network: Network, rows: i32, scale: f32): void {
  const last = lastLayer(network);
  if (network.loss == Loss.crossEntropy) {
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
    );
  } else {
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
}

/** Gradients of the block from the last layer's dy: written when it is the batch's first block, else added. */
export function backward(network: Network, rows: i32, first: bool, batchRow: i32): void {
  for (let i = network.layerCount - 1; i >= 0; i--) {
    const layer = layerAt(network, i);
    const length = padded(rows * layer.yStride);
    if (layer.kind == LayerKind.dropout) {
      if (layer.dx) dropoutOf(network, layer, i, batchRow, layer.dy, layer.dx, length);
      continue;
    }
    activationBackward(layer.activation, layer.z, layer.y, layer.dy, layer.dy, length);
    if (isVector(layer)) vectorBackward(layer, rows, first);
    else matrixBackward(layer, rows, first, network.scratch);
  }
}

function matrixBackward(layer: Layer, rows: i32, first: bool, scratch: usize): void {
  const columns = padded(layer.units);
  columnSums(layer.dy, layer.yStride, layer.dBias, rows, columns, !first);
  matmulWeightGradient(
    layer.x,
    layer.xStride,
    layer.dy,
    layer.yStride,
    layer.dWeights,
    rows,
    layer.inputs,
    layer.units,
    !first,
    scratch,
  );
  if (!layer.dx) return;
  if (first) transposeWeights(layer.weights, layer.transposed, layer.inputs, layer.units);
  matmulDelta(
    layer.dy,
    layer.yStride,
    layer.transposed,
    layer.dx,
    layer.xStride,
    rows,
    layer.inputs,
    layer.units,
  );
}

function vectorBackward(layer: Layer, rows: i32, first: bool): void {
  const columns = padded(layer.inputs);
  let sum: f32 = first ? 0 : load<f32>(layer.dBias);
  for (let r: usize = 0, end = (<usize>rows) << 2; r < end; r += 4) sum += load<f32>(layer.dy + r);
  store<f32>(layer.dBias, sum);
  matmulVectorGradient(layer.x, layer.xStride, layer.dy, layer.dWeights, rows, columns, !first);
  // The padding of x holds activation(0), not zero: keep it out of the weights.
  for (let k = layer.inputs; k < columns; k++) store<f32>(layer.dWeights + ((<usize>k) << 2), 0);
  if (layer.dx) matmulVectorDelta(layer.dy, layer.weights, layer.dx, layer.xStride, rows, columns);
}

function dropoutOf(
  network: Network,
  layer: Layer,
  index: i32,
  batchRow: i32,
  x: usize,
  y: usize,
  length: i32,
): void {
  const key = dropoutKey(network.dropoutSeed, network.updates, index);
  dropout(key, <u32>batchRow * <u32>layer.yStride, layer.rate, x, y, length);
}
