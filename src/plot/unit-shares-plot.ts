import { checkName, checkOptions } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { linearAxis } from "./axis.js";
import { chart } from "./chart.js";
import { checkList, type NumberList, type Point, readNumber, readNumbers, readPoints } from "./check.js";
import type { LegendItem } from "./legend.js";
import { dotsOf, lineOf } from "./marks.js";
import { count, extent, say } from "./numbers.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import { draw } from "./picture.js";
import { type Color, paint } from "./theme.js";
import { spansFor, thinPoints } from "./thin.js";

/** What each unit of the last hidden layer adds to the output of a network with one input: total = constant + the sum of all shares. */
export interface UnitShares {
  /** Values of the input, ascending, [steps]. */
  readonly xs: NumberList;
  /** The output, [steps]. */
  readonly total: NumberList;
  /** What the output has without any unit. */
  readonly constant: number;
  /** [units][steps] */
  readonly shares: readonly NumberList[];
  /** What all of these are, as `unitShares` of downhill/evaluate says it; the picture's `y` names it. */
  readonly scale?: "target" | "logit";
}

export interface UnitSharesPlotOptions extends PlotOptions {
  /** Rows of data, as input and target. */
  readonly points?: readonly Point[];
  /** What the input is; default "input". */
  readonly x?: string;
  /** What the output is; default "output". */
  readonly y?: string;
}

interface Read {
  readonly xs: Float64Array;
  readonly total: Float64Array;
  readonly constant: number;
  readonly shares: Float64Array[];
}

interface Part extends LegendItem {
  readonly ys: Float64Array;
}

/** So many units have a line of their own; those that change the output least are added up. */
const MOST_UNITS = 6;
const DASHES = ["7 3", "2 2.5", "9 3 2 3", "4 2", "12 3", "1.5 4"];
const UNIT_COLORS: readonly Color[] = ["blue", "green", "purple", "orange", "sky", "brown"];
const MOST_POINTS = 1000;

/**
 * The curve of a network with one input, and what each of its units adds to it: with "relu" units, straight pieces that add up to it.
 *
 * The six units that change the output most have a line each; the others are added up.
 *
 * @param units what `unitShares` of downhill/evaluate gives
 * @returns SVG text
 * @throws ShapeError for lists of several lengths; DataError for what is no finite number, inputs that do not rise, or shares that do not add
 *   up to the total (says where); OptionError; MissingPeerError
 * @example
 * await unitSharesPlot(unitShares(model, { from: 0, to: 2 }), { points: [{ x: 1, y: 2 }] })
 */
export async function unitSharesPlot(
  units: UnitShares,
  options: UnitSharesPlotOptions = {},
): Promise<string> {
  const caller = "unitSharesPlot";
  const { points, x = "input", y = "output", ...rest } = readOptions(caller, options, ["points", "x", "y"]);
  for (const [name, text] of Object.entries({ x, y })) checkText(caller, name, text);
  const read = readShares(caller, units);
  const rows = points === undefined ? [] : readPoints(caller, "points", points);
  const parts = partsOf(read);
  const all = [read.total, rows.map((row) => row.y), [read.constant], ...parts.map(({ ys }) => ys)];
  const yAxis = linearAxis(extent(...all), y);
  const xAxis = linearAxis(
    extent(
      read.xs,
      rows.map((row) => row.x),
    ),
    x,
    { about: 7, rounds: false },
  );
  const spans = spansFor(rest.width);
  const kept = Array.from(thinPoints(rows.length, MOST_POINTS), (row) => rows[row]);
  return await draw({
    caller,
    options: rest,
    title: "The network's curve and the share of each unit",
    summary: summaryOf(read, rows.length),
    details: [
      `The output without any unit is ${say(read.constant)}.`,
      ...parts.map(({ text, ys }) => `${text}: between ${say(extent(ys)[0])} and ${say(extent(ys)[1])}.`),
      ...(kept.length < rows.length
        ? [`${say(kept.length)} of the ${count(rows.length, "row")} are drawn.`]
        : []),
    ],
    legend: [
      { text: "Output", color: "ink", sign: "line", strokeWidth: 2.5 },
      ...(rows.length > 0 ? [{ text: "Data", color: "vermillion", sign: "dot" } as const] : []),
      ...parts,
      { text: "Constant", color: "gray", sign: "line", dash: "1 3", strokeWidth: 1.5 },
    ],
    height: (width) => Math.min(360, Math.max(240, width * 0.55)),
    body: (peers, area) => {
      const { Plot } = peers;
      const marks = [
        Plot.ruleY([read.constant], { stroke: paint("gray"), strokeWidth: 1.5, strokeDasharray: "1 3" }),
        dotsOf(
          Plot,
          kept.map((row) => row.x),
          kept.map((row) => row.y),
          { color: "vermillion", r: 2.5, opacity: 0.6 },
        ),
        ...parts.map(({ ys, color, dash }) =>
          lineOf(Plot, read.xs, ys, { color, dash, strokeWidth: 1.5, spans }),
        ),
        lineOf(Plot, read.xs, read.total, { color: "ink", strokeWidth: 2.5, spans }),
      ];
      return chart(peers, area, { x: xAxis, y: yAxis, marks });
    },
  });
}

function readShares(caller: string, units: UnitShares): Read {
  checkOptions(caller, units, ["xs", "total", "constant", "shares", "scale"]);
  if (units.scale !== undefined) checkName(caller, "scale", units.scale, ["target", "logit"]);
  const xs = readNumbers(caller, "xs", units.xs);
  const back = xs.findIndex((value, i) => i > 0 && value <= xs[i - 1]);
  if (back > 0)
    throw new DataError(`${caller}: xs[${back}] is ${say(xs[back])}, not above the one before. Sort them.`, {
      received: xs[back],
      row: back,
    });
  const length = [xs.length, "xs"] as const;
  const total = readNumbers(caller, "total", units.total, length);
  const constant = readNumber(caller, "constant", units.constant);
  checkList(caller, "shares", units.shares);
  const shares = Array.from(units.shares, (share, unit) =>
    readNumbers(caller, `shares[${unit}]`, share, length),
  );
  const size = Math.max(...[...shares, total, [constant]].map((list) => largestOf(list)));
  for (let i = 0; i < xs.length; i++) {
    const sum = shares.reduce((all, share) => all + share[i], constant);
    // Shares that came from float32 weights differ from the total in its last digits.
    if (Math.abs(sum - total[i]) <= 1e-3 * size) continue;
    throw new DataError(
      `${caller}: at xs[${i}] the constant and the shares add up to ${say(sum)}, but the total is ${say(total[i])}.`,
      { expected: total[i], received: sum, row: i },
    );
  }
  return { xs, total, constant, shares };
}

function largestOf(list: NumberList): number {
  const [low, high] = extent(list);
  return Math.max(-low, high);
}

/** The units that change the output most, in their own order, and the sum of the others. */
function partsOf({ shares, xs }: Read): Part[] {
  const change = (share: Float64Array): number => extent(share)[1] - extent(share)[0];
  const order = shares.map((share, unit) => ({ unit, change: change(share) }));
  // Of equal ones the first.
  order.sort((a, b) => b.change - a.change || a.unit - b.unit);
  const own = order.slice(0, MOST_UNITS).map(({ unit }) => unit);
  own.sort((a, b) => a - b);
  const parts = own.map((unit, k): Part => ({
    text: `Unit ${unit}`,
    color: UNIT_COLORS[k],
    dash: DASHES[k],
    sign: "line",
    strokeWidth: 1.5,
    ys: shares[unit],
  }));
  const others = order.slice(MOST_UNITS);
  if (others.length === 0) return parts;
  const sum = xs.map((_, i) => others.reduce((all, { unit }) => all + shares[unit][i], 0));
  const text = others.length === 1 ? `Unit ${others[0].unit}` : `The other ${others.length} units`;
  return [...parts, { text, color: "gray", dash: "5 5", sign: "line", strokeWidth: 1.5, ys: sum }];
}

function summaryOf({ xs, total, shares }: Read, rows: number): string {
  const [low, high] = extent(total);
  const data = rows > 0 ? `, beside ${count(rows, "row")} of data` : "";
  return (
    `The output of ${count(shares.length, "unit")} lies between ${say(low)} and ${say(high)} for inputs from ${say(xs[0])} to ` +
    `${say(xs[xs.length - 1])}${data}. It is the sum of the constant and the shares of all units.`
  );
}
