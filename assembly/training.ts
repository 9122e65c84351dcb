/*
 * The training loop: whole epochs over batches in one call, nothing allocated meanwhile.
 */
import { allFinite } from "./kernels/finite";
import { gatherRows, gatherValues } from "./kernels/layout";
import {
  adamStep,
  adaptiveStep,
  clearSubnormals,
  momentumStep,
  Optimizer,
  sgdStep,
  sumOfSquares,
} from "./kernels/optimizer";
import { identity, shuffle } from "./kernels/random";
import { backward, forward, lossOf } from "./network";
import { copy } from "./parameters";
import { BLOCK, Network, Progress, Table } from "./plan";

/**
 * An epoch over the training table, block by block, or what `budget` rows bring of it: the next call goes on.
 *
 * @param clipNorm the longest a gradient may be; 0 for any
 * @returns 0 when all went well, else the number of the update in which the loss, as batchSums tell, or a weight was no finite
 *   number: then everything is again as it was before the epoch
 */
export function train(
  network: Network,
  budget: i32,
  learningRate: f32,
  batchSize: i32,
  shuffles: bool,
  clipNorm: f32,
): u32 {
  const table = network.training;
  const rows = table.rows;
  network.learningRate = learningRate;
  network.clipNorm = clipNorm;
  if (network.cursor == 0) {
    copyState(network, false);
    identity(table.order, rows);
    if (shuffles) shuffle(changetype<usize>(network), table.order, rows);
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
      network.batchWeight = weightOfRows(table, batchStart, batchEnd);
    }
    gatherBlock(network, table, cursor, count);
    forward(network, count, true, cursor - batchStart);
    lossOf(network, count, gradientScale(network, network.batchWeight));
    backward(network, count, first, cursor - batchStart);
    network.cursor = cursor + count;
    budget -= count;
    if (network.cursor == batchEnd) {
      if (!endBatch(network, batchEnd - batchStart)) return undone(network, network.updates + 1);
    }
  }
  if (network.cursor < rows) return 0;
  network.cursor = 0;
  return allFinite(network.parameters, network.parameterCount) ? 0 : undone(network, network.updates);
}

function undone(network: Network, update: u32): u32 {
  network.cursor = 0;
  copyState(network, true);
  return update;
}

/** Keeps, or brings back, all that updates change: parameters, slots, generator and counts. */
function copyState(network: Network, back: bool): void {
  const bytes = (<usize>network.parameterCount) << 2;
  let kept = network.lastGood;
  copy(kept, network.parameters, bytes, back);
  if (network.slot0) copy((kept += bytes), network.slot0, bytes, back);
  if (network.slot1) copy((kept += bytes), network.slot1, bytes, back);
  copy(kept + bytes, changetype<usize>(network), offsetof<Progress>(), back);
}

/** Keeps, or brings back, the parameters of the best epoch. */
export function copyBest(network: Network, back: bool): void {
  copy(network.best, network.parameters, (<usize>network.parameterCount) << 2, back);
}

/** One step of the optimizer with the gradient that stands there; false, and nothing changed, when it or a weight is not finite. */
export function step(network: Network, learningRate: f32): bool {
  const length = network.parameterCount;
  if (!allFinite(network.gradients, length)) return false;
  copyState(network, false);
  network.learningRate = learningRate;
  network.clipNorm = 0;
  applyGradient(network);
  if (allFinite(network.parameters, length)) return true;
  copyState(network, true);
  return false;
}

/** The optimizer's step and the batch's part of the epoch's loss; false, and nothing done, when the loss is not finite. */
function endBatch(network: Network, rows: i32): bool {
  const count = network.sums;
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
function applyGradient(network: Network): void {
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
    case Optimizer.adam:
    case Optimizer.adamw: {
      const step = <f32>(<f64>rate / (1 - power(network.beta1, network.steps)));
      const root = <f32>(1 / sqrt<f64>(1 - power(network.beta2, network.steps)));
      const keep = <f32>(1 - <f64>rate * <f64>network.weightDecay);
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
    case Optimizer.rmsprop:
    case Optimizer.adagrad: {
      const adagrad = network.optimizer == Optimizer.adagrad;
      const keep: f64 = adagrad ? 1 : network.beta1;
      const take: f64 = adagrad ? 1 : 1 - keep;
      adaptiveStep(p, g, network.slot0, length, scale, rate, <f32>keep, <f32>take, network.epsilon);
      break;
    }
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

/** The mean loss of each output over the validation table into batchSums, without dropout. */
export function measure(network: Network): void {
  const weight = sumUp(network, network.validation, false);
  for (let j = 0; j < network.sums; j++) {
    const at = network.batchSums + ((<usize>j) << 3);
    store<f64>(at, load<f64>(at) / weight);
  }
}

/** The norm of the gradient of the mean loss over the training table, without dropout. */
export function norm(network: Network): f64 {
  sumUp(network, network.training, true);
  return sqrt<f64>(sumOfSquares(network.gradients, network.parameterCount));
}

/** Adds the table's loss, rows in their own order and without dropout, to the cleared batchSums. Returns the weights' sum. */
function sumUp(network: Network, table: Table, gradients: bool): f64 {
  const rows = table.rows;
  identity(table.order, rows);
  const weight = weightOfRows(table, 0, rows);
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
  return <f32>(1 / (weight * <f64>network.sums));
}

export function clearSums(network: Network, sums: usize): void {
  // Not memory.fill: V8 calls out of wasm for it, which a batch of ten rows of T1 feels.
  for (const end = sums + ((<usize>network.sums) << 3); sums < end; sums += 8) store<f64>(sums, 0);
}

/** The sum of the weights of rows order[from .. to); their count where all weigh 1. */
function weightOfRows(table: Table, from: i32, to: i32): f64 {
  if (!table.weights) return <f64>(to - from);
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const row = <usize>load<i32>(table.order + ((<usize>i) << 2));
    sum += <f64>load<f32>(table.weights + (row << 2));
  }
  return sum;
}

/** Says whether the block's rows come with labels, in place of targets, and with weights. */
export function expect(network: Network, labels: bool, weights: bool): void {
  const block = network.block;
  network.blockTargets = block.targets;
  network.blockLabels = labels ? block.labels : 0;
  network.blockWeights = weights ? block.weights : 0;
}

/** Rows order[from .. from + count] of the table into the block. */
function gatherBlock(network: Network, table: Table, from: i32, count: i32): void {
  const order = table.order + ((<usize>from) << 2);
  const block = network.block;
  const stride = network.outputStride;
  expect(network, table.labels != 0, table.weights != 0);
  gatherRows(table.inputs, network.inputStride, order, count, block.inputs);
  if (table.labels) gatherValues(table.labels, order, count, block.labels);
  else if (stride == 1) gatherValues(table.targets, order, count, block.targets);
  else gatherRows(table.targets, stride, order, count, block.targets);
  if (table.weights) gatherValues(table.weights, order, count, block.weights);
}

/** base^exponent by repeated squaring: Adam's bias correction without the host's pow. */
function power(base: f64, exponent: u32): f64 {
  let result: f64 = 1;
  for (; exponent > 0; exponent >>= 1, base *= base) {
    if (exponent & 1) result *= base;
  }
  return result;
}
