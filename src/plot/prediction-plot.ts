import { kindOf, mustBe, show } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { type Axis, labelled, linearAxis, timeAxis } from "./axis.js";
import { chart } from "./chart.js";
import { checkList, type NumberList, readNumber, readNumbers, wrongCount } from "./check.js";
import type { LegendItem } from "./legend.js";
import { dotsOf, lineOf } from "./marks.js";
import { count, extent, percent, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import type { PlotLibrary } from "./peers.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";
import { spansFor, thinLine } from "./thin.js";
import { checkOptions } from "../base/check.js";

/** Predictions beside what came, row by row. */
export interface PredictionRows {
  /** What came, [rows]. */
  readonly actual: NumberList;
  /** What was predicted, [rows]. */
  readonly predicted: NumberList;
  /** When, [rows]: Dates (shown in UTC) or numbers, never going back. Default: row numbers from 0. */
  readonly times?: readonly Date[] | NumberList;
  /** The lower end of an interval around each prediction, [rows]; with `upper`. */
  readonly lower?: NumberList;
  /** The upper end, [rows]. */
  readonly upper?: NumberList;
  /** A naive guess beside it, [rows]. */
  readonly naive?: NumberList;
}

export interface PredictionPlotOptions extends PlotOptions {
  /** What is predicted, as in "births"; default "value". */
  readonly name?: string;
  readonly unit?: string;
}

interface Series {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly naive: Float64Array | undefined;
  readonly band: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly xs: ArrayLike<number | Date>;
  readonly x: Axis;
}

/** More actual values than that are a line, not dots. */
const MOST_DOTS = 150;

/**
 * Predictions against reality over time, with the interval that goes with them and a naive guess where they are given.
 *
 * More rows than the picture has room for are drawn by the lowest and the highest value of each span, and the description says so.
 *
 * @returns SVG text
 * @throws ShapeError for lists of several lengths; DataError for an empty list, what is no finite number, times that go back, an interval
 *   whose ends are exchanged (says which row); OptionError; MissingPeerError
 * @example
 * await predictionPlot({ actual: test.targets, predicted: model.predictAll(test) }, { name: "births" })
 */
export async function predictionPlot(
  rows: PredictionRows,
  options: PredictionPlotOptions = {},
): Promise<string> {
  const caller = "predictionPlot";
  const { name = "value", unit, ...rest } = readOptions(caller, options, ["name", "unit"]);
  checkText(caller, "name", name);
  checkText(caller, "unit", unit);
  const series = readSeries(caller, rows);
  const { actual, predicted, naive, band } = series;
  const all = [actual, predicted, ...(naive ? [naive] : []), ...(band ? [band.lower, band.upper] : [])];
  const y = linearAxis(extent(...all), labelled(name, unit));
  const spans = spansFor(rest.width);
  const isThinned = thinLine(actual, spans).spans > 0;
  const drawing = isThinned
    ? ` The ${count(actual.length, "row")} are drawn as ${spans} spans, each by its first, lowest, highest and last value.`
    : "";
  return await draw({
    caller,
    options: rest,
    title: `Predicted and actual ${name === "value" ? "values" : name}`,
    summary: summaryOf(series, unit) + drawing,
    details: [
      `Actual values lie between ${say(extent(actual)[0])} and ${say(extent(actual)[1])}, predictions between ` +
        `${say(extent(predicted)[0])} and ${say(extent(predicted)[1])}.`,
    ],
    legend: legendFor(series),
    height: (width) => Math.min(360, Math.max(230, width * 0.5)),
    body: (peers, area) => chart(peers, area, { x: series.x, y, marks: marksOf(peers.Plot, series, spans) }),
  });
}

function readSeries(caller: string, rows: PredictionRows): Series {
  checkOptions(caller, rows, ["actual", "predicted", "times", "lower", "upper", "naive"]);
  const actual = readNumbers(caller, "actual", rows.actual);
  const length = [actual.length, "actual"] as const;
  const list = (name: "predicted" | "naive" | "lower" | "upper"): Float64Array =>
    readNumbers(caller, name, rows[name], length);
  const predicted = list("predicted");
  const naive = rows.naive === undefined ? undefined : list("naive");
  if ((rows.lower === undefined) !== (rows.upper === undefined))
    throw new OptionError(`${caller}: an interval has two ends. Give both lower and upper, or neither.`, {
      expected: ["lower", "upper"],
      received: rows.lower === undefined ? ["upper"] : ["lower"],
    });
  const band = rows.lower === undefined ? undefined : { lower: list("lower"), upper: list("upper") };
  const turned = band ? band.lower.findIndex((value, row) => value > band.upper[row]) : -1;
  if (band && turned >= 0)
    throw new DataError(
      `${caller}: lower[${turned}] is ${say(band.lower[turned])}, above upper[${turned}], which is ${say(band.upper[turned])}.`,
      { received: [band.lower[turned], band.upper[turned]], row: turned },
    );
  return { actual, predicted, naive, band, ...readTimes(caller, rows.times, length) };
}

function readTimes(
  caller: string,
  times: unknown,
  length: readonly [number, string],
): Pick<Series, "xs" | "x"> {
  if (times === undefined) {
    const xs = Float64Array.from({ length: length[0] }, (_, row) => row);
    return { xs, x: linearAxis([0, length[0] - 1], "Row", { about: 8, rounds: false, whole: true }) };
  }
  checkList(caller, "times", times);
  if (times.length !== length[0]) throw wrongCount(caller, "times", times.length, length);
  const areDates = kindOf(times[0]) === "Date";
  const numbers = Float64Array.from({ length: times.length }, (_, row) => {
    const time = times[row];
    if ((kindOf(time) === "Date") !== areDates)
      throw mustBe(
        caller,
        `times[${row}]`,
        areDates ? "a Date, as times[0] is" : "a number, as times[0] is",
        time,
        DataError,
      );
    if (areDates && Number.isNaN(Number(time)))
      throw new DataError(`${caller}: times[${row}] is an invalid Date.`, { received: time, row });
    return readNumber(caller, `times[${row}]`, Number(time), row);
  });
  const back = numbers.findIndex((time, row) => row > 0 && time < numbers[row - 1]);
  if (back > 0)
    throw new DataError(
      `${caller}: times[${back}] is before times[${back - 1}] (${show(numbers[back])}, ${show(numbers[back - 1])}). ` +
        "Sort the rows by time.",
      { received: times[back], row: back },
    );
  const ends = [numbers[0], numbers[numbers.length - 1]] as const;
  if (areDates) return { xs: Array.from(numbers, (time) => new Date(time)), x: timeAxis(ends) };
  return { xs: numbers, x: linearAxis(ends, "Time", { about: 8, rounds: false }) };
}

function legendFor({ actual, naive, band }: Series): LegendItem[] {
  const dotted = actual.length <= MOST_DOTS;
  return [
    { text: "Actual", color: "blue", sign: dotted ? "dot" : "line", strokeWidth: 1.5 },
    { text: "Predicted", color: "vermillion", sign: "line", dash: dotted ? undefined : "5 2" },
    ...(band ? [{ text: "Interval", color: "vermillion", sign: "band", opacity: 0.2 } as const] : []),
    ...(naive
      ? [{ text: "Naive guess", color: "gray", sign: "line", dash: "1.5 2.5", strokeWidth: 1.5 } as const]
      : []),
  ];
}

function marksOf(Plot: PlotLibrary, { actual, predicted, naive, band, xs }: Series, spans: number): Mark[] {
  const dotted = actual.length <= MOST_DOTS;
  const marks: Mark[] = [];
  if (band) {
    const { lower, upper } = band;
    // Both ends at the same places, or the band would have steps.
    const places = [...new Set([...thinLine(lower, spans).places, ...thinLine(upper, spans).places])].sort(
      (a, b) => a - b,
    );
    marks.push(
      Plot.areaY(places, {
        x: (i: number) => xs[i],
        y1: (i: number) => lower[i],
        y2: (i: number) => upper[i],
        fill: paint("vermillion"),
        fillOpacity: 0.2,
      }),
    );
  }
  if (naive) marks.push(lineOf(Plot, xs, naive, { color: "gray", dash: "1.5 2.5", strokeWidth: 1.5, spans }));
  if (!dotted) marks.push(lineOf(Plot, xs, actual, { color: "blue", strokeWidth: 1.5, spans }));
  const dash = dotted ? undefined : "5 2";
  marks.push(
    lineOf(Plot, xs, predicted, { color: "vermillion", dash, strokeWidth: dotted ? 2 : 1.5, spans }),
  );
  if (dotted) marks.push(dotsOf(Plot, xs, actual, { color: "blue", r: 3, ring: "paper" }));
  if (actual.length === 1)
    marks.push(dotsOf(Plot, xs, predicted, { color: "vermillion", r: 3, symbol: "square" }));
  return marks;
}

function summaryOf({ actual, predicted, naive, band }: Series, unit: string | undefined): string {
  const off = (guess: Float64Array): number =>
    guess.reduce((sum, value, row) => sum + Math.abs(value - actual[row]), 0) / actual.length;
  const name = unit ? ` ${unit}` : "";
  const parts = [
    `Over ${count(actual.length, "row")} predictions are off by ${say(off(predicted))}${name} on average`,
  ];
  if (naive) parts.push(`; the naive guess is off by ${say(off(naive))}`);
  if (band) {
    const within = actual.filter((value, row) => value >= band.lower[row] && value <= band.upper[row]).length;
    parts.push(`. ${percent(within / actual.length)} of the actual values lie within the interval`);
  }
  return `${parts.join("")}.`;
}
