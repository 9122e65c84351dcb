import { BLOCK } from "../../src/wasm/record.js";
import { watchInstances } from "../../tests/support/wasm.js";
import type { Task } from "../tasks.js";
import { createTrainer } from "./trainer.js";

export interface Memory {
  readonly task: string;
  /** Bytes of the WebAssembly memory of the instance that trains. */
  readonly total: number;
  /** Bytes that training needs: data, parameters with gradient and slots, inputs and outputs of a block of rows. */
  readonly needed: Readonly<Record<"data" | "parameters" | "activations", number>>;
  /**
   * Bytes of all else: parameters and slots of the last good epoch; parameters in the outside order (theta); what the
   * backward pass needs; the rows' order; padding, records, constants, and the rest of the last page of 64 KiB.
   */
  readonly extra: Readonly<Record<"lastGood" | "theta" | "backward" | "order" | "padding", number>>;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Looks at a model while it trains. */
export function measureMemory(task: Task): Memory {
  const { memories, stop } = watchInstances();
  const { count, epoch, free } = createTrainer(task);
  epoch();
  stop();
  const total = memories[memories.length - 1].buffer.byteLength;
  free();

  const { inputs, rows, optimizer } = task;
  const units = task.layers.map((layer) => layer.units);
  const slots = optimizer.type === "adam" ? 2 : Number(optimizer.momentum > 0);
  const answers = task.loss === "mse" ? units[units.length - 1] : 1;
  const needed = {
    data: 4 * rows * (inputs + answers),
    parameters: 4 * count * (2 + slots),
    activations: 4 * BLOCK * (inputs + sum(units)),
  };
  // Weights transposed for each delta product, and three blocks of deltas: one made, one read, one in panels.
  const transposed = units.slice(1).map((width, i) => (width > 1 ? width * units[i] : 0));
  const known = {
    lastGood: 4 * count * (1 + slots),
    theta: 4 * count,
    backward: 4 * (3 * BLOCK * Math.max(...units) + sum(transposed)),
    order: 4 * rows,
  };
  const padding = total - sum(Object.values(needed)) - sum(Object.values(known));
  return { task: task.name, total, needed, extra: { ...known, padding } };
}
