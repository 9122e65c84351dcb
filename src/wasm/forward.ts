import { DataError } from "../errors.js";
import { ACTIVATIONS, INITIALIZERS } from "../layer.js";
import type { LossSpec } from "../loss.js";
import { BLOCK, type ForwardPlan } from "./forward-plan.js";
import { demangle } from "./loader.js";
import { LAYER, layoutOf, MemoryRecord, NETWORK } from "./records.js";

/** What assembly/predict.ts exports, and the whole core too. A network is the address of its record. */
export interface ForwardCore {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  arenaStart(): number;
  pack(network: number, theta: number, vector: number): void;
  hasFiniteInputs(network: number, rows: number): number;
  predictBlock(network: number, rows: number): void;
}

interface Host {
  WebAssembly: { Instance: new (module: object, imports: object) => { readonly exports: object } };
}

const PAGE = 65536;
const LOSS_CODES = { mse: 0, mae: 1, huber: 2, binaryCrossEntropy: 3, crossEntropy: 4 } as const;

/** A new instance with a memory of its own. The core imports nothing. */
export function instantiate<Core extends ForwardCore>(module: object): Core {
  const { Instance } = (globalThis as unknown as Host).WebAssembly;
  return demangle<Core>(new Instance(module, {}).exports);
}

/**
 * An instance of the core that holds a network and predicts.
 */
export class ForwardEngine<Core extends ForwardCore = ForwardCore, Plan extends ForwardPlan = ForwardPlan> {
  readonly inputStride: number;
  readonly outputStride: number;
  /** Rows to be predicted, scaled: [BLOCK x inputStride]. */
  readonly inputs: Float32Array;
  /** Outputs of the block's rows after predict: [BLOCK x outputStride]. */
  readonly outputs: Float32Array;
  protected readonly core: Core;
  protected readonly plan: Plan;
  protected readonly network: MemoryRecord<typeof NETWORK>;
  /** Parameters in the outside order, on their way in or out. */
  protected readonly theta: Float32Array;

  constructor(core: Core, plan: Plan, loss: LossSpec) {
    growTo(core, plan.end);
    const { buffer } = core.memory;
    this.core = core;
    this.plan = plan;
    const first = plan.layers[0];
    const last = plan.layers[plan.layers.length - 1];
    this.inputStride = first.xStride;
    this.outputStride = last.yStride;
    this.inputs = new Float32Array(buffer, plan.blockInputs, BLOCK * first.xStride);
    this.outputs = new Float32Array(buffer, last.y, BLOCK * last.yStride);
    this.theta = new Float32Array(buffer, plan.theta, plan.count);
    const { bytes } = layoutOf(LAYER);
    plan.layers.forEach(({ spec, ...layer }, i) => {
      const dense = spec.type === "dense";
      new MemoryRecord(buffer, LAYER, plan.layerRecords + i * bytes).set({
        ...layer,
        kind: dense ? 0 : 1,
        ...(dense
          ? {
              activation: ACTIVATIONS.indexOf(spec.activation),
              initializer: INITIALIZERS.indexOf(spec.initializer),
            }
          : spec),
      });
    });
    this.network = new MemoryRecord(buffer, NETWORK, plan.network);
    this.network.set({
      ...plan,
      ...{ layers: plan.layerRecords, layerCount: plan.layers.length },
      ...{ inputs: first.inputs, outputs: last.units },
      loss: LOSS_CODES[typeof loss === "string" ? loss : "huber"],
    });
  }

  writeParameters(parameters: Float32Array): void {
    this.theta.set(parameters);
    this.core.pack(this.network.address, this.plan.theta, this.plan.parameters);
  }

  /** Whether the block's first rows hold finite numbers only. */
  hasFiniteInputs(rows: number): boolean {
    return Boolean(this.core.hasFiniteInputs(this.network.address, rows));
  }

  /** Linked outputs of the block's first rows, into `outputs`. */
  predict(rows: number): void {
    this.core.predictBlock(this.network.address, rows);
  }
}

/** Grows the memory once, before any view of it exists. */
function growTo(core: ForwardCore, end: number): void {
  const pages = Math.ceil(end / PAGE) - core.memory.buffer.byteLength / PAGE;
  if (pages <= 0) return;
  try {
    if (end > 2 ** 32 - PAGE) throw new RangeError("beyond 4 GiB");
    core.memory.grow(pages);
  } catch {
    throw new DataError(
      `Model: this needs ${(end / 2 ** 30).toFixed(2)} GiB of WebAssembly memory, more than can be had (4 GiB at most). ` +
        "Train on fewer rows or columns, or build a smaller network.",
      { received: end },
    );
  }
}
