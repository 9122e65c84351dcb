import { exp, POWERS } from "./exponential.js";
import { memory, type Matrix, type Memory } from "./memory.js";

export type BaselineActivation = "linear" | "relu" | "sigmoid";

/** Activations over the shared memory, each a pass of its own, in place. */
export const { activate, differentiate } = createActivations(memory);

function createActivations(shared: Memory) {
  const memory = shared;
  const powers = POWERS;

  /** x[r][c] = f(x[r][c]). x: [rows, columns] */
  function activate(activation: BaselineActivation, x: Matrix, rows: number, columns: number): void {
    if (activation === "linear") return;
    for (let r = 0; r < rows; r++) {
      const from = x.offset + r * x.stride;
      if (activation === "relu") reluRow(from, columns);
      else sigmoidRow(from, columns);
    }
  }

  /** d[r][c] *= f'(x), from the result y = f(x). y, d: [rows, columns] */
  function differentiate(
    activation: BaselineActivation,
    y: Matrix,
    d: Matrix,
    rows: number,
    columns: number,
  ): void {
    if (activation === "linear") return;
    for (let r = 0; r < rows; r++) {
      const from = y.offset + r * y.stride;
      const to = d.offset + r * d.stride;
      if (activation === "relu") reluSlopeRow(from, to, columns);
      else sigmoidSlopeRow(from, to, columns);
    }
  }

  /** max(0, x) = (x + |x|) / 2, exact; a branch on the sign would be mispredicted every other time. */
  function reluRow(x: number, columns: number): void {
    const m = memory;
    const end = (x + columns) | 0;
    for (let i = x | 0; i < end; i = (i + 1) | 0) {
      const value = m[i];
      m[i] = 0.5 * (value + Math.abs(value));
    }
  }

  /** The slope at 0 is 0. */
  function reluSlopeRow(y: number, d: number, columns: number): void {
    const m = memory;
    const end = (y + columns) | 0;
    for (let i = y | 0, j = d | 0; i < end; i = (i + 1) | 0, j = (j + 1) | 0) {
      m[j] = m[j] * Number(m[i] > 0);
    }
  }

  function sigmoidRow(x: number, columns: number): void {
    const m = memory;
    const table = powers;
    const end = (x + columns) | 0;
    for (let i = x | 0; i < end; i = (i + 1) | 0) m[i] = 1 / (1 + exp(-m[i], table));
  }

  function sigmoidSlopeRow(y: number, d: number, columns: number): void {
    const m = memory;
    const end = (y + columns) | 0;
    for (let i = y | 0, j = d | 0; i < end; i = (i + 1) | 0, j = (j + 1) | 0) {
      const s = m[i];
      m[j] = m[j] * (s * (1 - s));
    }
  }

  return { activate, differentiate };
}
