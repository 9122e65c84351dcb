import { describe, expect, test } from "vitest";

import { Model, dataset, dense, dropout, sgd } from "../src/index.js";
import { gradientOf, type Batch, type Network } from "./reference/network.js";
import { expectClose } from "./support/close.js";

/** float32 against float64: the largest |a - b| / max(1, |b|). */
const FLOAT32 = 1e-5;

describe("dropout", () => {
  const network: Network = { inputs: 3, layers: [dense(40, "tanh"), dropout(0.4), dense(1)] };
  const row = [0.5, -1, 0.25];

  test("one step is the reference's under the mask that it shows", () => {
    const model = new Model({
      inputs: 3,
      layers: [...network.layers],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.02 }),
      standardize: false,
      seed: 3,
    });
    let dropped = 0;
    for (let k = 0; k < 25; k++) {
      const start = model.parameters;
      const before = model.step([row], [[3]]);
      const after = model.parameters;
      // A weight behind a dropped value does not move.
      const mask = Array.from(after.subarray(160, 200), (w, u) => (w === start[160 + u] ? 0 : 1));
      dropped += mask.filter((kept) => kept === 0).length;
      const batch: Batch = { inputs: row, targets: [3] };
      const { loss, gradient } = gradientOf(network, "mse", start, batch, [mask]);
      expectClose(before, loss, { tolerance: FLOAT32, label: `loss before step ${k}` });
      expectClose(
        after,
        gradient.map((g, i) => start[i] - 0.02 * g),
        { tolerance: FLOAT32, label: `step ${k}` },
      );
    }
    expect(dropped / 1000, "share dropped").toBeGreaterThan(0.35);
    expect(dropped / 1000, "share dropped").toBeLessThan(0.45);
  });

  test.each(["step", "fitSync"] as const)(
    "%s masks every row of a batch anew, the same forward and backward",
    (how) => {
      // More rows than a block has. Row r is 1 in column r only and the first layer copies it, so that dW[u][r] shows the mask at row r, unit u.
      const n = 200;
      const range = Array.from({ length: n }, (_, i) => i);
      const layers = [dense(n), dropout(0.5), dense(1)];
      const square: Network = { inputs: n, layers };
      const optimizer = sgd({ learningRate: 1 });
      const model = new Model({ inputs: n, layers, loss: "mse", optimizer, standardize: false, seed: 4 });
      const start = new Float32Array(model.count);
      for (const i of range) start[i * n + i] = 1;
      start.fill(1, n * n + n, n * n + n + n);
      model.parameters = start;
      const inputs = range.map((r) => range.map((c) => (r === c ? 1 : 0)));
      const targets = range.map(() => 3);
      const options = { epochs: 1, batchSize: "all", shuffle: false } as const;
      const before =
        how === "step"
          ? model.step(inputs, targets)
          : model.fitSync(dataset({ inputs, targets }), options).epochs[0].loss;
      const after = model.parameters;
      const mask = range.flatMap((r) => range.map((u) => (after[u * n + r] === start[u * n + r] ? 0 : 1)));

      const { loss, gradient } = gradientOf(square, "mse", start, { inputs: inputs.flat(), targets }, [mask]);
      expectClose(before, loss, { tolerance: FLOAT32, label: "loss" });
      const expected = gradient.map((g, i) => start[i] - g);
      expectClose(after, expected, { tolerance: FLOAT32, label: "after the step" });

      const rows = new Set(range.map((r) => mask.slice(r * n, (r + 1) * n).join("")));
      expect(rows.size, "different rows of the mask").toBe(n);
      const kept = mask.filter((value) => value === 1).length / mask.length;
      expectClose(kept, 0.5, { tolerance: 0.02, label: "share kept" });
    },
  );

  test("is on in an epoch's loss, off in validation, loss and prediction", () => {
    // The mean of 64 ones: dropout makes each 0 or 2, so that the mean's variance is 1 / 64.
    const inputs = Array.from({ length: 2000 }, () => Array<number>(64).fill(1));
    const data = dataset({ inputs, targets: inputs.map(() => [1]) });
    const layers = [dropout(0.5), dense(1)];
    const optimizer = sgd({ learningRate: 1e-30 });
    const model = new Model({ inputs: 64, layers, loss: "mse", optimizer, standardize: false });
    model.parameters = Float32Array.from({ length: 65 }, (_, i) => (i < 64 ? 1 / 64 : 0));
    const { epochs } = model.fitSync(data, { epochs: 2, validation: data });
    for (const { loss, validationLoss } of epochs) {
      expectClose(loss * 64, 1, { tolerance: 0.15, label: "variance x 64" });
      expect(validationLoss).toBe(0);
    }
    expect(epochs[0].loss, "another mask in each epoch").not.toBe(epochs[1].loss);
    expect(model.loss(data)).toBe(0);
    expect([...model.predict(inputs[0])]).toEqual([1]);
  });

  test.each([0.5, 0.9])("rate %s: the gradient asked for is that of the loss, which has no mask", (rate) => {
    const layers = [dropout(rate), dense(20, "tanh"), dropout(rate), dense(1)];
    const inputs = Array.from({ length: 150 }, (_, r) => [Math.sin(r), Math.cos(3 * r), (r % 7) / 7]);
    const targets = inputs.map(([a, b, c]) => a * b + c);
    const data = dataset({ inputs, targets });
    const optimizer = sgd({ learningRate: 1e-30 });
    const model = new Model({ inputs: 3, layers, loss: "mse", optimizer, standardize: false, seed: 5 });
    const batch: Batch = { inputs: inputs.flat(), targets };
    const plain: Network = { inputs: 3, layers: layers.filter(({ type }) => type === "dense") };
    const expected = gradientOf(plain, "mse", model.parameters, batch);
    for (const when of ["untrained", "after an epoch"]) {
      const { loss, gradient } = model.gradient(data);
      expectClose(loss, expected.loss, { tolerance: FLOAT32, label: `${when}: loss` });
      expectClose(gradient, expected.gradient, { tolerance: FLOAT32, label: `${when}: gradient` });
      model.fitSync(data, { epochs: 1 });
    }
    const norm = Math.hypot(...expected.gradient);
    const stopped = [0.999, 1.001].map(
      (factor) => model.fitSync(data, { epochs: 1, gradientTolerance: norm * factor }).stoppedBy,
    );
    expect(stopped).toEqual(["epochs", "gradient"]);
  });
});
