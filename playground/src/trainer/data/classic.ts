import { dataset } from "downhill";
import type { ClassicSet, DataChoice, Setup } from "../../setup/setup.js";
import { randomNumbers } from "./random.js";
import { cut, type Rows } from "./rows.js";

type Point = readonly [x: number, y: number];

/** The place of row `i` of `rows` of a class, before noise; `u` and `v` are random, from 0 to 1. */
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
    // Box and Muller's way from two even numbers to a normal one.
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

/** Points in the plane, in two classes. */
export function classicRows(setup: Setup, data: DataChoice & { kind: ClassicSet }): Rows {
  const { kind, rows, noise } = data;
  const random = randomNumbers(setup.seed);
  const labels = Array.from({ length: rows }, (_, row) => (row % 2 ? "orange" : "blue"));
  const inputs = labels.map((label) => {
    const [x, y] = SETS[kind](label === "orange", random(), random());
    // Engines differ in the last bits of a cosine; four digits are the same in all.
    return [x + noise * (2 * random() - 1), y + noise * (2 * random() - 1)].map(
      (value) => Math.round(value * 1e4) / 1e4,
    );
  });
  return {
    ...cut(dataset({ inputs, labels }, { columns: ["x", "y"] }), setup),
    task: "classification",
    shape: "plane",
    target: "colour",
    columns: ["x", "y"],
    choices: [],
    classes: ["blue", "orange"],
    notes: [],
  };
}
