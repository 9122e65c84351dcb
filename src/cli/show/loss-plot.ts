import { styleText } from "node:util";
import type { History } from "../../index.js";
import { whole } from "../base/format.js";
import { ASCII_BOTH, ASCII_CURVES, DotCanvas, type Cell } from "./dots.js";
import type { Terminal } from "./terminal.js";
import { bold } from "./text.js";
import { valueAxis, type ValueAxis } from "./value-axis.js";

/** Lines of the curves; the heading, the axis and its numbers are three more, and four where the heading is long. */
const ROWS = 6;
/** Columns of the whole plot, at most, and of the curves at least. */
const WIDEST = 72;
const NARROWEST = 16;

/** The second curve is dotted, so that it is told from the first without colour. */
const DOTTED = 2;
const COLOURS = ["cyan", "magenta"] as const;

/** Signs that a plot is made of, in Unicode and in ASCII. */
interface Signs {
  readonly vertical: string;
  readonly tick: string;
  readonly corner: string;
  readonly horizontal: string;
  readonly best: string;
  /** A piece of each curve, for the legend. */
  readonly samples: readonly string[];
  /** Where both run through one place, if that has a sign of its own. */
  readonly both?: string;
}

const UNICODE: Signs = {
  ...{ vertical: "│", tick: "┤", corner: "└", horizontal: "─", best: "▲" },
  samples: ["⠒⠒⠒⠒", "⠂⠂⠂⠂"],
};
const ASCII: Signs = {
  ...{ vertical: "|", tick: "+", corner: "+", horizontal: "-", best: "^" },
  samples: ASCII_CURVES,
  both: ASCII_BOTH,
};

/**
 * The loss of each epoch as a few lines of text, the training's beside the validation's: both axes with numbers, the best epoch marked.
 *
 * @param measure what the values are, with their unit
 * @returns no lines for fewer than two epochs, which make no curve, and in a terminal too narrow for one
 */
export function lossPlot({ epochs, best }: History, measure: string, terminal: Terminal): string[] {
  const curves = [
    { name: "train", values: epochs.map(({ loss }) => loss) },
    { name: "validation", values: epochs.map(({ validationLoss = NaN }) => validationLoss) },
  ].filter(({ values }) => values.some(Number.isFinite));
  if (epochs.length < 2 || curves.length === 0) return [];
  const axis = valueAxis(curves.flatMap(({ values }) => values.filter(Number.isFinite)));
  const labelWidth = Math.max(...axis.ticks.map(({ label }) => label.length));
  const width = Math.min(WIDEST, terminal.columns) - labelWidth - 2;
  if (width < NARROWEST) return [];
  const canvas = new DotCanvas(width, ROWS, curves.length, terminal.isUnicode);
  const across = (epoch: number): number => epoch / (epochs.length - 1);
  for (const [c, { values }] of curves.entries()) {
    const points = values.map((value, epoch) => [across(epoch), axis.place(value)] as const);
    // A curve ends where it has no value, and begins anew behind.
    for (const piece of pieces(points)) canvas.draw(c, piece, c > 0 && terminal.isUnicode ? DOTTED : 1);
  }
  const signs = terminal.isUnicode ? UNICODE : ASCII;
  const names = curves.map(({ name }) => name);
  // Without validation rows the model is that of the last epoch, which is no better than others.
  const bestAt = epochs.findIndex(({ epoch }) => epoch === best.epoch);
  const marked = curves.length > 1 && bestAt >= 0 ? canvas.column(across(bestAt)) : undefined;
  const margin = " ".repeat(labelWidth + 1);
  return [
    ...heading(measure, names, axis, signs, labelWidth + 2 + width),
    ...curveLines(canvas, axis, labelWidth, signs),
    `${margin}${signs.corner}${axisLine(width, marked, signs)}`,
    `${margin} ${epochLine(width, epochs[0].epoch, epochs[epochs.length - 1].epoch, marked, best.epoch)}`,
  ];
}

type Point = readonly [x: number, y: number];

function pieces(points: readonly Point[]): Point[][] {
  const found: Point[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point[1])) found[found.length - 1].push(point);
    else found.push([]);
  }
  return found;
}

/** What the values are, then the legend, on a line of its own where there is no room for both. */
function heading(
  measure: string,
  names: readonly string[],
  { isLog }: ValueAxis,
  { samples, both }: Signs,
  width: number,
): string[] {
  const title = `loss by epoch: ${measure}${isLog ? ", log scale" : ""}`;
  const entries = names.map((name, c) => [`${samples[c]} ${name}`, c] as const);
  const legend = entries.map(([text, c]) => coloured(text, [c])).join("  ");
  const shared = both && names.length > 1 ? `  ${both} both` : "";
  const length = [...entries.map(([text]) => text)].join("  ").length + shared.length;
  const isOneLine = title.length + 3 + length <= width;
  return isOneLine ? [`${bold(title)}   ${legend}${shared}`] : [bold(title), `${legend}${shared}`];
}

/** The curves, and left of them the values that lie in each line. */
function curveLines(canvas: DotCanvas, axis: ValueAxis, labelWidth: number, signs: Signs): string[] {
  const labels = new Map(axis.ticks.map(({ value, label }) => [canvas.row(axis.place(value)), label]));
  return Array.from({ length: canvas.rows }, (_, row) => {
    const label = labels.get(row);
    const edge = label === undefined ? signs.vertical : signs.tick;
    return `${(label ?? "").padStart(labelWidth)} ${edge}${drawn(canvas.cells(row))}`;
  });
}

/** Cells of the same colour together, without the empty ones at the end. */
function drawn(cells: readonly Cell[]): string {
  const end = cells.findLastIndex(({ curves }) => curves.length > 0) + 1;
  let line = "";
  for (let from = 0; from < end;) {
    const { curves } = cells[from];
    let to = from + 1;
    while (to < end && cells[to].curves.join() === curves.join()) to++;
    const text = cells.slice(from, to).map(({ character }) => character);
    line += coloured(text.join(""), curves);
    from = to;
  }
  return line;
}

/** In the colour of its curve; what belongs to both, or none, has none. */
function coloured(text: string, curves: readonly number[]): string {
  return curves.length === 1 ? styleText(COLOURS[curves[0]], text) : text;
}

function axisLine(width: number, marked: number | undefined, { horizontal, best }: Signs): string {
  if (marked === undefined) return horizontal.repeat(width);
  return horizontal.repeat(marked) + best + horizontal.repeat(width - marked - 1);
}

/** The first and the last epoch below their ends of the axis, and the best below its mark; it comes first where room is scarce. */
function epochLine(
  width: number,
  first: number,
  last: number,
  marked: number | undefined,
  best: number,
): string {
  /** A label centred below a column, as far as the line has room on both sides. */
  const below = (text: string, column: number): Label => ({
    text,
    from: Math.min(Math.max(0, column - Math.floor(text.length / 2)), width - text.length),
  });
  const wanted = [
    ...(marked === undefined ? [] : [below(`best ${whole(best)}`, marked)]),
    below(whole(first), 0),
    below(whole(last), width - 1),
  ];
  const shown = wanted.filter((label, i) => !wanted.slice(0, i).some((other) => touch(label, other)));
  return shown
    .sort((one, other) => one.from - other.from)
    .reduce((line, { text, from }) => line.padEnd(from) + text, "");
}

interface Label {
  readonly text: string;
  /** Its first column. */
  readonly from: number;
}

/** Whether two labels overlap, or have no blank between them. */
function touch(one: Label, other: Label): boolean {
  return one.from <= other.from + other.text.length && other.from <= one.from + one.text.length;
}
