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
