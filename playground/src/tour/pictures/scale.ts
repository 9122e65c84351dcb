/** From a value to a place on the screen, along one axis. */
export type Scale = (value: number) => number;

export type Range = readonly [from: number, to: number];

export function scale([from, to]: Range, [start, end]: Range): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** About `count` round numbers in a range: multiples of 1, 2, 4 or 5 times a power of ten. */
export function roundNumbers([from, to]: Range, count: number): number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 4, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
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

/** Tenths of a pixel are enough. */
export const coordinate = (value: number): string => String(Math.round(value * 10) / 10);
