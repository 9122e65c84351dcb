import { activate, differentiate, type BaselineActivation } from "./activation.js";
import { addProduct, addRowProduct, addTransposedProduct, transpose } from "./matmul.js";
import { memory, type Matrix } from "./memory.js";
import { addRows, dotRows, fillRows, outerProduct } from "./rows.js";

/**
 * A dense layer and where its vectors lie in the shared memory.
 *
 * Weights are [inputs, units], so that a product runs along rows; those of a single unit are one row of [inputs], with
 * kernels of their own.
 */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: BaselineActivation;
  readonly weights: Matrix;
  readonly bias: number;
  /** Where the backward pass adds the gradient of weights and bias. */
  readonly weightSum: Matrix;
  readonly biasSum: number;
}

/** What a layer reads and writes for a batch; all [rows, ...]. */
export interface LayerBatch {
  readonly input: Matrix;
  readonly output: Matrix;
  /** Gradient of the loss by the output, and after the activation's slope by the sums before it. */
  readonly delta: Matrix;
  /** The delta of the layer below and room for the transposed weights, [units, inputs]; undefined for the first layer. */
  readonly below: { readonly delta: Matrix; readonly transposed: Matrix } | undefined;
}

/** output = activation(input W + bias) */
export function forward(layer: Layer, batch: LayerBatch, rows: number): void {
  const { inputs, units, weights, bias } = layer;
  const { input, output } = batch;
  if (units === 1) {
    dotRows(input, weights.offset, bias, output, rows, inputs);
  } else {
    fillRows(output, bias, rows, units);
    addProduct(input, weights, output, rows, inputs, units);
  }
  activate(layer.activation, output, rows, units);
}

/** Adds the gradient of weights and bias to their sums and writes the delta below, from `delta`. */
export function backward(layer: Layer, batch: LayerBatch, rows: number): void {
  const { inputs, units, weights, weightSum } = layer;
  const { input, output, delta, below } = batch;
  differentiate(layer.activation, output, delta, rows, units);
  if (rows % 2 === 1) clear({ ...delta, offset: delta.offset + rows * delta.stride }, 1);
  if (below !== undefined) {
    if (units === 1) {
      outerProduct(delta, weights.offset, below.delta, rows, inputs);
    } else {
      transpose(weights, below.transposed, inputs, units);
      clear(below.delta, rows);
      addProduct(delta, below.transposed, below.delta, rows, units, inputs);
    }
  }
  addRows(delta, layer.biasSum, rows, units);
  if (units === 1) {
    addRowProduct(delta.offset, delta.stride, input.offset, input.stride, weightSum.offset, rows, inputs);
  } else {
    addTransposedProduct(input, delta, weightSum, inputs, rows, units);
  }
}

function clear(matrix: Matrix, rows: number): void {
  memory.fill(0, matrix.offset, matrix.offset + rows * matrix.stride);
}
