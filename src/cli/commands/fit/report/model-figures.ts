import { importance, unitShares } from "../../../../evaluate/index.js";
import type { Model } from "../../../../index.js";
import { count } from "../../../base/format.js";
import { drawn, figureOf, type Figure } from "../../../report/figure.js";
import type { Plots } from "../../../report/peers.js";
import { lossMeasure } from "../../../show/loss-measure.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";
import { sampleOf } from "./judged.js";

/** What the model looks at, and what it makes of it. */
export async function modelFigures(plan: FitPlan, result: FitResult, plots: Plots): Promise<Figure[]> {
  const figures = [
    await drawn(() => importanceFigure(plan, result, plots)),
    await drawn(() => regionsFigure(plan, result, plots)),
    await drawn(() => sharesFigure(plan, result, plots)),
    await drawn(() => weightsFigure(result.model, plots)),
  ];
  return figures.filter((figure) => figure !== undefined);
}

/** Columns and rows of which the importance is found in some seconds. */
const MOST_COLUMNS = 200;
const MOST_ROWS = 2000;
const REPEATS = 5;

async function importanceFigure(
  { problem, judged, options, loss, notes }: FitPlan,
  { model }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const { series, inputs } = problem;
  if (series !== undefined || inputs.length < 2 || inputs.length > MOST_COLUMNS || judged.data.rows < 2)
    return undefined;
  const data = sampleOf(judged.data, MOST_ROWS);
  const items = importance(model, data, { repeats: REPEATS, seed: options.seed });
  return await figureOf(
    "Which columns matter to it",
    `By how much the loss on ${count(data.rows, `${judged.name} row`)} grows when a column is shuffled, over ${REPEATS} shuffles. Of two ` +
      "columns that tell the same, both seem to matter little.",
    (size) => plots.importancePlot(items, { ...size, unit: lossMeasure(loss, notes.target) }),
  );
}

/** Classes with a colour of their own. */
const MOST_CLASSES = 8;

async function regionsFigure(
  { problem, judged, notes }: FitPlan,
  { model }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const { inputs, series, mixed, target } = problem;
  const isPlane = series === undefined && inputs.length === 2 && mixed === undefined;
  const isSmall = target.task === "regression" || (notes.classes?.length ?? 0) <= MOST_CLASSES;
  if (!isPlane || !isSmall) return undefined;
  return await figureOf(
    "What it says everywhere",
    `What the model makes of every pair of "${inputs[0]}" and "${inputs[1]}", with the ${judged.name} rows on it.`,
    (size) => plots.decisionRegionPlot(model, judged.data, { ...size, names: [inputs[0], inputs[1]] }),
  );
}

async function sharesFigure(
  { problem, judged, options, notes }: FitPlan,
  { model }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const { inputs, series, mixed, target } = problem;
  if (series !== undefined || inputs.length !== 1 || mixed !== undefined || options.hidden.length !== 1)
    return undefined;
  if (notes.classes !== undefined && model.spec.loss !== "binaryCrossEntropy") return undefined;
  const { data } = judged;
  const xs = Array.from(data.inputs);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  if (!(from < to)) return undefined;
  const points = target.task === "regression" ? xs.map((x, row) => ({ x, y: data.targets[row] })) : [];
  const shares = unitShares(model, { from, to });
  const y = shares.scale === "logit" ? `logit of ${notes.target}` : notes.target;
  return await figureOf(
    "What its units add up to",
    `The model as a function of "${inputs[0]}", and what each hidden unit adds to it.`,
    (size) => plots.unitSharesPlot(shares, { ...size, x: inputs[0], y, points }),
  );
}

/** Weights that are told apart in a picture. */
const MOST_WEIGHTS = 3000;

async function weightsFigure(model: Model, plots: Plots): Promise<Figure | undefined> {
  if (model.count > MOST_WEIGHTS) return undefined;
  return await figureOf(
    "Its weights",
    `All ${count(model.count, "parameter")}, layer by layer: a line for each unit, a column for each of its inputs, which are standardized.`,
    (size) => plots.weightPlot(model, size),
  );
}
