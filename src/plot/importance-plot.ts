import { checkCount, mustBe } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { type Axis, labelled, linearAxis } from "./axis.js";
import { chart, marginsOf, TICK_SIZE } from "./chart.js";
import { readItems, readNumber } from "./check.js";
import { count, extent, listing, say } from "./numbers.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";
import { shortened } from "./words.js";

/** How much worse a model is without what a column says: the mean over several shuffles of it, and their standard deviation. */
export interface ColumnImportance {
  readonly column: string;
  readonly mean: number;
  readonly deviation: number;
}

export interface ImportancePlotOptions extends PlotOptions {
  /** How many columns are shown, those that count most; default 20. */
  readonly most?: number;
  /** The unit of the means. */
  readonly unit?: string;
}

const ROW = 22;

/**
 * The importance of each column as a bar, the most important one first, with its standard deviation to both sides.
 *
 * @param items what `importance` of downhill/evaluate gives, in any order
 * @returns SVG text
 * @throws DataError for an empty list, a column without a name, what is no finite number, a deviation below 0; OptionError; MissingPeerError
 * @example
 * await importancePlot([{ column: "m2", mean: 31.5, deviation: 1.2 }, { column: "floor", mean: 4.1, deviation: 0.6 }])
 */
export async function importancePlot(
  items: readonly ColumnImportance[],
  options: ImportancePlotOptions = {},
): Promise<string> {
  const caller = "importancePlot";
  const { most = 20, unit, ...rest } = readOptions(caller, options, ["most", "unit"]);
  checkCount(caller, "most", most, 1);
  checkText(caller, "unit", unit);
  const all = readImportances(caller, items);
  const shown = all.slice(0, most);
  const ends = [
    shown.map(({ mean, deviation }) => mean - deviation),
    shown.map(({ mean, deviation }) => mean + deviation),
  ];
  const x = linearAxis(extent([0], ...ends), labelled("Rise of the loss", unit), {
    rounds: false,
  });
  const [low, high] = x.domain as [number, number];
  const domain = [low < 0 ? low - 0.03 * (high - low) : 0, high + 0.03 * (high - low)] as const;
  const names = shown.map(({ column }, k) => ({
    value: k + 0.5,
    text: shortened(column, TICK_SIZE, (rest.width - 32) * 0.35),
  }));
  const y: Axis = { type: "linear", domain: [shown.length, 0], ticks: names };
  const { top, bottom } = marginsOf({ x, y, marks: [] });
  return await draw({
    caller,
    options: rest,
    title: "Importance of each column",
    summary: summaryOf(all, shown.length),
    details: shown.map(
      ({ column, mean, deviation }) => `${column}: ${say(mean)}, standard deviation ${say(deviation)}.`,
    ),
    height: () => top + bottom + ROW * Math.max(3, shown.length),
    body: (peers, area) => {
      const { Plot } = peers;
      const bars = shown.map((item, k) => ({ ...item, k }));
      const middle = ({ k }: { k: number }): number => k + 0.5;
      const marks = [
        Plot.rect(bars, {
          x1: 0,
          x2: "mean",
          y1: ({ k }: { k: number }) => k + 0.18,
          y2: ({ k }: { k: number }) => k + 0.82,
          fill: paint("blue"),
          fillOpacity: 0.8,
        }),
        Plot.ruleY(bars, {
          x1: ({ mean, deviation }: ColumnImportance) => mean - deviation,
          x2: ({ mean, deviation }: ColumnImportance) => mean + deviation,
          y: middle,
          stroke: paint("ink"),
          strokeWidth: 1.5,
        }),
        Plot.ruleX([0], { stroke: paint("ink") }),
      ];
      return chart(peers, area, { x: { ...x, domain }, y, marks, grid: "x" });
    },
  });
}

function readImportances(caller: string, items: unknown): ColumnImportance[] {
  const read = readItems(caller, "items", items, ({ column, mean, deviation }, place, row) => {
    if (typeof column !== "string")
      throw mustBe(caller, `${place}.column`, "a column's name", column, DataError);
    const spread = readNumber(caller, `${place}.deviation`, deviation, row);
    if (spread < 0) throw mustBe(caller, `${place}.deviation`, "a number of at least 0", spread, DataError);
    return { column, mean: readNumber(caller, `${place}.mean`, mean, row), deviation: spread };
  });
  // Equal ones stay in their order.
  return read.sort((a, b) => b.mean - a.mean);
}

function summaryOf(all: readonly ColumnImportance[], shown: number): string {
  const first = all.slice(0, 3).map(({ column, mean }) => `${column} (${say(mean)})`);
  const least = all.filter(({ mean, deviation }) => mean - deviation <= 0).length;
  const rest =
    all.length > shown
      ? ` ${count(all.length - shown, "more column")} ${all.length - shown === 1 ? "is" : "are"} not shown.`
      : "";
  const idle =
    least > 0
      ? ` ${count(least, "column")} of ${say(all.length)} cannot be told from one that says nothing.`
      : "";
  return `${first.length > 1 ? "Most important" : "The only column"}: ${listing(first)}.${idle}${rest}`;
}
