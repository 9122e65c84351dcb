import type { LayerSpec } from "../layer.js";
import { LAYER, layoutOf, NETWORK } from "./records.js";

/** Rows of a batch worked through at once; assembly/plan.ts has the same number. */
export const BLOCK = 128;

/** The part of a model that prediction's memory depends on. */
export interface Network {
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
}

export interface ForwardLayer {
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
  readonly weights: number;
  readonly bias: number;
}

/** The addresses of what prediction needs. */
export interface ForwardPlan {
  readonly network: number;
  readonly layerRecords: number;
  readonly layers: readonly ForwardLayer[];
  readonly blockInputs: number;
  /** Parameters in the outside order. */
  readonly count: number;
  /** Floats in the inside layout, padding included. */
  readonly parameterCount: number;
  readonly parameters: number;
  /** A vector of `count` floats in the outside order, through which parameters come and go. */
  readonly theta: number;
  /** First byte after the arena. */
  readonly end: number;
}

/** Addresses given out one after another, each on a cache line. */
export class Arena {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  take(bytes: number): number {
    const at = Math.ceil(this.end / 64) * 64;
    this.end = at + bytes;
    return at;
  }

  /** Whole vectors of four. */
  floats(count: number): number {
    return this.take(padded(count) * 4);
  }
}

/** A count rounded up to whole vectors of four. */
export function padded(count: number): number {
  return Math.ceil(count / 4) * 4;
}

/**
 * Floats from one row of activations to the next. A distance that is a multiple of 256 bytes would put the same column of
 * many rows into few sets of the L1 cache, so such rows are kept 64 bytes further apart.
 */
function rowStride(units: number): number {
  const stride = padded(units);
  return stride % 64 === 0 ? stride + 16 : stride;
}

/** Parameters in the outside order: no padding. */
export function parameterCount(network: Network): number {
  let count = 0;
  let width = network.inputs;
  for (const layer of network.layers) {
    if (layer.type !== "dense") continue;
    count += (width + 1) * layer.units;
    width = layer.units;
  }
  return count;
}

/** Lays out a network that predicts; a plan for training goes on in the same arena. */
export function planForward(model: Network, arena: Arena): ForwardPlan {
  const { layers: specs, inputs } = model;
  const network = arena.take(layoutOf(NETWORK).bytes);
  const layerRecords = arena.take(layoutOf(LAYER).bytes * specs.length);
  const inputStride = rowStride(inputs);
  const blockInputs = arena.floats(BLOCK * inputStride);
  const layers: ForwardLayer[] = [];
  let weightsEnd = 0;
  let width = inputs;
  let x = blockInputs;
  let xStride = inputStride;
  specs.forEach((spec, index) => {
    const units = spec.type === "dense" ? spec.units : width;
    const vector = spec.type === "dense" && units === 1 && index === specs.length - 1;
    const yStride = spec.type === "dropout" ? xStride : vector ? 1 : rowStride(units);
    const weights = weightsEnd;
    const bias =
      spec.type === "dropout" ? weights : weights + (vector ? padded(width) : width * padded(units));
    weightsEnd = spec.type === "dropout" ? weights : bias + padded(units);
    const y = arena.floats(BLOCK * yStride);
    // silu's backward needs its argument; every other activation works in place.
    const z = spec.type === "dense" && spec.activation === "silu" ? arena.floats(BLOCK * yStride) : y;
    layers.push({ spec, inputs: width, units, vector, x, xStride, z, y, yStride, weights, bias });
    width = units;
    x = y;
    xStride = yStride;
  });
  const parameters = arena.floats(weightsEnd);
  const count = parameterCount(model);
  const theta = arena.floats(count);
  return {
    ...{ network, layerRecords, blockInputs, count, parameterCount: weightsEnd, parameters, theta },
    layers: layers.map((layer) => ({
      ...layer,
      weights: parameters + layer.weights * 4,
      bias: parameters + layer.bias * 4,
    })),
    end: arena.end,
  };
}
