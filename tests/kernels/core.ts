import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { ForwardCore } from "../../src/wasm/core.js";
import { wasm, type WasmMemory } from "../support/wasm.js";

/**
 * The core with every kernel exported. Addresses and lengths are numbers; what each kernel wants
 * stands in assembly/kernels.
 */
export interface Kernels extends ForwardCore {
  readonly memory: WasmMemory;
  evaluate(f: number, x: number, y: number, length: number): void;

  arrangeLoss(network: number, delta: number): void;
  arrangeTraining(network: number, slots: number): void;

  activationForward(activation: number, x: number, y: number, length: number): void;
  activationBackward(activation: number, x: number, y: number, dy: number, dx: number, length: number): void;
  softmaxForward(x: number, y: number, rows: number, classes: number, stride: number, scratch: number): void;

  packWeights(outside: number, inside: number, inputs: number, units: number): void;
  unpackWeights(inside: number, outside: number, inputs: number, units: number): void;
  transposeWeights(w: number, wt: number, inputs: number, units: number): void;
  gatherRows(source: number, stride: number, order: number, count: number, target: number): void;
  gatherValues(source: number, order: number, count: number, target: number): void;

  elementwiseLoss(
    kind: number,
    delta: number,
    y: number,
    t: number,
    weights: number,
    dy: number,
    rows: number,
    outputs: number,
    stride: number,
    scale: number,
    sums: number,
  ): void;
  crossEntropyLoss(
    y: number,
    t: number,
    labels: number,
    weights: number,
    dy: number,
    rows: number,
    classes: number,
    stride: number,
    scale: number,
    sums: number,
    scratch: number,
  ): void;

  allFinite(x: number, length: number): number;

  matmulForward(
    x: number,
    xStride: number,
    w: number,
    bias: number,
    y: number,
    yStride: number,
    rows: number,
    inputs: number,
    units: number,
  ): void;
  matmulDelta(
    dy: number,
    dyStride: number,
    wt: number,
    dx: number,
    dxStride: number,
    rows: number,
    inputs: number,
    units: number,
  ): void;
  matmulWeightGradient(
    x: number,
    xStride: number,
    dy: number,
    dyStride: number,
    dw: number,
    rows: number,
    inputs: number,
    units: number,
    add: number,
    scratch: number,
  ): void;
  matmulVectorForward(
    x: number,
    xStride: number,
    w: number,
    bias: number,
    y: number,
    rows: number,
    columns: number,
  ): void;
  matmulVectorGradient(
    x: number,
    xStride: number,
    dy: number,
    dw: number,
    rows: number,
    columns: number,
    add: number,
  ): void;
  matmulVectorDelta(dy: number, w: number, dx: number, dxStride: number, rows: number, columns: number): void;
  columnSums(dy: number, dyStride: number, db: number, rows: number, columns: number, add: number): void;

  clearSubnormals(x: number, length: number): void;
  sgdStep(p: number, g: number, length: number, scale: number, rate: number, decay: number): void;
  momentumStep(
    p: number,
    g: number,
    v: number,
    length: number,
    scale: number,
    rate: number,
    momentum: number,
    nesterov: number,
    decay: number,
  ): void;
  adamStep(
    p: number,
    g: number,
    m: number,
    v: number,
    length: number,
    scale: number,
    step: number,
    root: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    keep: number,
  ): void;
  adaptiveStep(
    p: number,
    g: number,
    s: number,
    length: number,
    scale: number,
    rate: number,
    decay: number,
    gain: number,
    epsilon: number,
  ): void;
  sumOfSquares(x: number, length: number): number;

  seedGenerator(state: number, low: number, high: number): void;
  nextRandom(state: number): number;
  initializeLayer(state: number, initializer: number, theta: number, inputs: number, units: number): void;
  identity(order: number, length: number): void;
  shuffle(state: number, order: number, length: number): void;
  dropoutKey(seed: number, update: number, layer: number): number;
  dropout(key: number, first: number, rate: number, x: number, y: number, length: number): void;
}

/** The binary that benchmarks have, and the one that aborts where a kernel is called wrongly. */
export type Build = "kernels" | "checked";

/** A build of the core with every kernel exported. */
export function readBuild(build: Build): Uint8Array {
  const path = fileURLToPath(new URL(`../../build/${build}.wasm`, import.meta.url));
  if (!existsSync(path)) throw new Error(`There is no ${path}: run "npm run build" first.`);
  return readFileSync(path);
}

/** A memory of `bytes`, and a page for the static data. */
export function kernelMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / 65536) + 1;
  return new wasm.Memory({ initial: pages, maximum: pages });
}

/** The kernels as benchmarks time them, with nothing between them and the caller. */
export function instantiateKernels(bytes = 4 << 20): Kernels {
  const memory = kernelMemory(bytes);
  const { exports } = new wasm.Instance(new wasm.Module(readBuild("kernels")), { env: { memory } });
  return { ...exports, memory } as Kernels;
}
