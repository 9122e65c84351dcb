import { concat, type Dataset, type Model } from "downhill";
import type { Rows } from "../data/rows.js";
import type { Bounds, OutputPicture, Points } from "../messages.js";

/** Points along a curve, and on each side of a plane. */
const STEPS = 201;
const SIDE = 60;
/** Rows of a series or a table that are drawn. */
const MOST_ROWS = 365;

/** What the network says at the moment, beside what is so. */
export function outputPicture(rows: Rows, model: Model): OutputPicture {
  switch (rows.shape) {
    case "curve":
      return curve(rows, model);
    case "plane":
      return plane(rows, model);
    case "series":
      return series(rows, model);
    case "table":
      return { shape: "table", ...beside(model, judgedOf(rows), MOST_ROWS) };
  }
}

function curve(rows: Rows, model: Model): OutputPicture {
  const points = pointsOf(rows);
  const [from, to] = rangeOf(points.xs);
  const xs = Float64Array.from({ length: STEPS }, (_, i) => from + ((to - from) * i) / (STEPS - 1));
  const ys = Float64Array.from(model.predictAll(Array.from(xs, (x) => [x])));
  return { shape: "curve", xs, ys, points };
}

function plane(rows: Rows, model: Model): OutputPicture {
  const points = pointsOf(rows);
  const bounds: Bounds = { x: rangeOf(points.xs), y: rangeOf(points.ys) };
  const grid = Array.from({ length: SIDE * SIDE }, (_, k) => [
    along(bounds.x, k % SIDE),
    along(bounds.y, Math.floor(k / SIDE)),
  ]);
  const isSeveral = (rows.classes?.length ?? 0) > 2;
  const values = isSeveral
    ? Float32Array.from(model.classifyAll(grid), ({ index }) => index)
    : Float32Array.from(model.predictAll(grid));
  return { shape: "plane", side: SIDE, values, bounds, points };
}

function along([from, to]: readonly [number, number], i: number): number {
  return from + ((to - from) * (i + 0.5)) / SIDE;
}

function series(rows: Rows, model: Model): OutputPicture {
  const { train, validation, test } = rows;
  const [first, ...others] = [train, validation, test].filter((part) => part !== undefined);
  const all = concat(first, ...others);
  const shown = all.slice(Math.max(0, all.rows - MOST_ROWS), all.rows);
  const from = Math.max(0, train.rows - (all.rows - shown.rows));
  return {
    shape: "series",
    actual: Float64Array.from(shown.targets),
    predicted: Float64Array.from(model.predictAll(shown)),
    from,
  };
}

function judgedOf({ train, validation, test }: Rows): Dataset {
  return test ?? validation ?? train;
}

function beside(
  model: Model,
  data: Dataset,
  most: number,
): { actual: Float64Array; predicted: Float64Array } {
  const shown = data.rows > most ? data.slice(0, most) : data;
  const outputs = model.predictAll(shown);
  const width = outputs.length / shown.rows;
  const predicted = Float64Array.from({ length: shown.rows }, (_, r) =>
    width === 1 ? outputs[r] : outputs[r * width + shown.targets[r]],
  );
  return { actual: Float64Array.from(shown.targets), predicted };
}

/** The rows as points: those that are trained on first. */
function pointsOf({ train, validation, test, task }: Rows): Points {
  const parts = [train, validation, test].filter((part) => part !== undefined);
  const isPlane = train.inputWidth === 2;
  const column = (c: number): Float64Array =>
    Float64Array.from(
      parts.flatMap(({ inputs, rows, inputWidth }) =>
        Array.from({ length: rows }, (_, r) => inputs[r * inputWidth + c]),
      ),
    );
  const targets = Float64Array.from(parts.flatMap((part) => [...part.targets]));
  return {
    xs: column(0),
    ys: isPlane ? column(1) : targets,
    ...(task === "classification" && { classes: Int32Array.from(targets) }),
    firstUnseen: train.rows,
  };
}

function rangeOf(values: Float64Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const margin = 0.05 * (most - least || 1);
  return [least - margin, most + margin];
}
