import { dataset } from "downhill";
import type { ClassicSet, DataChoice, Setup } from "../../setup/setup.js";
import { cut } from "./cut.js";
import { classicPoints } from "./points.js";
import type { Rows } from "./rows.js";

const CLASSES = ["blue", "orange"];

/** Points in the plane, in two classes. */
export function classicRows(setup: Setup, { kind, rows, noise }: DataChoice & { kind: ClassicSet }): Rows {
  const inputs = classicPoints(kind, rows, noise, setup.seed);
  const labels = inputs.map((_, row) => CLASSES[row % 2]);
  return {
    ...cut(dataset({ inputs, labels }, { columns: ["x", "y"] }), setup),
    task: "classification",
    shape: "plane",
    target: "colour",
    columns: ["x", "y"],
    classes: CLASSES,
  };
}
