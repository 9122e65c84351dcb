import { show } from "../base/check.js";
import { denseTitle } from "../spec/layer.js";
import type { Learner } from "./learner.js";
import { lossName } from "../spec/loss.js";

/** The layers with their shapes and parameters, then how they are trained, as aligned text. */
export function summarize({ spec, count, epoch, classes, outputs }: Learner): string {
  const rows: [title: string, rest: string][] = [];
  let width = spec.inputs;
  for (const layer of spec.layers) {
    if (layer.type === "dropout") rows.push([`dropout(${layer.rate})`, `${width} -> ${width}`]);
    else {
      const { units, activation } = layer;
      const parameters = (width + 1) * units;
      rows.push([denseTitle(units, activation), `${width} -> ${units}, ${parameters} parameters`]);
      width = units;
    }
  }
  const widest = Math.max(...rows.map(([title]) => title.length));
  const lines = rows.map(([title, rest]) => `${title.padEnd(widest)}  ${rest}`);
  const inputs = spec.standardize ? "standardized" : "as they are";
  lines.push(
    `${count} parameters; loss ${lossName(spec.loss)}; optimizer ${spec.optimizer.type}; inputs ${inputs}; ` +
      `${epoch} epochs trained`,
  );
  if (spec.loss === "binaryCrossEntropy" && outputs === 1) {
    const positive = classes ? classes[1] : spec.positive;
    lines.push(
      `predicts the probability of ${positive === undefined ? "1, or the second class" : show(positive)}`,
    );
  }
  return lines.join("\n");
}
