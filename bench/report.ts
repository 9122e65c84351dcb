import type { CallerCost } from "./callers.js";
import type { Limits } from "./limits.js";
import type { Comparison, Figure, Measurement } from "./measure.js";
import type { SliceCost } from "./slices.js";
import { median } from "./statistics.js";
import type { Task } from "./tasks.js";
import type { Kind } from "./works.js";

/** How each kind is called, and the unit and size of its value. */
const WORDS: Readonly<Record<Kind, { label: string; unit: string; value: (figure: Figure) => number }>> = {
  train: { label: "train, samples/s", unit: "samples/s", value: ({ seconds }) => 1 / seconds },
  predict: { label: "predict one row, us", unit: "us", value: ({ seconds }) => seconds * 1e6 },
  predictAll: {
    label: "predict 1,024 rows, samples/s",
    unit: "samples/s",
    value: ({ seconds }) => 1 / seconds,
  },
};

/**
 * One object for each kind and implementation, for machines. `ratio` is how many times as fast as the baseline the core is;
 * `float64` has the baseline's figures on doubles.
 */
export function toRecords({ task, comparisons }: Measurement): object[] {
  return comparisons.flatMap(({ kind, figures, gflops, peakShare }) => {
    const { unit, value } = WORDS[kind];
    const { core, baseline, float64 } = figures;
    const record = (implementation: string, figure: Figure, rest: object): object => ({
      ...{ task: task.name, kind, implementation, value: value(figure), unit },
      ...{ ratio: baseline.ratio, ...rest },
    });
    return [
      record("core", core, { gflops, peakShare }),
      record("baseline", baseline, { float64: { value: value(float64), ratio: float64.ratio } }),
    ];
  });
}

/** Widths; below zero: flush left. */
const COLUMNS = [-30, 12, 11, 8, 11, 8, 9, 8, 8];

/** What stands above the tables of all tasks. */
export function tableHead(): string {
  return tableRow(COLUMNS, [
    "",
    "core",
    "baseline",
    "ratio",
    "float64",
    "ratio",
    "GFLOP/s",
    "of peak",
    "spread",
  ]);
}

/** A task's table: a line a kind. */
export function toTable({ task, comparisons }: Measurement): string {
  return [describe(task), ...comparisons.map(line)].join("\n");
}

function line({ kind, figures, gflops, peakShare }: Comparison): string {
  const { label, value } = WORDS[kind];
  const { core, baseline, float64 } = figures;
  return tableRow(COLUMNS, [
    `  ${label}`,
    format(value(core)),
    ...[baseline, float64].flatMap((figure) => [format(value(figure)), `${format(figure.ratio)} x`]),
    ...[format(gflops), percent(peakShare), percent(core.spread, 1)],
  ]);
}

/** What the slices of fit cost, a line a task. */
export function sliceTable(costs: readonly SliceCost[]): string {
  const lines = costs.map(({ task, ratio, spread }) => [task.name, ratio.toFixed(3), percent(spread, 1)]);
  return ["fit beside fitSync: how much longer it takes", ...lines.map(ratioRow)].join("\n");
}

/** What a fit costs the rest of its process, a line for each Node. */
export function callerTable(costs: readonly CallerCost[]): string {
  const lines = costs.map(({ version, ratio, spread }) => [version, ratio.toFixed(3), percent(spread, 1)]);
  return ["A loop of the caller's own after a fit beside before", ...lines.map(ratioRow)].join("\n");
}

const ratioRow = ([name, ratio, spread]: string[]): string =>
  tableRow([-14, 8, 20], [`  ${name}`, ratio, `spread ${spread}`]);

/** The machine's limits, from the tasks beside which they were measured. */
export function describeLimits(all: readonly Limits[]): string {
  const middle = (pick: (limits: Limits) => number): string => format(median(all.map(pick)));
  const loops = Object.keys(all[0].loops) as (keyof Limits["loops"])[];
  const list = loops.map((name) => `${name} ${middle(({ loops: rates }) => rates[name])}`).join(", ");
  return (
    `peak ${middle(({ peak }) => median(peak))} GFLOP/s (${list}); ` +
    `bandwidth ${middle(({ bandwidth }) => bandwidth)} GB/s`
  );
}

/** "T2: 56-100 sigmoid-1, mse, sgd, batches of 10" */
function describe({ name, inputs, layers, loss, optimizer, batchSize }: Task): string {
  const widths = layers.map(({ units, activation }) =>
    activation === "linear" ? units : `${units} ${activation}`,
  );
  const method = optimizer.type === "sgd" && optimizer.momentum > 0 ? "momentum" : optimizer.type;
  return `${name}: ${[inputs, ...widths].join("-")}, ${loss}, ${method}, batches of ${batchSize}`;
}

/** Cells side by side; a width below zero puts a cell flush left. */
export function tableRow(widths: readonly number[], cells: readonly string[]): string {
  return cells
    .map((cell, i) => (widths[i] < 0 ? cell.padEnd(-widths[i]) : cell.padStart(widths[i])))
    .join("");
}

/** Three digits, or all of a whole number, with separators. */
export function format(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = digits > 0 ? value : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", {
    minimumFractionDigits: Math.min(digits, 3),
    maximumFractionDigits: Math.min(digits, 3),
  });
}

export function percent(part: number, digits = 0): string {
  return `${(100 * part).toFixed(digits)} %`;
}
