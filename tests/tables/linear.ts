import type { Dataset } from "../../src/index.js";
import type { EncodedRows } from "../../src/table/index.js";

/*
 * Ridge and logistic regression in float64 with the penalties of scikit-learn's Ridge(1) and LogisticRegression(C = 1): to find the
 * optimum that it found of columns that are ours. Most cells of one-hot columns are 0, and are left out of the sums.
 */

/** One list of weights for each output, and an intercept, which has no penalty. */
export interface Linear {
  readonly weights: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
}

export type Scores = Readonly<Record<string, number>>;

/** Of a row the cells that are not 0, a 1 for the intercept last. */
interface SparseRow {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** [rows x outputs], before any link. */
export function linearOutputs({ weights, intercepts }: Linear, rows: EncodedRows): number[][] {
  const all = weights.map((list, k) => [...list, intercepts[k]]);
  return sparse(rows).map((row) => all.map((list) => product(row, list)));
}

/** As scikit-learn defines them. */
export function scoresOf(outputs: readonly number[][], { targets, classes }: Dataset): Scores {
  const rows = outputs.length;
  const mean = (of: (r: number) => number): number => outputs.reduce((sum, _, r) => sum + of(r), 0) / rows;
  if (!classes) {
    const middle = mean((r) => targets[r]);
    const off = (r: number): number => outputs[r][0] - targets[r];
    const squares = mean((r) => off(r) ** 2);
    const mae = mean((r) => Math.abs(off(r)));
    return { mae, rmse: Math.sqrt(squares), r2: 1 - squares / mean((r) => (targets[r] - middle) ** 2) };
  }
  const chances = outputs.map((logits) => {
    const linked = link(logits);
    return linked.length === 1 ? [1 - linked[0], linked[0]] : linked;
  });
  const accuracy = mean((r) => (chances[r].indexOf(Math.max(...chances[r])) === targets[r] ? 1 : 0));
  return { accuracy, logLoss: mean((r) => -Math.log(chances[r][targets[r]])) };
}

/** Ridge regression of numbers, logistic regression of classes. */
export function optimum(train: Dataset, rows: EncodedRows): Linear {
  const { classes = [], targets } = train;
  return classes.length === 0
    ? ridge(rows, targets)
    : logistic(rows, targets, classes.length === 2 ? 1 : classes.length);
}

/** Least sum of squared errors + 1 x sum of squared weights. */
function ridge(rows: EncodedRows, targets: ArrayLike<number>): Linear {
  const size = rows.columns.length + 1;
  const matrix = square(size);
  const right = new Float64Array(size);
  sparse(rows).forEach((row, r) => {
    addOuter(matrix, row, 1);
    row.at.forEach((i, k) => (right[i] += row.values[k] * targets[r]));
  });
  for (let i = 0; i < size - 1; i++) matrix[i][i] += 1;
  const all = Array.from(solve(matrix, right));
  return { weights: [all.slice(0, -1)], intercepts: all.slice(-1) };
}

/**
 * Least sum of log losses + 0.5 x sum of squared weights, by Newton's steps.
 *
 * @param outputs 1 for two classes (a sigmoid for the second), else one for each (softmax)
 */
function logistic(rows: EncodedRows, labels: ArrayLike<number>, outputs: number): Linear {
  const width = rows.columns.length + 1;
  const size = width * outputs;
  const cells = sparse(rows);
  const all = new Float64Array(size);
  const listOf = (k: number): Float64Array => all.subarray(k * width, (k + 1) * width);
  for (let step = 0; step < 50; step++) {
    const matrix = square(size);
    const slope = new Float64Array(size);
    cells.forEach((row, r) => {
      const chances = link(Array.from({ length: outputs }, (_, k) => product(row, listOf(k))));
      for (let k = 0; k < outputs; k++) {
        const actual = labels[r] === (outputs === 1 ? 1 : k) ? 1 : 0;
        row.at.forEach((i, n) => (slope[k * width + i] += (chances[k] - actual) * row.values[n]));
        for (let l = 0; l <= k; l++) {
          const bend = chances[k] * ((k === l ? 1 : 0) - chances[l]);
          addOuter(matrix, row, bend, k * width, l * width);
          if (l < k) addOuter(matrix, row, bend, l * width, k * width);
        }
      }
    });
    for (let i = 0; i < size; i++) {
      if (i % width === width - 1) continue;
      matrix[i][i] += 1;
      slope[i] += all[i];
    }
    // All intercepts of a softmax may move together: they stay where their sum is 0.
    if (outputs > 1)
      for (let k = 0; k < outputs; k++)
        for (let l = 0; l < outputs; l++) matrix[(k + 1) * width - 1][(l + 1) * width - 1] += 1;
    const move = solve(matrix, slope);
    move.forEach((value, i) => (all[i] -= value));
    if (Math.max(...move.map(Math.abs)) < 1e-10) break;
  }
  const lists = Array.from({ length: outputs }, (_, k) => Array.from(listOf(k)));
  return {
    weights: lists.map((list) => list.slice(0, -1)),
    intercepts: lists.map((list) => list[width - 1]),
  };
}

/** Probabilities of logits: one sigmoid, or a softmax. */
function link(logits: readonly number[]): number[] {
  if (logits.length === 1) return [1 / (1 + Math.exp(-logits[0]))];
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function sparse({ columns, values }: EncodedRows): SparseRow[] {
  const width = columns.length;
  return Array.from({ length: values.length / width }, (_, r) => {
    const row = values.subarray(r * width, (r + 1) * width);
    const at = Array.from(row.keys()).filter((c) => row[c] !== 0);
    return { at: [...at, width], values: [...at.map((c) => row[c]), 1] };
  });
}

function product({ at, values }: SparseRow, list: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < at.length; k++) sum += values[k] * list[at[k]];
  return sum;
}

function square(size: number): Float64Array[] {
  return Array.from({ length: size }, () => new Float64Array(size));
}

/** matrix += share x row x row, transposed, its corner at [down][right]. */
function addOuter(
  matrix: Float64Array[],
  { at, values }: SparseRow,
  share: number,
  down = 0,
  right = 0,
): void {
  for (let i = 0; i < at.length; i++)
    for (let j = 0; j < at.length; j++) matrix[down + at[i]][right + at[j]] += share * values[i] * values[j];
}

/** Solves a symmetric, positive definite system by Cholesky's factors, in place. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= matrix[i][k] * matrix[j][k];
      if (i === j && !(sum > 0)) throw new Error(`no positive definite system: ${sum} at ${i}`);
      matrix[i][j] = i === j ? Math.sqrt(sum) : sum / matrix[j][j];
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= matrix[i][k] * x[k];
    x[i] /= matrix[i][i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= matrix[k][i] * x[k];
    x[i] /= matrix[i][i];
  }
  return x;
}
