/*
 * Lays a network out in one arena: create, addDense or addDropout for each layer, arrange; for losses also arrangeLoss, for training then
 * arrangeTraining, and a table or two. All that these calls write are the records: a memory that ends behind them is enough, and
 * they may then be copied to the same place in one that reaches to `end`, for anything else to be touched.
 */
import { Activation } from "./kernels/activation";
import { padded } from "./kernels/lanes";
import { Loss } from "./kernels/loss";
import { ROW_SCRATCH } from "./kernels/softmax";
import { BLOCK, lastLayer, Layer, layerAt, LayerKind, Network, Progress, Table } from "./plan";

/** Room for so many numbers of 4 bytes. It begins on a cache line, and so does what comes after it. */
function allocate(network: Network, numbers: u64): usize {
  const at = network.end;
  network.end = (at + (numbers << 2) + 63) & ~63;
  return <usize>at;
}

/** Room for a block of rows. */
function allocateBlock(network: Network, stride: i32): usize {
  return allocate(network, <u64>BLOCK * stride);
}

/**
 * Floats from one row of activations to the next. A distance that is a multiple of 256 bytes would put the same column of
 * many rows into few sets of the L1 cache, so such rows are kept 64 bytes further apart.
 */
function rowStride(units: i32): i32 {
  const stride = padded(units);
  return stride & 63 ? stride : stride + 16;
}

/** Where the arena may begin: after the static data. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** The first byte after all records of a network that begins at `start`: its own, those of its layers, of the block and two tables. */
export function recordsEnd(start: usize, layers: i32): usize {
  return start + offsetof<Network>() + <usize>layers * offsetof<Layer>() + 3 * offsetof<Table>();
}

/** A network whose records lie from `start` on, which is a multiple of 64; nothing has been written there yet. */
export function create(start: usize, inputs: i32, layers: i32): Network {
  const network = changetype<Network>(start);
  const end = recordsEnd(start, layers);
  const tables = end - 3 * offsetof<Table>();
  network.end = (end + 63) & ~63;
  network.inputs = inputs;
  network.layers = start + offsetof<Network>();
  network.block = changetype<Table>(tables);
  network.training = changetype<Table>(tables + offsetof<Table>());
  network.validation = changetype<Table>(tables + 2 * offsetof<Table>());
  return network;
}

export function addDense(network: Network, units: i32, activation: i32, initializer: i32): void {
  const layer = layerAt(network, network.layerCount++);
  layer.kind = LayerKind.dense;
  layer.units = units;
  layer.activation = activation;
  layer.initializer = initializer;
}

/** @param rate share of values dropped while training, 0 <= rate < 1 */
export function addDropout(network: Network, rate: f32): void {
  const layer = layerAt(network, network.layerCount++);
  layer.kind = LayerKind.dropout;
  layer.rate = rate;
}

/** What prediction needs. */
export function arrange(network: Network, loss: i32): void {
  const last = lastLayer(network);
  let width = network.inputs;
  let stride = rowStride(width);
  let x = allocateBlock(network, stride);
  let floats: u64 = 0;
  let count: u64 = 0;
  network.loss = loss;
  network.blockInputs = network.block.inputs = x;
  network.inputStride = stride;
  network.block.rows = BLOCK;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    layer.inputs = width;
    layer.x = x;
    layer.xStride = stride;
    layer.weights = (<usize>floats) << 2;
    if (layer.kind == LayerKind.dense) {
      const units = layer.units;
      // Only the last layer with one unit is laid out as a vector, its outputs one after another.
      const vector = units == 1 && layer == last;
      floats += vector ? padded(width) : <u64>width * padded(units);
      layer.bias = (<usize>floats) << 2;
      floats += padded(units);
      count += <u64>(width + 1) * units;
      stride = vector ? 1 : rowStride(units);
      width = units;
    }
    layer.units = width;
    layer.yStride = stride;
    x = layer.y = allocateBlock(network, stride);
    // silu's backward needs its argument; every other activation works in place.
    layer.z =
      layer.kind == LayerKind.dense && layer.activation == Activation.silu
        ? allocateBlock(network, stride)
        : x;
  }
  network.outputs = x;
  network.outputStride = stride;
  network.sums = loss == Loss.crossEntropy ? 1 : width;
  network.count = <i32>count;
  network.parameterCount = <i32>floats;
  network.parameters = allocate(network, floats);
  network.theta = allocate(network, count);
  network.rowScratch = allocate(network, ROW_SCRATCH >> 2);
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    layer.weights += network.parameters;
    layer.bias += network.parameters;
  }
}

/** What losses need; the last layer's dy is its y until arrangeTraining gives it room of its own. */
export function arrangeLoss(network: Network, delta: f32): void {
  const last = lastLayer(network);
  const given = network.block;
  last.dy = last.y;
  network.delta = delta;
  given.targets = allocateBlock(network, last.yStride);
  given.labels = allocate(network, BLOCK);
  given.weights = allocate(network, BLOCK);
  network.batchSums = allocate(network, 2 * padded(last.units));
  network.epochSums = allocate(network, 2 * padded(last.units));
}

/** What training needs, with the optimizer's 0, 1 or 2 slots. */
export function arrangeTraining(network: Network, slots: i32): void {
  const length = network.parameterCount;
  network.gradients = allocate(network, length);
  let widest = 0;
  for (let i = 0; i < network.layerCount; i++) widest = max(widest, layerAt(network, i).yStride);
  // Two buffers take turns as dy and dx.
  let dy = allocateBlock(network, widest);
  let dx = allocateBlock(network, widest);
  let below = false;
  for (let i = 0; i < network.layerCount; i++) {
    const layer = layerAt(network, i);
    layer.dy = dy;
    layer.dWeights = layer.weights - network.parameters + network.gradients;
    layer.dBias = layer.bias - network.parameters + network.gradients;
    // Nobody needs the gradient by the inputs of the first dense layer.
    if (below) {
      layer.dx = dx;
      if (layer.kind == LayerKind.dense && layer.yStride > 1)
        layer.transposed = allocate(network, <u64>layer.units * padded(layer.inputs));
    }
    below = below || layer.kind == LayerKind.dense;
    const turn = dy;
    dy = dx;
    dx = turn;
  }
  if (slots > 0) network.slot0 = allocate(network, length);
  if (slots > 1) network.slot1 = allocate(network, length);
  const vectors = <u64>length * (slots + 1);
  network.lastGood = allocate(network, vectors + (offsetof<Progress>() >> 1));
  network.epochStart = network.lastGood + ((<usize>vectors) << 2) + offsetof<Progress>();
  network.scratch = allocateBlock(network, widest + 16);
}

/** Room for the rows of a whole fit. */
export function addTrainingTable(network: Network, rows: i32, labels: bool, weights: bool): void {
  arrangeTable(network, network.training, rows, labels, weights);
}

/** Room for the rows that a loss is measured on; where one trains, also for the parameters of the best epoch. */
export function addValidationTable(network: Network, rows: i32, labels: bool, weights: bool): void {
  arrangeTable(network, network.validation, rows, labels, weights);
  if (network.gradients) network.best = allocate(network, network.parameterCount);
}

function arrangeTable(network: Network, table: Table, rows: i32, labels: bool, weights: bool): void {
  table.rows = rows;
  table.inputs = allocate(network, <u64>rows * network.inputStride);
  if (labels) table.labels = allocate(network, rows);
  else table.targets = allocate(network, <u64>rows * network.outputStride);
  if (weights) table.weights = allocate(network, rows);
  table.order = allocate(network, rows);
}
