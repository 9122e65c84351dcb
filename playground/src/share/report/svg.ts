/* Small builders of SVG, as text: the report needs no page. */
import { ticksBetween } from "../../views/drawing/ticks.js";

/** Text as HTML and SVG have it. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** From data to a place in the picture. */
export type Scale = ((value: number) => number) & { readonly ticks: readonly number[] };

/** @param domain from the least to the greatest value; a single value is given some room */
export function scaleOf([least, most]: readonly [number, number], from: number, to: number): Scale {
  const room = most > least ? 0 : Math.abs(least) || 1;
  const [low, high] = [least - room / 2, most + room / 2];
  const scale = (value: number): number => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(scale, { ticks: ticksBetween(low, high, 5).values });
}

/** The least and the greatest of the finite values. */
export function extentOf(...lists: readonly ArrayLike<number | null>[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const list of lists)
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (value === null || !Number.isFinite(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  return least <= most ? [least, most] : [0, 1];
}

/** A line through points; it breaks where a value is missing. */
export function pathOf(xs: ArrayLike<number>, ys: ArrayLike<number | null>, x: Scale, y: Scale): string {
  let path = "";
  let isOn = false;
  for (let i = 0; i < xs.length; i++) {
    const value = ys[i];
    const isThere = value !== null && Number.isFinite(value);
    if (isThere) path += `${isOn ? "L" : "M"}${x(xs[i]).toFixed(1)} ${y(value).toFixed(1)}`;
    isOn = isThere;
  }
  return path;
}

export const PLOT = { width: 640, height: 300, left: 64, right: 12, top: 12, bottom: 32 } as const;

/** A picture with axes around what is drawn in it. `title` is its text alternative. */
export function plot(
  title: string,
  x: Scale,
  y: Scale,
  format: (value: number) => string,
  inside: string,
): string {
  const { width, height, left, right, top, bottom } = PLOT;
  const across = x.ticks.map(
    (tick) =>
      `<line class="grid" x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${top}" y2="${height - bottom}"/>` +
      `<text x="${x(tick).toFixed(1)}" y="${height - 12}" text-anchor="middle">${escaped(format(tick))}</text>`,
  );
  const up = y.ticks.map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>` +
      `<text x="${left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${escaped(format(tick))}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${across.join("")}${up.join("")}${inside}</svg>`;
}

export function plotScales(
  xs: readonly [number, number],
  ys: readonly [number, number],
): { readonly x: Scale; readonly y: Scale } {
  const { width, height, left, right, top, bottom } = PLOT;
  return { x: scaleOf(xs, left, width - right), y: scaleOf(ys, height - bottom, top) };
}
