import { checkOptions, isObject, mustBe } from "../base/check.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import type { LossSurface } from "../evaluate/index.js";
import { linearAxis } from "./axis.js";
import { bandBar, BAR_HEIGHT, type Bands, bandScale, bandsOf, levelsOf } from "./bands.js";
import { chart } from "./chart.js";
import { checkList, type Point, readNumbers, readPoints, readShare } from "./check.js";
import { type Box, isInside, thinPath } from "./path.js";
import { cellsAround, type Grid, resampled } from "./grid.js";
import { dotsOf, noteOf } from "./marks.js";
import { count, extent, percent, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import type { PlotLibrary } from "./peers.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";

export interface LossSurfacePlotOptions extends PlotOptions {
  /** Where the descent went, from its start to its end, in the units of the axes. */
  readonly path?: readonly Point[];
  /** What the horizontal axis is; default "first axis". */
  readonly x?: string;
  /** What the vertical axis is; default "second axis". */
  readonly y?: string;
  /**
   * The axes are the principal directions of the path through all parameters: which share of the path's variance each explains, from 0
   * to 1. What lies beside this slice is not seen, and the picture says so.
   */
  readonly slice?: readonly [first: number, second: number];
  /** The loss's unit. */
  readonly unit?: string;
}

/** More steps along an axis than that are interpolated. */
const MOST_STEPS = 120;

/**
 * An error surface as a map: bands of equal loss, and the path of a descent over it with its start and its end.
 *
 * @param surface what `lossSurface` gave: `loss[j][i]` at `ys[j]` and `xs[i]`, both in even steps
 * @returns SVG text
 * @throws DataError for a loss that is no finite number (says where), steps that are not even; ShapeError for a table that does not fit its
 *   axes; OptionError; MissingPeerError
 * @example
 * const surface = lossSurface(model, data, { parameter: 0, from: 0, to: 4, steps: 41 }, { parameter: 1, from: -2, to: 2, steps: 41 });
 * await lossSurfacePlot(surface, { path, x: "weight w", y: "bias b" })
 */
export async function lossSurfacePlot(
  surface: LossSurface,
  options: LossSurfacePlotOptions = {},
): Promise<string> {
  const caller = "lossSurfacePlot";
  const { path, x, y, slice, unit, ...rest } = readOptions(caller, options, [
    "path",
    "x",
    "y",
    "slice",
    "unit",
  ]);
  for (const [name, text] of Object.entries({ x, y, unit })) checkText(caller, name, text);
  const shares = slice === undefined ? undefined : readSlice(caller, slice);
  const full = readSurface(caller, surface);
  const points = path === undefined ? [] : readPoints(caller, "path", path);
  const grid = resampled(full, MOST_STEPS);
  const box = boxOf(grid);
  const bands = bandsOf(full.values);
  const name = (own: string | undefined, axis: 0 | 1): string => {
    if (own !== undefined) return own;
    if (!shares) return `${["first", "second"][axis]} axis`;
    return `principal direction ${axis + 1}: ${percent(shares[axis])} of the variance`;
  };
  const axis = (ends: readonly [number, number], label: string) => ({
    ...linearAxis(ends, label, { rounds: false }),
    domain: ends,
  });
  const label = unit ? `Loss (${unit})` : "Loss";
  return await draw({
    caller,
    options: rest,
    title: "Error surface",
    summary: summaryOf(full, points, box, shares),
    details: [
      ...(grid === full
        ? []
        : [
            `The ${say(full.xs.length)} by ${say(full.ys.length)} losses are drawn from ${grid.xs.length} by ${grid.ys.length} between them.`,
          ]),
      `The bands are divided at ${bands.thresholds.map(say).join(", ")}.`,
    ],
    height: (width) => BAR_HEIGHT + Math.min(440, Math.max(260, width * 0.72)),
    body: (peers, area) =>
      bandBar(bands, label, area.left, area.top, area.width) +
      chart(
        peers,
        { ...area, top: area.top + BAR_HEIGHT, height: area.height - BAR_HEIGHT },
        {
          x: axis([box.left, box.right], name(x, 0)),
          y: axis([box.bottom, box.top], name(y, 1)),
          color: bandScale(bands),
          clipped: [contours(peers.Plot, grid, bands), ...pathLines(peers.Plot, points, box, area.width)],
          marks: pathEnds(peers.Plot, points, box),
          grid: "none",
          frame: true,
        },
      ),
  });
}

function boxOf({ xs, ys }: Grid): Box {
  return { left: xs[0], right: xs[xs.length - 1], bottom: ys[0], top: ys[ys.length - 1] };
}

function contours(Plot: PlotLibrary, { xs, ys, values }: Grid, bands: Bands): Mark {
  return Plot.contour(values, {
    ...cellsAround(xs, ys),
    fill: Plot.identity,
    thresholds: levelsOf(bands, extent(values)[0]),
    stroke: paint("axis"),
    strokeWidth: 0.4,
  });
}

function pathLines(Plot: PlotLibrary, points: readonly Point[], box: Box, pixels: number): Mark[] {
  if (points.length < 2) return [];
  const corners = thinPath(points, box, pixels);
  return [
    { stroke: paint("paper"), strokeWidth: 5, strokeOpacity: 0.75 },
    { stroke: paint("vermillion"), strokeWidth: 2 },
  ].map((style) => Plot.line(corners, { x: "x", y: "y", ...style }));
}

/** Start and end, as far as they lie on the map. */
function pathEnds(Plot: PlotLibrary, points: readonly Point[], box: Box): Mark[] {
  if (points.length === 0) return [];
  const [start, end] = [points[0], points[points.length - 1]];
  const startIsLower = start.y < end.y;
  const ends = [
    { point: start, text: "start", symbol: "circle", r: 5, isLower: startIsLower },
    { point: end, text: "end", symbol: "star", r: 6, isLower: !startIsLower },
  ].filter(({ point }) => isInside(point, box));
  return ends.flatMap(({ point, text, symbol, r, isLower }) => {
    const isLeft = point.x < (box.left + box.right) / 2;
    // Above or below, so that the two are apart also where the path is short; at the edges inwards.
    const share = (point.y - box.bottom) / (box.top - box.bottom);
    const atEdge = isLower ? share < 0.08 : share > 0.92;
    const place = {
      dx: isLeft ? 9 : -9,
      dy: atEdge ? 0 : isLower ? 11 : -11,
      textAnchor: isLeft ? "start" : "end",
      fontWeight: 600,
    };
    return [
      dotsOf(Plot, [point.x], [point.y], { color: "vermillion", r, symbol, ring: "paper" }),
      noteOf(Plot, text, point, place),
    ];
  });
}

function readSurface(caller: string, surface: unknown): Grid {
  if (!isObject(surface)) throw mustBe(caller, "surface", "what lossSurface gave", surface, DataError);
  checkOptions(caller, surface, ["xs", "ys", "loss"]);
  const { xs, ys, loss } = surface as LossSurface;
  const across = readSteps(caller, "xs", xs);
  const along = readSteps(caller, "ys", ys);
  checkList(caller, "loss", loss);
  if (loss.length !== along.length)
    throw new ShapeError(
      `${caller}: loss has ${loss.length} rows, expected ${along.length}, one for each of ys.`,
      {
        expected: along.length,
        received: loss.length,
      },
    );
  const values = new Float64Array(across.length * along.length);
  for (let j = 0; j < along.length; j++)
    values.set(readNumbers(caller, `loss[${j}]`, loss[j], [across.length, "xs"]), j * across.length);
  return { xs: across, ys: along, values };
}

function readSteps(caller: string, name: string, list: unknown): Float64Array {
  const numbers = readNumbers(caller, name, list);
  const last = numbers.length - 1;
  const step = (numbers[last] - numbers[0]) / last;
  const isEven = numbers.every((value, i) => Math.abs(value - numbers[0] - i * step) <= 1e-6 * step);
  if (last > 0 && step > 0 && isEven) return numbers;
  throw new DataError(`${caller}: ${name} must be two or more numbers that rise in even steps.`, {
    received: list,
  });
}

function readSlice(caller: string, slice: unknown): [number, number] {
  checkList(caller, "slice", slice);
  if (slice.length !== 2)
    throw new OptionError(`${caller}: slice must be two shares, one for each axis, got ${slice.length}.`, {
      received: slice,
    });
  const [first, second] = [0, 1].map((axis) => readShare(caller, `slice[${axis}]`, slice[axis]));
  if (first + second > 1 + 1e-6)
    throw new OptionError(
      `${caller}: slice explains ${percent(first + second)} of the variance, which is more than all.`,
      {
        expected: "at most 1 together",
        received: slice,
      },
    );
  return [first, second];
}

function summaryOf(
  { xs, ys, values }: Grid,
  points: readonly Point[],
  box: Box,
  shares: readonly [number, number] | undefined,
): string {
  const least = values.indexOf(extent(values)[0]);
  const [x, y] = [xs[least % xs.length], ys[Math.floor(least / xs.length)]];
  const parts = [
    `The loss lies between ${say(values[least])} and ${say(extent(values)[1])}, lowest at (${say(x)}, ${say(y)}).`,
  ];
  if (points.length > 0) {
    const [start, end] = [points[0], points[points.length - 1]];
    const outside = points.filter((point) => !isInside(point, box)).length;
    parts.push(
      `The descent goes from (${say(start.x)}, ${say(start.y)}) to (${say(end.x)}, ${say(end.y)}).` +
        (outside > 0
          ? ` ${say(outside)} of its ${count(points.length, "point")} lie outside of the map.`
          : ""),
    );
  }
  if (shares)
    parts.push(
      `A slice through all parameters along the path's principal directions, which explain ${percent(shares[0] + shares[1])} of ` +
        "its variance: what lies beside it is not seen.",
    );
  return parts.join(" ");
}
