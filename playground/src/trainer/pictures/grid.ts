import type { Bounds } from "../messages.js";

/** From a little below the least of the values to a little above the greatest. */
export function rangeOf(values: Iterable<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const margin = 0.05 * (most - least || 1);
  return [least - margin, most + margin];
}

/** Values from one end to the other, both included. */
export function line([from, to]: readonly [number, number], steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
}

/** The finest of some grids over a plane that takes no more work than that; the coarsest where all take more. */
export function sideFor(sides: readonly number[], workOfCell: number, most: number): number {
  return sides.find((side) => side * side * workOfCell <= most) ?? sides[sides.length - 1];
}

/** The middles of side x side cells over a plane, row by row from below: x and y of each. */
export function cells({ x, y }: Bounds, side: number): [Float64Array, Float64Array] {
  const middle = ([from, to]: readonly [number, number], i: number): number =>
    from + ((to - from) * (i + 0.5)) / side;
  const count = side * side;
  return [
    Float64Array.from({ length: count }, (_, k) => middle(x, k % side)),
    Float64Array.from({ length: count }, (_, k) => middle(y, Math.floor(k / side))),
  ];
}
