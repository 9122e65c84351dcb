import type { Dataset, Model } from "../index.js";
import { type Axis, linearAxis } from "./axis.js";
import type { ChartSpec } from "./chart.js";
import { count, extent, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import type { PlotLibrary } from "./peers.js";
import type { Sheet } from "./picture.js";
import { thinPoints } from "./thin.js";
import { predictorOf, type TwoInputs } from "./two-inputs.js";

/** What a model says on a grid over its two inputs, and the rows of data. */
export interface Scene {
  readonly model: Model;
  readonly data: Dataset;
  readonly rows: TwoInputs;
  /** The rows that are drawn. */
  readonly shown: Uint32Array;
  readonly x: Axis;
  readonly y: Axis;
  readonly box: { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number };
  readonly steps: number;
  readonly outputs: number;
  /** Predictions, [steps x steps x outputs], the first input fastest. */
  readonly grid: Float64Array;
}

/** What a scene adds to a picture. */
export type SceneSheet = Pick<Sheet, "title" | "summary" | "details" | "legend" | "height" | "body">;

const MOST_POINTS = 1000;

export function sceneOf(
  model: Model,
  data: Dataset,
  rows: TwoInputs,
  steps: number,
  labels: readonly [string, string],
): Scene {
  const x = axisOf(rows.first, labels[0]);
  const y = axisOf(rows.second, labels[1]);
  const [x1, x2] = x.domain as [number, number];
  const [y1, y2] = y.domain as [number, number];
  // In the middle of each cell, where Plot takes the values to be.
  const middle = (from: number, to: number, step: number): number =>
    from + ((to - from) * (step + 0.5)) / steps;
  const length = steps * steps;
  const first = Float64Array.from({ length }, (_, k) => middle(x1, x2, k % steps));
  const second = Float64Array.from({ length }, (_, k) => middle(y1, y2, Math.floor(k / steps)));
  const grid = predictorOf(model, rows)(first, second);
  const shown = thinPoints(rows.first.length, MOST_POINTS);
  return {
    model,
    data,
    rows,
    shown,
    x,
    y,
    box: { x1, x2, y1, y2 },
    steps,
    outputs: grid.length / length,
    grid,
  };
}

/** The range of the rows and a little more. */
function axisOf(values: Float64Array, label: string): Axis {
  const [low, high] = extent(values);
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return linearAxis([low - room, high + room], label, { rounds: false });
}

export function heightOf(width: number): number {
  return Math.min(440, Math.max(260, width * 0.68));
}

/** "1,000 of the 20,000 rows are drawn", where not all are. */
export function drawnRows({ shown, rows }: Scene): string {
  const all = rows.first.length;
  return shown.length === all
    ? ""
    : ` ${say(shown.length)} of the ${count(all, "row")} are drawn, evenly picked.`;
}

/** The chart of a scene, but for its colours. */
export function mapOf({ x, y }: Scene, marks: readonly Mark[]): ChartSpec {
  return { x, y, marks, grid: "none", frame: true };
}

/** @param values [steps x steps] @param options as Plot's contour has them */
export function contourOf(
  Plot: PlotLibrary,
  { box, steps }: Scene,
  values: Float64Array,
  options: object,
): Mark {
  return Plot.contour(values, { ...box, width: steps, height: steps, ...options });
}
