import type { BaselineActivation } from "./activation.js";
import { copyRow, gatherColumn, gatherRows } from "./batch.js";
import { backward, forward, type Layer, type LayerBatch } from "./layer.js";
import { meanSquaredError, softmax, softmaxCrossEntropy, type BaselineLoss } from "./loss.js";
import { memory, Region, strideOf, type Matrix } from "./memory.js";
import { createUpdate, type BaselineOptimizer, type Update } from "./optimizer.js";

export interface BaselineOptions {
  readonly inputs: number;
  readonly layers: readonly { readonly units: number; readonly activation: BaselineActivation }[];
  readonly loss: BaselineLoss;
  readonly optimizer: BaselineOptimizer;
}

/** Rows that predictAll works through at a time. */
const PREDICT_ROWS = 128;

/** The buffers of a batch of at most `rows` rows. */
interface Buffers {
  readonly region: Region;
  readonly rows: number;
  readonly layers: readonly LayerBatch[];
  readonly input: Matrix;
  readonly output: Matrix;
  readonly delta: Matrix;
  /** Targets, [rows, outputs], or labels, [rows, 1]. */
  readonly answers: Matrix;
}

/**
 * A network in plain TypeScript, without wasm: what the core is measured against, and as fast as we can write it.
 *
 * All its numbers lie in the array of memory.ts. Parameters start at zero: assign `parameters` first.
 */
export class BaselineNetwork {
  readonly inputs: number;
  readonly outputs: number;
  /** How many parameters there are. */
  readonly count: number;
  private readonly loss: BaselineLoss;
  private readonly update: Update;
  private readonly layers: readonly Layer[];
  /** Parameters with their padding, then the optimizer's slots, each of `length` values. */
  private readonly region = new Region();
  private readonly offset: number;
  private readonly length: number;
  private buffers: Buffers;

  constructor({ inputs, layers, loss, optimizer }: BaselineOptions) {
    this.inputs = inputs;
    this.outputs = layers[layers.length - 1].units;
    this.loss = loss;
    this.update = createUpdate(optimizer);
    const widths = layers.map((layer, i) => ({ ...layer, inputs: i === 0 ? inputs : layers[i - 1].units }));
    this.count = widths.reduce((sum, layer) => sum + (layer.inputs + 1) * layer.units, 0);
    this.length = widths.reduce((sum, layer) => sum + weightLength(layer) + strideOf(layer.units), 0);
    this.offset = this.region.take(this.length * (1 + this.update.slots));
    const toSum = this.update.sum * this.length;
    let at = this.offset;
    this.layers = widths.map((layer) => {
      const weights = { offset: at, stride: strideOf(layer.units === 1 ? layer.inputs : layer.units) };
      const bias = at + weightLength(layer);
      at = bias + strideOf(layer.units);
      const weightSum = { offset: weights.offset + toSum, stride: weights.stride };
      return { ...layer, weights, bias, weightSum, biasSum: bias + toSum };
    });
    this.buffers = this.plan(1);
  }

  /** Layer by layer: weights [units, inputs] row-major, then biases. Assigning also forgets the optimizer's state. */
  get parameters(): Float32Array {
    const parameters = new Float32Array(this.count);
    this.eachParameter((at, i) => (parameters[i] = memory[at]));
    return parameters;
  }

  set parameters(parameters: Float32Array) {
    if (parameters.length !== this.count) {
      throw new RangeError(`baseline: expected ${this.count} parameters, got ${parameters.length}.`);
    }
    memory.fill(0, this.offset, this.offset + this.length * (1 + this.update.slots));
    this.eachParameter((at, i) => (memory[at] = parameters[i]));
    this.update.reset();
  }

  /**
   * One epoch of updates, the last short batch included.
   *
   * @param inputs [*, inputs]
   * @param answers targets, [*, outputs], for mse; class indices for crossEntropy
   * @param order the rows of the epoch, in the order in which they are taken
   * @returns the mean over rows of the loss, each batch's before its update
   */
  trainEpoch(
    inputs: Float32Array,
    answers: Float32Array | Int32Array,
    order: Uint32Array,
    batchSize: number,
  ): number {
    this.reserve(Math.min(batchSize, order.length));
    let sum = 0;
    for (let first = 0; first < order.length; first += batchSize) {
      const rows = Math.min(batchSize, order.length - first);
      const { input, answers: to } = this.buffers;
      gatherRows(inputs, order, first, input, rows, this.inputs);
      if (answers instanceof Int32Array || this.outputs === 1) gatherColumn(answers, order, first, to, rows);
      else gatherRows(answers, order, first, to, rows, this.outputs);
      sum += rows * this.trainBatch(rows);
    }
    return sum / order.length;
  }

  /** The linked output of one row (probabilities for crossEntropy) into `out`. */
  predictInto(row: Float32Array, out: Float32Array): Float32Array {
    copyRow(row, 0, this.buffers.input.offset, this.inputs);
    this.predictRows(1, out, 0);
    return out;
  }

  /** The linked outputs of rows, [rows, inputs] to [rows, outputs]. */
  predictAll(inputs: Float32Array, out: Float32Array): Float32Array {
    const total = inputs.length / this.inputs;
    this.reserve(Math.min(PREDICT_ROWS, total));
    const { input } = this.buffers;
    for (let first = 0; first < total; first += PREDICT_ROWS) {
      const rows = Math.min(PREDICT_ROWS, total - first);
      for (let r = 0; r < rows; r++) {
        copyRow(inputs, (first + r) * this.inputs, input.offset + r * input.stride, this.inputs);
      }
      this.predictRows(rows, out, first);
    }
    return out;
  }

  /** Gives the memory back; the network must not be used afterwards. */
  free(): void {
    this.region.free();
    this.buffers.region.free();
  }

  private trainBatch(rows: number): number {
    const { layers, update } = this;
    const { layers: batches, output, delta, answers } = this.buffers;
    for (let i = 0; i < layers.length; i++) forward(layers[i], batches[i], rows);
    const loss = this.loss === "mse" ? meanSquaredError : softmaxCrossEntropy;
    const value = loss(output, answers, delta, rows, this.outputs, update.scale);
    for (let i = layers.length - 1; i >= 0; i--) backward(layers[i], batches[i], rows);
    update.step(this.offset, this.offset + this.length, this.length);
    return value;
  }

  private predictRows(rows: number, out: Float32Array, first: number): void {
    const { layers, buffers, outputs } = this;
    const { output } = buffers;
    for (let i = 0; i < layers.length; i++) forward(layers[i], buffers.layers[i], rows);
    if (this.loss === "crossEntropy") softmax(output, rows, outputs);
    for (let r = 0; r < rows; r++) {
      const from = output.offset + r * output.stride;
      const to = (first + r) * outputs;
      for (let c = 0; c < outputs; c++) out[to + c] = memory[from + c];
    }
  }

  private reserve(rows: number): void {
    if (rows <= this.buffers.rows) return;
    this.buffers.region.free();
    this.buffers = this.plan(rows);
  }

  private plan(rows: number): Buffers {
    const region = new Region();
    const height = rows + 1; // an odd number of rows is made even by a row of zeros
    const values = [this.inputs, ...this.layers.map((layer) => layer.units)].map((width) =>
      region.matrix(height, width),
    );
    const deltas = this.layers.map((layer) => region.matrix(height, layer.units));
    const layers = this.layers.map(({ inputs, units }, i) => ({
      input: values[i],
      output: values[i + 1],
      delta: deltas[i],
      below: i === 0 ? undefined : { delta: deltas[i - 1], transposed: region.matrix(units + 1, inputs) },
    }));
    const answers = region.matrix(height, this.loss === "mse" ? this.outputs : 1);
    const last = layers.length - 1;
    return { region, rows, layers, input: values[0], output: values[last + 1], delta: deltas[last], answers };
  }

  private eachParameter(visit: (offset: number, index: number) => void): void {
    let index = 0;
    for (const { inputs, units, weights, bias } of this.layers) {
      for (let u = 0; u < units; u++) {
        for (let i = 0; i < inputs; i++) {
          visit(units === 1 ? weights.offset + i : weights.offset + i * weights.stride + u, index++);
        }
      }
      for (let u = 0; u < units; u++) visit(bias + u, index++);
    }
  }
}

/** Values that a layer's weights take; those of a single unit are one row. */
function weightLength({ inputs, units }: { inputs: number; units: number }): number {
  return units === 1 ? strideOf(inputs) : inputs * strideOf(units);
}
