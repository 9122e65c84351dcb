import { checkOptions, kindOf, mustBe, show } from "../base/check.js";
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
import { type Color, paint } from "./theme.js";
import { type Span, spansFor, spansOf } from "./thin.js";

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
  const drawing =
    mannerOf(actual.length, spans) === "bands"
      ? ` The ${count(actual.length, "row")} are drawn as ${spans} spans, from the lowest to the highest value of each.`
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
    legend: legendFor(series, mannerOf(actual.length, spans)),
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

/** How each list is drawn: few rows with dots, more as lines, very many as bands. */
type Manner = "dots" | "lines" | "bands";

function mannerOf(rows: number, spans: number): Manner {
  return rows <= MOST_DOTS ? "dots" : rows <= 4 * spans ? "lines" : "bands";
}

const NAIVE_DASH = "1.5 2.5";
const BAND = 0.5;
const INTERVAL = 0.2;

function legendFor({ naive, band }: Series, manner: Manner): LegendItem[] {
  const [blue, orange] = ["blue", "vermillion"] as const;
  const items: Record<Manner, LegendItem[]> = {
    dots: [
      { text: "Actual", color: blue, sign: "dot" },
      { text: "Predicted", color: orange, sign: "line" },
    ],
    lines: [
      { text: "Actual", color: blue, sign: "line", strokeWidth: 1.5 },
      { text: "Predicted", color: orange, sign: "line", dash: "5 2", strokeWidth: 1.5 },
    ],
    bands: [
      { text: "Actual", color: blue, sign: "band", opacity: BAND },
      { text: "Predicted", color: orange, sign: "band", opacity: BAND },
    ],
  };
  const legend = items[manner];
  if (band) legend.push({ text: "Interval", color: orange, sign: "band", opacity: INTERVAL });
  if (naive)
    legend.push({ text: "Naive guess", color: "gray", sign: "line", dash: NAIVE_DASH, strokeWidth: 1.5 });
  return legend;
}

function marksOf(Plot: PlotLibrary, { actual, predicted, naive, band, xs }: Series, spans: number): Mark[] {
  const manner = mannerOf(actual.length, spans);
  const isMany = manner === "bands";
  /** The area between two lists, which may be the same one: where there are many rows, that of each span. */
  const area = (lower: Float64Array, upper: Float64Array, color: Color, opacity: number): Mark => {
    const all = (): Span[] => Array.from(lower, (low, place) => ({ place, low, high: upper[place] }));
    return Plot.areaY(isMany ? spansOf(lower, upper, spans) : all(), {
      x: ({ place }: Span) => xs[place],
      y1: "low",
      y2: "high",
      fill: paint(color),
      fillOpacity: opacity,
      // Of values that hardly change a line is left.
      ...(lower === upper && { stroke: paint(color), strokeOpacity: opacity }),
    });
  };
  const marks: Mark[] = band ? [area(band.lower, band.upper, "vermillion", INTERVAL)] : [];
  if (naive)
    marks.push(lineOf(Plot, xs, naive, { color: "gray", dash: NAIVE_DASH, strokeWidth: 1.5, spans }));
  if (isMany) {
    marks.push(area(actual, actual, "blue", BAND), area(predicted, predicted, "vermillion", BAND));
    return marks;
  }
  if (manner === "lines") {
    marks.push(lineOf(Plot, xs, actual, { color: "blue", strokeWidth: 1.5 }));
    marks.push(lineOf(Plot, xs, predicted, { color: "vermillion", dash: "5 2", strokeWidth: 1.5 }));
    return marks;
  }
  marks.push(lineOf(Plot, xs, predicted, { color: "vermillion" }));
  if (actual.length === 1)
    marks.push(dotsOf(Plot, xs, predicted, { color: "vermillion", symbol: "square", r: 5 }));
  marks.push(dotsOf(Plot, xs, actual, { color: "blue", ring: "paper" }));
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
