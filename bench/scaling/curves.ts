import { type Task, type TaskLayer, TASKS } from "../tasks.js";

/** What training costs against one thing. */
export interface Curve {
  readonly name: string;
  /** What all its points have in common. */
  readonly network: string;
  /** What x counts. */
  readonly axis: string;
  /** What pays the fixed part of the cost, that which does not grow with x. */
  readonly piece: "an epoch" | "a row" | "a batch";
  readonly xs: readonly number[];
  readonly task: (x: number) => Task;
}

const [, , T2, T3] = TASKS;
const linear: TaskLayer = { units: 1, activation: "linear" };
const range = (to: number): number[] => Array.from({ length: to }, (_, i) => i + 1);

export const CURVES: readonly Curve[] = [
  {
    name: "rows",
    network: "56-100 sigmoid-1, MSE, SGD, batches of 10",
    axis: "rows",
    piece: "an epoch",
    xs: [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
    task: (rows) => ({ ...T2, rows }),
  },
  {
    name: "width",
    network: "56-width sigmoid-1, MSE, SGD, batches of 10",
    axis: "units in the hidden layer",
    piece: "a row",
    xs: [...range(65), 80, 96, 112, 128, 192, 256, 384, 512],
    task: (units) => ({ ...T2, layers: [{ units, activation: "sigmoid" }, linear], rows: 1_000 }),
  },
  {
    name: "depth",
    network: "56, so many layers of 100 ReLU, 1; MSE, Adam, batches of 32",
    axis: "hidden layers",
    piece: "a row",
    xs: [1, 2, 3, 4, 6, 8, 12, 16],
    task: (depth) => ({ ...T3, layers: [...range(depth).map(() => T3.layers[0]), linear], rows: 640 }),
  },
  {
    name: "batch",
    network: "56-100 ReLU-100 ReLU-100 ReLU-1, MSE, Adam",
    axis: "rows in a batch",
    piece: "a batch",
    xs: [...range(17), 20, 24, 31, 32, 33, 48, 64, 65, 96, 128, 129, 192, 256, 384, 512, 1024],
    task: (batchSize) => ({ ...T3, batchSize, rows: batchSize * Math.ceil(1_024 / batchSize) }),
  },
];

/** Rows that one piece has. */
export function rowsOfPiece({ piece }: Curve, { batchSize, rows }: Task): number {
  return { "an epoch": rows, "a row": 1, "a batch": batchSize }[piece];
}
