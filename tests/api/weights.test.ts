import { describe, expect, test } from "vitest";

import {
  Model,
  OptionError,
  adam,
  dataset,
  dense,
  sgd,
  type FitOptions,
  type LossSpec,
  type ModelJson,
} from "../../src/index.js";
import { descend } from "../reference/descent.js";
import { gradientOf, type Batch, type Network } from "../reference/network.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember } from "./remembered.js";

/** Sample weights and class weights against the float64 reference. */

describe("weights divide by the mean of all training rows", () => {
  const random = new Random(3);
  const rows = 24;
  const inputs = random.table(rows, 2, () => Math.fround(random.normal()));
  const weights = random.list(rows, () => Math.fround(random.uniform(0, 4)));
  const network: Network = { inputs: 2, layers: [dense(3, "tanh"), dense(1)] };
  const optimizer = sgd({ learningRate: 0.1 });
  const build = (loss: LossSpec): Model =>
    new Model({ inputs: 2, layers: [...network.layers], loss, optimizer, standardize: false });
  const numbers = inputs.map(([a, b]) => Math.fround(a * b));
  const yes = inputs.map(([a, b]) => Number(a > b));

  const cases: [string, LossSpec, number[], FitOptions["classWeights"]][] = [
    ["mse", "mse", numbers, undefined],
    ["mae", "mae", numbers, undefined],
    ["huber", { type: "huber", delta: 0.5 }, numbers, undefined],
    ["binaryCrossEntropy", "binaryCrossEntropy", yes, undefined],
    ["binaryCrossEntropy, class weights in order", "binaryCrossEntropy", yes, [0.5, 3]],
    ["binaryCrossEntropy, class weights by name", "binaryCrossEntropy", yes, { 1: 3, 0: 0.5 }],
    ["binaryCrossEntropy, one class named", "binaryCrossEntropy", yes, { 1: 3 }],
  ];

  test.each(cases)("%s: fit, loss and validation", (_, loss, targets, classWeights) => {
    const named = classWeights as Record<string, number> | undefined;
    const total = Array.from(weights, (w, r) => w * (named?.[targets[r]] ?? 1));
    const meanWeight = total.reduce((sum, w) => sum + w) / rows;
    const parts = [0, 9, 18].map((from): Batch => {
      const cut = (list: ArrayLike<number>, width: number): number[] =>
        Array.from(list).slice(from * width, Math.min(rows, from + 9) * width);
      return { inputs: cut(inputs.flat(), 2), targets: cut(targets, 1), weights: cut(total, 1), meanWeight };
    });
    const data = dataset({ inputs, targets }, { weights });
    const built = build(loss);
    const batches = [...parts, ...parts];
    const { path, losses } = descend(network, loss, optimizer, built.parameters, batches);
    const options = { epochs: 2, batchSize: 9, shuffle: false, classWeights, validation: data };
    const { epochs } = built.fitSync(data, options);
    expectClose(built.parameters, path[5], { tolerance: 1e-5, label: "parameters" });
    // The losses count by their rows: 9, 9 and 6.
    const mean = (9 * losses[3] + 9 * losses[4] + 6 * losses[5]) / 24;
    expectClose(epochs[1].loss, mean, { tolerance: 1e-5, label: "Epoch.loss" });
    const whole = { inputs: inputs.flat(), targets, weights };
    const exact = gradientOf(network, loss, built.parameters, whole);
    expectClose(built.loss(data), exact.loss, {
      tolerance: 1e-5,
      label: "loss: sample weights, no class weights",
    });
    expectClose(epochs[1].validationLoss ?? NaN, exact.loss, { tolerance: 1e-5, label: "validationLoss" });
    expectClose(built.gradient(data).gradient, exact.gradient, { tolerance: 1e-5, label: "gradient" });
  });

  // Inputs that tell nothing, one yes in ten of weight 9: half the weight says yes, at every batch size.
  const nothing = dataset(
    {
      inputs: Array<number>(200).fill(0),
      targets: Array.from({ length: 200 }, (_, r) => Number(r % 10 === 0)),
    },
    { weights: Array.from({ length: 200 }, (_, r) => (r % 10 === 0 ? 9 : 1)) },
  );
  const words = dataset({
    inputs: nothing.inputs,
    labels: Array.from(nothing.targets, (y) => (y ? "a" : "b")),
  });
  test.each([1, 3, 32, 100, "all"] as const)("at batch size %s they mean the same", (batchSize) => {
    const options = { epochs: 600, batchSize };
    const rate = {
      schedule: "cosine",
      initial: batchSize === "all" ? 1 : 0.1,
      final: 1e-4,
      epochs: 600,
    } as const;
    const layers = [dense(1)];
    const common = { inputs: 1, layers, optimizer: sgd({ learningRate: rate }), standardize: false };
    const yesNo = new Model({ ...common, loss: "binaryCrossEntropy" });
    yesNo.fitSync(nothing, options);
    expectClose(yesNo.predict([0]), [0.5], { tolerance: 0.01 });
    // The same by class: three classes' worth of weight on the rare one.
    const classed = new Model({ ...common, loss: "binaryCrossEntropy", positive: "a" });
    classed.fitSync(words, { ...options, classWeights: { a: 9, b: 1 } });
    expectClose(classed.predict([0]), [0.5], { tolerance: 0.01 });
    const balanced = new Model({ ...common, loss: "binaryCrossEntropy", positive: "a" });
    balanced.fitSync(words, { ...options, classWeights: "balanced" });
    expectClose(balanced.predict([0]), [0.5], { tolerance: 0.01 });
    // A mean of numbers: 9 of weight 1 at 0, one of weight 9 at 1.
    const mean = new Model({
      ...common,
      loss: "mse",
      optimizer: sgd({ learningRate: { ...rate, initial: 0.02 } }),
    });
    mean.fitSync(nothing, options);
    expectClose(mean.predict([0]), [0.5], { tolerance: 0.03 });
  });

  test("balanced: rows / (classes x rows of the class), by weight, as scikit-learn has it", () => {
    const data = dataset({ inputs: [1, 2, 3, 4, 5], labels: ["a", "b", "b", "b", "b"] });
    const build = () => new Model({ inputs: data, layers: [dense(1)], loss: "binaryCrossEntropy" });
    const [a, b] = [build(), build()];
    a.fitSync(data, { epochs: 5, classWeights: "balanced" });
    b.fitSync(data, { epochs: 5, classWeights: { a: 5 / 2, b: 5 / 8 } });
    expect(a.save()).toEqual(b.save());
    const weighted = dataset({ inputs: [1, 2, 3], labels: ["a", "b", "b"] }, { weights: [2, 1, 1] });
    const plain = build();
    plain.fitSync(weighted, { epochs: 5 });
    const same = build();
    same.fitSync(weighted, { epochs: 5, classWeights: "balanced" });
    expect(same.save()).toEqual(plain.save());
  });

  test("class weights count in the scaler, and rows of a class of weight 0 are none", () => {
    const data = dataset({ inputs: [0, 10, 1e30], labels: ["a", "b", "c"] });
    const model = new Model({ inputs: data, layers: [dense(3)], loss: "crossEntropy" });
    model.fitSync(data, { epochs: 1, classWeights: { a: 3, c: 0 } });
    expect(model.toJSON().scaler.inputs?.mean).toEqual([2.5]);
  });

  test("weights times any number are the same weights, even where float32 ends", () => {
    const trained = (factor: number): number[] => {
      const built = build("mse");
      const data = dataset({ inputs, targets: numbers }, { weights: weights.map((w) => w * factor) });
      built.fitSync(data, { epochs: 3, batchSize: 9 });
      return [...built.parameters, built.loss(data), built.gradient(data).loss];
    };
    const plain = trained(1);
    for (const factor of [3, 1e-3, 1e30, 1e100, 1e-50]) {
      expectClose(trained(factor), plain, { tolerance: 1e-5, label: `factor ${factor}` });
    }
  });

  test("a row of weight 0 does not count", () => {
    const half = dataset({ inputs, targets: numbers }, { weights: weights.map((w, r) => (r < 12 ? w : 0)) });
    const built = build("mse");
    const alone = dataset(
      { inputs: inputs.slice(0, 12), targets: numbers.slice(0, 12) },
      { weights: weights.slice(0, 12) },
    );
    expectClose(built.loss(half), built.loss(alone), { tolerance: 1e-6 });
    expectClose(built.gradient(half).gradient, built.gradient(alone).gradient, { tolerance: 1e-6 });
  });

  test("class weights are refused where there are no classes, and when they name none of them", () => {
    const data = dataset({ inputs, targets: numbers });
    const bad: [Model, unknown, RegExp][] = [
      [build("mse"), [1, 2], /classWeights/],
      [build("binaryCrossEntropy"), { maybe: 2 }, /"maybe"/],
      [build("binaryCrossEntropy"), [1, 2, 3], /classWeights.*2 numbers/],
      [build("binaryCrossEntropy"), [1, -2], /classWeights.*at least 0.*-2/],
      [build("binaryCrossEntropy"), [1, NaN], /classWeights.*NaN/],
      [build("binaryCrossEntropy"), [1], /classWeights.*2 numbers/],
      [build("binaryCrossEntropy"), [0, 0], /classWeights/],
    ];
    for (const [built, given, text] of bad) {
      const unchanged = remember(built);
      const binary = dataset({ inputs, targets: yes });
      const classWeights = given as FitOptions["classWeights"];
      const rowsOf = built.spec.loss === "mse" ? data : binary;
      const error = caught(OptionError, () => built.fitSync(rowsOf, { epochs: 1, classWeights }));
      expect(error.message).toMatch(text);
      unchanged();
    }
  });

  test("class weights over rows of probabilities are not taken for those of other classes", () => {
    // Row by row one-hot: either the same as labels, or refused; never the weight of class round(p[0]).
    const labels = yes.map((y) => 2 * y); // classes 0 and 2 of 0, 1, 2
    const targets = labels.map((label) => [0, 1, 2].map((k) => Number(k === label)));
    const built = (): Model =>
      new Model({ inputs: 2, layers: [dense(3)], loss: "crossEntropy", optimizer, classes: [0, 1, 2] });
    const byLabel = built();
    const byRow = built();
    const options = { epochs: 3, classWeights: [1, 5, 0.1] };
    byLabel.fitSync(dataset({ inputs, labels }), options);
    let refused: unknown;
    try {
      byRow.fitSync(dataset({ inputs, targets }), options);
    } catch (error) {
      refused = error;
    }
    if (refused) expect(refused).toBeInstanceOf(OptionError);
    else expectClose(byRow.parameters, byLabel.parameters, { tolerance: 1e-6 });
  });
});

describe("a row of weight 0 is no row for the scaler either", () => {
  const xs = Array.from({ length: 100 }, (_, i) => i / 10);
  const good = xs.map((x) => [x, Math.cos(x)]);
  const ys = xs.map(Math.sin);
  const train = (inputs: number[][], targets: number[], weights?: number[]): Model => {
    const model = new Model({
      ...{ inputs: 2, layers: [dense(16, "tanh"), dense(1)], loss: "mse" },
      optimizer: adam({ learningRate: 0.02 }),
    });
    const data = dataset({ inputs, targets }, { weights });
    model.fitSync(data, { epochs: 400, batchSize: "all" });
    return model;
  };
  const plain = train(good, ys);
  const mae = (model: Model): number => {
    const predicted = model.predictAll(good);
    return ys.reduce((sum, y, r) => sum + Math.abs(predicted[r] - y), 0) / ys.length;
  };

  // Targets of -999,999 gave an MAE of 1,760; the last two would be infinite or NaN in float32.
  const sentinels: [string, number, number][] = [
    ["a sentinel among targets", 1, -999_999],
    ["a sentinel among inputs", -999_999, 1],
    ["beyond float32 among targets", 1, 1e300],
    ["beyond float32 among inputs", 1e300, 1],
  ];
  test.each(sentinels)("%s: as without those rows", (_, input, target) => {
    const bad = [1, 2, 3];
    const inputs = [...good, ...bad.map(() => [input, input])];
    const targets = [...ys, ...bad.map(() => target)];
    const model = train(inputs, targets, [...ys.map(() => 1), ...bad.map(() => 0)]);
    const scales = ({ inputs, targets }: ModelJson["scaler"]): number[] =>
      [inputs, targets].flatMap((scaler) => [...(scaler?.mean ?? []), ...(scaler?.deviation ?? [])]);
    expectClose(scales(model.toJSON().scaler), scales(plain.toJSON().scaler), { tolerance: 1e-14 });
    expectClose(model.predictAll(good), plain.predictAll(good), { tolerance: 1e-3 });
    expect(mae(plain)).toBeLessThan(0.05);
    expect(mae(model)).toBeLessThan(0.05);
  });

  test("weights count in mean and deviation as so many rows", () => {
    const [a, b] = [
      dataset({ inputs: [0, 10], targets: [1, 5] }, { weights: [3, 1] }),
      dataset({ inputs: [0, 0, 0, 10], targets: [1, 1, 1, 5] }),
    ].map((data) => {
      const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
      model.fitSync(data, { epochs: 1 });
      return model.toJSON().scaler;
    });
    expect(a).toEqual(b);
    expect(a.inputs?.mean).toEqual([2.5]);
  });
});

describe("class weights that are none", () => {
  const labels = [
    "customers who returned the product within 30 days",
    "orders that were never picked up by the recipient",
    "visitors from a newsletter who left a phone number",
  ];
  const data = dataset({ inputs: [1, 2, 3], labels });
  const fit = (classWeights: unknown) => (): unknown => {
    const model = new Model({ inputs: data, layers: [dense(3)], loss: "crossEntropy" });
    return model.fitSync(data, { epochs: 1, classWeights } as FitOptions);
  };

  test("a Map, which has no fields to read", () => {
    const { message } = caught(OptionError, fit(new Map([[labels[0], 50]])));
    expect(message).toBe('Model.fitSync: classWeights must be numbers by class, or "balanced", got a Map.');
  });

  test("a long name that is far from all classes is told at once", () => {
    const { message } = caught(OptionError, fit({ "anything else that a person may have in their data": 2 }));
    expect(message).toContain("unknown class. Known: customers who");
  });

  test("a long name that is near one is told which", () => {
    const { message } = caught(OptionError, fit({ [`${labels[1]}s`]: 2 }));
    expect(message).toContain(`Did you mean "${labels[1]}"?`);
  });
});
