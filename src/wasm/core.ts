import { host } from "../base/host.js";
import type { CoreMemory } from "./memory.js";
import { explained } from "./refusal.js";

/** What assembly/predict.ts exports, and the whole core too. A network is the address of its record. */
export interface ForwardCore {
  /** Where a network may begin: behind what the core itself has in memory. */
  arenaStart(): number;
  /** The first byte after the records of a network that begins at `start`. */
  recordsEnd(start: number, layers: number): number;
  create(start: number, inputs: number, layers: number): number;
  addDense(network: number, units: number, activation: number, initializer: number): void;
  addDropout(network: number, rate: number): void;
  arrange(network: number, loss: number): void;
  /** theta, parameters in the outside order, into a vector laid out like the parameters inside. */
  writeVector(network: number, vector: number): void;
  /** Linked outputs of the block's first rows; false, and none, where an input is no finite number. */
  predict(network: number, rows: number): number;
}

/** Makes an instance of one binary upon a memory. */
export type Binary<Core extends ForwardCore> = (memory: CoreMemory) => Core;

/** The same functions for one network, with its address bound. */
export type Bound<Core> = {
  readonly [Name in keyof Core]: Core[Name] extends (network: number, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/** An instance of a compiled module. The memory is all that the core imports. */
export function instantiate<Core extends ForwardCore>(module: object, memory: CoreMemory): Core {
  try {
    return new host.WebAssembly.Instance(module, { env: { memory } }).exports as Core;
  } catch (error) {
    throw explained(error);
  }
}

/** The core's functions with the network's address given; what else is exported is left out. */
export function bind<Core extends ForwardCore>(core: Core, network: number): Bound<Core> {
  const functions = Object.entries(core as object).filter(([, value]) => typeof value === "function");
  return Object.fromEntries(
    functions.map(([name, run]) => [name, run.bind(undefined, network)]),
  ) as Bound<Core>;
}
