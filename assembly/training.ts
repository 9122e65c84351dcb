/*
 * The training loop: whole epochs over batches in one call, nothing allocated meanwhile.
 */
import { gatherRows, gatherValues } from "./kernels/layout";
import { CROSS_ENTROPY } from "./kernels/loss";
import {
  ADAGRAD,
  ADAM,
  adagradStep,
  adamStep,
  clearSubnormals,
  momentumStep,
  RMSPROP,
  rmspropStep,
  sgdStep,
  sumOfSquares,
} from "./kernels/optimizer";
import { identity, shuffle } from "./kernels/random";
import { backward, forward, lastLayer, layerAt, lossOf } from "./network";
import { BLOCK, Network, Table } from "./plan";

/**
 * Works on from the cursor, block by block, until the epoch ends or `budget` rows are done.
 *
 * @returns 0 when all went well, 1 when a batch's loss was not finite: its update was not made
 */
export function train(network: Network, budget: i32): i32 {
  const table = network.training;
  const rows = table.rows;
  const batchSize = network.batchSize;
  if (network.cursor == 0) {
    identity(network.order, rows);
    if (network.shuffles) shuffle(network.generator, network.order, rows);
    clearSums(network, network.epochSums);
  }
  while (network.cursor < rows && budget > 0) {
    const cursor = network.cursor;
    const batchStart = cursor - (cursor % batchSize);
    const batchEnd = min(batchStart + batchSize, rows);
    const count = min(batchEnd - cursor, BLOCK);
    const first = cursor == batchStart;
    if (first) {
      clearSums(network, network.batchSums);
      network.batchWeight = weightOfRows(network, table, batchStart, batchEnd);
    }
    gatherBlock(network, table, cursor, count);
    forward(network, count, true, cursor - batchStart);
    lossOf(network, count, gradientScale(network, network.batchWeight));
    backward(network, count, first, cursor - batchStart);
    network.cursor = cursor + count;
    budget -= count;
    if (network.cursor == batchEnd) {
      if (!endBatch(network, batchEnd - batchStart)) return 1;
    }
  }
  return 0;
}

/** The optimizer's step and the batch's part of the epoch's loss; false, and nothing done, when the loss is not finite. */
function endBatch(network: Network, rows: i32): bool {
  const count = sumCount(network);
  // A batch whose rows all weigh nothing has no loss and no gradient.
  const share = network.batchWeight > 0 ? <f64>rows / network.batchWeight : 0;
  for (let j = 0; j < count; j++) {
    const at = (<usize>j) << 3;
    const sum = load<f64>(network.batchSums + at);
    if (!isFinite<f64>(sum)) return false;
    store<f64>(network.epochSums + at, load<f64>(network.epochSums + at) + sum * share);
  }
  applyGradient(network);
  return true;
}

/** Updates from one sweep over the optimizer's vectors to the next. */
const SWEEP: u32 = 64;

/** One step of the optimizer with the gradient that stands in `gradients`, clipped to clipNorm. */
export function applyGradient(network: Network): void {
  network.updates++;
  network.steps++;
  const p = network.parameters;
  const g = network.gradients;
  const length = network.parameterCount;
  const rate = network.learningRate;
  let scale: f32 = 1;
  if (network.clipNorm > 0) {
    const norm = sqrt<f64>(sumOfSquares(g, length));
    if (norm > <f64>network.clipNorm) scale = <f32>(<f64>network.clipNorm / norm);
  }
  switch (network.optimizer) {
    case ADAM: {
      const step = <f32>(<f64>rate / (1 - power(network.beta1, network.steps)));
      const root = <f32>(1 / sqrt<f64>(1 - power(network.beta2, network.steps)));
      const keep: f32 = network.decoupled ? <f32>(1 - <f64>rate * <f64>network.weightDecay) : 1;
      adamStep(
        p,
        g,
        network.slot0,
        network.slot1,
        length,
        scale,
        step,
        root,
        network.beta1,
        network.beta2,
        network.epsilon,
        keep,
      );
      break;
    }
    case RMSPROP:
      rmspropStep(p, g, network.slot0, length, scale, rate, network.beta1, network.epsilon);
      break;
    case ADAGRAD:
      adagradStep(p, g, network.slot0, length, scale, rate, network.epsilon);
      break;
    default:
      if (network.slot0) {
        const nesterov = network.nesterov != 0;
        momentumStep(
          p,
          g,
          network.slot0,
          length,
          scale,
          rate,
          network.momentum,
          nesterov,
          network.weightDecay,
        );
      } else {
        sgdStep(p, g, length, scale, rate, network.weightDecay);
      }
  }
  if (network.updates % SWEEP == 0) {
    if (network.slot0) clearSubnormals(network.slot0, length);
    if (network.slot1) clearSubnormals(network.slot1, length);
  }
}

/** Adds the table's loss, rows in their own order and without dropout, to the cleared batchSums. Returns the weights' sum. */
export function measure(network: Network, table: Table, gradients: bool): f64 {
  const rows = table.rows;
  identity(network.order, rows);
  const weight = weightOfRows(network, table, 0, rows);
  clearSums(network, network.batchSums);
  for (let from = 0; from < rows; from += BLOCK) {
    const count = min(rows - from, BLOCK);
    gatherBlock(network, table, from, count);
    forward(network, count, false, 0);
    lossOf(network, count, gradientScale(network, weight));
    if (gradients) backward(network, count, from == 0, 0);
  }
  return weight;
}

/** What the gradient of one weighted row is multiplied by: 1 / (sum of weights x outputs); cross-entropy has one loss a row. */
function gradientScale(network: Network, weight: f64): f32 {
  if (!(weight > 0)) return 0;
  return <f32>(1 / (weight * <f64>sumCount(network)));
}

/** How many sums the loss keeps: one an output, cross-entropy one for all. */
function sumCount(network: Network): i32 {
  return network.loss == CROSS_ENTROPY ? 1 : network.outputs;
}

export function clearSums(network: Network, sums: usize): void {
  // Not memory.fill: V8 calls out of wasm for it, which a batch of ten rows of T1 feels.
  for (const end = sums + ((<usize>network.outputs) << 3); sums < end; sums += 8) store<f64>(sums, 0);
}

/** The sum of the weights of rows order[from .. to); their count where all weigh 1. */
function weightOfRows(network: Network, table: Table, from: i32, to: i32): f64 {
  if (!table.weights) return <f64>(to - from);
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const row = <usize>load<i32>(network.order + ((<usize>i) << 2));
    sum += <f64>load<f32>(table.weights + (row << 2));
  }
  return sum;
}

/** Rows order[from .. from + count] of the table into the block. */
function gatherBlock(network: Network, table: Table, from: i32, count: i32): void {
  const order = network.order + ((<usize>from) << 2);
  gatherRows(table.inputs, layerAt(network, 0).xStride, order, count, network.blockInputs);
  const stride = lastLayer(network).yStride;
  if (table.labels) gatherValues(table.labels, order, count, network.blockLabels);
  else if (stride == 1) gatherValues(table.targets, order, count, network.blockTargets);
  else gatherRows(table.targets, stride, order, count, network.blockTargets);
  if (table.weights) gatherValues(table.weights, order, count, network.blockWeights);
}

/** base^exponent by repeated squaring: Adam's bias correction without the host's pow. */
function power(base: f64, exponent: u32): f64 {
  let result: f64 = 1;
  for (; exponent > 0; exponent >>= 1, base *= base) {
    if (exponent & 1) result *= base;
  }
  return result;
}
