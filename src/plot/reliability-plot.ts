import { checkOptions, isObject, mustBe } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { linearAxis, shareAxis } from "./axis.js";
import { chart, roomFor, TICK_SIZE } from "./chart.js";
import { readItems, readNumber, readShare } from "./check.js";
import { dotsOf, lineOf } from "./marks.js";
import { count, say } from "./numbers.js";
import { type PlotOptions, readOptions } from "./options.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";
import { widthOf } from "./words.js";

/** How often what was predicted with a probability came true: what `reliability` of downhill/evaluate gives. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Mean distance of observed and predicted, by the rows of the bins. */
  readonly expectedCalibrationError: number;
  /** Mean squared distance of the probability and what came, 0 or 1. */
  readonly brier: number;
}

/** The rows whose probability lies from `from` to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  /** How many they are, or the sum of their weights. */
  readonly rows: number;
  /** Their mean probability; of no rows, anything. */
  readonly predicted: number;
  /** The share of them that came true; of no rows, anything. */
  readonly observed: number;
}

/**
 * A reliability diagram: for each bin of probabilities how often what was predicted came true, beside the diagonal of a perfectly calibrated
 * model, and below it how many rows each bin has.
 *
 * @returns SVG text
 * @throws DataError for no bins or no rows, bins that overlap or do not rise, what is no share from 0 to 1; OptionError; MissingPeerError
 * @example
 * await reliabilityPlot(reliability(model.predictAll(test), test.targets))
 */
export async function reliabilityPlot(reliability: Reliability, options: PlotOptions = {}): Promise<string> {
  const caller = "reliabilityPlot";
  const rest = readOptions(caller, options);
  const { bins, error, brier } = readReliability(caller, reliability);
  const filled = bins.filter(({ rows }) => rows > 0);
  const all = filled.reduce((sum, { rows }) => sum + rows, 0);
  const most = Math.max(...filled.map(({ rows }) => rows));
  const x = shareAxis("Predicted probability");
  const y = shareAxis("Share that came true");
  // Room for the number above the highest bar.
  const rowsAxis = linearAxis([0, most * 1.3], "Rows", { about: 2, rounds: false, whole: most >= 2 });
  const room = Math.max(roomFor(y), roomFor(rowsAxis));
  return await draw({
    caller,
    options: rest,
    title: "Reliability diagram",
    summary:
      `Expected calibration error ${say(error)}, Brier score ${say(brier)}, over ${count(all, "row")} in ` +
      `${count(filled.length, "bin")}.${farthest(filled)}`,
    details: filled.map(
      ({ predicted, observed, rows }) =>
        `Predicted ${say(predicted)}, came true ${say(observed)}, ${count(rows, "row")}.`,
    ),
    legend: [
      { text: "This model", color: "blue", sign: "line" },
      { text: "Perfectly calibrated", color: "gray", sign: "line", dash: "5 4", strokeWidth: 1.5 },
    ],
    height: (width) => Math.min(440, Math.max(320, width * 0.75)),
    body: (peers, area) => {
      const { Plot } = peers;
      const below = Math.round(Math.min(130, area.height * 0.32));
      const upper = { ...area, height: area.height - below };
      const lower = { ...area, top: area.top + upper.height + 6, height: below - 6 };
      const [predicted, observed] = [filled.map((bin) => bin.predicted), filled.map((bin) => bin.observed)];
      const wide = (area.width - room - 20) / bins.length;
      const counted = filled.filter(({ rows }) => widthOf(say(rows), TICK_SIZE) <= wide);
      const marks = [
        lineOf(Plot, [0, 1], [0, 1], { color: "gray", dash: "5 4", strokeWidth: 1.5 }),
        lineOf(Plot, predicted, observed, { color: "blue" }),
        dotsOf(Plot, predicted, observed, { color: "blue", r: 4.5, ring: "paper" }),
      ];
      const bars = [
        Plot.rect(filled, {
          x1: "from",
          x2: "to",
          y1: 0,
          y2: "rows",
          fill: paint("blue"),
          fillOpacity: 0.75,
          inset: 0.5,
        }),
        Plot.text(counted, {
          x: ({ from, to }: ReliabilityBin) => (from + to) / 2,
          y: "rows",
          text: ({ rows }: ReliabilityBin) => say(rows),
          dy: -7,
          fontSize: TICK_SIZE,
          fill: paint("ink"),
        }),
      ];
      return (
        chart(peers, upper, { x: { ...x, label: undefined }, y, marks, room, hideTicks: "x" }) +
        chart(peers, lower, { x, y: rowsAxis, marks: bars, room })
      );
    },
  });
}

function readReliability(
  caller: string,
  reliability: unknown,
): { bins: ReliabilityBin[]; error: number; brier: number } {
  if (!isObject(reliability))
    throw mustBe(caller, "reliability", "what reliability gave", reliability, DataError);
  checkOptions(caller, reliability, ["bins", "expectedCalibrationError", "brier"]);
  const { bins: list, expectedCalibrationError, brier } = reliability as Reliability;
  const bins = readItems(caller, "bins", list, (fields, place, row): ReliabilityBin => {
    const share = (name: string): number => readShare(caller, `${place}.${name}`, fields[name], row);
    const [from, to] = [share("from"), share("to")];
    if (from >= to) throw new DataError(`${caller}: ${place} goes from ${say(from)} to ${say(to)}.`, { row });
    const rows = readNumber(caller, `${place}.rows`, fields.rows, row);
    if (rows < 0) throw mustBe(caller, `${place}.rows`, "a number of at least 0", rows, DataError);
    if (rows === 0) return { from, to, rows, predicted: NaN, observed: NaN };
    return { from, to, rows, predicted: share("predicted"), observed: share("observed") };
  });
  const back = bins.findIndex(({ from }, k) => k > 0 && from < bins[k - 1].to - 1e-9);
  if (back > 0)
    throw new DataError(
      `${caller}: bins[${back}] begins at ${say(bins[back].from)}, before the end of the one before.`,
      {
        row: back,
      },
    );
  if (bins.every(({ rows }) => rows === 0))
    throw new DataError(`${caller}: no bin has a row.`, { received: list });
  return {
    bins,
    error: readShare(caller, "expectedCalibrationError", expectedCalibrationError),
    brier: readShare(caller, "brier", brier),
  };
}

function farthest(bins: readonly ReliabilityBin[]): string {
  const off = ({ predicted, observed }: ReliabilityBin): number => Math.abs(observed - predicted);
  const bin = bins.reduce((most, other) => (off(other) > off(most) ? other : most));
  return ` Farthest off: predicted ${say(bin.predicted)}, came true ${say(bin.observed)}.`;
}
