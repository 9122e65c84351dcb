import { reliability } from "../../../../evaluate/index.js";
import { count, number, whole } from "../../../base/format.js";
import { drawn, figureOf, type Figure } from "../../../report/figure.js";
import type { Plots } from "../../../report/peers.js";
import { bestGuess } from "../../../show/score-notes.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";
import { firstOf, firstSteps } from "./judged.js";
import { firstJudgedRow } from "./places.js";

/** How the predictions lie beside what came. */
export async function resultFigures(plan: FitPlan, result: FitResult, plots: Plots): Promise<Figure[]> {
  const figures = [
    await drawn(() => predictionFigure(plan, result, plots)),
    await drawn(() => residualFigure(plan, result, plots)),
    await drawn(() => confusionFigure(plan, result, plots)),
    await drawn(() => reliabilityFigure(plan, result, plots)),
  ];
  return figures.filter((figure) => figure !== undefined);
}

/** Rows of a series that can still be told apart. */
const MOST_SHOWN = 91;

/** The last predictions of a series, in time. */
async function predictionFigure(
  plan: FitPlan,
  { model, score }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const { problem, judged, baselines, loss } = plan;
  const { series, calendar, targetName, target } = problem;
  if (series === undefined || target.task !== "regression" || judged.data.rows < 2) return undefined;
  const from = Math.max(0, judged.data.rows - MOST_SHOWN);
  const { actual, predicted } = firstSteps(model, judged.data);
  const guess = bestGuess(score, baselines, loss);
  const naive = guess.baseline.guesses && firstOf(guess.baseline.guesses, series.ahead);
  const first = firstJudgedRow(plan);
  const times = calendar?.order === "mixed" ? undefined : calendar?.times;
  const rows = {
    actual: actual.slice(from),
    predicted: predicted.slice(from),
    ...(naive && { naive: naive.slice(from) }),
    ...(times && { times: dates(times, first + from, actual.length - from) }),
  };
  const shown =
    from > 0
      ? `The last ${whole(rows.actual.length)} of the ${count(judged.data.rows, `${judged.name} row`)}`
      : `The ${count(judged.data.rows, `${judged.name} row`)}`;
  const which = series.ahead > 1 ? `, the first of each ${series.ahead} that are predicted at once` : "";
  return await figureOf(
    "Predictions and what came",
    `${shown}${which}, none of which the training has seen${naive ? `; beside them the best naive guess, "${guess.name}"` : ""}.`,
    (size) => plots.predictionPlot(rows, { ...size, name: targetName }),
  );
}

function dates(times: readonly number[], first: number, rows: number): Date[] {
  return times.slice(first, first + rows).map((time) => new Date(time));
}

async function residualFigure(
  { problem, judged }: FitPlan,
  { model }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  if (problem.target.task !== "regression" || judged.data.rows < 2) return undefined;
  const rows = firstSteps(model, judged.data);
  return await figureOf(
    "What is left over",
    "What came less what was predicted. An even band around 0 is chance; a bend or a funnel is something that the model has not found.",
    (size) => plots.residualPlot(rows, size),
  );
}

/** Classes that still have room. */
const MOST_CLASSES = 20;

async function confusionFigure(
  { notes: { classes = [] }, judged }: FitPlan,
  { confusion }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  if (confusion === undefined || classes.length > MOST_CLASSES || classes.length < 2) return undefined;
  return await figureOf(
    "Which class is taken for which",
    `The ${count(judged.data.rows, `${judged.name} row`)} by what they are and what the model says. Right answers lie on the diagonal.`,
    (size) =>
      plots.confusionPlot(
        confusion.map((row) => [...row]),
        { ...size, classes: classes.map(String) },
      ),
  );
}

/** Bins hold some rows each. */
const MOST_BINS = 10;
const ROWS_OF_BIN = 20;

async function reliabilityFigure(
  { notes: { classes = [] }, judged, outputs }: FitPlan,
  { model }: FitResult,
  plots: Plots,
): Promise<Figure | undefined> {
  const { data } = judged;
  const bins = Math.min(MOST_BINS, Math.floor(data.rows / ROWS_OF_BIN));
  if (classes.length !== 2 || bins < 2) return undefined;
  const all = model.predictAll(data);
  const probabilities = Float64Array.from(
    { length: data.rows },
    (_, row) => all[row * outputs + outputs - 1],
  );
  const labels =
    model.classes && data.labels
      ? data.labels.map((label) => label === classes[1])
      : Array.from(data.targets);
  const found = reliability(probabilities, labels, { bins });
  return await figureOf(
    "Can the probabilities be believed",
    `Among rows of which the model gives "${classes[1]}" a probability of 0.8, 80 % should be of it: points on the diagonal. On ` +
      `average they are ${number(found.expectedCalibrationError)} away. Each point holds those of the ${count(data.rows, `${judged.name} row`)} whose probability lies in its part of the axis.`,
    (size) => plots.reliabilityPlot(found, size),
  );
}
