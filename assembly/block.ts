/*
 * The block: the rows that are worked through at once, with what the loss compares them with.
 */
import { gatherRows, gatherValues } from "./kernels/layout";
import { Network, Table } from "./plan";

/** Says whether the block's rows come with labels, in place of targets, and with weights. */
export function useBlockTargets(network: Network, labels: bool, weights: bool): void {
  const block = network.block;
  network.blockTargets = block.targets;
  network.blockLabels = labels ? block.labels : 0;
  network.blockWeights = weights ? block.weights : 0;
}

/** Rows order[from .. from + count] of the table into the block. */
export function gatherBlock(network: Network, table: Table, from: i32, count: i32): void {
  const order = table.order + ((<usize>from) << 2);
  const block = network.block;
  const stride = network.outputStride;
  useBlockTargets(network, table.labels != 0, table.weights != 0);
  gatherRows(table.inputs, network.inputStride, order, count, block.inputs);
  if (table.labels) gatherValues(table.labels, order, count, block.labels);
  else if (stride == 1) gatherValues(table.targets, order, count, block.targets);
  else gatherRows(table.targets, stride, order, count, block.targets);
  if (table.weights) gatherValues(table.weights, order, count, block.weights);
}

/** The sum of the weights of rows order[from .. to); their count where all weigh 1. */
export function weightOfRows(table: Table, from: i32, to: i32): f64 {
  if (!table.weights) return <f64>(to - from);
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const row = <usize>load<i32>(table.order + ((<usize>i) << 2));
    sum += <f64>load<f32>(table.weights + (row << 2));
  }
  return sum;
}
