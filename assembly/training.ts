/*
 * The training loop: whole epochs over batches in one call, nothing allocated meanwhile.
 */
import { allFinite } from "./kernels/finite";
import { identity, shuffle } from "./kernels/random";
import { gatherBlock, weightOfRows } from "./block";
import { addBlockLoss } from "./network";
import { applyGradient } from "./optimizer";
import { BLOCK, Mode, Network, Table } from "./plan";
import { beginState, keepStart, keepState, restoreStart, restoreState } from "./state";

/**
 * An epoch over the training table, or a slice of it: the next call goes on from `cursor`.
 *
 * A slice ends with the first batch that brings it to `budget` rows, where a batch has more rows than that with the first block.
 * `cursor` is 0 after the epoch. Where the loss (see batchSums) or a weight was no finite number, `failedUpdate` is the number
 * of that update, and everything is again as it was before the epoch; where the epoch's very first loss was none, as it was before the
 * epoch before: that one's weights are finite, but nothing can be done with them. Each weight counts by how much it is of the mean 1.
 *
 * @param clipNorm the longest a gradient may be; 0 for any
 * @returns rows done
 */
export function train(
  network: Network,
  budget: i32,
  learningRate: f32,
  batchSize: i32,
  shuffles: bool,
  clipNorm: f32,
): i32 {
  const rows = network.training.rows;
  const dividesBatches = min(batchSize, rows) > budget;
  network.learningRate = learningRate;
  network.clipNorm = clipNorm;
  network.failedUpdate = 0;
  if (network.cursor == 0) beginEpoch(network, shuffles);
  let done = 0;
  while (network.cursor < rows) {
    const batchStart = network.cursor - (network.cursor % batchSize);
    const batchEnd = min(batchStart + batchSize, rows);
    done += trainBlock(network, batchStart, batchEnd);
    const batchIsDone = network.cursor == batchEnd;
    if (batchIsDone && !endBatch(network)) {
      fail(network, network.updates + 1);
      return done;
    }
    if (done >= budget && (batchIsDone || dividesBatches)) break;
  }
  if (network.cursor == rows) network.cursor = 0;
  // A weight may be infinite though the loss is not.
  if (!allFinite(network.parameters, network.parameterCount)) fail(network, network.updates);
  return done;
}

/** Notes the generator and puts the rows in the epoch's order. `train` does so where an epoch begins. */
export function beginEpoch(network: Network, shuffles: bool): void {
  const table = network.training;
  beginState(network);
  identity(table.order, table.rows);
  if (shuffles) shuffle(changetype<usize>(network), table.order, table.rows);
  clearSums(network, network.epochSums);
}

function fail(network: Network, update: u32): void {
  network.cursor = 0;
  network.failedUpdate = update;
  restoreState(network);
}

/** Leaves the epoch under way: everything is again as where it began. */
export function undoEpoch(network: Network): void {
  network.cursor = network.measured = 0;
  restoreStart(network);
}

/** Loss and gradient of the batch's next block, from `cursor` on. Returns its rows. */
function trainBlock(network: Network, batchStart: i32, batchEnd: i32): i32 {
  const table = network.training;
  const cursor = network.cursor;
  const batchRow = cursor - batchStart;
  const rows = min(batchEnd - cursor, BLOCK);
  if (batchRow == 0) clearSums(network, network.batchSums);
  gatherBlock(network, table, cursor, rows);
  addBlockLoss(network, rows, batchRow, gradientScale(network, <f64>(batchEnd - batchStart)), Mode.training);
  network.cursor = cursor + rows;
  return rows;
}

/** The optimizer's step and the batch's part of the epoch's loss; false, and nothing done, when the loss is not finite. */
function endBatch(network: Network): bool {
  for (let j = 0; j < network.sums; j++) {
    const at = (<usize>j) << 3;
    const sum = load<f64>(network.batchSums + at);
    if (!isFinite<f64>(sum)) return false;
    store<f64>(network.epochSums + at, load<f64>(network.epochSums + at) + sum);
  }
  if (!network.startIsKept) keepStart(network);
  applyGradient(network);
  return true;
}

/** One step of the optimizer with the gradient that stands there; false, and nothing changed, when it or a weight is not finite. */
export function step(network: Network, learningRate: f32): bool {
  const length = network.parameterCount;
  if (!allFinite(network.gradients, length)) return false;
  keepState(network);
  network.learningRate = learningRate;
  network.clipNorm = 0;
  applyGradient(network);
  if (allFinite(network.parameters, length)) return true;
  restoreState(network);
  return false;
}

/**
 * The mean loss of each output over the validation table into batchSums, without dropout; or a slice of the way there, of at least
 * `budget` rows: the next call goes on.
 *
 * @returns whether it is done
 */
export function measureValidation(network: Network, budget: i32): bool {
  if (!sumUp(network, network.validation, budget, Mode.loss)) return false;
  for (let j = 0; j < network.sums; j++) {
    const at = network.batchSums + ((<usize>j) << 3);
    store<f64>(at, load<f64>(at) / network.measuredWeight);
  }
  return true;
}

/** As measureValidation: the gradient of the mean loss over the training table, without dropout, into gradients. */
export function measureGradient(network: Network, budget: i32): bool {
  return sumUp(network, network.training, budget, Mode.gradient);
}

/**
 * Adds the table's loss, rows in their own order and without dropout, to batchSums, from row `measured` on, where 0 clears them: at least
 * `budget` rows in whole blocks, or all that are left. Returns whether none is left; `measured` is 0 then.
 */
function sumUp(network: Network, table: Table, budget: i32, mode: Mode): bool {
  const rows = table.rows;
  if (network.measured == 0) {
    identity(table.order, rows);
    network.measuredWeight = weightOfRows(table, 0, rows);
    clearSums(network, network.batchSums);
  }
  const scale = gradientScale(network, network.measuredWeight);
  let from = network.measured;
  for (let left = budget; left > 0 && from < rows; left -= BLOCK) {
    const count = min(rows - from, BLOCK);
    gatherBlock(network, table, from, count);
    addBlockLoss(network, count, from, scale, mode);
    from += count;
  }
  network.measured = from < rows ? from : 0;
  return from == rows;
}

/** What the gradient of one weighted row is multiplied by: 1 / (sum of weights x outputs); cross-entropy has one loss a row. */
function gradientScale(network: Network, weight: f64): f32 {
  return <f32>(1 / (weight * <f64>network.sums));
}

export function clearSums(network: Network, sums: usize): void {
  // Not memory.fill: V8 calls out of wasm for it, which a batch of ten rows of T1 feels.
  for (const end = sums + ((<usize>network.sums) << 3); sums < end; sums += 8) store<f64>(sums, 0);
}
