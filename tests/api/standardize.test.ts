import { describe, expect, test } from "vitest";

import {
  Model,
  OptionError,
  adam,
  dataset,
  dense,
  huber,
  lossSurface,
  sgd,
  type Dataset,
  type LossSpec,
} from "../../src/index.js";
import { gradientOf } from "../reference/network.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember } from "./remembered.js";

/** standardize: true and false, as seen from outside: units, digits, what is fitted when and on which rows. */

const line = (options: { standardize?: boolean; loss?: LossSpec; learningRate?: number } = {}): Model =>
  new Model({
    inputs: 1,
    layers: [dense(1)],
    loss: options.loss ?? "mse",
    optimizer: sgd({ learningRate: options.learningRate ?? 0.1 }),
    standardize: options.standardize,
  });

describe("what the scaler is fitted on", () => {
  const train = dataset({ inputs: [[1], [2], [6]], targets: [[10], [20], [30]] });
  const deviation = Math.sqrt((4 + 1 + 9) / 3);

  test("the training rows alone, not the validation rows; population deviation", () => {
    const model = line();
    const validation = dataset({ inputs: [1e6, -1e7], targets: [5e5, 4e4] });
    model.fitSync(train, { epochs: 1, validation });
    const { inputs, targets } = model.toJSON().scaler;
    expectClose(inputs?.mean ?? [], [3], { tolerance: 1e-15 });
    expectClose(inputs?.deviation ?? [], [deviation], { tolerance: 1e-15 });
    expectClose(targets?.mean ?? [], [20], { tolerance: 1e-15 });
    expectClose(targets?.deviation ?? [], [Math.sqrt(200 / 3)], { tolerance: 1e-15 });
  });

  test("the first fit decides: later fits, steps and evaluations leave it", () => {
    const model = line();
    model.fitSync(train, { epochs: 1 });
    const { scaler } = model.toJSON();
    const other = dataset({ inputs: [100, 300], targets: [-1, -5] });
    model.fitSync(other, { epochs: 2 });
    model.step([7], [8]);
    model.evaluate(other);
    expect(model.toJSON().scaler).toEqual(scaler);
  });

  test("or the first step", () => {
    const model = line();
    model.step([[1], [2], [6]], [10, 20, 30]);
    const scaler = model.toJSON().scaler;
    expectClose(scaler.inputs?.deviation ?? [], [deviation], { tolerance: 1e-15 });
    model.fitSync(dataset({ inputs: [100, 300], targets: [-1, -5] }), { epochs: 1 });
    expect(model.toJSON().scaler).toEqual(scaler);
  });

  test("classifications keep their targets: only inputs are scaled", () => {
    const labelled = dataset({ inputs: [[1], [2], [6]], labels: ["no", "yes", "yes"] });
    const model = new Model({ inputs: labelled, layers: [dense(1)], loss: "binaryCrossEntropy" });
    model.fitSync(labelled, { epochs: 1 });
    const { inputs, targets } = model.toJSON().scaler;
    expectClose(inputs?.mean ?? [], [3], { tolerance: 1e-15 });
    expect(targets === null || (targets.mean[0] === 0 && targets.deviation[0] === 1)).toBe(true);
  });
});

describe("units", () => {
  const random = new Random(1);
  const inputs = random.table(40, 2).map(([a, b]) => [2000 + 300 * a, 0.001 * b]);
  const targets = inputs.map(([a, b]) => [5e4 + 20 * a + 1e5 * b + 900 * random.normal()]);
  const data = dataset({ inputs, targets });
  const losses: [string, LossSpec][] = [
    ["mse", "mse"],
    ["mae", "mae"],
    ["huber", huber({ delta: 0.5 })],
  ];

  const trained = (loss: LossSpec): { model: Model; own: number; inside: number } => {
    const model = new Model({ inputs: 2, layers: [dense(4, "tanh"), dense(1)], loss, optimizer: sgd() });
    model.fitSync(data, { epochs: 3 });
    // The loss by hand from predictions in the target's unit.
    const { deviation } = model.toJSON().scaler.targets ?? { deviation: [NaN] };
    const sigma = deviation[0];
    const out = new Float64Array(1);
    let inside = 0;
    inputs.forEach((row, r) => {
      const d = Math.abs(model.predictInto(row, out)[0] - targets[r][0]) / sigma;
      const each = loss === "mse" ? d * d : loss === "mae" ? d : d <= 0.5 ? (d * d) / 2 : 0.5 * (d - 0.25);
      inside += each / inputs.length;
    });
    return { model, inside, own: inside * (loss === "mae" ? sigma : sigma * sigma) };
  };

  test.each(losses)("%s: loss, evaluate, step and History in the target's own", (_, loss) => {
    const { model, own } = trained(loss);
    const close = (value: number, label: string): void =>
      expectClose(value / own, 1, { tolerance: 1e-5, label });
    close(model.loss(data), "loss");
    close(model.evaluate(data).loss, "evaluate");
    const twin = Model.load(model.save());
    close(twin.step(inputs, targets), "step: the loss before it");
    const { epochs } = model.fitSync(data, { epochs: 1, batchSize: "all", validation: data });
    close(epochs[0].loss, "Epoch.loss: before the update");
    expectClose((epochs[0].validationLoss ?? NaN) / model.loss(data), 1, { tolerance: 1e-6 });
  });

  test.each(losses)("%s: the gradient and its loss in the standardized space", (_, loss) => {
    const { model, inside } = trained(loss);
    const found = model.gradient(data);
    expectClose(found.loss, inside, { tolerance: 1e-5, label: "loss" });
    const { scaler } = model.toJSON();
    const scaled = (rows: number[][], which: "inputs" | "targets"): number[] =>
      rows.flatMap((row) =>
        row.map((v, c) => (v - (scaler[which]?.mean[c] ?? NaN)) / (scaler[which]?.deviation[c] ?? NaN)),
      );
    const batch = { inputs: scaled(inputs, "inputs"), targets: scaled(targets, "targets") };
    const network = { inputs: 2, layers: [dense(4, "tanh"), dense(1)] };
    const exact = gradientOf(network, loss, model.parameters, batch);
    expectClose(found.gradient, exact.gradient, { tolerance: 1e-5, label: "gradient" });
  });

  test("clipNorm is measured in the standardized space: one update of sgd is rate x clipNorm long", () => {
    const model = line({ learningRate: 1 });
    const steep = dataset({ inputs: [1, 2, 3], targets: [1e6, 5e6, -7e6] });
    model.fitSync(steep, { epochs: 1, batchSize: "all" });
    const before = model.parameters;
    model.fitSync(steep, { epochs: 1, batchSize: "all", clipNorm: 1e-3 });
    const length = Math.hypot(...model.parameters.map((p, i) => p - before[i]));
    expectClose(length / 1e-3, 1, { tolerance: 1e-3 });
  });

  test("gradientTolerance too: it is met within a few epochs though the targets are in the millions", () => {
    const model = line({ learningRate: 0.3 });
    const steep = dataset({ inputs: [1, 2, 3], targets: [1e6, 5e6, -7e6] });
    const { stoppedBy } = model.fitSync(steep, { epochs: 200, batchSize: "all", gradientTolerance: 1e-4 });
    expect(stoppedBy).toBe("gradient");
    expect(Math.hypot(...model.gradient(steep).gradient)).toBeLessThanOrEqual(1e-4);
  });
});

test("several targets of very different scales are all learnt", () => {
  const xs = Array.from({ length: 50 }, (_, i) => i / 10);
  const data = dataset({ inputs: xs, targets: xs.map((x) => [1e6 - 3e5 * x, 0.001 * x + 5, -40]) });
  const model = new Model({
    inputs: data,
    layers: [dense(3)],
    loss: "mse",
    optimizer: sgd({ learningRate: 0.3 }),
  });
  model.fitSync(data, { epochs: 300, batchSize: "all" });
  const [millions, thousandths, constant] = model.predict([2.5]);
  expectClose(millions / (1e6 - 7.5e5), 1, { tolerance: 1e-5 });
  expectClose((thousandths - 5) / 0.0025, 1, { tolerance: 1e-2 });
  expectClose(constant / -40, 1, { tolerance: 1e-5 });
});

describe("digits", () => {
  const start = 1_700_000_000_000;
  const seconds = Array.from({ length: 40 }, (_, i) => i);

  test("inputs at 1.7e12 milliseconds, one second apart, are told apart", () => {
    const data = dataset({
      inputs: seconds.map((s) => start + 1000 * s),
      targets: seconds.map((s) => 3 * s),
    });
    const model = line();
    model.fitSync(data, { epochs: 200, batchSize: "all" });
    expectClose(model.predict([start + 20_500]), [61.5], { tolerance: 1e-4 });
    expectClose(Model.load(model.save()).predict([start + 500]), [1.5], { tolerance: 1e-4 });
    expectClose(model.predictAll(data)[7], 21, { tolerance: 1e-4 });
  });

  test("targets at 1.7e12: loss, evaluate and a float64 prediction keep them", () => {
    const inputs = seconds;
    // 100 ms off the line, in turns: the best line's errors are known.
    const targets = seconds.map((s) => start + 1000 * s + (s % 2 === 0 ? 100 : -100));
    const data = dataset({ inputs, targets });
    const model = line();
    model.fitSync(data, { epochs: 300, batchSize: "all" });
    expectClose(model.predictInto([10], new Float64Array(1))[0] - start, 10_000, { tolerance: 0.01 });
    const { loss, mae, rmse, r2 } = model.evaluate(data) as unknown as Record<string, number>;
    expectClose(loss / 1e4, 1, { tolerance: 0.01, label: "mse" });
    expectClose(rmse / 100, 1, { tolerance: 0.01, label: "rmse" });
    expectClose(mae / 100, 1, { tolerance: 0.01, label: "mae" });
    expect(r2).toBeGreaterThan(0.999);
  });

  test("a Float32Array's own digits are used, nothing is invented", () => {
    const inputs = Float32Array.from(seconds, (s) => 0.1 * s);
    const model = line();
    model.fitSync(dataset({ inputs, targets: seconds }), { epochs: 1 });
    const mean = inputs.reduce((a, v) => a + v, 0) / inputs.length;
    expectClose(model.toJSON().scaler.inputs?.mean ?? [], [mean], { tolerance: 1e-15 });
  });
});

describe("a constant column", () => {
  test("among inputs: it is left out of every answer, whatever comes later, and a note says so", () => {
    const inputs = [1, 2, 3, 4].map((x) => [x, 0.1]);
    const data = dataset({ inputs, targets: [2, 4, 6, 8] });
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", seed: 3 });
    const { notes } = model.fitSync(data, { epochs: 20 });
    expect(notes).toEqual([
      "input 1 is 0.1 in every row that the scale was fitted on: it is left out of the predictions",
    ]);
    expect(model.gradient(data).gradient[1]).toBe(0);
    for (const other of [0.2, -5, 1e30, 1e300]) {
      expect(model.predict([2, other])).toEqual(model.predict([2, 0.1]));
      expect(Model.load(model.save()).predict([2, other])).toEqual(model.predict([2, 0.1]));
      expectClose(model.unscaled().predict([2, Math.min(other, 1e30)]), model.predict([2, 0.1]), {
        tolerance: 1e-5,
      });
    }
    // The scale stays, so that what changes only now is left out still.
    const later = dataset({ inputs: [1, 2, 3, 4].map((x) => [x, x]), targets: [2, 4, 6, 8] });
    expect(model.fitSync(later, { epochs: 1 }).notes).toEqual(notes);
  });

  test("zip 10001 in every row, then 94105", () => {
    const inputs = Array.from({ length: 50 }, (_, i) => [i, 10001]);
    const data = dataset({ inputs, targets: inputs.map(([x]) => 3 * x) }, { columns: ["size", "zip"] });
    const model = new Model({
      inputs: data,
      layers: [dense(1)],
      loss: "mse",
      optimizer: adam({ learningRate: 0.05 }),
    });
    const { notes } = model.fitSync(data, { epochs: 500 });
    expectClose(model.predict([5, 94105]), [15], { tolerance: 1e-4 });
    expect(notes.join()).toContain('input 1 ("zip") is 10001');
  });

  test("what varies by rounding alone, and under rows of weight 0, is constant too", () => {
    const noisy = Array.from({ length: 40 }, (_, i) => [i, i % 2 ? 0.3 : 0.1 + 0.2]);
    const data = dataset({ inputs: noisy, targets: noisy.map(([x]) => x) });
    const weighted = dataset(
      { inputs: [...noisy.map(([x]) => [x, 7]), [3, 8]], targets: [...noisy.map(([x]) => x), 3] },
      { weights: [...noisy.map(() => 1), 0] },
    );
    for (const part of [data, weighted]) {
      const model = new Model({ inputs: 2, layers: [dense(4, "tanh"), dense(1)], loss: "mse" });
      expect(model.fitSync(part, { epochs: 2 }).notes).toHaveLength(1);
      expect(model.predict([5, 1e6])).toEqual(model.predict([5, 0.3]));
    }
  });

  test("a first step has too few rows to tell: it only shifts", () => {
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", seed: 3 });
    model.step([[1, 2]], [3]);
    expect(model.toJSON().scaler.inputs).toEqual({ mean: [1, 2], deviation: [1, 1] });
  });

  test("among targets: the constant is predicted, with nothing infinite", () => {
    const data = dataset({ inputs: [1, 2, 3], targets: [7, 7, 7] });
    const model = line();
    const { epochs } = model.fitSync(data, { epochs: 300, batchSize: "all" });
    expect(epochs.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expectClose(model.predict([2]), [7], { tolerance: 1e-6 });
    expectClose(model.evaluate(data).loss, 0, { tolerance: 1e-6 });
  });

  test("a single row is all constant columns", () => {
    const data = dataset({ inputs: [[5, -3]], targets: [11] });
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mae" });
    model.fitSync(data, { epochs: 1 });
    expect(model.predict([5, -3])[0]).toBeTypeOf("number");
    expect(model.toJSON().scaler.targets).toEqual({ mean: [11], deviation: [1] });
  });
});

describe("standardize: false", () => {
  const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 9] });

  test("numbers go through untouched and the two spaces are one", () => {
    const model = line({ standardize: false });
    model.parameters = [2, 0.5];
    expect([...model.predict([10])]).toEqual([20.5]);
    const mse = (0.5 ** 2 + 0.5 ** 2 + 2.5 ** 2) / 3;
    expectClose(model.loss(data), mse, { tolerance: 1e-6 });
    expectClose(model.gradient(data).loss, mse, { tolerance: 1e-6 });
    model.fitSync(data, { epochs: 1 });
    const { inputs, targets } = model.toJSON().scaler;
    for (const scaler of [inputs, targets]) expect(scaler ?? { mean: [0], deviation: [1] }).toEqual(identity);
  });

  const identity = { mean: [0], deviation: [1] };

  test("predicts, evaluates and is saved before any training", () => {
    const model = line({ standardize: false });
    const answers = (m: Model): unknown[] => [m.predict([3]), m.evaluate(data), m.gradient(data)];
    expect(answers(Model.load(model.save()))).toEqual(answers(model));
  });
});

describe("before any training, with standardize: true", () => {
  const data: Dataset = dataset({ inputs: [1, 2], targets: [1, 2] });
  const axis = { parameter: 0, from: 0, to: 1, steps: 2 };
  const calls: [string, (model: Model) => unknown][] = [
    ["predict", (model) => model.predict([1])],
    ["predictInto", (model) => model.predictInto([1], [0])],
    ["predictAll", (model) => model.predictAll([[1]])],
    ["loss", (model) => model.loss(data)],
    ["gradient", (model) => model.gradient(data)],
    ["evaluate", (model) => model.evaluate(data)],
    ["unscaled", (model) => model.unscaled()],
    ["lossSurface", (model) => lossSurface(model, data, axis, { ...axis, parameter: 1 })],
  ];

  test.each(calls)("%s says what to do", (_, call) => {
    const model = line();
    const unchanged = remember(model);
    const error = caught(OptionError, () => call(model));
    expect(error.message).toMatch(/has not been trained.*[Cc]all fit first.*standardize: false/);
    unchanged();
  });

  test("evaluate's error speaks of evaluate, lossSurface's of lossSurface", () => {
    expect(caught(OptionError, () => line().evaluate(data)).message).toMatch(/^Model\.evaluate: /);
    const surface = (): unknown => lossSurface(line(), data, axis, { ...axis, parameter: 1 });
    expect(caught(OptionError, surface).message).toMatch(/^lossSurface: /);
  });

  test("a model without training can be saved, and its copy trains to the same bits", () => {
    const model = line();
    const copy = Model.load(model.save());
    model.fitSync(data, { epochs: 3 });
    copy.fitSync(data, { epochs: 3 });
    expect(copy.save()).toEqual(model.save());
  });
});
