import type { Model } from "downhill";
import type { Rows } from "../data/rows.js";
import type { Bounds, UnitsPicture } from "../messages.js";
import { forward, type Layer, type Network, networkOf, scaledRows } from "./forward.js";
import { cells, line, rangeOf, sideFor } from "./grid.js";
import { pointsOf } from "./points.js";

/** What is drawn of a network: more could not be told apart. */
const MOST_LAYERS = 8;
const MOST_UNITS = 32;
const MOST_COLUMNS = 128;
/** Values of a unit along a curve, and on each side of a plane: fewer where the layers are wide. */
const STEPS = 101;
const SIDES = [24, 16, 10];
/** Multiplications that a picture of a plane may take. */
const MOST_WORK = 2e7;

export type UnitsPainter = (model: Model) => UnitsPicture;

/** Draws what each hidden unit makes of the inputs, again and again. */
export function unitsPainter(rows: Rows): UnitsPainter {
  switch (rows.shape) {
    case "curve":
      return curvePainter(rows);
    case "plane":
      return planePainter(rows);
    case "series":
    case "table":
      return (model) => weights(rows, networkOf(model));
  }
}

function curvePainter(rows: Rows): UnitsPainter {
  const xs = line(rangeOf(pointsOf(rows).xs), STEPS);
  return (model) => {
    const network = networkOf(model);
    const outputs = throughHidden(network, scaledRows(network, [xs]));
    return {
      ...{ shape: "curve", side: STEPS, xs: xs.slice(), ...drawn(network, outputs) },
      ...sharesOf(network, outputs, rows.task === "classification"),
    };
  };
}

function planePainter(rows: Rows): UnitsPainter {
  const points = pointsOf(rows);
  const bounds: Bounds = { x: rangeOf(points.xs), y: rangeOf(points.ys) };
  return (model) => {
    const network = networkOf(model);
    const work = network.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
    const side = sideFor(SIDES, work, MOST_WORK);
    const outputs = throughHidden(network, scaledRows(network, cells(bounds, side)));
    return { shape: "plane", side, bounds, ...drawn(network, outputs) };
  };
}

/** What each hidden layer makes of scaled rows: [rows x units] of each. */
function throughHidden({ layers }: Network, rows: Float64Array): Float64Array[] {
  let values = rows;
  return layers.slice(0, -1).map((layer) => (values = forward(layer, values)));
}

function hiddenUnits({ layers }: Network): number[] {
  return layers.slice(0, -1).map(({ units }) => units);
}

/** The values of each unit by itself, of those that are drawn. */
function drawn(network: Network, outputs: readonly Float64Array[]): Pick<UnitsPicture, "layers" | "units"> {
  const units = hiddenUnits(network);
  const layers = outputs
    .slice(0, MOST_LAYERS)
    .map((values, l) =>
      Array.from({ length: Math.min(units[l], MOST_UNITS) }, (_, u) => column(values, u, units[l])),
    );
  return { layers, units };
}

function column(values: Float64Array, u: number, width: number): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, r) => values[r * width + u]);
}

/**
 * What reaches a single output from each unit of the last hidden layer, as a sum: output = constant + the shares. Of a number in its own unit: the
 * target's mean and deviation are in it. Of two classes it is the logit, since probabilities do not add up. All units have a share, also those
 * that are too many to be drawn, so that the sum is whole.
 */
function sharesOf(
  { layers, outputs: scale }: Network,
  outputs: readonly Float64Array[],
  isClasses: boolean,
): Pick<UnitsPicture, "shares" | "constant" | "scale"> {
  const last: Layer = layers[layers.length - 1];
  if (last.units > 1 || outputs.length === 0) return {};
  const [mean] = scale.mean;
  const [deviation] = scale.deviation;
  const values = outputs[outputs.length - 1];
  const shares = Array.from({ length: last.inputs }, (_, u) =>
    column(values, u, last.inputs).map((value) => value * last.weights[u] * deviation),
  );
  return { shares, constant: last.biases[0] * deviation + mean, scale: isClasses ? "logit" : "target" };
}

/** The first layer's weights, for inputs of deviation 1, so that they can be compared. */
function weights({ columns, shape }: Rows, network: Network): UnitsPicture {
  const [first] = network.layers;
  const units = hiddenUnits(network);
  const names = network.columns ?? columns;
  const count = Math.min(first.inputs, MOST_COLUMNS);
  // The newest values of a series.
  const from = shape === "series" ? first.inputs - count : 0;
  const rows = Array.from({ length: Math.min(first.units, MOST_UNITS) }, (_, u) =>
    first.weights.slice(u * first.inputs + from, u * first.inputs + from + count),
  );
  return {
    ...{ shape: "weights", side: count, units },
    layers: units.length === 0 ? [] : [rows],
    columns: names.slice(from, from + count),
  };
}
