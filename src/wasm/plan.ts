import type { LayerSpec } from "../layer.js";
import { LAYER, layoutOf, NETWORK, TABLE } from "./records.js";

/** Rows of a batch worked through at once; assembly/plan.ts has the same number. */
export const BLOCK = 128;

/** The part of a model that memory depends on. */
export interface Architecture {
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
  /** Vectors as long as the parameters that the optimizer keeps: 0, 1 or 2. */
  readonly slots: number;
}

/** What rows bring along: class labels in place of targets, and weights. */
export interface RowShape {
  readonly labels: boolean;
  readonly weights: boolean;
}

/** Rows that stay in memory for a whole fit. */
export interface TableShape extends RowShape {
  readonly rows: number;
}

/** What an instance is for: prediction alone needs neither gradients nor tables. */
export interface Purpose {
  readonly training: boolean;
  readonly train?: TableShape;
  readonly validation?: TableShape;
}

export interface PlannedLayer {
  readonly spec: LayerSpec;
  readonly inputs: number;
  readonly units: number;
  /** Only the last layer with one unit is laid out as a vector, its outputs one after another. */
  readonly vector: boolean;
  readonly x: number;
  readonly xStride: number;
  readonly z: number;
  readonly y: number;
  readonly yStride: number;
  readonly dy: number;
  readonly dx: number;
  /** Floats from the start of the parameters. */
  readonly weights: number;
  readonly bias: number;
  readonly transposed: number;
}

export interface PlannedTable {
  readonly shape: TableShape;
  readonly record: number;
  readonly inputs: number;
  /** 0 when there are labels. */
  readonly targets: number;
  /** 0 when there are targets. */
  readonly labels: number;
  /** 0 when all rows weigh 1. */
  readonly weights: number;
}

/** The addresses of everything in one arena. */
export interface Plan {
  readonly network: number;
  readonly layerRecords: number;
  readonly layers: readonly PlannedLayer[];
  /** Floats in the inside layout, padding included. */
  readonly parameterCount: number;
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  /** A vector of `count` floats in the outside order, through which parameters come and go. */
  readonly theta: number;
  /** Room for copies of parameters and slots (after the last good epoch) and of parameters (after the best). */
  readonly lastGood: number;
  readonly best: number;
  readonly generator: number;
  readonly blockInputs: number;
  readonly blockTargets: number;
  readonly blockLabels: number;
  readonly blockWeights: number;
  /** Room for one block of dy in panels; 0 where nothing is trained. */
  readonly scratch: number;
  readonly batchSums: number;
  readonly epochSums: number;
  readonly train?: PlannedTable;
  readonly validation?: PlannedTable;
  readonly order: number;
  /** First byte after the arena. */
  readonly end: number;
}

const padded = (count: number): number => Math.ceil(count / 4) * 4;

/**
 * Floats from one row of activations to the next. A distance that is a multiple of 256 bytes would put the same column of
 * many rows into few sets of the L1 cache, so such rows are kept 64 bytes further apart.
 */
function rowStride(units: number): number {
  const stride = padded(units);
  return stride % 64 === 0 ? stride + 16 : stride;
}

/** Parameters in the outside order: no padding. */
export function parameterCount(architecture: Pick<Architecture, "inputs" | "layers">): number {
  let count = 0;
  let width = architecture.inputs;
  for (const layer of architecture.layers) {
    if (layer.type !== "dense") continue;
    count += (width + 1) * layer.units;
    width = layer.units;
  }
  return count;
}

/** Lays everything out from `start` on, each array on a cache line. */
export function planMemory(architecture: Architecture, purpose: Purpose, start: number): Plan {
  let end = start;
  const take = (bytes: number): number => {
    const at = Math.ceil(end / 64) * 64;
    end = at + bytes;
    return at;
  };
  const floats = (count: number): number => take(padded(count) * 4);

  const { layers: specs, inputs } = architecture;
  const network = take(layoutOf(NETWORK).bytes);
  const layerRecords = take(layoutOf(LAYER).bytes * specs.length);
  const generator = take(5 * 4);

  const inputStride = rowStride(inputs);
  const blockInputs = floats(BLOCK * inputStride);
  const layers: PlannedLayer[] = [];
  let weightsEnd = 0;
  let width = inputs;
  let x = blockInputs;
  let xStride = inputStride;
  let widest = 0;
  specs.forEach((spec, index) => {
    const units = spec.type === "dense" ? spec.units : width;
    const vector = spec.type === "dense" && units === 1 && index === specs.length - 1;
    const yStride = spec.type === "dropout" ? xStride : vector ? 1 : rowStride(units);
    const weights = weightsEnd;
    const bias =
      spec.type === "dropout" ? weights : weights + (vector ? padded(width) : width * padded(units));
    weightsEnd = spec.type === "dropout" ? weights : bias + padded(units);
    const y = floats(BLOCK * yStride);
    // silu's backward needs its argument; every other activation works in place.
    const z = spec.type === "dense" && spec.activation === "silu" ? floats(BLOCK * yStride) : y;
    widest = Math.max(widest, yStride);
    layers.push({
      ...{ spec, inputs: width, units, vector, x, xStride, z, y, yStride },
      ...{ dy: 0, dx: 0, weights, bias, transposed: 0 },
    });
    width = units;
    x = y;
    xStride = yStride;
  });
  const last = layers[layers.length - 1];
  const sums = padded(last.units) * 8;

  const { training } = purpose;
  if (training) planGradients(layers, floats(BLOCK * widest), floats(BLOCK * widest), floats);
  else layers[layers.length - 1] = { ...last, dy: last.y };

  const count = weightsEnd;
  const parameters = floats(count);
  const slots = training ? Array.from({ length: architecture.slots }, () => floats(count)) : [];
  const stride = last.yStride;
  const planTable = (shape: TableShape): PlannedTable => ({
    shape,
    record: take(layoutOf(TABLE).bytes),
    inputs: floats(shape.rows * inputStride),
    targets: shape.labels ? 0 : floats(shape.rows * stride),
    labels: shape.labels ? floats(shape.rows) : 0,
    weights: shape.weights ? floats(shape.rows) : 0,
  });
  return {
    ...{ network, layerRecords, layers, generator, blockInputs },
    ...{ parameterCount: count, parameters, slots },
    gradients: training ? floats(count) : 0,
    theta: floats(parameterCount(architecture)),
    lastGood: training ? floats(count * (1 + slots.length)) : 0,
    best: training && purpose.validation ? floats(count) : 0,
    blockTargets: floats(BLOCK * stride),
    blockLabels: floats(BLOCK),
    blockWeights: floats(BLOCK),
    scratch: training ? floats(BLOCK * widest) : 0,
    batchSums: take(sums),
    epochSums: take(sums),
    train: purpose.train && planTable(purpose.train),
    validation: purpose.validation && planTable(purpose.validation),
    order: floats(Math.max(purpose.train?.rows ?? 0, purpose.validation?.rows ?? 0)),
    end,
  };
}

/** Two buffers take turns as dy and dx; nobody needs the gradient by the inputs of the first dense layer. */
function planGradients(
  layers: PlannedLayer[],
  a: number,
  b: number,
  floats: (count: number) => number,
): void {
  const firstDense = layers.findIndex((layer) => layer.spec.type === "dense");
  for (const [i, layer] of layers.entries()) {
    const needed = i > firstDense;
    layers[i] = {
      ...layer,
      dy: i % 2 === 0 ? a : b,
      dx: !needed ? 0 : i % 2 === 0 ? b : a,
      transposed:
        needed && layer.spec.type === "dense" && !layer.vector
          ? floats(layer.units * padded(layer.inputs))
          : 0,
    };
  }
}
