/*
 * A dropout layer, a block of rows at a time. Its mask is a hash of seed, update, layer and place, so that backward finds it again.
 */
import { padded } from "./kernels/lanes";
import { dropout, dropoutKey } from "./kernels/random";
import { Layer, layerAt, Network } from "./plan";

/** y = x without the values that the mask drops, the others divided by 1 - rate. */
export function dropoutForward(network: Network, index: i32, rows: i32, batchRow: i32): void {
  const layer = layerAt(network, index);
  masked(network, index, rows, batchRow, layer.x, layer.y);
}

/** dx from dy, where it is needed. */
export function dropoutBackward(network: Network, index: i32, rows: i32, batchRow: i32): void {
  const layer = layerAt(network, index);
  if (layer.dx) masked(network, index, rows, batchRow, layer.dy, layer.dx);
}

/** y = x: dropout outside of training. */
export function passForward(layer: Layer, rows: i32): void {
  copyRows(layer, rows, layer.x, layer.y);
}

/** dx = dy, where it is needed. */
export function passBackward(layer: Layer, rows: i32): void {
  if (layer.dx) copyRows(layer, rows, layer.dy, layer.dx);
}

function copyRows(layer: Layer, rows: i32, from: usize, to: usize): void {
  memory.copy(to, from, (<usize>padded(rows * layer.yStride)) << 2);
}

function masked(network: Network, index: i32, rows: i32, batchRow: i32, from: usize, to: usize): void {
  const layer = layerAt(network, index);
  const key = dropoutKey(network.dropoutSeed, network.updates, index);
  const first = <u32>batchRow * <u32>layer.yStride;
  dropout(key, first, layer.rate, from, to, padded(rows * layer.yStride));
}
