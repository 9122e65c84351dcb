import type { Point } from "./check.js";
import { thinPoints } from "./thin.js";

/** What is drawn, in the units of the axes. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export function isInside({ x, y }: Point, { left, right, bottom, top }: Box): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

/** The pieces of a path that lie within the box. */
export function clipped(points: readonly Point[], box: Box): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = [];
  for (let i = 1; i < points.length; i++) {
    const part = clippedSegment(points[i - 1], points[i], box);
    if (!part) continue;
    const [from, to] = part;
    const last = piece[piece.length - 1];
    if (last?.x === from.x && last.y === from.y) piece.push(to);
    else pieces.push((piece = [from, to]));
  }
  return pieces;
}

/** Liang and Barsky, "A new concept and method for line clipping", 1984. */
function clippedSegment(a: Point, b: Point, { left, right, bottom, top }: Box): [Point, Point] | undefined {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let from = 0;
  let to = 1;
  for (const [direction, distance] of [
    [-dx, a.x - left],
    [dx, right - a.x],
    [-dy, a.y - bottom],
    [dy, top - a.y],
  ]) {
    if (direction === 0 && distance < 0) return undefined;
    if (direction < 0) from = Math.max(from, distance / direction);
    if (direction > 0) to = Math.min(to, distance / direction);
  }
  if (from > to) return undefined;
  const at = (t: number): Point => (t === 0 ? a : t === 1 ? b : { x: a.x + t * dx, y: a.y + t * dy });
  return [at(from), at(to)];
}

/** More corners than that a path does not get. */
const MOST_CORNERS = 2000;

/**
 * A path without the points that lie within a pixel of the one before, and where these are still too many, every k-th of them; its ends stay.
 *
 * @param pixels the width of the box
 */
export function thinPath(points: readonly Point[], box: Box, pixels: number): Point[] {
  if (points.length < 3) return [...points];
  const unitX = (box.right - box.left) / pixels;
  const unitY = (box.top - box.bottom) / pixels;
  let last = points[0];
  const kept = [last];
  for (const point of points.slice(1, -1)) {
    if (((point.x - last.x) / unitX) ** 2 + ((point.y - last.y) / unitY) ** 2 < 1) continue;
    kept.push(point);
    last = point;
  }
  const places = thinPoints(kept.length, MOST_CORNERS);
  return [...Array.from(places, (place) => kept[place]), points[points.length - 1]];
}
