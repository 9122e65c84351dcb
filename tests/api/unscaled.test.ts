import { describe, expect, test } from "vitest";

import {
  adam,
  dataset,
  dense,
  Model,
  OptionError,
  type Dataset,
  type DenseSpec,
  type LossSpec,
  type RegressionEvaluation,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

/** `unscaled` is the same function, or says why float32 cannot hold it: it never gives another one. */

function trained(
  data: Dataset,
  layers: DenseSpec[] = [dense(1)],
  loss: LossSpec = "mse",
  epochs = 60,
): Model {
  const optimizer = adam({ learningRate: 0.05 });
  const model = new Model({ inputs: data, layers, loss, optimizer, seed: 3 });
  model.fitSync(data, { epochs });
  return model;
}

/** The root mean square of the differences between two models' predictions, in deviations of the targets. */
function distance(model: Model, other: Model, data: Dataset): number {
  const [a, b] = [model.predictAll(data), other.predictAll(data)];
  const targets = Array.from(data.targets);
  const mean = targets.reduce((sum, t) => sum + t / targets.length, 0);
  const variance = targets.reduce((sum, t) => sum + (t - mean) ** 2 / targets.length, 0);
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length / variance);
}

const START = Date.UTC(2024, 0, 1);
const rows = Array.from({ length: 100 }, (_, i) => i);
const waves = rows.map((i) => 3 + Math.sin(i / 8));
const networks: [string, DenseSpec[]][] = [
  ["linear", [dense(1)]],
  ["tanh", [dense(8, "tanh"), dense(1)]],
  ["two of relu", [dense(16, "relu"), dense(8, "relu"), dense(1)]],
];

describe("where float32 cannot hold the bias", () => {
  test.each(networks)("milliseconds since 1970, a second apart: %s", (_, layers) => {
    const inputs = rows.map((i) => START + 1000 * i);
    const model = trained(dataset({ inputs, targets: waves }), layers);
    const error = caught(OptionError, () => model.unscaled());
    expect(error.message).toMatch(
      /^Model\.unscaled: input 0 has mean 1704000000000 and deviation 28870: a bias of -?\d+ in float32 puts sums off by [\d.]+ deviations\. Subtract a start from that column, or choose units nearer to 1, before training; or keep the standardized model\.$/,
    );
    expect(error).toMatchObject({ column: 0, expected: "at most 0.001" });
    // 1.704e12 / 28,870 is 5.9e7; a float32 has 24 binary digits: about 3 for a weight of 1.
    expect(error.received).toBeGreaterThan(0.3);
    expect(error.received).toBeLessThan(30);
    // As the message has it: the same from a start.
    const started = dataset({ inputs: inputs.map((x) => x - START), targets: waves });
    const mended = trained(started, layers);
    expect(distance(mended.unscaled(), mended, started)).toBeLessThan(1e-5);
  });

  test.each(networks)("an input at 1e9 of deviation 1, by its name: %s", (_, layers) => {
    const random = new Random(1);
    const inputs = rows.map((i) => [i, 1e9 + random.normal()]);
    const targets = inputs.map(([a, b]) => a / 20 + b - 1e9);
    const model = trained(dataset({ inputs, targets }, { columns: ["day", "pressure"] }), layers);
    expect(caught(OptionError, () => model.unscaled())).toMatchObject({
      message: expect.stringMatching(
        /: input "pressure" has mean 1000000000 and deviation [01]\.\d+: a bias of /,
      ),
      column: 1,
    });
  });

  test.each(networks)("targets at 1.7e12, a second apart: %s", (_, layers) => {
    const model = trained(dataset({ inputs: rows, targets: rows.map((i) => 1.7e12 + 1000 * i) }), layers);
    expect(caught(OptionError, () => model.unscaled())).toMatchObject({
      message: expect.stringMatching(
        /: target 0 has mean 1700000000000 and deviation 28870: a bias of \d+ in float32 puts sums off by 3\.\d+ deviations/,
      ),
      column: 0,
    });
  });

  test("the second of two targets, and the inputs of classes", () => {
    const targets = rows.map((i) => [i, 1e8 + (i % 7)]);
    const model = trained(dataset({ inputs: rows, targets }), [dense(2)]);
    expect(caught(OptionError, () => model.unscaled())).toMatchObject({
      message: expect.stringContaining(
        "target 1 has mean 100000000 and deviation 2.012: a bias of 100000000 in",
      ),
      column: 1,
    });
    const labels = rows.map((i) => (i < 50 ? "a" : "b"));
    const classes = trained(
      dataset({ inputs: rows.map((i) => 1e7 + i / 100), labels }),
      [dense(2)],
      "crossEntropy",
    );
    expect(() => classes.unscaled()).toThrow(
      "Model.unscaled: input 0 has mean 10000000 and deviation 0.2887: a bias of",
    );
  });

  test.each([
    [1e300, 1],
    [1e-300, 1],
    [1, 1e300],
    [1, 1e-300],
    [1e-30, 1e30],
    [1e40, 1e40], // the weight would be 1, but not the bias
  ])("a weight or a bias beyond float32: inputs in units of %d, targets of %d", (inputUnit, targetUnit) => {
    const inputs = rows.map((i) => inputUnit * Math.cos(i));
    const model = trained(dataset({ inputs, targets: rows.map((i) => targetUnit * (3 + Math.cos(i))) }));
    expect(caught(OptionError, () => model.unscaled()).message).toMatch(
      /^Model\.unscaled: (input|target) 0 has .* puts sums off by (0\.[1-9]\d*|1|Infinity) deviations\. .* units nearer to 1/,
    );
  });
});

describe("else it is the same function", () => {
  test("at any mean and deviation: or it is refused", () => {
    let [refused, kept] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const offsets = [0, 0, 0].map(() => (random.whole(3) ? 0 : 10 ** random.uniform(0, 8)));
      const units = [0, 0, 0].map(() => 10 ** random.uniform(-3, 3));
      const inputs = random.table(60, 2).map((row) => row.map((x, c) => units[c] * (offsets[c] + x)));
      const targets = inputs.map(
        ([a, b]) => units[2] * (offsets[2] + a / units[0] - offsets[0] + Math.sin(b / units[1] - offsets[1])),
      );
      const data = dataset({ inputs, targets });
      const model = trained(data, networks[seed % 3][1], "mse", 20);
      let plain: Model | undefined;
      try {
        plain = model.unscaled();
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        refused++;
        // It had to be: a mean of thousands of deviations.
        expect(Math.max(...offsets), `seed ${seed}`).toBeGreaterThan(2000);
        continue;
      }
      kept++;
      expect(distance(plain, model, data), `seed ${seed}: offsets ${offsets}, units ${units}`).toBeLessThan(
        2e-3,
      );
    }
    expect(Math.min(refused, kept)).toBeGreaterThan(10);
  });

  test.each(networks)("milliseconds since 1970 over a year are within float32: %s", (_, layers) => {
    const inputs = rows.map((i) => START + 3.15e8 * i);
    const data = dataset({ inputs, targets: waves });
    const model = trained(data, layers);
    expect(distance(model.unscaled(), model, data)).toBeLessThan(1e-4);
  });

  test("a column that was left out has no weight, wherever it lies", () => {
    const data = dataset({ inputs: rows.map((i) => [i, 1.7e12, 94105]), targets: waves });
    const model = trained(data);
    const plain = model.unscaled();
    expect(plain.parameters.slice(1, 3)).toEqual(Float32Array.of(0, 0));
    for (const row of [
      [5, 1.7e12, 94105],
      [5, 0, 10001],
    ])
      expectClose(plain.predict(row), model.predict(row), { tolerance: 1e-5 });
  });

  test.each([1e-3, 1, 1e6])(
    "relu last, targets in units of %d: scaled alone, which relu lets through",
    (unit) => {
      const data = dataset({ inputs: rows, targets: rows.map((i) => unit * Math.max(0, i - 30)) });
      const model = trained(data, [dense(8, "relu"), dense(1, "relu")], "mse", 200);
      const plain = model.unscaled();
      expect(plain.spec.standardize).toBe(false);
      expect(distance(plain, model, data)).toBeLessThan(1e-5);
      expect((model.evaluate(data) as RegressionEvaluation).r2).toBeGreaterThan(0.9);
    },
  );

  test("softplus last does not let a scale through", () => {
    const model = trained(dataset({ inputs: rows, targets: waves.map((t) => 50 * t) }), [
      dense(1, "softplus"),
    ]);
    expect(() => model.unscaled()).toThrow(
      'Model.unscaled: the last layer is "softplus"; only a linear one can hold the target\'s scale.',
    );
  });

  test("what is not standardized is left alone, whatever its size", () => {
    const model = new Model({
      inputs: 2,
      layers: [dense(2, "tanh"), dense(1)],
      loss: "mse",
      standardize: false,
    });
    model.parameters = [1e9, 1e-40, 3e38, 1, 1e12, -1e30, 1, 2, 1e20];
    expect(model.unscaled().parameters).toEqual(model.parameters);
  });
});
