import { expect, test } from "vitest";
import { type Dataset, Model, dense } from "../../src/index.js";
import { encode, type EncodedRows, table, type TableOptions } from "../../src/table/index.js";
import type { ScalerJson } from "../../src/data/scaler.js";
import { expectClose } from "../support/close.js";
import { linearOutputs, optimum, type Scores, scoresOf } from "./linear.js";
import { readReference } from "./reference.js";
import { type Row, type Task, taskNamed } from "./tasks.js";

/** The same tasks with other choices, and what scikit-learn has for them. */

interface Variant {
  readonly fill: Record<string, number>;
  readonly kept: [string, number][];
  readonly columns: number;
  readonly test: Record<string, number>;
}

function variantOf(name: string, words: string): Variant {
  const { variants } = readReference(name);
  const key = Object.keys(variants).find((title) => title.includes(words));
  return variants[key as string] as Variant;
}

function tableOf(task: Task, more: Partial<TableOptions>): { train: Dataset; tested: Dataset } {
  const data = table(task.rows as readonly Row[], { ...(task.options as TableOptions), ...more });
  return { train: data.take(task.train), tested: data.take(task.test) };
}

interface Fitted {
  readonly rows: EncodedRows;
  /** Before they are scaled. */
  readonly unscaled: (row: number, column: number) => number;
  readonly scores: Scores;
}

/** The optimum of a linear model, and what it scores on the test rows. */
function fitted({ train, tested }: { train: Dataset; tested: Dataset }): Fitted {
  const units = train.classes?.length ?? 1;
  const loss = train.classes ? "crossEntropy" : "mse";
  const model = new Model({ inputs: train, layers: [dense(units)], loss });
  model.fitSync(train, { epochs: 1, batchSize: "all" });
  const rows = encode(model, train);
  const { mean, deviation } = model.toJSON().scaler.inputs as ScalerJson;
  return {
    rows,
    unscaled: (r, c) => rows.values[r * rows.columns.length + c] * deviation[c] + mean[c],
    scores: scoresOf(linearOutputs(optimum(train, rows), encode(model, tested)), tested),
  };
}

/** What stands for a missing cell of a column. */
function fillOf({ rows, unscaled }: Fitted, column: string): number {
  const gap = rows.columns.indexOf(`${column}:missing`);
  for (let r = 0; ; r++) if (unscaled(r, gap) === 1) return unscaled(r, rows.columns.indexOf(column));
}

test.each([
  ["penguins-species", "logLoss"],
  ["cars-mpg", "mae"],
] as const)("%s with the median instead of the mean", (name, score) => {
  const wanted = variantOf(name, "median");
  const found = fitted(tableOf(taskNamed(name), { missing: "median" }));
  for (const [column, fill] of Object.entries(wanted.fill))
    expectClose(fillOf(found, column), fill, { tolerance: 1e-9, label: column });
  expectClose(found.scores[score] / wanted.test[score], 1, { tolerance: 1e-5, label: score });
});

test("the 20 most frequent aircraft, all others together", () => {
  const wanted = variantOf("birdstrikes-damage", "20 most frequent");
  const task = taskNamed("birdstrikes-damage");
  const { rows, scores } = fitted(tableOf(task, { kinds: { "Aircraft Make Model": { most: 20 } } }));
  const prefix = "Aircraft Make Model=";
  const own = rows.columns.filter((column) => column.startsWith(prefix));
  expect(own.map((column) => column.slice(prefix.length))).toEqual(wanted.kept.map(([text]) => text).sort());
  expect(rows.columns).toContain("Aircraft Make Model:other");
  expect(rows.columns.length).toBe(wanted.columns);
  expectClose(scores.logLoss / wanted.test.logLoss, 1, { tolerance: 1e-5 });
});

test.each([
  ["movies-gross", "US Gross", "r2"],
  ["birdstrikes-damage", "Cost Total $", "logLoss"],
] as const)("%s with %s, which tells the answer", (name, leak, score) => {
  const wanted = variantOf(name, "leak");
  const task = taskNamed(name);
  const features = [...(task.options?.features ?? []), leak];
  const { scores } = fitted(tableOf(task, { features }));
  expectClose(scores[score] / wanted.test[score], 1, { tolerance: 1e-5, label: score });
});

test.each([
  ["median", [20, 1, 10, 4, null], 7],
  ["median", [20, 1, 10, null], 10],
  ["mean", [20, 1, 10, 4, null], 8.75],
] as const)("the %s of %j is %d", (missing, cells, wanted) => {
  const data = table(
    cells.map((x, y) => ({ x, y: y + 0.5 })),
    { target: "y", missing },
  );
  expectClose(fillOf(fitted({ train: data, tested: data }), "x"), wanted, { tolerance: 1e-12 });
});
