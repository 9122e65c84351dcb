import { checkCount } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import type { Model } from "../index.js";
import type { Axis } from "./axis.js";
import { type Area, chart, marginsOf, TICK_SIZE } from "./chart.js";
import { count, extent, say } from "./numbers.js";
import { type PlotOptions, readOptions } from "./options.js";
import type { Peers } from "./peers.js";
import { draw } from "./picture.js";
import { round, textAt } from "./svg.js";
import { paint } from "./theme.js";
import { checkModel } from "./two-inputs.js";
import { shortened } from "./words.js";

export interface WeightPlotOptions extends PlotOptions {
  /** Which dense layer, from 0; default all of them, below each other. */
  readonly layer?: number;
}

/** The weights of a dense layer, by input and unit. */
interface Layer {
  readonly title: string;
  readonly inputs: number;
  readonly units: number;
  /** [units x inputs] */
  readonly weights: Float32Array;
  /** What the inputs are called. */
  readonly names: readonly string[] | undefined;
}

/** A layer as it is drawn: several weights in one cell, where there are too many. */
interface Cells {
  readonly layer: Layer;
  /** How many inputs and units a cell stands for. */
  readonly block: readonly [inputs: number, units: number];
  readonly cells: readonly Cell[];
  readonly rows: number;
  readonly columns: number;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  /** The weight that is farthest from 0. */
  readonly weight: number;
}

/** A picture of more would be megabytes. */
const MOST_CELLS = 3600;
const BAR = 40;
const TITLE = 24;

/**
 * The weights of each dense layer as a map: a row for each input, a column for each unit, the stronger the farther from 0. Orange is above 0,
 * blue below. The scale is the same for all layers.
 *
 * Weights are those of `model.parameters`: between standardized values, unless the model was built with `standardize: false`. Of a large layer
 * each cell shows the strongest of several weights, and the picture says so.
 *
 * @returns SVG text
 * @throws OptionError for a layer that there is not, or a model in training; MissingPeerError
 * @example
 * await weightPlot(model, { layer: 0 })
 */
export async function weightPlot(model: Model, options: WeightPlotOptions = {}): Promise<string> {
  const caller = "weightPlot";
  const { layer, ...rest } = readOptions(caller, options, ["layer"]);
  checkModel(caller, model);
  const all = layersOf(caller, model);
  if (layer !== undefined) {
    checkCount(caller, "layer", layer, 0);
    if (layer >= all.length)
      throw new OptionError(
        `${caller}: layer ${layer} is not there: the model has ${count(all.length, "dense layer")}, from 0.`,
        {
          expected: `0..${all.length - 1}`,
          received: layer,
        },
      );
  }
  const layers = layer === undefined ? all : [all[layer]];
  const largest = Math.max(...layers.map(({ weights }) => Math.max(...extent(weights).map(Math.abs))));
  const drawings = layers.map((one) => cellsOf(one, MOST_CELLS / layers.length));
  const heights = drawings.map((drawing) => TITLE + heightOf(drawing, rest.width - 32));
  const merged = drawings.filter(({ block }) => block[0] * block[1] > 1);
  return await draw({
    caller,
    options: rest,
    title: layer === undefined ? "Weights of each layer" : `Weights of layer ${layer}`,
    summary:
      summaryOf(layers, largest) +
      merged
        .map(
          ({ layer: { title }, block }) =>
            ` ${title.split(":")[0]}: a cell is the strongest of ${block[0]} by ${block[1]} weights (inputs by units).`,
        )
        .join(""),
    details: [
      model.spec.standardize
        ? "Weights are between standardized values."
        : "Weights are between values in the data's own units.",
      ...layers.map(({ title, weights }) => {
        const [low, high] = extent(weights);
        return `${title}: from ${say(low)} to ${say(high)}.`;
      }),
    ],
    height: () => BAR + heights.reduce((sum, height) => sum + height, 0),
    body: (peers, area) => {
      const stretch = (area.height - BAR) / heights.reduce((sum, height) => sum + height, 0);
      let top = area.top + BAR;
      const parts = [scaleBar(largest, area)];
      drawings.forEach((drawing, k) => {
        const height = heights[k] * stretch;
        parts.push(layerMap(peers, drawing, largest, { ...area, top, height }));
        top += height;
      });
      return parts.join("");
    },
  });
}

function layersOf(caller: string, model: Model): Layer[] {
  const { parameters, columns, spec } = model;
  const layers: Layer[] = [];
  let inputs = spec.inputs;
  let at = 0;
  for (const one of spec.layers) {
    if (one.type !== "dense") continue;
    const { units, activation } = one;
    const weights = parameters.subarray(at, at + units * inputs);
    at += units * (inputs + 1);
    const names = layers.length === 0 && columns?.length === inputs ? columns : undefined;
    const title = `Layer ${layers.length}: ${inputs} → ${units}${activation === "linear" ? "" : `, ${activation}`}`;
    layers.push({ title, inputs, units, weights, names });
    inputs = units;
  }
  const bad = parameters.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new DataError(`${caller}: parameter ${bad} is ${parameters[bad]}.`, { received: parameters[bad] });
  return layers;
}

/** At most `most` cells: larger blocks along the longer side until they are few enough. */
function cellsOf(layer: Layer, most: number): Cells {
  const { inputs, units, weights } = layer;
  const block: [number, number] = [1, 1];
  const rows = (): number => Math.ceil(inputs / block[0]);
  const columns = (): number => Math.ceil(units / block[1]);
  while (rows() * columns() > most) block[rows() >= columns() ? 0 : 1]++;
  const cells: Cell[] = [];
  for (let row = 0; row < rows(); row++)
    for (let column = 0; column < columns(); column++) {
      let strongest = 0;
      for (let unit = column * block[1]; unit < Math.min(units, (column + 1) * block[1]); unit++)
        for (let input = row * block[0]; input < Math.min(inputs, (row + 1) * block[0]); input++) {
          const weight = weights[unit * inputs + input];
          if (Math.abs(weight) > Math.abs(strongest)) strongest = weight;
        }
      cells.push({ row, column, weight: strongest });
    }
  return { layer, block, cells, rows: rows(), columns: columns() };
}

function axesOf({ layer, block, rows, columns }: Cells, width: number): { x: Axis; y: Axis } {
  const { names } = layer;
  const numbers = (length: number, size: number): { value: number; text: string }[] =>
    Array.from({ length }, (_, k) => ({ value: k + 0.5, text: String(k * size) }));
  const named =
    names && block[0] === 1
      ? names.map((name, k) => ({ value: k + 0.5, text: shortened(name, TICK_SIZE, width * 0.3) }))
      : numbers(rows, block[0]);
  return {
    x: { type: "linear", domain: [0, columns], ticks: numbers(columns, block[1]), label: "unit" },
    y: { type: "linear", domain: [rows, 0], ticks: named, label: names ? undefined : "input" },
  };
}

function heightOf(drawing: Cells, width: number): number {
  const { x, y } = axesOf(drawing, width);
  const { top, bottom } = marginsOf({ x, y, marks: [] });
  const named = drawing.layer.names !== undefined && drawing.block[0] === 1;
  const cell = named ? 16 : Math.min(16, Math.max(3, 220 / drawing.rows));
  return top + bottom + Math.min(560, Math.max(24, drawing.rows * cell));
}

function layerMap(peers: Peers, drawing: Cells, largest: number, area: Area): string {
  const { layer, cells, rows } = drawing;
  const { x, y } = axesOf(drawing, area.width);
  const { top, bottom } = marginsOf({ x, y, marks: [] });
  const below = { ...area, top: area.top + TITLE, height: area.height - TITLE };
  const perRow = (below.height - top - bottom) / rows;
  const stride = strideFor(13 / perRow);
  const mark = peers.Plot.rect(
    cells.filter(({ weight }) => opacityOf(weight, largest) > 0),
    {
      x1: "column",
      x2: ({ column }: Cell) => column + 1,
      y1: "row",
      y2: ({ row }: Cell) => row + 1,
      fill: ({ weight }: Cell) => paint(weight > 0 ? "vermillion" : "blue"),
      fillOpacity: ({ weight }: Cell) => opacityOf(weight, largest),
    },
  );
  const ticks = y.ticks?.filter((_, k) => k % stride === 0);
  const title = textAt(area.left, area.top + 16, layer.title, {
    "font-size": 13,
    "font-weight": 600,
    fill: paint("ink"),
  });
  return title + chart(peers, below, { x, y: { ...y, ticks }, marks: [mark], grid: "none", frame: true });
}

/** Every how many rows there is a number. @param least so many rows are as high as a number */
function strideFor(least: number): number {
  return [1, 2, 5, 10, 20, 50, 100].find((stride) => stride >= least) ?? Math.ceil(least);
}

/** In steps of a fiftieth; 0 only for what is next to nothing. */
function opacityOf(weight: number, largest: number): number {
  return largest === 0 ? 0 : Math.round((Math.abs(weight) / largest) * 50) / 50;
}

/** The scale: from the strongest weight below 0 to the strongest above. */
function scaleBar(largest: number, { left, top, width }: Area): string {
  const steps = 21;
  const wide = Math.min(width, 300) / steps;
  const rects = Array.from({ length: steps }, (_, k) => {
    const share = (k - 10) / 10;
    const place = `x="${round(left + k * wide)}" y="${round(top + 2)}" width="${round(wide)}" height="9"`;
    return `<rect ${place} fill="${paint(share > 0 ? "vermillion" : "blue")}" fill-opacity="${Math.abs(share)}"/>`;
  });
  const ends = [-largest, 0, largest].map((value, k) => {
    const x = left + (k * wide * steps) / 2;
    const anchor = ["start", "middle", "end"][k];
    return textAt(x, top + 24, say(value + 0), {
      "font-size": TICK_SIZE,
      "text-anchor": anchor,
      fill: paint("soft"),
    });
  });
  return rects.join("") + ends.join("");
}

function summaryOf(layers: readonly Layer[], largest: number): string {
  const all = layers.reduce((sum, { weights }) => sum + weights.length, 0);
  const parts = [
    `${count(all, "weight")} of ${count(layers.length, "dense layer")}, the strongest ${say(largest)} away from 0.`,
  ];
  const named = layers.find(({ names }) => names);
  if (named?.names) {
    const { names, inputs, units, weights } = named;
    const norm = (input: number): number => {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) sum += weights[unit * inputs + input] ** 2;
      return sum;
    };
    const norms = names.map((_, input) => norm(input));
    parts.push(`The column with the strongest weights is ${names[norms.indexOf(Math.max(...norms))]}.`);
  }
  return parts.join(" ");
}
