import type { Dataset } from "../../../../index.js";
import { descentPlane } from "../../../../evaluate/index.js";
import { count, percent, whole } from "../../../base/format.js";
import { drawn, figureOf, type Figure } from "../../../report/figure.js";
import type { Plots } from "../../../report/peers.js";
import { lossMeasure } from "../../../show/loss-measure.js";
import { valueAxis } from "../../../show/value-axis.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";
import { sampleOf } from "./judged.js";

/** How the training went: its losses, and its way over the error surface. */
export async function trainingFigures(plan: FitPlan, result: FitResult, plots: Plots): Promise<Figure[]> {
  const losses = await drawn(() => lossFigure(plan, result, plots));
  const surface = await drawn(() => surfaceFigure(plan, result, plots));
  return [losses, surface].filter((figure) => figure !== undefined);
}

/** Nothing for one epoch, which makes no curve. */
async function lossFigure(plan: FitPlan, { history }: FitResult, plots: Plots): Promise<Figure | undefined> {
  const { epochs } = history;
  if (epochs.length < 2) return undefined;
  const measure = lossMeasure(plan.loss, plan.notes.target);
  const isLog = valueAxis(epochs.flatMap(({ loss, validationLoss = loss }) => [loss, validationLoss])).isLog;
  const validation = plan.parts.validation
    ? " That of the validation rows is measured after the epoch; where it rises while the other falls, the model learns its training rows by heart."
    : "";
  return await figureOf(
    "Loss by epoch",
    `The loss is ${measure}${isLog ? ", here on a log scale" : ""}. That of the training rows is measured batch by batch, before each update.${validation}`,
    (size) => plots.lossPlot(history, { ...size, unit: measure, scale: isLog ? "log" : "linear" }),
  );
}

/** Values along each direction of the plane. */
const STEPS = 31;
/** Products of a parameter and a row that drawing it may take, some seconds; and the rows that are worth it. */
const MOST_PRODUCTS = 4e10;
const MOST_ROWS = 1000;
const FEWEST_ROWS = 50;

/** Nothing for a path that is too short for a plane, or a network so large that it would take minutes. */
async function surfaceFigure(
  { parts, judged, loss, notes, kept }: FitPlan,
  { model, path = [], history }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const rows = Math.min(MOST_ROWS, Math.floor(MOST_PRODUCTS / (STEPS ** 2 * model.count)));
  if (countDifferent(path) < 3 || rows < FEWEST_ROWS) return undefined;
  const [name, data] = rowsOfSurface(parts) ?? [judged.name, judged.data];
  const sample = sampleOf(data, rows);
  const { surface, path: points, explained } = descentPlane(model, sample, path, { steps: STEPS });
  const unit = lossMeasure(loss, notes.target);
  const which =
    sample === data ? `all ${whole(data.rows)}` : `${whole(sample.rows)} of the ${whole(data.rows)}`;
  return await figureOf(
    "The way downhill",
    `The loss over a plane through the ${count(model.count, "parameter")}, on ${which} ${name} rows, and the way of the training over it, ` +
      `${kept ? "from where it went on" : "from the first weights"} to those of epoch ${history.best.epoch}. The plane is the one that the ` +
      `way lies in best: it shows ${percent(explained[0] + explained[1])} of its variance.`,
    (size) => plots.lossSurfacePlot(surface, { ...size, path: points, slice: explained, unit }),
  );
}

/** The training rows, where they are in memory. */
function rowsOfSurface({ train, validation }: FitPlan["parts"]): [string, Dataset] | undefined {
  if (train) return ["training", train];
  return validation && ["validation", validation];
}

/** How many points of a path differ from the one before; of a plane there must be three. */
function countDifferent(path: readonly Float32Array[]): number {
  return path.filter((point, i) => i === 0 || point.some((value, k) => value !== path[i - 1][k])).length;
}
