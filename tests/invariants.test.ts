import { describe, expect, test } from "vitest";

import { Model, adam, dataset, dense, dropout, type LossSpec } from "../src/index.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

/** What must not change when something that does not matter does; and what must, when the seed does. */

const bytes = (parameters: Float32Array): number[] => [...new Uint8Array(parameters.slice().buffer)];

describe("the seed decides every bit", () => {
  const random = new Random(1);
  const data = dataset({ inputs: random.table(100, 5), targets: random.table(100, 2) });
  const trained = (seed: number | undefined): Model => {
    const layers = [dense(17, "relu"), dropout(0.3), dense(2)];
    const model = new Model({ inputs: data, layers, loss: "mse", seed });
    model.fitSync(data, { epochs: 3, batchSize: 16 });
    return model;
  };

  test("the same seed gives the same weights and losses, another one others", () => {
    expect(bytes(trained(7).parameters)).toEqual(bytes(trained(7).parameters));
    expect(bytes(trained(7).parameters)).not.toEqual(bytes(trained(8).parameters));
    expect(bytes(trained(undefined).parameters)).toEqual(bytes(trained(0).parameters));
  });

  test("the start too: seeds 0, 1 and 2 have nothing in common", () => {
    const starts = [0, 1, 2].map(
      (seed) => new Model({ inputs: 5, layers: [dense(20), dense(1)], loss: "mse", seed }).parameters,
    );
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const equal = starts[a].filter((value, i) => value === starts[b][i]).length;
      expect(equal, `seeds ${a} and ${b}`).toBe(0);
    }
  });
});

describe("the order of a batch", () => {
  const losses: LossSpec[] = [
    "mse",
    "mae",
    { type: "huber", delta: 0.5 },
    "crossEntropy",
    "binaryCrossEntropy",
  ];

  test.each(losses.map((loss) => [typeof loss === "string" ? loss : loss.type, loss] as const))(
    "leaves loss and gradient within rounding: %s",
    (_, loss) => {
      const random = new Random(2);
      const rows = 300; // more than one block of rows
      const inputs = random.table(rows, 4);
      const probabilities = random.table(rows, 3, () => random.uniform());
      const sums = probabilities.map((row) => row.reduce((a, b) => a + b));
      const targets =
        loss === "crossEntropy" ? probabilities.map((row, r) => row.map((p) => p / sums[r])) : probabilities;
      const order = random.order(rows);
      const pick = <Row>(table: Row[]): Row[] => order.map((r) => table[r]);
      const model = new Model({
        inputs: 4,
        layers: [dense(9, "tanh"), dense(3)],
        loss,
        standardize: false,
        seed: 3,
      });
      const plain = model.gradient(dataset({ inputs, targets }));
      const mixed = model.gradient(dataset({ inputs: pick(inputs), targets: pick(targets) }));
      expectClose(mixed.loss, plain.loss, { tolerance: 1e-6, label: "loss" });
      expectClose(mixed.gradient, plain.gradient, { tolerance: 1e-6, label: "gradient" });
    },
  );
});

test("a constant added to every logit leaves crossEntropy's probabilities, loss and gradient", () => {
  const random = new Random(4);
  const inputs = random.table(20, 3);
  const labels = inputs.map(() => random.whole(4));
  const data = dataset({ inputs, labels });
  const model = new Model({ inputs: data, layers: [dense(4)], loss: "crossEntropy", standardize: false });
  const plain = model.gradient(data);
  const probabilities = model.predictAll(inputs);
  for (const shift of [1, -8, 64]) {
    const parameters = model.parameters;
    const moved = new Model({ inputs: data, layers: [dense(4)], loss: "crossEntropy", standardize: false });
    moved.parameters = parameters.map((p, i) => (i < 12 ? p : p + shift)); // the last four are the biases
    const options = { tolerance: 1e-5, label: `shift ${shift}` };
    expectClose(moved.predictAll(inputs), probabilities, options);
    expectClose(moved.gradient(data).loss, plain.loss, options);
    expectClose(moved.gradient(data).gradient, plain.gradient, options);
  }
});

describe("the units of the data, when it is standardized", () => {
  const random = new Random(5);
  const inputs = random.table(80, 3);
  const targets = inputs.map(([a, b, c]) => [a * b + Math.sin(c)]);
  const times = (table: number[][], factor: number, shift = 0): number[][] =>
    table.map((row) => row.map((value) => value * factor + shift));
  const predictions = (x: number[][], y: number[][]): Float64Array => {
    const data = dataset({ inputs: x, targets: y });
    const layers = [dense(12, "relu"), dense(1)];
    const model = new Model({
      inputs: data,
      layers,
      loss: "mse",
      optimizer: adam({ learningRate: 0.01 }),
      seed: 6,
    });
    model.fitSync(data, { epochs: 10, batchSize: 16 });
    return model.predictAll(x);
  };
  const plain = predictions(inputs, targets);

  test("inputs ten times as large give the same predictions", () => {
    expectClose(predictions(times(inputs, 10), targets), plain, { tolerance: 1e-4 });
  });

  test("targets ten times as large give predictions ten times as large", () => {
    const found = predictions(inputs, times(targets, 10));
    expectClose(
      found.map((y) => y / 10),
      plain,
      { tolerance: 1e-4 },
    );
  });

  test("shifted inputs and targets give shifted predictions", () => {
    const found = predictions(times(inputs, 1, 1000), times(targets, 1, -50));
    expectClose(
      found.map((y) => y + 50),
      plain,
      { tolerance: 1e-4 },
    );
  });

  test("a power of two changes no bit", () => {
    expectClose(predictions(times(inputs, 8), targets), plain, { tolerance: 0, label: "inputs" });
    const found = predictions(inputs, times(targets, 8));
    expectClose(
      found.map((y) => y / 8),
      plain,
      { tolerance: 0, label: "targets" },
    );
  });
});

describe("weights", () => {
  const random = new Random(7);
  const inputs = random.table(6, 2);
  const targets = random.table(6, 1);
  const build = (): Model =>
    new Model({ inputs: 2, layers: [dense(5, "tanh"), dense(1)], loss: "mse", standardize: false, seed: 8 });

  test("a row of weight 3 counts as three rows, one of weight 0 not at all", () => {
    const weighted = dataset({ inputs, targets }, { weights: [1, 3, 0, 1, 1, 2] });
    const copies = [0, 1, 1, 1, 3, 4, 5, 5];
    const repeated = dataset({
      inputs: copies.map((r) => inputs[r]),
      targets: copies.map((r) => targets[r]),
    });
    const a = build().gradient(weighted);
    const b = build().gradient(repeated);
    expectClose(a.loss, b.loss, { tolerance: 1e-6, label: "loss" });
    expectClose(a.gradient, b.gradient, { tolerance: 1e-6, label: "gradient" });
  });

  test("all weights alike are no weights", () => {
    const plain = build().gradient(dataset({ inputs, targets }));
    const alike = build().gradient(dataset({ inputs, targets }, { weights: [5, 5, 5, 5, 5, 5] }));
    expectClose(alike.loss, plain.loss, { tolerance: 1e-6 });
    expectClose(alike.gradient, plain.gradient, { tolerance: 1e-6 });
  });
});
