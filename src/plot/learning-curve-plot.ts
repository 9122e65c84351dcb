import { mustBe } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { labelled, linearAxis, logAxis } from "./axis.js";
import { chart } from "./chart.js";
import { readItems, readNumber } from "./check.js";
import { dotsOf, lineOf } from "./marks.js";
import { count, extent, say } from "./numbers.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import { draw } from "./picture.js";

/** The losses of a model that was trained on so many rows. */
export interface LearningCurvePoint {
  readonly rows: number;
  readonly train: number;
  readonly validation: number;
}

export interface LearningCurvePlotOptions extends PlotOptions {
  /** Of the losses. */
  readonly unit?: string;
}

/** From this ratio of most to fewest rows on, their axis is logarithmic. */
const WIDE = 20;

/**
 * A learning curve: training and validation loss by the number of training rows. Whether more data would help shows at its right end.
 *
 * @param points what `learningCurve` of downhill/evaluate gives, by rows
 * @returns SVG text
 * @throws DataError for an empty list, rows that do not rise, what is no finite number; OptionError; MissingPeerError
 * @example
 * await learningCurvePlot([{ rows: 100, train: 2.1, validation: 9.5 }, { rows: 400, train: 3.0, validation: 5.2 }])
 */
export async function learningCurvePlot(
  points: readonly LearningCurvePoint[],
  options: LearningCurvePlotOptions = {},
): Promise<string> {
  const caller = "learningCurvePlot";
  const { unit, ...rest } = readOptions(caller, options, ["unit"]);
  checkText(caller, "unit", unit);
  const read = readCurve(caller, points);
  const rows = read.map((point) => point.rows);
  const lines = [
    { text: "Training", color: "blue", sign: "line", ys: read.map(({ train }) => train) },
    {
      text: "Validation",
      color: "vermillion",
      sign: "line",
      dash: "6 3",
      ys: read.map(({ validation }) => validation),
    },
  ] as const;
  const [fewest, most] = extent(rows);
  const label = "Training rows";
  const x =
    most / fewest >= WIDE
      ? logAxis([fewest, most], label)
      : linearAxis([fewest, most], label, { rounds: false, whole: true });
  const y = linearAxis(extent(...lines.map(({ ys }) => ys)), labelled("Loss", unit));
  return await draw({
    caller,
    options: rest,
    title: "Learning curve",
    summary: summaryOf(read),
    details: read.map(
      (point) =>
        `${count(point.rows, "row")}: training ${say(point.train)}, validation ${say(point.validation)}.`,
    ),
    legend: lines,
    height: (width) => Math.min(340, Math.max(230, width * 0.5)),
    body: (peers, area) => {
      const { Plot } = peers;
      const marks = lines.flatMap(({ ys, color, ...line }) => [
        lineOf(Plot, rows, ys, { color, ...("dash" in line && { dash: line.dash }) }),
        dotsOf(Plot, rows, ys, {
          color,
          r: 4,
          symbol: color === "blue" ? "circle" : "square",
          ring: "paper",
        }),
      ]);
      return chart(peers, area, { x, y, marks });
    },
  });
}

function readCurve(caller: string, points: unknown): LearningCurvePoint[] {
  const read = readItems(caller, "points", points, (fields, place, row) => {
    const [rows, train, validation] = ["rows", "train", "validation"].map((name) =>
      readNumber(caller, `${place}.${name}`, fields[name], row),
    );
    if (rows <= 0) throw mustBe(caller, `${place}.rows`, "a number above 0", rows, DataError);
    return { rows, train, validation };
  });
  const back = read.findIndex(({ rows }, k) => k > 0 && rows <= read[k - 1].rows);
  if (back > 0)
    throw new DataError(
      `${caller}: points[${back}].rows is ${read[back].rows}, not above the one before. Sort them.`,
      {
        received: read[back].rows,
        row: back,
      },
    );
  return read;
}

function summaryOf(points: readonly LearningCurvePoint[]): string {
  const first = points[0];
  const last = points[points.length - 1];
  const end = `training loss ${say(last.train)}, validation loss ${say(last.validation)}`;
  if (points.length === 1) return `With ${count(last.rows, "row")}: ${end}.`;
  const [from, to] = [first.validation, last.validation];
  const verb = to < from ? "falls" : to > from ? "rises" : "stays";
  const course = verb === "stays" ? `stays at ${say(to)}` : `${verb} from ${say(from)} to ${say(to)}`;
  return (
    `From ${say(first.rows)} to ${count(last.rows, "row")} the validation loss ${course}. At the end the training loss is ` +
    `${say(last.train)}: the gap is ${say(to - last.train)}.`
  );
}
