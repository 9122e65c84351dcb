/*
 * A dense layer: y = activation(x w + bias), a block of rows at a time.
 */
import { activationBackward, activationForward } from "./kernels/activation";
import { padded } from "./kernels/lanes";
import { transposeWeights } from "./kernels/layout";
import * as kernels from "./kernels/matmul";
import { isVector, Layer } from "./plan";

/** y of the first rows of x. */
export function denseForward(layer: Layer, rows: i32): void {
  if (isVector(layer)) vectorForward(layer, rows);
  else matrixForward(layer, rows);
  activationForward(layer.activation, layer.z, layer.y, padded(rows * layer.yStride));
}

/**
 * dWeights and dBias from dy, which becomes the gradient by z; and dx where it is needed.
 *
 * @param first   whether the gradients are written, the block being the batch's first, or added
 * @param scratch [BLOCK, yStride + 16]
 */
export function denseBackward(layer: Layer, rows: i32, first: bool, scratch: usize): void {
  const length = padded(rows * layer.yStride);
  activationBackward(layer.activation, layer.z, layer.y, layer.dy, layer.dy, length);
  if (isVector(layer)) vectorBackward(layer, rows, first);
  else matrixBackward(layer, rows, first, scratch);
}

// @ts-ignore: decorator
@inline
function matrixForward(layer: Layer, rows: i32): void {
  kernels.matmulForward(
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

// @ts-ignore: decorator
@inline
function vectorForward(layer: Layer, rows: i32): void {
  const bias = load<f32>(layer.bias);
  kernels.matmulVectorForward(
    layer.x,
    layer.xStride,
    layer.weights,
    bias,
    layer.z,
    rows,
    padded(layer.inputs),
  );
}

function matrixBackward(layer: Layer, rows: i32, first: bool, scratch: usize): void {
  kernels.columnSums(layer.dy, layer.yStride, layer.dBias, rows, padded(layer.units), !first);
  kernels.matmulWeightGradient(
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
  kernels.matmulDelta(
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
  kernels.matmulVectorGradient(layer.x, layer.xStride, layer.dy, layer.dWeights, rows, columns, !first);
  // The padding of x holds activation(0), not zero: keep it out of the weights.
  for (let k = layer.inputs; k < columns; k++) store<f32>(layer.dWeights + ((<usize>k) << 2), 0);
  if (layer.dx) kernels.matmulVectorDelta(layer.dy, layer.weights, layer.dx, layer.xStride, rows, columns);
}
