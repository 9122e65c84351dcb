import { DataError } from "../errors.js";
import { host } from "../host.js";
import { ACTIVATIONS, INITIALIZERS, type LayerSpec, parameterCount } from "../layer.js";
import { lossName, LOSSES, type LossSpec } from "../loss.js";
import { demangle } from "./loader.js";

/** Rows of a batch worked through at once; assembly/plan.ts has the same number. */
export const BLOCK = 128;

/** The part of a model that prediction's memory depends on. */
export interface Network {
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
  readonly loss: LossSpec;
}

/** What assembly/predict.ts exports, and the whole core too. A network is the address of its record. */
export interface ForwardCore {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  createNetwork(start: number, inputs: number, layers: number): number;
  addLayer(network: number, units: number, activation: number, initializer: number, rate: number): void;
  arrange(network: number, loss: number): void;
  arenaEnd(network: number): number;
  /** theta into a vector laid out like the parameters, or out of it into theta. */
  copyParameters(network: number, vector: number, out: boolean): void;
  predict(network: number, rows: number): number;
}

const PAGE = 65536;

/** A new instance with a memory of its own. The core imports nothing. */
export function instantiate<Core extends ForwardCore>(module: object): Core {
  return demangle<Core>(new host.WebAssembly.Instance(module, {}).exports);
}

/**
 * Lays a network out in the core's memory, which is yet to grow; returns its address.
 *
 * @param start where in the memory; default 0, behind what the core itself has there
 */
export function describeNetwork(core: ForwardCore, model: Network, start = 0): number {
  const { inputs, layers, loss } = model;
  // Beyond this the core's whole numbers would not do.
  checkSize(parameterCount(model) * 4);
  const network = core.createNetwork(start, inputs, layers.length);
  for (const layer of layers) {
    if (layer.type === "dropout") core.addLayer(network, 0, 0, 0, layer.rate);
    else {
      const { units, activation, initializer } = layer;
      core.addLayer(network, units, ACTIVATIONS.indexOf(activation), INITIALIZERS.indexOf(initializer), 0);
    }
  }
  core.arrange(network, LOSSES.indexOf(lossName(loss)));
  return network;
}

/**
 * An instance of the core that holds a network and predicts.
 */
export class ForwardEngine<Core extends ForwardCore = ForwardCore> {
  readonly inputStride: number;
  readonly outputStride: number;
  /** Rows to be predicted, scaled: [BLOCK x inputStride]. */
  readonly inputs: Float32Array;
  /** Outputs of the block's rows after predict: [BLOCK x outputStride]. */
  readonly outputs: Float32Array;
  protected readonly core: Core;
  protected readonly network: number;
  /** Fields of the network's record, in the order of assembly/plan.ts. */
  protected readonly fields: Uint32Array;
  /** Parameters in the outside order, on their way in or out. */
  protected readonly theta: Float32Array;
  protected readonly parameters: number;

  /** Grows the memory to what was laid out, once, before any view of it exists. */
  constructor(core: Core, network: number) {
    const end = core.arenaEnd(network);
    checkSize(end);
    const pages = Math.ceil(end / PAGE) - core.memory.buffer.byteLength / PAGE;
    try {
      if (pages > 0) core.memory.grow(pages);
    } catch {
      throw tooLarge(end);
    }
    const { buffer } = core.memory;
    this.core = core;
    this.network = network;
    this.fields = new Uint32Array(buffer, network, 21);
    const [inputs, inputStride, outputs, outputStride, theta, count, parameters] = this.fields.subarray(7);
    this.inputStride = inputStride;
    this.outputStride = outputStride;
    this.inputs = new Float32Array(buffer, inputs, BLOCK * inputStride);
    this.outputs = new Float32Array(buffer, outputs, BLOCK * outputStride);
    this.theta = new Float32Array(buffer, theta, count);
    this.parameters = parameters;
  }

  writeParameters(parameters: Float32Array): void {
    this.theta.set(parameters);
    this.core.copyParameters(this.network, this.parameters, false);
  }

  /** Linked outputs of the block's first rows, into `outputs`; false, and none, where an input is no finite number. */
  predict(rows: number): boolean {
    return Boolean(this.core.predict(this.network, rows));
  }
}

function checkSize(bytes: number): void {
  if (bytes > 2 ** 32 - PAGE) throw tooLarge(bytes);
}

function tooLarge(bytes: number): DataError {
  return new DataError(
    `Model: this needs ${(bytes / 2 ** 30).toFixed(2)} GiB of WebAssembly memory, more than can be had (4 GiB at most). ` +
      "Train on fewer rows or columns, or build a smaller network.",
    { received: bytes },
  );
}
