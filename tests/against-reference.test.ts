import { describe, expect, test } from "vitest";

import { Model, adagrad, adam, adamw, dataset, dense, rmsprop, sgd, type Dataset } from "../src/index.js";
import { ACTIVATIONS, type LayerSpec } from "../src/spec/layer.js";
import { isRegression, lossName, LOSSES, type LossSpec } from "../src/spec/loss.js";
import { OPTIMIZERS, type OptimizerSpec } from "../src/spec/optimizer.js";
import { descend } from "./reference/descent.js";
import { gradientOf, predict, type Batch, type Network } from "./reference/network.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

/** The core's float32 against the float64 reference, over shapes that PyTorch's files do not have. */

const FLOAT32 = 1e-5;

interface LossCase {
  readonly name: string;
  readonly loss: LossSpec;
  readonly answers: "numbers" | "labels" | "probabilities" | "yes or no";
}

const losses: LossCase[] = [
  { name: "mse", loss: "mse", answers: "numbers" },
  { name: "mae", loss: "mae", answers: "numbers" },
  { name: "huber", loss: { type: "huber", delta: 0.7 }, answers: "numbers" },
  { name: "crossEntropy, labels", loss: "crossEntropy", answers: "labels" },
  { name: "crossEntropy, probabilities", loss: "crossEntropy", answers: "probabilities" },
  { name: "binaryCrossEntropy", loss: "binaryCrossEntropy", answers: "yes or no" },
];
const caseOf = (name: string): LossCase => losses.find((loss) => loss.name === name) as LossCase;
const mse = caseOf("mse");
const labelled = caseOf("crossEntropy, labels");

test("every loss has a case", () => {
  expect(new Set(losses.map(({ loss }) => lossName(loss)))).toEqual(new Set(LOSSES));
});

/** Rows of a batch in both tongues: as the library's dataset and as the reference's flat lists. */
interface Case {
  readonly data: Dataset;
  readonly batch: Batch;
  readonly inputs: number[][];
}

function randomCase(
  seed: number,
  network: Network,
  { answers }: LossCase,
  rows: number,
  weighted = false,
): Case {
  const random = new Random(seed);
  // float32 from the start, so that both sides see the same numbers.
  const draw = (): number => Math.fround(random.normal());
  const inputs = random.table(rows, network.inputs, draw);
  const outputs = outputsOf(network);
  const weights = weighted ? random.list(rows, () => Math.fround(random.uniform(0, 3))) : undefined;
  const options = weighted ? { weights } : {};
  const flat = inputs.flat();
  if (answers === "labels") {
    // The first rows name every class once, so that the dataset has them all.
    const labels = Array.from({ length: rows }, (_, r) => (r < outputs ? r : random.whole(outputs)));
    return { data: dataset({ inputs, labels }, options), batch: { inputs: flat, labels, weights }, inputs };
  }
  const targets =
    answers === "probabilities"
      ? Array.from({ length: rows }, () => shares(random.list(outputs, () => random.uniform(0.05, 1))))
      : random.table(rows, outputs, answers === "yes or no" ? () => random.whole(2) : draw);
  const batch = { inputs: flat, targets: targets.flat(), weights };
  return { data: dataset({ inputs, targets }, options), batch, inputs };
}

/** The numbers divided by their sum. */
function shares(row: Float64Array): number[] {
  const sum = row.reduce((a, b) => a + b);
  return Array.from(row, (value) => value / sum);
}

function modelOf(network: Network, { loss, answers }: LossCase, optimizer?: OptimizerSpec): Model {
  const outputs = outputsOf(network);
  const classes = answers === "labels" ? Array.from({ length: outputs }, (_, i) => i) : undefined;
  const { inputs } = network;
  const layers = [...network.layers];
  return new Model({ inputs, layers, loss, optimizer, classes, standardize: false, seed: 1 });
}

function outputsOf({ inputs, layers }: Network): number {
  return layers.reduce((width, layer) => (layer.type === "dense" ? layer.units : width), inputs);
}

function expectSame(
  network: Network,
  lossCase: LossCase,
  { data, batch, inputs }: Case,
  label: string,
): void {
  const { loss } = lossCase;
  const model = modelOf(network, lossCase);
  const { parameters } = model;
  const exact = gradientOf(network, loss, parameters, batch);
  const found = model.gradient(data);
  expectClose(model.predictAll(inputs), predict(network, loss, parameters, batch.inputs), {
    tolerance: FLOAT32,
    label: `${label}: predictAll`,
  });
  expectClose(model.loss(data), exact.loss, { tolerance: FLOAT32, label: `${label}: loss` });
  expectClose(found.loss, exact.loss, { tolerance: FLOAT32, label: `${label}: the gradient's loss` });
  expectClose(found.gradient, exact.gradient, { tolerance: FLOAT32, label: `${label}: gradient` });
}

describe("output, loss and gradient", () => {
  const widths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33];

  for (const lossCase of losses) {
    const { name, loss } = lossCase;
    test(`${name}: every activation`, () => {
      ACTIVATIONS.forEach((activation, i) => {
        const network: Network = {
          inputs: 5,
          layers: [dense(6, activation), dense(7, activation), dense(3)],
        };
        expectSame(network, lossCase, randomCase(i, network, lossCase, 20), activation);
      });
    });

    test(`${name}: every width of inputs, units and outputs`, () => {
      for (const width of widths) {
        const shapes: [string, number, LayerSpec[]][] = [
          ["inputs", width, [dense(5, "tanh"), dense(2)]],
          ["units", 3, [dense(width, "tanh"), dense(width, "sigmoid"), dense(2)]],
          ["outputs", 3, [dense(4, "tanh"), dense(width)]],
          ["a single layer", width, [dense(width)]],
        ];
        for (const [place, inputs, layers] of shapes) {
          const network = { inputs, layers };
          // One output has no second class to tell from.
          if (loss === "crossEntropy" && outputsOf(network) === 1) continue;
          expectSame(network, lossCase, randomCase(width, network, lossCase, 40), `${place} ${width}`);
        }
      }
    });

    test(`${name}: every number of rows, with and without weights`, () => {
      const network: Network = { inputs: 4, layers: [dense(9, "tanh"), dense(3)] };
      for (const rows of [3, 4, 5, 17, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000]) {
        for (const weighted of [false, true]) {
          const label = `${rows} rows${weighted ? ", weighted" : ""}`;
          expectSame(network, lossCase, randomCase(rows, network, lossCase, rows, weighted), label);
        }
      }
    });
  }
});

describe("fit, its last batch short", () => {
  const network: Network = { inputs: 3, layers: [dense(6, "tanh"), dense(5, "silu"), dense(2)] };
  const schedule = { schedule: "cosine", initial: 0.05, final: 0.001, epochs: 4, warmup: 1 } as const;
  const optimizers: OptimizerSpec[] = [
    sgd({ learningRate: 0.1 }),
    sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
    sgd({ learningRate: schedule }),
    sgd({ learningRate: { schedule: "step", initial: 0.1, every: 2, factor: 0.5 } }),
    adam({ learningRate: 0.01 }),
    adamw({ learningRate: 0.01, weightDecay: 0.1 }),
    adamw({ learningRate: schedule }),
    rmsprop({ learningRate: 0.01 }),
    adagrad({ learningRate: 0.1 }),
  ];
  test("every optimizer has a case", () => {
    expect(new Set(optimizers.map(({ type }) => type))).toEqual(new Set(OPTIMIZERS));
  });

  const rows = 50;
  const batchSize = 8;
  const epochs = 4;

  for (const clipNorm of [undefined, 0.05]) {
    for (const weighted of [false, true]) {
      for (const optimizer of optimizers) {
        const label = `${JSON.stringify(optimizer)}, clipNorm ${clipNorm}${weighted ? ", weighted" : ""}`;
        test(label, () => {
          const { data, batch } = randomCase(9, network, mse, rows, weighted);
          const model = modelOf(network, mse, optimizer);
          const { weights } = batch;
          const meanWeight = weights && Array.from(weights).reduce((sum, w) => sum + w) / rows;
          const parts = Array.from({ length: Math.ceil(rows / batchSize) }, (_, k) => ({
            ...partOf(batch, k * batchSize, Math.min(rows, (k + 1) * batchSize), 3, 2),
            meanWeight,
          }));
          const batches = Array.from({ length: epochs }, () => parts).flat();
          const exact = descend(network, "mse", optimizer, model.parameters, batches, {
            clipNorm,
            updatesPerEpoch: parts.length,
          });
          const history = model.fitSync(data, { epochs, batchSize, clipNorm, shuffle: false });
          const last = exact.path[exact.path.length - 1];
          expectClose(model.parameters, last, { tolerance: FLOAT32, label: "parameters" });
          const means = Array.from({ length: epochs }, (_, e) =>
            parts.reduce(
              (sum, part, k) => sum + (exact.losses[e * parts.length + k] * part.inputs.length) / 3 / rows,
              0,
            ),
          );
          const losses = history.epochs.map(({ loss }) => loss);
          expectClose(losses, means, { tolerance: FLOAT32, label: "row-weighted losses" });
        });
      }
    }
  }
});

test("a batch of all rows is worked through in blocks that make one gradient", () => {
  const network: Network = { inputs: 7, layers: [dense(20, "tanh"), dense(3)] };
  for (const lossCase of losses) {
    const { name, loss } = lossCase;
    const { data, batch } = randomCase(10, network, lossCase, 700);
    const optimizer = sgd({ learningRate: 0.2, momentum: 0.5 });
    const model = modelOf(network, lossCase, optimizer);
    const { path } = descend(network, loss, optimizer, model.parameters, Array<Batch>(12).fill(batch));
    model.fitSync(data, { epochs: 12, batchSize: "all" });
    expectClose(model.parameters, path[11], { tolerance: FLOAT32, label: name });
  }
});

test("class weights multiply the rows' own", () => {
  const network: Network = { inputs: 3, layers: [dense(6, "tanh"), dense(4)] };
  const optimizer = sgd({ learningRate: 0.3 });
  const classWeights = [1, 0.25, 4, 0];
  for (const weighted of [false, true]) {
    const { data, batch } = randomCase(11, network, labelled, 40, weighted);
    const labels = Array.from(batch.labels ?? []);
    const weights = labels.map((label, r) => classWeights[label] * (batch.weights?.[r] ?? 1));
    const model = modelOf(network, labelled, optimizer);
    const start = model.parameters;
    const exact = Array<Batch>(5).fill({ inputs: batch.inputs, labels, weights });
    const { path, losses: found } = descend(network, "crossEntropy", optimizer, start, exact);
    const { epochs } = model.fitSync(data, { epochs: 5, batchSize: "all", classWeights });
    expectClose(model.parameters, path[4], { tolerance: FLOAT32, label: `weighted ${weighted}` });
    expectClose(
      epochs.map(({ loss }) => loss),
      found,
      { tolerance: FLOAT32, label: "losses" },
    );
  }
});

describe("standardize: true", () => {
  const network: Network = { inputs: 2, layers: [dense(5, "tanh"), dense(3)] };
  const random = new Random(12);
  const inputs = random.table(60, 2).map(([a, b]) => [2000 + 30 * a, 0.001 * b]);
  const targets = random.table(60, 3).map(([a, b, c]) => [1e6 * a, b - 7, 40 + 0.01 * c]);
  const x = standardized(inputs);
  const y = standardized(targets);
  const batch: Batch = { inputs: x.values, targets: y.values };

  test.each(losses.filter(({ loss }) => isRegression(loss)).map(({ name, loss }) => [name, loss] as const))(
    "%s: the gradient and its loss are of the standardized rows, loss and predictions in the data's units",
    (_, loss) => {
      const data = dataset({ inputs, targets });
      const { layers } = network;
      const model = new Model({ inputs: 2, layers: [...layers], loss, optimizer: sgd(), seed: 2 });
      const { epochs } = model.fitSync(data, { epochs: 1, batchSize: "all" });
      const exact = gradientOf(network, loss, model.parameters, batch);
      const found = model.gradient(data);
      expectClose(found.gradient, exact.gradient, { tolerance: FLOAT32, label: "gradient" });
      expectClose(found.loss, exact.loss, { tolerance: FLOAT32, label: "the gradient's loss" });

      const output = predict(network, loss, model.parameters, x.values);
      const units = [1e6, 1, 0.01];
      model.predictAll(inputs).forEach((value, i) => {
        const o = i % 3;
        const expected = output[i] * y.deviation[o] + y.mean[o];
        expectClose(value / units[o], expected / units[o], { tolerance: 1e-4, label: `output ${o}` });
      });
      // Each output's loss has its own unit: an mse the square of the target's.
      const power = loss === "mae" ? 1 : 2;
      const own = y.deviation.reduce((sum, deviation, o) => {
        const column = (values: ArrayLike<number>): number[] =>
          Array.from({ length: 60 }, (_row, r) => values[r * 3 + o]);
        const part = { inputs: column(output), targets: column(y.values) };
        const pass: Network = { inputs: 1, layers: [dense(1)] };
        return sum + (gradientOf(pass, loss, [1, 0], part).loss * deviation ** power) / 3;
      }, 0);
      expectClose(model.loss(data) / own, 1, { tolerance: FLOAT32, label: "loss / exact" });
      expect(epochs[0].loss).toBeGreaterThan(model.loss(data));
    },
  );
});

/** The columns of a table at mean 0 and deviation 1, flat, with what they had. */
function standardized(table: readonly (readonly number[])[]): {
  values: number[];
  mean: number[];
  deviation: number[];
} {
  const average = (values: readonly number[]): number => values.reduce((a, v) => a + v, 0) / values.length;
  const columns = table[0].map((_, c) => table.map((cells) => cells[c]));
  const mean = columns.map(average);
  const deviation = columns.map((column, c) => Math.sqrt(average(column.map((v) => (v - mean[c]) ** 2))));
  return {
    values: table.flatMap((cells) => cells.map((v, c) => (v - mean[c]) / deviation[c])),
    mean,
    deviation,
  };
}

/** Rows `from` up to, not including, `to`. */
function partOf(batch: Batch, from: number, to: number, inputs: number, outputs: number): Batch {
  const cut = (values: ArrayLike<number>, width: number): number[] =>
    Array.from(values).slice(from * width, to * width);
  return {
    inputs: cut(batch.inputs, inputs),
    targets: cut(batch.targets ?? [], outputs),
    weights: batch.weights && cut(batch.weights, 1),
  };
}
