import { checkOptions } from "../base/check.js";
import { labelled, linearAxis, niceStep } from "./axis.js";
import { type Area, chart, roomFor } from "./chart.js";
import { type NumberList, readNumbers } from "./check.js";
import { dotsOf } from "./marks.js";
import { count, extent, mean, quantile, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import type { Peers, PlotLibrary } from "./peers.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";

/** Predictions and what came, [rows] each. */
export interface ResidualRows {
  readonly actual: NumberList;
  readonly predicted: NumberList;
}

export interface ResidualPlotOptions extends PlotOptions {
  /** Of the target and its predictions. */
  readonly unit?: string;
}

/** More rows than that are counted in cells. */
const MOST_DOTS = 1500;

interface Residuals {
  readonly predicted: Float64Array;
  /** Actual minus predicted. */
  readonly values: Float64Array;
}

/**
 * Residuals: what came minus what was predicted, against the prediction, with the line of no error, and beside it how often each occurs.
 * A model that has found all there is leaves a band of even width around 0; a bend or a funnel is something it has not found.
 *
 * More than 1,500 rows are counted in cells, the darker the more.
 *
 * @returns SVG text
 * @throws ShapeError for lists of two lengths; DataError for empty ones and what is no finite number; OptionError; MissingPeerError
 * @example
 * await residualPlot({ actual: test.targets, predicted: model.predictAll(test) }, { unit: "births" })
 */
export async function residualPlot(rows: ResidualRows, options: ResidualPlotOptions = {}): Promise<string> {
  const caller = "residualPlot";
  const { unit, ...rest } = readOptions(caller, options, ["unit"]);
  checkText(caller, "unit", unit);
  checkOptions(caller, rows, ["actual", "predicted"]);
  const actual = readNumbers(caller, "actual", rows.actual);
  const predicted = readNumbers(caller, "predicted", rows.predicted, [actual.length, "actual"]);
  const residuals = { predicted, values: actual.map((value, row) => value - predicted[row]) };
  const cells = actual.length > MOST_DOTS ? cellsOf(residuals) : undefined;
  const most = cells ? Math.max(...cells.map(({ rows }) => rows)) : 1;
  return await draw({
    caller,
    options: rest,
    title: "Residuals by prediction",
    summary:
      summaryOf(residuals.values) +
      (cells
        ? ` The ${count(actual.length, "row")} are counted in cells: the darkest holds ${say(most)}.`
        : ""),
    details: ["A residual is the actual value minus the predicted one."],
    height: (width) => Math.min(360, Math.max(240, width * 0.5)),
    body: (peers, area) => body(peers, area, residuals, cells, unit),
  });
}

function body(
  peers: Peers,
  area: Area,
  { predicted, values }: Residuals,
  cells: readonly Cell[] | undefined,
  unit: string | undefined,
): string {
  const { Plot } = peers;
  const y = linearAxis(extent(values, [0]), labelled("Residual", unit));
  const x = linearAxis(extent(predicted), labelled("Predicted", unit));
  const zero = Plot.ruleY([0], { stroke: paint("ink"), strokeWidth: 1.5 });
  const marks = cells
    ? [cellMark(Plot, cells), zero]
    : [dotsOf(Plot, predicted, values, { color: "blue", opacity: values.length > 200 ? 0.55 : 0.8 }), zero];
  const side = Math.round(Math.min(150, Math.max(84, area.width * 0.24)));
  const scatter = { ...area, width: area.width - side };
  const beside = { ...area, left: area.left + area.width - side, width: side };
  const { bars, highest } = histogram(values);
  const rows = linearAxis([0, highest], "Rows", { about: 2, rounds: false, whole: true });
  return (
    chart(peers, scatter, { x, y, marks, room: roomFor(y) }) +
    chart(peers, beside, {
      x: { ...rows, domain: [0, highest * 1.05] },
      // The label is empty, not missing: both charts begin at the same height.
      y: { ...y, label: "" },
      marks: [
        Plot.rect(bars, {
          x1: 0,
          x2: "rows",
          y1: "from",
          y2: "to",
          fill: paint("blue"),
          fillOpacity: 0.75,
          insetTop: 0.5,
        }),
        zero,
      ],
      hideTicks: "y",
    })
  );
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** About 24 bars of a round width, with a border at 0. */
function histogram(values: Float64Array): { bars: Bar[]; highest: number } {
  const [low, high] = extent(values);
  const step = niceStep((high - low) / 24 || Math.abs(high) / 10 || 1);
  const rows = new Map<number, number>();
  for (const value of values) {
    const bin = Math.floor(value / step);
    rows.set(bin, (rows.get(bin) ?? 0) + 1);
  }
  const bars = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([bin, rows]) => ({ from: bin * step, to: (bin + 1) * step, rows }));
  return { bars, highest: Math.max(...rows.values()) };
}

interface Cell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly rows: number;
  /** Share of the rows of the fullest cell, in steps of a twentieth. */
  readonly opacity: number;
}

/** The rows counted in cells of about 48 by 32. */
function cellsOf({ predicted, values }: Residuals): Cell[] {
  const step = (list: Float64Array, parts: number): number => {
    const [low, high] = extent(list);
    return niceStep((high - low) / parts || Math.abs(high) / 10 || 1);
  };
  const [wide, high] = [step(predicted, 48), step(values, 32)];
  const rows = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const key = `${Math.floor(predicted[row] / wide)} ${Math.floor(values[row] / high)}`;
    rows.set(key, (rows.get(key) ?? 0) + 1);
  }
  const most = Math.max(...rows.values());
  return [...rows].map(([key, rows]) => {
    const [i, j] = key.split(" ").map(Number);
    const opacity = Math.max(0.1, Math.round(Math.sqrt(rows / most) * 20) / 20);
    return { x1: i * wide, x2: (i + 1) * wide, y1: j * high, y2: (j + 1) * high, rows, opacity };
  });
}

function cellMark(Plot: PlotLibrary, cells: readonly Cell[]): Mark {
  return Plot.rect(cells, {
    x1: "x1",
    x2: "x2",
    y1: "y1",
    y2: "y2",
    fill: paint("blue"),
    fillOpacity: (cell: Cell) => cell.opacity,
  });
}

function summaryOf(values: Float64Array): string {
  const sorted = values.slice().sort();
  const largest = Math.max(-sorted[0], sorted[sorted.length - 1]);
  return (
    `Over ${count(values.length, "row")} the mean residual is ${say(mean(values))}; half of them lie between ` +
    `${say(quantile(sorted, 0.25))} and ${say(quantile(sorted, 0.75))}, and the largest is ${say(largest)} off.`
  );
}
