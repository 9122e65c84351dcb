import { describe, expect, test } from "vitest";

import { DivergedError, Model, adam, dataset, dense, sgd } from "../../src/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { remember } from "./remembered.js";

/** What a training that fails, or ends before it learned anything, leaves behind: nothing. */

const wild = sgd({ learningRate: 1e30 });
const huge = dataset({ inputs: [1e6, 2e6], targets: [1, 2] });
const small = dataset({ inputs: [1, 2], targets: [1, 2] });
const words = dataset({ inputs: [1e6, 2e6, 3e6], labels: ["a", "b", "c"] });

describe("a first training that fails leaves no scaler and no classes", () => {
  test("fit: x of a million, then of 1 and 2: the mean is 1.5, where it was 1,500,000", () => {
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer: wild });
    const unchanged = remember(model);
    caught(DivergedError, () => model.fitSync(huge, { epochs: 9, batchSize: 1 }));
    unchanged();
    expect(model.toJSON().scaler).toEqual({ inputs: null, targets: null });
    caught(DivergedError, () => model.fitSync(small, { epochs: 9, batchSize: 1 }));
    const calm = Model.fromJSON({ ...model.toJSON(), spec: { ...model.spec, optimizer: adam() } });
    calm.fitSync(small, { epochs: 1 });
    expect(calm.toJSON().scaler.inputs?.mean).toEqual([1.5]);
  });

  test("classes, of fit and of step", () => {
    const build = () =>
      new Model({
        inputs: 1,
        layers: [dense(3)],
        loss: "crossEntropy",
        optimizer: sgd({ learningRate: 3e38 }),
      });
    const model = build();
    caught(DivergedError, () => model.fitSync(words, { epochs: 9, batchSize: 1 }));
    expect([model.classes, model.toJSON().scaler.inputs]).toEqual([undefined, null]);
    const others = dataset({ inputs: [1, 2, 3], labels: ["x", "y", "z"] });
    caught(DivergedError, () => model.fitSync(others, { epochs: 9, batchSize: 1 }));
    const stepped = build();
    stepped.parameters = [3e38, -3e38, 3e38, 3e38, 3e38, -3e38];
    const unchanged = remember(stepped);
    caught(DivergedError, () => stepped.step([[1e6], [2e6], [3e6]], ["a", "b", "c"]));
    unchanged();
    expect(stepped.classes).toBeUndefined();
  });

  test("a signal that was aborted beforehand", () => {
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    const unchanged = remember(model);
    model.fitSync(huge, { epochs: 9, signal: AbortSignal.abort() });
    unchanged();
  });

  test("what was learned before stays, with its scaler", () => {
    const model = new Model({
      inputs: 1,
      layers: [dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.1 }),
    });
    model.fitSync(small, { epochs: 5 });
    const unchanged = remember(model);
    model.fitSync(huge, { epochs: 9, signal: AbortSignal.abort() });
    unchanged();
  });
});

describe("after a divergence the kept weights have a finite loss and predict", () => {
  const inputs = Array.from({ length: 40 }, (_, i) => [i / 10, (i % 7) / 3]);
  const data = dataset({ inputs, targets: inputs.map(([a, b]) => a + b) });
  // At these rates weights are finite for an epoch or more after which no loss is.
  const rates = [1e3, 1e6, 1e12, 1e18, 1e20, 1e25, 1e30, 1e36];
  test.each(rates.flatMap((rate) => [40, 16].map((batchSize) => [rate, batchSize])))(
    "learning rate %d, batches of %d",
    (learningRate, batchSize) => {
      for (const layers of [[dense(1)], [dense(6, "relu"), dense(1)], [dense(6, "tanh"), dense(1)]]) {
        const model = new Model({
          inputs: 2,
          layers,
          loss: "mse",
          optimizer: sgd({ learningRate }),
          seed: 1,
        });
        // Known from before, so that the model can be asked whatever happens.
        model.step(inputs, [...data.targets]);
        model.parameters = new Model(model.spec).parameters;
        let failed: unknown;
        try {
          model.fitSync(data, { epochs: 60, batchSize });
        } catch (error) {
          failed = error;
        }
        if (!failed) continue;
        expect(failed).toBeInstanceOf(DivergedError);
        expect(model.loss(data)).toBeLessThan(Infinity);
        expect(model.predictAll(inputs).every(Number.isFinite)).toBe(true);
      }
    },
  );

  test("the epoch that is kept is named, and is that of a shorter fit to the bit", () => {
    const build = () =>
      new Model({
        inputs: 2,
        layers: [dense(1)],
        loss: "mse",
        optimizer: sgd({ learningRate: 40 }),
        seed: 1,
      });
    const model = build();
    const { message } = caught(DivergedError, () => model.fitSync(data, { epochs: 999, batchSize: "all" }));
    const kept = Number(/those of epoch (\d+)/.exec(message)?.[1]);
    expect(kept).toBeGreaterThan(2);
    const twin = build();
    twin.fitSync(data, { epochs: kept, batchSize: "all" });
    expect(model.save({ optimizer: true })).toEqual(twin.save({ optimizer: true }));
    expectClose(model.loss(data), twin.loss(data), { tolerance: 0 });
  });
});
