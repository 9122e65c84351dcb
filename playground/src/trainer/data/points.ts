import type { ClassicSet } from "../../setup/setup.js";
import { randomNumbers } from "./random.js";

export type Point = readonly [x: number, y: number];

/** The place of a row of one of the two classes, before noise; `u` and `v` are random, from 0 to below 1. */
type Draw = (isSecond: boolean, u: number, v: number) => Point;

const around = (radius: number, angle: number): Point => [radius * Math.cos(angle), radius * Math.sin(angle)];

const SETS: Readonly<Record<ClassicSet, Draw>> = {
  circle: (isSecond, u, v) => around(isSecond ? 0.7 + 0.3 * u : 0.5 * u, 2 * Math.PI * v),
  xor: (isSecond, u, v) => {
    const [x, y] = [0.05 + 0.95 * u, 0.05 + 0.95 * Math.abs(2 * v - 1)];
    const side = v < 0.5 ? -1 : 1;
    return [side * x, (isSecond ? -side : side) * y];
  },
  gauss: (isSecond, u, v) => {
    // Box and Muller's way from two even numbers to two normal ones.
    const [dx, dy] = around(0.18 * Math.sqrt(-2 * Math.log(1 - u)), 2 * Math.PI * v);
    const center = isSecond ? 0.4 : -0.4;
    return [center + dx, center + dy];
  },
  spiral: (isSecond, u) => around(u, 1.75 * 2 * Math.PI * u + (isSecond ? Math.PI : 0)),
  moons: (isSecond, u) => {
    const [x, y] = around(0.6, Math.PI * u);
    return isSecond ? [0.3 - x, 0.15 - y] : [x - 0.3, y - 0.15];
  },
};

/**
 * Points in the plane in two classes, by turns: row 0 of the first, row 1 of the second.
 *
 * @param noise each coordinate moves by up to so much, evenly
 * @returns coordinates in four digits: engines differ in the last bits of a cosine, and these are the same in all
 */
export function classicPoints(kind: ClassicSet, rows: number, noise: number, seed: number): Point[] {
  const random = randomNumbers(seed);
  const moved = (value: number): number => Math.round((value + noise * (2 * random() - 1)) * 1e4) / 1e4;
  return Array.from({ length: rows }, (_, row) => {
    const [x, y] = SETS[kind](row % 2 === 1, random(), random());
    return [moved(x), moved(y)];
  });
}
