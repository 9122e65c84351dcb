import { describe, expect, test } from "vitest";

import { any } from "../api/complaint.js";
import { DataError, dataset, dense, Model, OptionError, sgd, ShapeError, windows } from "../../src/index.js";
import { learningCurve } from "../../src/evaluate/index.js";
import { permutation } from "../../src/base/random.js";
import { Random } from "../support/random.js";

const random = new Random(3);
const inputs = random.table(240, 2);
const targets = inputs.map(([a, b]) => 3 * a - b + random.normal());
const data = dataset({ inputs: inputs.slice(0, 200), targets: targets.slice(0, 200) });
const validation = dataset({ inputs: inputs.slice(200), targets: targets.slice(200) });
const spec = { inputs: 2, layers: [dense(12, "tanh"), dense(1)], loss: "mse", seed: 2 } as const;
const fit = { epochs: 20 };

test("each point is a new model trained on the first rows of the shuffle", async () => {
  const sizes = [20, 100, 200];
  const points = await learningCurve(spec, data, { sizes, validation, fit, seed: 7 });
  const order = permutation(200, 7);
  expect(points.map(({ rows }) => rows)).toEqual(sizes);
  for (const { rows, train, validation: held } of points) {
    const part = data.take(order.subarray(0, rows));
    const model = new Model(spec);
    model.fitSync(part, fit);
    expect(train).toEqual(model.evaluate(part));
    expect(held).toEqual(model.evaluate(validation));
  }
});

test("a linear model of 8 inputs: 7 rows are learnt by heart, of 400 the noise is left", async () => {
  const wide = random.table(600, 8);
  const answers = wide.map((row) => row.reduce((sum, value) => sum + value, 0) + random.normal());
  const all = dataset({ inputs: wide, targets: answers });
  const [few, many] = await learningCurve(
    { inputs: 8, layers: [dense(1)], loss: "mse", optimizer: sgd({ learningRate: 0.1 }) },
    all.slice(0, 400),
    { sizes: [7, 400], validation: all.slice(400), fit: { epochs: 3000, batchSize: "all" } },
  );
  expect(few.train.loss).toBeLessThan(0.01);
  expect(few.validation.loss).toBeGreaterThan(2);
  // Least squares leave variance x (1 - p / n) on their own rows and about variance x (1 + p / n) on others, for p = 9 parameters.
  expect(Math.abs(many.train.loss - (1 - 9 / 400))).toBeLessThan(0.25);
  expect(Math.abs(many.validation.loss - (1 + 9 / 400))).toBeLessThan(0.35);
});

test("windows: the newest rows, in their order", async () => {
  const series = Float64Array.from({ length: 80 }, (_, i) => i + (i % 7));
  const { train, validation } = windows(series, { past: 7 }).split({ validation: 0.2 });
  const options = { inputs: train, layers: [dense(1)], loss: "mae" } as const;
  const [point] = await learningCurve(options, train, { sizes: [15], validation, fit });
  const model = new Model(options);
  const part = train.slice(train.rows - 15);
  model.fitSync(part, fit);
  expect(point.train).toEqual(model.evaluate(part));
  const error = await learningCurve(options, train, { validation, fit, seed: 1 }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OptionError);
  expect((error as Error).message).toMatch(/time order are not shuffled.*Leave seed out/);
});

test("default sizes, and a seed of 0", async () => {
  const plain = await learningCurve(spec, data, { validation, fit: { epochs: 1 } });
  expect(plain.map(({ rows }) => rows)).toEqual([20, 65, 110, 155, 200]);
  expect(await learningCurve(spec, data, { validation, fit: { epochs: 1 }, seed: 0 })).toEqual(plain);
  const tiny = data.slice(0, 4);
  const few = await learningCurve(spec, tiny, { validation, fit: { epochs: 1 } });
  expect(few.map(({ rows }) => rows)).toEqual([1, 2, 3, 4]);
});

test("of a classification, where a small part lacks a class", async () => {
  const labels = inputs.map((_, r) => ["a", "b", "c"][r % 3]);
  const labelled = dataset({ inputs, labels });
  const { train, validation } = labelled.split({ validation: 0.2, shuffle: 1 });
  const options = { inputs: 2, layers: [dense(3)], loss: "crossEntropy" } as const;
  const points = await learningCurve(options, train, { sizes: [1, 2, 100], validation, fit });
  expect(points.map(({ validation: { confusion } }) => confusion.length)).toEqual([3, 3, 3]);
});

describe("while it runs", () => {
  test("onSize is told each point and awaited", async () => {
    const told: number[] = [];
    let busy = false;
    const points = await learningCurve(spec, data, {
      sizes: [30, 60],
      validation,
      fit: {
        epochs: 2,
        onEpoch: () => {
          expect(busy).toBe(false);
        },
      },
      onSize: async (point) => {
        busy = true;
        await new Promise((resolve) => setTimeout(resolve, 5));
        told.push(point.rows);
        busy = false;
      },
    });
    expect(told).toEqual([30, 60]);
    expect(points).toHaveLength(2);
  });

  test("a signal keeps what is done, and leaves out the size under way", async () => {
    for (const late of [true, false]) {
      const control = new AbortController();
      const points = await learningCurve(spec, data, {
        sizes: [30, 60, 90],
        validation,
        fit: {
          epochs: 2 + Number(late),
          onEpoch: ({ epoch, updates }) => void (late && updates === 2 && epoch === 1 && control.abort()),
        },
        signal: control.signal,
        onSize: ({ rows }) => void (!late && rows === 60 && control.abort()),
      });
      // Late: within the training on 60 rows, whose first epoch has 2 updates of 32.
      expect(points.map(({ rows }) => rows)).toEqual(late ? [30] : [30, 60]);
    }
  });

  test("of a signal that was aborted before, nothing", async () => {
    expect(await learningCurve(spec, data, { validation, fit, signal: AbortSignal.abort() })).toEqual([]);
  });
});

const classes = dataset({ inputs, labels: inputs.map((_, r) => (r % 2 ? "x" : "y")) });
const good = { validation, fit };
const cases: [string, Record<string, unknown> | undefined, new (...args: never[]) => Error, RegExp][] = [
  ["no options", undefined, OptionError, /options must be an object/],
  ["no validation", { fit }, DataError, /^learningCurve: validation: expected a Dataset, got undefined/],
  [
    "validation that does not fit",
    { fit, validation: dataset({ inputs: [1], targets: [1] }) },
    ShapeError,
    /^learningCurve: validation: .*2 inputs/,
  ],
  ["validation of labels", { fit, validation: classes }, OptionError, /needs targets, got labels/],
  ["no fit", { validation }, OptionError, /fit must be the options of a fit.*undefined/],
  ["a fit without epochs", { validation, fit: {} }, OptionError, /epochs/],
  [
    "a signal in fit",
    { validation, fit: { epochs: 1, signal: AbortSignal.abort() } },
    OptionError,
    /signal beside fit/,
  ],
  ["a signal that is none", { ...good, signal: {} }, OptionError, /AbortSignal/],
  ["onSize that is none", { ...good, onSize: 3 }, OptionError, /onSize must be a function/],
  [
    "shares as sizes",
    { ...good, sizes: [0.5] },
    OptionError,
    /sizes\[0\] must be a count of rows, a whole number from 1 to 200, got 0\.5/,
  ],
  ["more rows than there are", { ...good, sizes: [10, 201] }, OptionError, /sizes\[1\].*got 201/],
  ["no sizes", { ...good, sizes: [] }, OptionError, /sizes must be an array/],
  ["a seed that is none", { ...good, seed: 1.5 }, OptionError, /seed.*1\.5/],
  ["an unknown option", { ...good, size: [10] }, OptionError, /Did you mean "sizes"/],
];

test.each(cases)("an error, before anything is trained: %s", async (_, options, kind, text) => {
  let trained = 0;
  const watched =
    options?.fit && options.validation
      ? { ...options, fit: { ...(options.fit as object), onEpoch: () => void trained++ } }
      : options;
  const error = await learningCurve(spec, data, any(watched)).then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toMatch(text);
  expect(trained).toBe(0);
});

test("data that is none, or does not fit the spec", async () => {
  await expect(learningCurve(spec, any([]), good)).rejects.toThrow(/^learningCurve: expected a Dataset/);
  await expect(learningCurve({ ...spec, inputs: 3 }, data, good)).rejects.toThrow(
    /^learningCurve: .*3 inputs/,
  );
});
