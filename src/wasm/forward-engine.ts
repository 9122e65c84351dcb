import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import { ACTIVATIONS, INITIALIZERS, type LayerSpec, parameterCount } from "../spec/layer.js";
import { lossName, LOSSES, type LossSpec } from "../spec/loss.js";
import { PROGRESS } from "./state.js";

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
  create(start: number, inputs: number, layers: number): number;
  addLayer(network: number, units: number, activation: number, initializer: number, rate: number): void;
  arrange(network: number, loss: number): void;
  arenaEnd(network: number): number;
  /** The parameters in the outside order into a vector laid out like those inside, or out of it. */
  copyVector(network: number, vector: number, out: boolean): void;
  /** Linked outputs of the block's first rows; false, and none, where an input is no finite number. */
  predict(network: number, rows: number): number;
}

/** The same functions for one network, which they need not be told any more. */
type Bound<Core> = {
  readonly [Name in keyof Core]: Core[Name] extends (network: number, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

const PAGE = 65536;

/** A new instance with a memory of its own. The core imports nothing. */
export function instantiate<Core extends ForwardCore>(module: object): Core {
  return new host.WebAssembly.Instance(module, {}).exports as Core;
}

/** The core's functions with the network's address given; what is no function is left out. */
function bind<Core extends ForwardCore>(core: Core, network: number): Bound<Core> {
  const exports = Object.entries(core as object);
  return Object.fromEntries(
    exports.map(([name, run]) => [name, run.bind?.(undefined, network)]),
  ) as Bound<Core>;
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
  const network = core.create(start, inputs, layers.length);
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
  /** What the core does with this network. */
  readonly core: Bound<Core>;
  /** Fields of the network's record, in the order of assembly/plan.ts. */
  protected readonly fields: Uint32Array;
  /** Parameters in the outside order, on their way in or out. */
  protected readonly theta: Float32Array;
  protected readonly parameters: number;

  /** Grows the memory to what was laid out, once, before any view of it exists. */
  constructor(core: Core, network: number) {
    const { memory } = core;
    const end = core.arenaEnd(network);
    checkSize(end);
    const pages = Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE;
    try {
      if (pages > 0) memory.grow(pages);
    } catch {
      throw tooLarge(end);
    }
    const { buffer } = memory;
    this.core = bind(core, network);
    this.fields = new Uint32Array(buffer, network, 21);
    const [inputs, inputStride, outputs, outputStride, theta, count, parameters] =
      this.fields.subarray(PROGRESS);
    this.inputStride = inputStride;
    this.outputStride = outputStride;
    this.inputs = new Float32Array(buffer, inputs, BLOCK * inputStride);
    this.outputs = new Float32Array(buffer, outputs, BLOCK * outputStride);
    this.theta = new Float32Array(buffer, theta, count);
    this.parameters = parameters;
  }

  writeParameters(parameters: Float32Array): void {
    this.theta.set(parameters);
    (this.core as Bound<ForwardCore>).copyVector(this.parameters, false);
  }
}

function checkSize(bytes: number): void {
  if (bytes > 2 ** 32 - PAGE) throw tooLarge(bytes);
}

function tooLarge(bytes: number): DataError {
  return new DataError(
    `Model: this needs at least ${(bytes / 2 ** 30).toFixed(2)} GiB of memory, more than can be had (4 GiB at most). ` +
      "Use fewer rows or columns, or a smaller network.",
    { received: bytes },
  );
}
