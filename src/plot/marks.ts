import type { Mark } from "./observable-plot.js";
import type { PlotLibrary } from "./peers.js";
import { type Color, paint } from "./theme.js";
import { thinLine } from "./thin.js";

/** A list of numbers, or of Dates. */
type Values = ArrayLike<number | Date>;

/**
 * A line through (x, y), row after row.
 *
 * @param style.spans into how many spans a long line is cut, to be drawn by the lowest and the highest value of each
 */
export function lineOf(
  Plot: PlotLibrary,
  xs: Values,
  ys: ArrayLike<number>,
  style: { color: Color; dash?: string | undefined; strokeWidth?: number; opacity?: number; spans?: number },
): Mark {
  const { color, dash, strokeWidth = 2, opacity, spans = Infinity } = style;
  return Plot.line(Array.from(thinLine(ys, spans).places), {
    x: (i: number) => xs[i],
    y: (i: number) => ys[i],
    stroke: paint(color),
    strokeWidth,
    ...(dash && { strokeDasharray: dash, strokeLinecap: "butt" }),
    ...(opacity !== undefined && { strokeOpacity: opacity }),
  });
}

/** Dots at (x, y). @param places of those that are drawn; default all */
export function dotsOf(
  Plot: PlotLibrary,
  xs: Values,
  ys: ArrayLike<number>,
  style: {
    color: Color;
    r?: number;
    symbol?: string | undefined;
    opacity?: number;
    ring?: Color | undefined;
  },
  places: Iterable<number> = Array.from({ length: ys.length }, (_, i) => i),
): Mark {
  const { color, r = 3, symbol = "circle", opacity, ring } = style;
  return Plot.dot(Array.from(places), {
    x: (i: number) => xs[i],
    y: (i: number) => ys[i],
    r,
    symbol,
    fill: paint(color),
    stroke: ring === undefined ? "none" : paint(ring),
    ...(opacity !== undefined && { fillOpacity: opacity }),
  });
}

/** Words at a place of the chart, with a rim of paper so that they read on what is below. @param options as Plot's text has them */
export function noteOf(
  Plot: PlotLibrary,
  text: string,
  place: { x?: number | Date; y?: number },
  options: object = {},
): Mark {
  return Plot.text([text], {
    ...(place.x !== undefined && { x: [place.x] }),
    ...(place.y !== undefined && { y: [place.y] }),
    fontSize: 11,
    fill: paint("ink"),
    stroke: paint("paper"),
    strokeWidth: 4,
    ...options,
  });
}
