import type { Dataset, Model } from "../index.js";
import { type Axis, linearAxis } from "./axis.js";
import type { ChartSpec } from "./chart.js";
import { cellsAround } from "./grid.js";
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
  /** Where it was asked along each axis, [steps]. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
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
  const [xs, ys] = [stepsOf(x, steps), stepsOf(y, steps)];
  const length = steps * steps;
  const first = Float64Array.from({ length }, (_, k) => xs[k % steps]);
  const second = Float64Array.from({ length }, (_, k) => ys[Math.floor(k / steps)]);
  const grid = predictorOf(model, rows)(first, second);
  const shown = thinPoints(rows.first.length, MOST_POINTS);
  return { model, data, rows, shown, x, y, xs, ys, outputs: grid.length / length, grid };
}

/** The range of the rows and a little more. */
function axisOf(values: Float64Array, label: string): Axis {
  const [low, high] = extent(values);
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return linearAxis([low - room, high + room], label, { rounds: false });
}

function stepsOf({ domain }: Axis, length: number): Float64Array {
  const [from, to] = domain as readonly [number, number];
  return Float64Array.from({ length }, (_, step) => from + ((to - from) * step) / (length - 1));
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

/** The chart of a scene, but for its colours. @param map what fills it @param marks what lies on that */
export function mapOf({ x, y }: Scene, map: readonly Mark[], marks: readonly Mark[]): ChartSpec {
  return { x, y, clipped: map, marks, grid: "none", frame: true };
}

/** @param values [steps x steps] @param options as Plot's contour has them */
export function contourOf(Plot: PlotLibrary, { xs, ys }: Scene, values: Float64Array, options: object): Mark {
  return Plot.contour(values, { ...cellsAround(xs, ys), ...options });
}
