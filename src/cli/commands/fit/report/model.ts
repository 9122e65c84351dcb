import { count, number, whole } from "../../../base/format.js";
import { html, type Html } from "../../../report/html.js";
import type { LossName } from "../../../problem/network.js";
import { facts, table } from "../../../report/table.js";
import { lossMeasure } from "../../../show/loss-measure.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";
import { describeEnd, describeKeptEpoch } from "../training.js";

/** What the network is made of, and how it was trained. */
export function modelSection(plan: FitPlan, result: FitResult): Html {
  const { options, loss, notes, patience, kept } = plan;
  const { history } = result;
  const { epochs } = history;
  const done = epochs.length === 0 ? 0 : epochs[epochs.length - 1].epoch;
  return html`${layersTable(plan)}
${facts([
  ["Loss", lossMeasure(loss, notes.target)],
  ["Optimizer", `${options.optimizer}, learning rate ${options.learningRate}`],
  ["Batch", options.batch === "all" ? "all rows" : count(options.batch, "row")],
  ["Epochs", `${whole(done)} of at most ${whole(options.epochs)}${describeEnd(plan, history)}`],
  ["Patience", patience > 0 && count(patience, "epoch")],
  ["Resumed", kept && `after ${count(kept.epochs, "epoch")}, from a checkpoint`],
  ["Kept weights", describeKeptEpoch(plan, history)],
  ["Loss of that epoch", lossesOf(history)],
])}`;
}

function lossesOf({ best }: FitResult["history"]): string | undefined {
  if (!Number.isFinite(best.loss)) return undefined;
  const validation = best.validationLoss;
  return `train ${number(best.loss)}${validation === undefined ? "" : `, validation ${number(validation)}`}`;
}

function layersTable({ model, options, outputs, loss }: FitPlan): Html {
  const widths = [model.spec.inputs, ...options.hidden, outputs];
  const layers = widths.slice(1).map((units, layer) => ({
    name: layer < options.hidden.length ? `Hidden layer ${layer + 1}` : "Output layer",
    activation: layer < options.hidden.length ? options.activation : LAST_ACTIVATIONS[loss],
    inputs: widths[layer],
    units,
    parameters: (widths[layer] + 1) * units,
  }));
  const kind = options.hidden.length > 0 ? "network" : "linear model";
  return table(
    "layers",
    `A ${kind} of ${count(model.count, "parameter")}, each a number that the training has found.`,
    [
      { heading: "Layer" },
      { heading: "Activation" },
      { heading: "Inputs", isNumber: true },
      { heading: "Units", isNumber: true },
      { heading: "Parameters", isNumber: true },
    ],
    layers.map(({ name, activation, inputs, units, parameters }) => ({
      cells: [name, activation, whole(inputs), whole(units), whole(parameters)],
    })),
  );
}

/** What becomes of the last layer's sums: a loss of classes brings what makes probabilities of them. */
const LAST_ACTIVATIONS: Readonly<Record<LossName, string>> = {
  mae: "linear",
  mse: "linear",
  huber: "linear",
  crossEntropy: "softmax",
  binaryCrossEntropy: "sigmoid",
};
