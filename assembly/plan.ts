/*
 * What stands where in memory: the records of a network, its layers and its tables. assembly/arrange.ts lays everything out and
 * writes them; the rest of the core reads them, but for the fields marked "state".
 *
 * The wrapper (src/wasm) reads and sets fields by their names: scripts/record.mjs takes them from here when the core is built.
 */

/** Names as in src/spec/layer.ts. */
export const enum LayerKind {
  dense,
  dropout,
}

/** What is added up over blocks: the loss, also its gradient, or that with dropout. */
export const enum Mode {
  loss,
  gradient,
  training,
}

/** Rows of a batch that are worked through at once: their activations stay in the cache. Part of the bits. */
// @ts-ignore: decorator
@inline
export const BLOCK: i32 = 128;

/** One layer, in the order of the network. Strides are in float32 numbers. */
@unmanaged
export class Layer {
  kind: i32;
  inputs: i32;
  units: i32;
  activation: i32;
  initializer: i32;
  /** Dropout's rate. */
  rate: f32;
  /** The layer's input: [BLOCK, xStride]. */
  x: usize;
  xStride: i32;
  /** Before the activation: y itself, but for silu. */
  z: usize;
  /** The layer's output: [BLOCK, yStride]; a stride of 1 marks the last layer with a single unit. */
  y: usize;
  yStride: i32;
  /** The loss's gradient by y, then by z: [BLOCK, yStride]. */
  dy: usize;
  /** The loss's gradient by x, or 0 where nobody needs it. */
  dx: usize;
  /** Panels, then the bias: [padded units]. */
  weights: usize;
  bias: usize;
  dWeights: usize;
  dBias: usize;
  /** Panels of the transposed weights, or 0 where there is no dx. */
  transposed: usize;
}

/** How many parameters a dense layer has, without padding. */
// @ts-ignore: decorator
@inline
export function countOf(layer: Layer): usize {
  return <usize>(layer.inputs + 1) * layer.units;
}

/** The last layer with one unit: its weights are a plain vector and its outputs lie one after another. */
// @ts-ignore: decorator
@inline
export function isVector(layer: Layer): bool {
  return layer.yStride == 1;
}

/** Rows to learn from or to be measured on. */
@unmanaged
export class Table {
  rows: i32;
  /** [rows, inputs stride] */
  inputs: usize;
  /** [rows, outputs stride], or 0 when there are labels. */
  targets: usize;
  /** [rows] int32, or 0. */
  labels: usize;
  /** [rows] float32, or 0 when all weigh 1. */
  weights: usize;
  /** [rows] int32: the order they are read in. */
  order: usize;
}

/** State: where training stands, besides the parameters and slots. Its numbers are part of a saved model. */
@unmanaged
export class Progress {
  /** The generator's four words, and dropout's key. */
  random0: u32;
  random1: u32;
  random2: u32;
  random3: u32;
  dropoutSeed: u32;
  /** Steps of the optimizer so far, and those that its slots hold (fewer after a load without slots). */
  updates: u32;
  steps: u32;
}

/** What the wrapper reads of a network that predicts. */
@unmanaged
export class Prediction extends Progress {
  /** What the first layer reads and the last one writes, a block of rows each. */
  blockInputs: usize;
  inputStride: i32;
  outputs: usize;
  outputStride: i32;
  /** Parameters in the outside order, on their way in or out, and how many there are. */
  theta: usize;
  count: i32;
  /** All parameters as one vector, padding included. */
  parameters: usize;
  /** In 64 bits, so that what needs more than 4 GiB can be detected: the first byte after the arena. */
  end: u64;
}

/** What the wrapper reads, or sets, of a network that learns. */
@unmanaged
export class Learning extends Prediction {
  /** Numbers in `parameters`, padding included; its gradient and the optimizer's slots, laid out alike; 0 for none. */
  parameterCount: i32;
  gradients: usize;
  slot0: usize;
  slot1: usize;
  /** Copies of parameters, slots and Progress where all was good last; of Progress where the epoch began; of the best parameters. */
  lastGood: usize;
  epochStart: usize;
  best: usize;
  /** One block of rows as they come from outside; its inputs are blockInputs. */
  block: Table;
  training: Table;
  validation: Table;
  /** State: loss sums of a batch and of an epoch, [outputs rounded up to 4] float64. */
  batchSums: usize;
  epochSums: usize;
  /** How many sums the loss keeps: one an output, cross-entropy one for all. */
  sums: i32;

  optimizer: i32;
  momentum: f32;
  nesterov: i32;
  weightDecay: f32;
  epsilon: f32;
  beta1: f64;
  beta2: f64;
  alpha: f64;

  /** State: the row of the epoch that comes next; 0 between epochs. */
  cursor: i32;
  /** State: the update in which the last call of `train` failed; 0 for none. */
  failedUpdate: u32;
  /** State: whether lastGood is where the epoch under way began. */
  startIsKept: i32;
  /** State: the row that comes next of the table that is being measured; 0 when none is. */
  measured: i32;
}

/** The whole model and how it is trained. */
@unmanaged
export class Network extends Learning {
  layers: usize;
  layerCount: i32;
  inputs: i32;
  loss: i32;
  delta: f32;

  learningRate: f32;
  clipNorm: f32;
  /** State: the sum of the weights of the table that is being measured. */
  measuredWeight: f64;
  /** State: what the loss compares the block with; labels and weights may be 0 for none. */
  blockTargets: usize;
  blockLabels: usize;
  blockWeights: usize;
  /** One block of dy in panels, and 16 columns of x: [BLOCK, widest stride + 16]. */
  scratch: usize;
  /** What softmax and cross-entropy find of four rows: [ROW_SCRATCH] bytes. */
  rowScratch: usize;
}

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
