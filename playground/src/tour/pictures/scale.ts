import type { Piece } from "../../results/contours.js";
import { ticksBetween } from "../../views/drawing/ticks.js";

/** From a value to a place on the screen, along one axis. */
export type Scale = (value: number) => number;

export type Range = readonly [from: number, to: number];

export function scale([from, to]: Range, [start, end]: Range): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** About `count` round numbers in a range: multiples of 1, 2, 4 or 5 times a power of ten. */
export function roundNumbers([from, to]: Range, count: number): number[] {
  return ticksBetween(from, to, count, [1, 2, 4, 5, 10]).values;
}

/** A line through points, as the d of an SVG path. */
export function pathOf(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  return Array.from(
    xs,
    (value, i) => `${i === 0 ? "M" : "L"}${coordinate(x(value))} ${coordinate(y(ys[i]))}`,
  ).join("");
}

/** Dots as one path: lines of no length, which round ends make visible. */
export function dotsOf(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  return Array.from(xs, (value, i) => `M${coordinate(x(value))} ${coordinate(y(ys[i]))}h0`).join("");
}

/** Pieces of lines over an evenly spaced grid, whose columns are at `xs` and rows at `ys`, as the d of an SVG path. */
export function piecesOf(
  pieces: readonly Piece[],
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  x: Scale,
  y: Scale,
): string {
  const across = (i: number): string => coordinate(x(xs[0] + i * (xs[1] - xs[0])));
  const along = (j: number): string => coordinate(y(ys[0] + j * (ys[1] - ys[0])));
  return pieces.map(([x1, y1, x2, y2]) => `M${across(x1)} ${along(y1)}L${across(x2)} ${along(y2)}`).join("");
}

/** Tenths of a pixel are enough. */
export const coordinate = (value: number): string => String(Math.round(value * 10) / 10);
