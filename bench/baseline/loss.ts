import { exp, POWERS } from "./exponential.js";
import { memory, type Matrix, type Memory } from "./memory.js";

export type BaselineLoss = "mse" | "crossEntropy";

/** The losses over the shared memory: both return the mean over the batch and write `scale` times its gradient. */
export const { meanSquaredError, softmax, softmaxCrossEntropy } = createLosses(memory);

function createLosses(shared: Memory) {
  const memory = shared;
  const powers = POWERS;

  /**
   * The mean over rows and columns of (y - t)^2.
   *
   * @param y predictions, [rows, columns]
   * @param t targets, [rows, columns]
   * @param d receives scale * 2 (y - t) / (rows * columns), [rows, columns]
   */
  function meanSquaredError(
    y: Matrix,
    t: Matrix,
    d: Matrix,
    rows: number,
    columns: number,
    scale: number,
  ): number {
    const m = memory;
    const factor = (2 * scale) / (rows * columns);
    let sum = 0;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const difference = m[y.offset + r * y.stride + c] - m[t.offset + r * t.stride + c];
        sum += difference * difference;
        m[d.offset + r * d.stride + c] = factor * difference;
      }
    }
    return sum / (rows * columns);
  }

  /** y[r][c] = e^(y[r][c] - largest) / sum of these over the row, in place. y: [rows, columns] */
  function softmax(y: Matrix, rows: number, columns: number): void {
    const m = memory;
    for (let r = 0; r < rows; r++) {
      const from = y.offset + r * y.stride;
      const factor = 1 / exponentials(from, largest(from, columns), from, columns);
      for (let i = from; i < from + columns; i++) m[i] *= factor;
    }
  }

  /**
   * The mean over rows of -ln softmax(y[r])[label r].
   *
   * @param y logits, [rows, columns]
   * @param labels the index of each row's class, [rows, 1]
   * @param d receives scale * (softmax(y) - one-hot label) / rows, [rows, columns]
   */
  function softmaxCrossEntropy(
    y: Matrix,
    labels: Matrix,
    d: Matrix,
    rows: number,
    columns: number,
    scale: number,
  ): number {
    const m = memory;
    let loss = 0;
    for (let r = 0; r < rows; r++) {
      const from = y.offset + r * y.stride;
      const to = d.offset + r * d.stride;
      const label = m[labels.offset + r * labels.stride];
      const top = largest(from, columns);
      const sum = exponentials(from, top, to, columns);
      const factor = scale / (rows * sum);
      for (let i = to; i < to + columns; i++) m[i] *= factor;
      m[to + label] -= scale / rows;
      loss += Math.log(sum) + top - m[from + label];
    }
    return loss / rows;
  }

  function largest(from: number, columns: number): number {
    const m = memory;
    let top = m[from];
    for (let i = from + 1; i < from + columns; i++) if (m[i] > top) top = m[i];
    return top;
  }

  /** m[to + c] = e^(m[from + c] - top); returns their sum. */
  function exponentials(from: number, top: number, to: number, columns: number): number {
    const m = memory;
    const table = powers;
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const e = exp(m[from + c] - top, table);
      m[to + c] = e;
      sum += e;
    }
    return sum;
  }

  return { meanSquaredError, softmax, softmaxCrossEntropy };
}
