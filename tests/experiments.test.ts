import { describe, expect, test } from "vitest";

import { Model, adam, dataset, dense, windows, type Dataset } from "../src/index.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

/** The lecture's experiments in the small: several outputs at once, overfitting and its remedy, classes. */

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("a structured output", () => {
  test("the next seven days as one vector", () => {
    const week = [9, 12, 13, 12, 11, 6, 5];
    const series = range(7 * 40).map((day) => week[day % 7]);
    const data = windows(series, { past: 14, ahead: 7 });
    expect([data.rows, data.inputWidth, data.targetWidth]).toEqual([280 - 20, 14, 7]);
    const optimizer = adam({ learningRate: 0.01 });
    const model = new Model({ inputs: data, layers: [dense(7)], loss: "mse", optimizer });
    model.fitSync(data, { epochs: 300 });
    for (const start of [0, 3, 6]) {
      const past = range(14).map((day) => week[(start + day) % 7]);
      const next = range(7).map((day) => week[(start + day) % 7]);
      expectClose(model.predict(past), next, { tolerance: 1e-3, label: `from weekday ${start}` });
    }
  });
});

describe("overfitting", () => {
  const random = new Random(11);
  const draw = (rows: number): Dataset => {
    const xs = Array.from(random.list(rows, () => random.uniform(-3, 3)));
    return dataset({ inputs: xs, targets: xs.map((x) => Math.sin(x) + 0.4 * random.normal()) });
  };
  const train = draw(20);
  const validation = draw(300);
  const build = (): Model => {
    const optimizer = adam({ learningRate: 0.01 });
    return new Model({
      inputs: train,
      layers: [dense(100, "relu"), dense(1)],
      loss: "mse",
      optimizer,
      seed: 1,
    });
  };

  test("shows: the training loss falls on while the validation loss rises", () => {
    const { epochs, best } = build().fitSync(train, { epochs: 1500, validation });
    const last = epochs[epochs.length - 1];
    const lowest = Math.min(...epochs.map(({ validationLoss = NaN }) => validationLoss));
    expect(best.validationLoss).toBe(lowest);
    expect(last.validationLoss).toBeGreaterThan(1.3 * lowest);
    expect(last.loss).toBeLessThan(0.7 * epochs[best.epoch - 1].loss);
  });

  test("early stopping ends it and brings the best weights back", () => {
    const model = build();
    const seen: Float32Array[] = [];
    const history = model.fitSync(train, {
      epochs: 1500,
      validation,
      earlyStopping: { patience: 40 },
      onEpoch: () => {
        seen.push(model.parameters);
      },
    });
    expect(history.stoppedBy).toBe("earlyStopping");
    expect(history.epochs.length).toBe(history.best.epoch + 40);
    expectClose(model.loss(validation), history.best.validationLoss ?? NaN, {
      tolerance: 0,
      label: "best loss",
    });
    expectClose(model.parameters, seen[history.best.epoch - 1], { tolerance: 0, label: "best weights" });
  });
});

describe("classification", () => {
  test("among three classes", () => {
    const centres: Record<string, [number, number]> = { ash: [0, 0], birch: [5, 0], cedar: [0, 5] };
    const names = Object.keys(centres);
    const random = new Random(3);
    const labels = range(600).map(() => names[random.whole(3)]);
    const inputs = labels.map((name) => centres[name].map((c) => c + random.normal()));
    const { train, test: rest } = dataset({ inputs, labels }).split({ test: 0.25, shuffle: 1 });
    const layers = [dense(8, "relu"), dense(3)];
    const model = new Model({
      inputs: train,
      layers,
      loss: "crossEntropy",
      optimizer: adam({ learningRate: 0.01 }),
    });
    model.fitSync(train, { epochs: 60 });
    const result = model.evaluate(rest);
    expect(result.accuracy).toBeGreaterThan(0.97);
    expect(result.loss).toBeLessThan(0.1);
    expect(result.confusion.flat().reduce((a, b) => a + b)).toBe(150);
    for (const [index, name] of names.entries()) {
      const found = model.classify(centres[name]);
      expect(found).toMatchObject({ label: name, index });
      expect(found.probability).toBeGreaterThan(0.95);
      expectClose(
        model.predict(centres[name]).reduce((a, b) => a + b),
        1,
        { tolerance: 1e-6, label: "probabilities' sum" },
      );
    }
  });

  test("yes or no: what a line cannot part, a hidden layer does", () => {
    const inputs = range(200).map((i) => [Math.cos(i) * (i % 2 ? 1 : 3), Math.sin(i) * (i % 2 ? 1 : 3)]);
    const labels = range(200).map((i) => (i % 2 ? "inside" : "outside"));
    const data = dataset({ inputs, labels });
    const accuracyOf = (layers: ReturnType<typeof dense>[]): number => {
      const optimizer = adam({ learningRate: 0.02 });
      const model = new Model({ inputs: data, layers, loss: "binaryCrossEntropy", optimizer });
      model.fitSync(data, { epochs: 150 });
      return model.evaluate(data).accuracy;
    };
    expect(accuracyOf([dense(1)])).toBeLessThan(0.8);
    expect(accuracyOf([dense(16, "relu"), dense(1)])).toBe(1);
  });
});
