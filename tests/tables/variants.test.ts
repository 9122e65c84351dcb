import { describe, expect, test } from "vitest";
import { type Dataset, Model, dense } from "../../src/index.js";
import { encode, table, type TableOptions } from "../../src/table/index.js";
import { expectClose } from "../support/close.js";
import { linearOutputs, link, logistic, ridge } from "./linear.js";
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

function encodedParts({ train, tested }: { train: Dataset; tested: Dataset }) {
  const units = train.classes?.length ?? 1;
  const model = new Model({
    inputs: train,
    layers: [dense(units)],
    loss: train.classes ? "crossEntropy" : "mse",
  });
  model.fitSync(train, { epochs: 1, batchSize: "all" });
  return { rows: encode(model, train), testRows: encode(model, tested), json: model.toJSON() };
}

/** What stands for a missing cell, by column. */
function fillsOf(
  rows: ReturnType<typeof encode>,
  scaler: { mean: readonly number[]; deviation: readonly number[] },
) {
  const { columns, values } = rows;
  const width = columns.length;
  return Object.fromEntries(
    columns.flatMap((column, c) => {
      const gap = columns.indexOf(`${column}:missing`);
      if (gap < 0) return [];
      const row = Array.from({ length: values.length / width }, (_, r) => r).find(
        (r) => values[r * width + gap] === 1,
      );
      return [[column, values[(row as number) * width + c] * scaler.deviation[c] + scaler.mean[c]]];
    }),
  );
}

describe("the median instead of the mean", () => {
  test("of penguins", () => {
    const wanted = variantOf("penguins-species", "median");
    const parts = tableOf(taskNamed("penguins-species"), { missing: "median" });
    const { rows, testRows, json } = encodedParts(parts);
    const fills = fillsOf(rows, json.scaler.inputs);
    for (const [column, fill] of Object.entries(wanted.fill))
      expectClose(fills[column], fill, { tolerance: 1e-9 });
    const outputs = linearOutputs(logistic(rows, parts.train.targets, 3), testRows);
    const loss = outputs.reduce((sum, logits, r) => sum - Math.log(link(logits)[parts.tested.targets[r]]), 0);
    expectClose(loss / outputs.length / wanted.test.logLoss, 1, { tolerance: 1e-5 });
  });

  test("of cars", () => {
    const wanted = variantOf("cars-mpg", "median");
    const parts = tableOf(taskNamed("cars-mpg"), { missing: "median" });
    const { rows, testRows, json } = encodedParts(parts);
    expectClose(fillsOf(rows, json.scaler.inputs).Horsepower, wanted.fill.Horsepower, { tolerance: 1e-9 });
    const outputs = linearOutputs(ridge(rows, parts.train.targets), testRows);
    const mae =
      outputs.reduce((sum, [y], r) => sum + Math.abs(y - parts.tested.targets[r]), 0) / outputs.length;
    expectClose(mae, wanted.test.mae, { tolerance: 1e-6 });
  });
});

test("the 20 most frequent aircraft, all others together", () => {
  const wanted = variantOf("birdstrikes-damage", "20 most frequent");
  const task = taskNamed("birdstrikes-damage");
  const parts = tableOf(task, { kinds: { "Aircraft Make Model": { most: 20 } } });
  const { rows, testRows } = encodedParts(parts);
  const prefix = "Aircraft Make Model=";
  const kept = rows.columns
    .filter((column) => column.startsWith(prefix))
    .map((column) => column.slice(prefix.length));
  expect(kept).toEqual(wanted.kept.map(([category]) => category).sort());
  expect(rows.columns).toContain("Aircraft Make Model:other");
  expect(rows.columns.length).toBe(wanted.columns);
  const outputs = linearOutputs(logistic(rows, parts.train.targets, 1), testRows);
  const loss = outputs.reduce((sum, [logit], r) => {
    const [chance] = link([logit]);
    return sum - Math.log(parts.tested.targets[r] === 1 ? chance : 1 - chance);
  }, 0);
  expectClose(loss / outputs.length / wanted.test.logLoss, 1, { tolerance: 1e-5 });
});

test.each([
  ["movies-gross", "US Gross", "r2"],
  ["birdstrikes-damage", "Cost Total $", "logLoss"],
] as const)("%s with %s, which tells the answer", (name, leak, score) => {
  const wanted = variantOf(name, "leak");
  const task = taskNamed(name);
  const rows = (task.rows as readonly Row[]).map((row) => ({
    ...row,
    [leak]: row[leak] === null ? null : Number(row[leak]),
  }));
  const features = [...(task.options?.features ?? []), leak];
  const parts = tableOf({ ...task, rows }, { features });
  const { rows: encoded, testRows } = encodedParts(parts);
  const { targets } = parts.tested;
  const fitted = task.isRegression
    ? ridge(encoded, parts.train.targets)
    : logistic(encoded, parts.train.targets, 1);
  const outputs = linearOutputs(fitted, testRows).map(([y]) => y);
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const ours = {
    r2:
      1 -
      outputs.reduce((sum, y, r) => sum + (y - targets[r]) ** 2, 0) /
        targets.reduce((sum, y) => sum + (y - mean) ** 2, 0),
    logLoss:
      outputs.reduce((sum, y, r) => sum + Math.log1p(Math.exp(targets[r] === 1 ? -y : y)), 0) /
      targets.length,
  };
  expectClose(ours[score] / wanted.test[score], 1, { tolerance: 1e-5 });
});
