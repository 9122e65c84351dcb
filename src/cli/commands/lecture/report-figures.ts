import { reliability } from "../../../evaluate/index.js";
import { fixed } from "../../base/format.js";
import type { Births, NaiveGuess } from "../../lecture/births.js";
import type { Spam } from "../../lecture/spam.js";
import { curveChart } from "../../report/curve-chart.js";
import { errorChart } from "../../report/error-chart.js";
import { figureOf, NARROW, WIDE, type Figure } from "../../report/figure.js";
import type { Plots } from "../../report/peers.js";
import type { LectureRecord } from "./record.js";

type BirthsEntry = LectureRecord["births"][number];
type SpamEntry = LectureRecord["spam"][number];

/** Errors on training and test days, beside the best naive guess. */
export function errorFigure(
  title: string,
  caption: string,
  entries: readonly BirthsEntry[],
  naive: readonly NaiveGuess[],
): Figure {
  const models = entries.map(({ row }) => ({ name: row.model, train: row.train.mean, test: row.test.mean }));
  const [best] = [...naive].sort((a, b) => a.test - b.test);
  const mark = { name: `guess: ${best.model}, ${fixed(best.test, 1)}`, value: best.test };
  const draw = (width: number): string => errorChart(models, mark, "births a day", width);
  return { title, caption, wide: draw(WIDE), narrow: draw(NARROW) };
}

/** The year of the test days in pieces that still show single days. */
const QUARTERS = [
  { from: "2014-01-01", to: "2014-03-31", name: "January to March 2014" },
  { from: "2014-04-01", to: "2014-06-30", name: "April to June" },
  { from: "2014-07-01", to: "2014-09-30", name: "July to September" },
  { from: "2014-10-01", to: "2014-12-31", name: "October to December" },
];
const QUARTER_HEIGHT = 300;

/** All test days, as a network predicts them the day before. */
export async function yearFigure(
  births: Births,
  { row, first }: BirthsEntry,
  plots: Plots,
): Promise<Figure | undefined> {
  const { predicted } = first;
  if (predicted === undefined) return undefined;
  const { dates, births: actual, lastWeek } = births.testDays();
  const draw = async (width: number): Promise<string> => {
    const pictures: string[] = [];
    for (const { from, to, name } of QUARTERS) {
      const [start, end] = [dates.indexOf(from), dates.indexOf(to) + 1];
      const rows = {
        actual: actual.slice(start, end),
        predicted: predicted.slice(start, end),
        naive: lastWeek.slice(start, end),
        times: dates.slice(start, end).map((date) => new Date(date)),
      };
      const options = { width, height: QUARTER_HEIGHT, title: name, name: "births" };
      pictures.push(await plots.predictionPlot(rows, options));
    }
    return pictures.join("");
  };
  return {
    title: "A year that no training has seen",
    caption:
      `Births a day in 2014, each predicted the day before by "${row.model}", which is off by ${fixed(first.test, 1)} on average. The naive ` +
      "guess is the same weekday of the week before: it is wrong on every holiday, and once more a week after.",
    wide: await draw(WIDE),
    narrow: await draw(NARROW),
  };
}

/** Training and test error after each epoch. */
export function curveFigure({ row, first }: BirthsEntry): Figure | undefined {
  const { curve = [], bestEpoch } = first;
  if (curve.length < 2) return undefined;
  const least = curve.reduce((best, errors) => (errors.test < best.test ? errors : best));
  const draw = (width: number): string => curveChart(curve, bestEpoch, "births a day", width);
  return {
    title: `Error by epoch: ${row.model}`,
    caption:
      "The mean absolute error on the training days and on the test days, which no training sees, after each epoch. On the test days it is " +
      `smallest after epoch ${least.epoch}, ${fixed(least.test, 1)}; the model that is kept, of epoch ${bestEpoch}, has ${fixed(first.test, 1)}.`,
    wide: draw(WIDE),
    narrow: draw(NARROW),
  };
}

const CLASSES = ["no spam", "spam"];

export async function confusionFigure({ row, first }: SpamEntry, plots: Plots): Promise<Figure | undefined> {
  const { confusion } = first;
  if (confusion === undefined) return undefined;
  return await figureOf(
    "Which is taken for which",
    `The test rows by what they are and what "${row.model}" says.`,
    (size) =>
      plots.confusionPlot(
        confusion.map((counts) => [...counts]),
        { ...size, classes: CLASSES },
      ),
  );
}

const BINS = 10;

export async function reliabilityFigure(
  { row, first }: SpamEntry,
  { test }: Spam,
  plots: Plots,
): Promise<Figure | undefined> {
  const { probabilities } = first;
  if (probabilities === undefined) return undefined;
  const labels = (test.labels ?? []).map((label) => label === 1);
  const found = reliability(probabilities, labels, { bins: BINS });
  return await figureOf(
    "Can the probabilities be believed",
    `How often test rows are spam, by the probability that "${row.model}" gives them. On the diagonal it ` +
      "is right about how sure it is.",
    (size) => plots.reliabilityPlot(found, size),
  );
}
