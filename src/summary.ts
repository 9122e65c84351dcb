import type { Learner } from "./learner.js";
import { lossName } from "./loss.js";

/** The layers with their shapes and parameters, then how they are trained, as aligned text. */
export function summarize(learner: Learner): string {
  const { spec } = learner;
  const rows = [["layer", "in -> out", "parameters"]];
  let width = spec.inputs;
  for (const layer of spec.layers) {
    if (layer.type === "dropout") {
      rows.push([`dropout(${layer.rate})`, `${width} -> ${width}`, "0"]);
      continue;
    }
    const title =
      layer.activation === "linear"
        ? `dense(${layer.units})`
        : `dense(${layer.units}, "${layer.activation}")`;
    rows.push([title, `${width} -> ${layer.units}`, String((width + 1) * layer.units)]);
    width = layer.units;
  }
  const widths = [0, 1, 2].map((c) => Math.max(...rows.map((row) => row[c].length)));
  const table = rows.map((row) =>
    row.map((cell, c) => (c === 2 ? cell.padStart(widths[c]) : cell.padEnd(widths[c]))).join("  "),
  );
  const standardized = spec.standardize ? "standardized" : "as they are";
  return [
    ...table,
    `${learner.count} parameters; loss ${lossName(spec.loss)}; optimizer ${spec.optimizer.type}; inputs ${standardized}; ` +
      `${learner.epoch} epochs trained`,
  ].join("\n");
}
