/*
 * What stands where in memory. The wrapper (src/wasm/plan.ts) lays everything out in one arena and writes these records;
 * the core only reads them, but for the fields marked "state". Each field is 4 bytes, in this order; float64 ones are 8.
 * tests/plan.test.ts holds the two lists against each other.
 */

export const DENSE = 0;
export const DROPOUT = 1;

/** Rows of a batch that are worked through at once: their activations stay in the cache. Part of the bits. */
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
}

/** The whole model and how it is trained. */
@unmanaged
export class Network {
  layers: usize;
  layerCount: i32;
  inputs: i32;
  outputs: i32;
  loss: i32;
  delta: f32;

  /** All parameters as one vector, padding included, and its gradient and optimizer's slots. */
  parameters: usize;
  gradients: usize;
  slot0: usize;
  slot1: usize;
  parameterCount: i32;

  optimizer: i32;
  learningRate: f32;
  momentum: f32;
  nesterov: i32;
  weightDecay: f32;
  epsilon: f32;
  clipNorm: f32;
  decoupled: i32;
  beta1: f64;
  beta2: f64;

  /** State: the generator, [5] uint32. */
  generator: usize;
  /** State: steps of the optimizer so far, and those that its slots hold (fewer after a load without slots). */
  updates: u32;
  steps: u32;
  shuffles: i32;
  batchSize: i32;

  /** One block: what the first layer reads and what the loss compares with; labels and weights may be 0 for none. */
  blockInputs: usize;
  blockTargets: usize;
  blockLabels: usize;
  blockWeights: usize;
  /** One block of dy in panels: [BLOCK, widest padded units]. */
  scratch: usize;
  /** State: loss sums of a batch and of an epoch, [outputs rounded up to 4] float64. */
  batchSums: usize;
  epochSums: usize;

  training: Table;
  validation: Table;
  /** [rows] int32: the epoch's order. */
  order: usize;
  /** State: the row of the epoch that comes next. */
  cursor: i32;
  /** State: the sum of weights of the batch under way. */
  batchWeight: f64;
}
