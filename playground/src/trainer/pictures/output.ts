import { concat, type Dataset, type Model } from "downhill";
import type { Rows } from "../data/rows.js";
import type {
  Bounds,
  CurvePicture,
  OutputPicture,
  Part,
  PlanePicture,
  SeriesPicture,
  TablePicture,
} from "../messages.js";
import { ask } from "./ask.js";
import { cells, line, rangeOf, sideFor } from "./grid.js";
import { copyOf, pointsOf } from "./points.js";
import { everySoMany } from "./sample.js";

/** Points along a curve, and cells on each side of a plane: fewer where the network is large. */
const STEPS = 201;
const SIDES = [60, 40, 24, 16];
/** Multiplications that a picture of a plane may take: some hundredths of a second. */
const MOST_WORK = 1e8;
/** Rows of a series that are drawn, and how many of them lie before the border. */
const SERIES_ROWS = 140;
const BEFORE_BORDER = 40;
/** Rows of a table that are drawn, and that are counted by class. */
const MOST_POINTS = 500;
const MOST_COUNTED = 2000;
const BINS = 20;

/** Draws what a model says, again and again: what stays the same is computed once. */
export type OutputPainter = (model: Model, isPlaying: boolean) => OutputPicture;

export function outputPainter(rows: Rows): OutputPainter {
  switch (rows.shape) {
    case "curve":
      return curvePainter(rows);
    case "plane":
      return planePainter(rows);
    case "series":
      return seriesPainter(rows);
    case "table":
      return (model, isPlaying) => table(rows, model, isPlaying);
  }
}

function curvePainter(rows: Rows): (model: Model) => CurvePicture {
  const points = pointsOf(rows);
  const xs = line(rangeOf(points.xs), STEPS);
  return (model) => {
    const outputs = ask(model, rows.columns, [xs]);
    const width = outputs.length / STEPS;
    const lines = Array.from({ length: width }, (_, k) =>
      Float64Array.from(xs, (_, i) => outputs[i * width + k]),
    );
    const common = { shape: "curve", xs: xs.slice(), ys: lines[0].slice(), points: copyOf(points) } as const;
    return width === 1 ? common : { ...common, byClass: lines };
  };
}

function planePainter(rows: Rows): (model: Model) => PlanePicture {
  const points = pointsOf(rows);
  const bounds: Bounds = { x: rangeOf(points.xs), y: rangeOf(points.ys) };
  let grid: readonly Float64Array[] | undefined;
  return (model) => {
    const side = sideFor(SIDES, model.count, MOST_WORK);
    grid ??= cells(bounds, side);
    const outputs = ask(model, rows.columns, grid);
    const common = { shape: "plane", side, bounds, points: copyOf(points) } as const;
    const width = outputs.length / (side * side);
    if (width === 1) return { ...common, values: Float32Array.from(outputs) };
    return { ...common, ...mostLikely(outputs, width) };
  };
}

/** Of each row's probabilities the greatest: which class it is, and how likely. */
function mostLikely(outputs: Float64Array, width: number): { values: Float32Array; certainty: Float32Array } {
  const values = new Float32Array(outputs.length / width);
  const certainty = new Float32Array(values.length);
  values.forEach((_, r) => {
    const row = outputs.subarray(r * width, (r + 1) * width);
    values[r] = indexOfMost(row);
    certainty[r] = row[values[r]];
  });
  return { values, certainty };
}

function indexOfMost(row: Float64Array): number {
  return row.reduce((most, value, k) => (value > row[most] ? k : most), 0);
}

function seriesPainter({
  train,
  validation,
  test,
}: Rows): (model: Model, isPlaying: boolean) => SeriesPicture {
  const [first, ...others] = [train, validation, test].filter((part) => part !== undefined);
  const all = concat(first, ...others);
  const begin = Math.max(0, Math.min(train.rows - BEFORE_BORDER, all.rows - SERIES_ROWS));
  const shown = all.slice(begin, Math.min(begin + SERIES_ROWS, all.rows));
  const from = Math.min(train.rows - begin, shown.rows);
  const testFrom = train.rows + (validation?.rows ?? 0) - begin;
  const hasTest = test !== undefined && testFrom < shown.rows;
  const known = hasTest ? shown.slice(0, testFrom) : shown;
  return (model, isPlaying) => {
    const predicted = new Float64Array(shown.rows).fill(NaN);
    predicted.set(model.predictAll(isPlaying ? known : shown));
    const actual = Float64Array.from(shown.targets);
    return { shape: "series", actual, predicted, from, first: begin, ...(hasTest && { testFrom }) };
  };
}

/** Test rows where they may be looked at, otherwise validation rows. */
function partOf({ validation, test }: Rows, isPlaying: boolean): Part {
  if (test && !isPlaying) return "test";
  return validation ? "validation" : "train";
}

function table(rows: Rows, model: Model, isPlaying: boolean): TablePicture {
  const part = partOf(rows, isPlaying);
  const data = rows[part] as Dataset;
  const isClasses = rows.task === "classification";
  const shown = everySoMany(data, isClasses ? MOST_COUNTED : MOST_POINTS);
  const actual = Float64Array.from(shown.targets);
  const outputs = model.predictAll(shown);
  const common = { shape: "table", part, rows: shown.rows, actual } as const;
  if (!isClasses) return { ...common, predicted: Float64Array.from(outputs) };
  const width = outputs.length / shown.rows;
  const predicted =
    width === 1
      ? Float64Array.from(outputs, (probability) => (probability >= 0.5 ? 1 : 0))
      : Float64Array.from(mostLikely(outputs, width).values);
  return {
    ...common,
    predicted,
    confusion: counts(actual, predicted, Math.max(2, width), Math.max(2, width)),
    ...(width === 1 && { histogram: counts(actual, outputs.map(binOf), 2, BINS) }),
  };
}

function binOf(probability: number): number {
  return Math.min(BINS - 1, Math.floor(probability * BINS));
}

/** How many rows there are of each class and place. */
function counts(classes: Float64Array, places: Float64Array, height: number, width: number): Float64Array[] {
  const table = Array.from({ length: height }, () => new Float64Array(width));
  classes.forEach((label, row) => table[label][places[row]]++);
  return table;
}
