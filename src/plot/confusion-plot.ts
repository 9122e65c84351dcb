import { DataError, ShapeError } from "../base/errors.js";
import { mustBe } from "../base/check.js";
import type { Label } from "../index.js";
import type { Axis } from "./axis.js";
import { chart, marginsOf, TICK_SIZE } from "./chart.js";
import { checkList, type NumberList, readNumbers } from "./check.js";
import { count, percent, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import { type PlotOptions, readOptions } from "./options.js";
import type { PlotLibrary } from "./peers.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";
import { shortened, widthOf } from "./words.js";

export interface ConfusionPlotOptions extends PlotOptions {
  /** The classes in the order of the table, as `model.classes` has them. */
  readonly classes: readonly Label[];
}

interface Cell {
  readonly actual: number;
  readonly predicted: number;
  readonly rows: number;
  /** Of the rows of the actual class; NaN where it has none. */
  readonly share: number;
}

/** More could be neither read nor told apart. */
const MOST_CLASSES = 100;

/**
 * A confusion matrix: how many rows of each actual class were predicted as each class, and which share of the actual class these are.
 *
 * @param confusion `confusion[actual][predicted]`, counts or sums of weights, as `model.evaluate` gives them
 * @returns SVG text
 * @throws ShapeError for a table that is not square or has not as many rows as there are classes; DataError for what is no number of at least
 *   0, a table of zeros, or more than 100 classes; OptionError; MissingPeerError
 * @example
 * const { confusion } = model.evaluate(test);
 * await confusionPlot(confusion, { classes: model.classes })
 */
export async function confusionPlot(
  confusion: readonly NumberList[],
  options: ConfusionPlotOptions,
): Promise<string> {
  const caller = "confusionPlot";
  const { classes, ...rest } = readOptions(caller, options, ["classes"]);
  const names = readClasses(caller, classes);
  const cells = readCells(caller, confusion, names);
  const all = cells.reduce((sum, { rows }) => sum + rows, 0);
  if (all === 0)
    throw new DataError(`${caller}: the table holds no row, only zeros.`, { received: confusion });
  const right = cells.filter(({ actual, predicted }) => actual === predicted);
  const share = right.reduce((sum, { rows }) => sum + rows, 0) / all;
  const inner = rest.width - 32;
  const y = classAxis(
    names.map((name) => shortened(name, TICK_SIZE, inner * 0.3)),
    "Actual class",
    true,
  );
  const wide = (inner - marginsOf({ x: y, y, marks: [] }).left) / names.length;
  const aslant = names.some((name) => widthOf(name, TICK_SIZE) > wide - 6);
  const x = classAxis(
    names.map((name) => shortened(name, TICK_SIZE, aslant ? 110 : wide)),
    "Predicted class",
    false,
    aslant ? Math.ceil(16 / wide) : 1,
  );
  const high = Math.min(64, Math.max(names.length > 20 ? 12 : 30, wide * 0.6));
  const margins = marginsOf({ x, y, marks: [], aslant });
  return await draw({
    caller,
    options: rest,
    title: "Confusion matrix",
    summary: `${percent(share)} of ${count(all, "row")} are predicted as their own class. Percentages are shares of the actual class.${worst(cells, names)}`,
    details: right.map(({ actual, share: own }) =>
      Number.isNaN(own) ? `${names[actual]}: no rows.` : `${names[actual]}: ${percent(own)} right.`,
    ),
    height: () => margins.top + margins.bottom + high * names.length,
    body: (peers, area) => {
      const cellHeight = (area.height - margins.top - margins.bottom) / names.length;
      const marks = marksOf(peers.Plot, cells, wide, cellHeight);
      return chart(peers, area, { x, y, marks, grid: "none", aslant });
    },
  });
}

function marksOf(Plot: PlotLibrary, cells: readonly Cell[], wide: number, high: number): Mark[] {
  const box = {
    x1: ({ predicted }: Cell) => predicted,
    x2: ({ predicted }: Cell) => predicted + 1,
    y1: ({ actual }: Cell) => actual,
    y2: ({ actual }: Cell) => actual + 1,
  };
  const middle = { x: ({ predicted }: Cell) => predicted + 0.5, y: ({ actual }: Cell) => actual + 0.5 };
  const fill = ({ actual, predicted }: Cell): string => paint(actual === predicted ? "right" : "wrong");
  const inset = wide > 16 ? 1 : 0.25;
  const rects = Plot.rect(cells, {
    ...box,
    inset,
    fill,
    fillOpacity: ({ share }: Cell) => Math.round((share || 0) * 100) / 100,
    stroke: paint("grid"),
  });
  const text = { ...middle, fill: paint("ink"), fontVariant: "tabular-nums" };
  const fits = (words: string, size: number): boolean => widthOf(words, size) <= wide - 3;
  const hasShares = high >= 30 && wide >= 38;
  // The size at which all counts have room; in cells that are smaller still none is shown.
  const size = [12, 10].find(
    (size) => high >= size + 2 && cells.every(({ rows }) => fits(say(rows), 1.08 * size)),
  );
  return [
    rects,
    Plot.text(size === undefined ? [] : cells, {
      ...text,
      text: ({ rows }: Cell) => say(rows),
      fontSize: size,
      fontWeight: 600,
      dy: hasShares ? -7 : 0,
    }),
    Plot.text(hasShares ? cells : [], {
      ...text,
      text: ({ share }: Cell) => (Number.isNaN(share) ? "–" : percent(share)),
      fontSize: 11,
      dy: 8,
    }),
  ];
}

function readClasses(caller: string, classes: unknown): string[] {
  checkList(caller, "classes", classes);
  if (classes.length > MOST_CLASSES)
    throw new DataError(
      `${caller}: ${classes.length} classes make a table that nobody can read; at most ${MOST_CLASSES}.`,
      {
        expected: MOST_CLASSES,
        received: classes.length,
      },
    );
  return Array.from(classes, (label, k) => {
    if (["string", "number", "boolean"].includes(typeof label)) return String(label);
    throw mustBe(caller, `classes[${k}]`, "a label", label, DataError);
  });
}

function readCells(caller: string, confusion: unknown, names: readonly string[]): Cell[] {
  checkList(caller, "confusion", confusion);
  if (confusion.length !== names.length)
    throw new ShapeError(
      `${caller}: confusion has ${confusion.length} rows, but there are ${names.length} classes.`,
      {
        expected: names.length,
        received: confusion.length,
      },
    );
  return Array.from(confusion).flatMap((row, actual) => {
    const place = `confusion[${actual}]`;
    const counts = readNumbers(caller, place, row, [names.length, "classes"]);
    const negative = counts.findIndex((value) => value < 0);
    if (negative >= 0)
      throw mustBe(caller, `${place}[${negative}]`, "a number of at least 0", counts[negative], DataError);
    const all = counts.reduce((sum, value) => sum + value, 0);
    return Array.from(counts, (rows, predicted) => ({
      actual,
      predicted,
      rows,
      share: all > 0 ? rows / all : NaN,
    }));
  });
}

/**
 * Class k has the place from k to k + 1, and its name in the middle; of a vertical axis the first is at the top.
 *
 * @param stride every how many classes a name has room
 */
function classAxis(names: readonly string[], label: string, isVertical: boolean, stride = 1): Axis {
  const domain = isVertical ? ([names.length, 0] as const) : ([0, names.length] as const);
  const ticks = names.map((text, k) => ({ value: k + 0.5, text })).filter((_, k) => k % stride === 0);
  return { type: "linear", domain, ticks, label };
}

/** The commonest mistake. */
function worst(cells: readonly Cell[], names: readonly string[]): string {
  const wrong = cells.filter(({ actual, predicted, rows }) => actual !== predicted && rows > 0);
  if (wrong.length === 0) return "";
  const { actual, predicted, rows, share } = wrong.reduce((most, cell) =>
    cell.rows > most.rows ? cell : most,
  );
  return (
    ` The most common mistake: ${names[actual]} predicted as ${names[predicted]}, ${count(rows, "row")} (${percent(share)} of ` +
    `${names[actual]}).`
  );
}
