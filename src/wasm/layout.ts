import { ACTIVATIONS, INITIALIZERS, type LayerSpec, parameterCount } from "../spec/layer.js";
import { lossName, LOSSES, type LossSpec } from "../spec/loss.js";
import type { Binary, ForwardCore } from "./core.js";
import { checkSize, type CoreMemory, createMemory } from "./memory.js";
import { type ActivationNames, type InitializerNames, type LossNames, NetworkField } from "./record.js";

/** The part of a model that prediction's memory depends on. */
export interface Network {
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
  readonly loss: LossSpec;
}

// The core knows these by their places in a list: its lists, name by name, are those of src/spec.
const activations: ActivationNames = ACTIVATIONS;
const initializers: InitializerNames = INITIALIZERS;
const losses: LossNames = LOSSES;

/** An instance of a binary, and its memory. */
interface Instance<Core> {
  readonly core: Core;
  readonly memory: CoreMemory;
}

/**
 * A new instance that holds a network at `arenaStart`, in a memory of just the size it needs.
 *
 * An instance has its memory from the start, and the size is known when all is laid out. So another instance, the planner, lays it
 * out; what that writes are records of what lies where, and they are copied to the same place in the new memory.
 *
 * @param arrange lays out what the network needs besides prediction
 */
export function place<Core extends ForwardCore>(
  binary: Binary<Core>,
  model: Network,
  arrange?: (core: Core, network: number) => void,
): Instance<Core> {
  const { core, memory: plan } = plannerOf(binary, model.layers.length);
  const start = core.arenaStart();
  const bytes = core.recordsEnd(start, model.layers.length) - start;
  const records = new Uint8Array(plan.buffer, start, bytes);
  try {
    describeNetwork(core, start, model);
    arrange?.(core, start);
    const end = new BigUint64Array(plan.buffer, start)[NetworkField.end];
    const memory = createMemory(Number(end));
    new Uint8Array(memory.buffer, start, bytes).set(records);
    return { core: binary(memory), memory };
  } finally {
    // The next plan begins with nothing written.
    records.fill(0);
  }
}

/** Has the core lay out what prediction needs, from `start` on, where its memory is all zero; that is the network's address. */
export function describeNetwork(core: ForwardCore, start: number, model: Network): void {
  const { inputs, layers, loss } = model;
  // Beyond this the core's whole numbers would not do.
  checkSize(parameterCount(model) * 4);
  core.create(start, inputs, layers.length);
  for (const layer of layers) {
    if (layer.type === "dropout") core.addDropout(start, layer.rate);
    else {
      const { units, activation, initializer } = layer;
      core.addDense(start, units, activations.indexOf(activation), initializers.indexOf(initializer));
    }
  }
  core.arrange(start, losses.indexOf(lossName(loss)));
}

/** Of each binary the instance that lays networks out, in a memory that holds their records and no more. */
const planners = /* @__PURE__ */ new WeakMap<Binary<ForwardCore>, Instance<ForwardCore>>();

function plannerOf<Core extends ForwardCore>(binary: Binary<Core>, layers: number): Instance<Core> {
  let planner = (planners.get(binary) as Instance<Core> | undefined) ?? createPlanner(binary, 1);
  const { core, memory } = planner;
  const end = core.recordsEnd(core.arenaStart(), layers);
  if (end > memory.buffer.byteLength) planner = createPlanner(binary, end);
  planners.set(binary, planner);
  return planner;
}

function createPlanner<Core extends ForwardCore>(binary: Binary<Core>, bytes: number): Instance<Core> {
  const memory = createMemory(bytes);
  return { core: binary(memory), memory };
}
