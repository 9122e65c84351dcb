import { dataset } from "downhill";
import type { Setup } from "../../setup/setup.js";
import { cut } from "./cut.js";
import type { Rows } from "./rows.js";

/** A curve drawn by hand: y at each x. */
export function drawnRows(setup: Setup, points: readonly (readonly [number, number])[]): Rows {
  const data = dataset(
    { inputs: points.map(([x]) => [x]), targets: points.map(([, y]) => y) },
    { columns: ["x"] },
  );
  return { ...cut(data, setup), task: "regression", shape: "curve", target: "y", columns: ["x"] };
}
