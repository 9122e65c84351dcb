import type { Axis } from "./axis.js";
import type { Mark } from "./observable-plot.js";
import type { Peers } from "./peers.js";
import { drawn, round, textAt } from "./svg.js";
import { paint } from "./theme.js";
import { shortened, widthOf } from "./words.js";

/** A part of the picture, in pixels from its left upper corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const TICK_SIZE = 11;
export const LABEL_SIZE = 12;
const GAP = 8;

export interface ChartSpec {
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** Below the marks: what is cut off at the ends of the axes. */
  readonly clipped?: readonly Mark[];
  /** Room for tick labels at the left, where two charts are to stand in line; default: what they need. */
  readonly room?: number;
  /** Which grid lines there are; default those of y. */
  readonly grid?: "x" | "y" | "both" | "none";
  /** Whether the ticks of x, or y, are left out, since a chart beside shows them. */
  readonly hideTicks?: "x" | "y";
  /** Whether there is a frame in place of the line below. */
  readonly frame?: boolean;
  /** How values become colours, as Plot has it. */
  readonly color?: object;
  /** Whether the texts along x are long and stand aslant. */
  readonly aslant?: boolean;
}

/** Room that the tick labels of a vertical axis need. */
export function roomFor(y: Axis): number {
  return Math.ceil(Math.max(14, ...(y.ticks ?? []).map(({ text }) => widthOf(text, TICK_SIZE)))) + GAP;
}

/** The room on all sides of a chart that its labels take. */
export function marginsOf(spec: ChartSpec): { left: number; right: number; top: number; bottom: number } {
  const { x, y, room, hideTicks, aslant } = spec;
  const lastTick = x.ticks?.[x.ticks.length - 1]?.text ?? "0000";
  const slant = aslant ? Math.max(...(x.ticks ?? []).map(({ text }) => widthOf(text, TICK_SIZE))) * 0.75 : 0;
  const tickLines = hideTicks === "x" ? 0 : x.type === "utc" ? 32 : 20 + slant;
  return {
    left: hideTicks === "y" ? 20 : (room ?? roomFor(y)),
    right: aslant ? 10 : Math.max(10, Math.ceil(widthOf(lastTick, TICK_SIZE) / 2)),
    top: y.label === undefined ? 8 : 26,
    bottom: tickLines + (x.label === undefined ? 4 : 20),
  };
}

/** A chart with its axes, as SVG text. */
export function chart({ Plot, document }: Peers, area: Area, spec: ChartSpec): string {
  const { x, y, marks, clipped = [], grid = "y", hideTicks, frame, color, aslant } = spec;
  const { left, right, top, bottom } = marginsOf(spec);
  const xTicks = aslant ? x.ticks : ticksThatFit(x, area.width - left - right);
  const ticked = { color: paint("soft"), fontSize: TICK_SIZE, tickSize: 0, label: null };
  const line = { stroke: paint("grid"), strokeOpacity: 1 };
  const yValues = y.ticks?.map(({ value }) => value);
  const xValues = xTicks?.map(({ value }) => value);
  const byTime = { ...ticked, ticks: Math.max(2, Math.floor((area.width - left - right) / 80)) };
  const xAxis = (): Mark =>
    Plot.axisX(xValues ? { ...ticked, ticks: xValues, tickFormat: textsOf(x) } : byTime);
  // Not by axisX, which would shift texts that stand aslant by no whole number of pixels; see `settled` in svg.ts.
  const aslantTexts = (): Mark =>
    Plot.text(xTicks, {
      ...{ x: "value", text: "text", frameAnchor: "bottom", fill: paint("soft"), fontSize: TICK_SIZE },
      ...{ rotate: -45, textAnchor: "end", lineAnchor: "middle", dx: 3, dy: 12 },
    });
  const inner = { left, top, width: area.width - left - right, height: area.height - top - bottom };
  const frameOptions = {
    document,
    width: area.width,
    height: area.height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    x: { type: x.type, domain: x.domain, axis: null },
    y: { type: y.type, domain: y.domain, axis: null },
    ...(color && { color }),
  };
  const element = Plot.plot({
    ...frameOptions,
    marks: [
      ...(grid === "y" || grid === "both" ? [Plot.ruleY(yValues, line)] : []),
      ...(xValues && (grid === "x" || grid === "both") ? [Plot.ruleX(xValues, line)] : []),
      ...marks,
      ...(frame ? [Plot.ruleX(x.domain, { stroke: paint("axis") })] : []),
      Plot.ruleY(frame ? y.domain : [y.domain[0]], { stroke: paint("axis") }),
      ...(hideTicks === "x" ? [] : [aslant ? aslantTexts() : xAxis()]),
      ...(hideTicks === "y" ? [] : [Plot.axisY({ ...ticked, ticks: yValues, tickFormat: textsOf(y) })]),
    ],
  });
  const xLabel = x.label && shortened(x.label, LABEL_SIZE, area.width);
  // Below the middle of the axis, as far as the label does not leave the area.
  const half = widthOf(xLabel ?? "", LABEL_SIZE) / 2;
  const middle = area.left + Math.min((left + area.width - right) / 2, area.width - half);
  const yLabel = y.label && shortened(y.label, LABEL_SIZE, area.width);
  const soft = { fill: paint("soft"), "font-size": LABEL_SIZE };
  return (
    `<g transform="translate(${round(area.left)},${round(area.top)})">` +
    (clipped.length > 0 ? within(inner, drawn(Plot.plot({ ...frameOptions, marks: clipped }))) : "") +
    `${drawn(element)}</g>` +
    (xLabel ? textAt(middle, area.top + area.height - 4, xLabel, { ...soft, "text-anchor": "middle" }) : "") +
    (yLabel ? textAt(area.left, area.top + 12, yLabel, soft) : "")
  );
}

/** What lies within an area of a drawing: an inner svg element cuts off the rest, and needs no name that could be there twice. */
function within({ left, top, width, height }: Area, drawing: string): string {
  const box = [left, top, width, height].map(round);
  const [x, y, wide, high] = box;
  return `<svg x="${x}" y="${y}" width="${wide}" height="${high}" viewBox="${box.join(" ")}">${drawing}</svg>`;
}

/** What stands at each tick. */
function textsOf({ ticks = [] }: Axis): (value: number) => string {
  const texts = new Map(ticks.map(({ value, text }) => [value, text]));
  return (value) => texts.get(value) ?? "";
}

/** Every tick, or every second, fifth and so on: as many as have room side by side. */
function ticksThatFit({ ticks }: Axis, pixels: number): Axis["ticks"] {
  if (!ticks) return undefined;
  const widest = Math.max(...ticks.map(({ text }) => widthOf(text, TICK_SIZE))) + 12;
  const most = Math.max(2, Math.floor(pixels / widest));
  const step = Math.ceil((ticks.length - 1) / most) || 1;
  return ticks.filter((_, i) => i % step === 0);
}
