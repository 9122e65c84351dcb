import { describe, expect, test, vi } from "vitest";

import { exp as expBy, POWERS } from "../bench/baseline/exponential.js";
import { BaselineNetwork, type BaselineOptions } from "../bench/baseline/network.js";
import type { BaselineOptimizer } from "../bench/baseline/optimizer.js";
import { librarySpec, shuffledRows, startingParameters, taskData, TASKS, type Task } from "../bench/tasks.js";
import type { OptimizerSpec } from "../src/spec/optimizer.js";
import { descend } from "./reference/descent.js";
import { link } from "./reference/loss.js";
import { predict, type Batch } from "./reference/network.js";
import { expectClose } from "./support/close.js";
import { goldenNetworks, type GoldenBatch, type GoldenNetwork } from "./support/golden.js";

// On doubles the formulas stand at 1e-5; float32 numbers are held against the core's in bench.test.ts.
vi.hoisted(() => (process.env.BASELINE_STORAGE = "float64"));

/** The golden networks that are within what the baseline knows. */
const KNOWN = ["linear-mse", "linear-multi-mse", "hidden-sigmoid-mse", "relu-relu-softmax-ce"];
const tolerance = 1e-5;

describe.each(goldenNetworks().filter(({ name }) => KNOWN.includes(name)))("baseline, $name", (golden) => {
  const first = golden.batches[0];
  const parameters = Float32Array.from(golden.parameters);

  test("output", () => {
    const network = networkOf(golden);
    network.parameters = parameters;
    expectClose(network.parameters, parameters, { tolerance: 0, label: "parameters" });
    const inputs = Float32Array.from(first.inputs.flat());
    const linked = link(golden.loss, golden.output, golden.outputs);
    const all = network.predictAll(inputs, new Float32Array(linked.length));
    expectClose(all, linked, { tolerance, label: "predictAll" });
    const one = network.predictInto(inputs.subarray(0, golden.inputs), new Float32Array(golden.outputs));
    expectClose(one, linked.subarray(0, golden.outputs), { tolerance, label: "predictInto" });
    network.free();
  });

  test("loss and gradient, read off one step of gradient descent", () => {
    const network = networkOf(golden);
    network.parameters = parameters;
    expectClose(step(network, first), golden.lossValue, { tolerance, label: "loss" });
    const gradient = network.parameters.map((value, i) => parameters[i] - value);
    expectClose(gradient, golden.gradient, { tolerance, label: "gradient" });
    network.free();
  });

  const runs = golden.runs.filter(({ optimizer }) => isKnown(optimizer));
  test.each(runs)("$title", ({ optimizer, after, losses }) => {
    const network = networkOf(golden, optimizer);
    network.parameters = parameters;
    const seen: number[] = [];
    for (const { steps, parameters: expected } of after) {
      while (seen.length < steps)
        seen.push(step(network, golden.batches[seen.length % golden.batches.length]));
      expectClose(network.parameters, expected, { tolerance, label: `after ${steps} steps` });
    }
    expectClose(seen, losses, { tolerance, label: "losses" });
    network.free();
  });

  test("covers gradient descent, momentum and Adam", () => expect(runs).toHaveLength(3));
});

describe.each(TASKS)("baseline, $name", (task) => {
  const rows = 2 * task.batchSize + 7;
  const data = taskData({ ...task, rows });
  const start = startingParameters(task);

  test("an epoch with a short last batch", () => expectSameEpoch(task, rows));

  test("predictions, one row and many", () => {
    const network = new BaselineNetwork(task);
    network.parameters = start;
    const { inputs, outputs } = network;
    const { layers, loss } = librarySpec(task);
    const expected = predict({ inputs, layers }, loss, start, data.inputs);
    const all = network.predictAll(data.inputs, new Float32Array(rows * outputs));
    expectClose(all, expected, { tolerance, label: "predictAll" });
    const one = network.predictInto(data.inputs.subarray((rows - 1) * inputs), new Float32Array(outputs));
    expectClose(one, expected.subarray((rows - 1) * outputs), { tolerance, label: "predictInto" });
    network.free();
  });

  test("the data can be learned", () => {
    const network = new BaselineNetwork(task);
    network.parameters = start;
    const order = shuffledRows(rows);
    const before = network.trainEpoch(data.inputs, data.answers, order, task.batchSize);
    let after = before;
    for (let epoch = 0; epoch < 10; epoch++) {
      after = network.trainEpoch(data.inputs, data.answers, order, task.batchSize);
    }
    expect(after).toBeLessThan(0.9 * before);
    network.free();
  });
});

/** Widths and batches that leave every remainder of 4 and of 2. */
const SHAPES = [
  { widths: [1, 1], batchSize: 1 },
  { widths: [3, 1], batchSize: 5 },
  { widths: [5, 3], batchSize: 3 },
  { widths: [4, 7, 1], batchSize: 6 },
  { widths: [7, 6, 5, 2], batchSize: 7 },
  { widths: [6, 9, 1, 3], batchSize: 9 },
  { widths: [9, 64, 11, 10], batchSize: 67 },
  { widths: [130, 3, 65, 4], batchSize: 2 },
];

describe.each(SHAPES)(
  "baseline, widths $widths, batches of $batchSize",
  ({ widths: [inputs, ...units], batchSize }) => {
    const last = units.length - 1;
    const shape = { name: `${inputs}-${units.join("-")}`, inputs, batchSize, rows: 2 * batchSize + 1 };
    const adam = { type: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-3 } as const;
    const momentum = { type: "sgd", learningRate: 0.05, momentum: 0.9 } as const;
    const hidden = ["sigmoid", "relu", "linear"] as const;
    const layers = units.map(
      (width, i) => ({ units: width, activation: i === last ? "linear" : hidden[i % 3] }) as const,
    );

    test.each([adam, momentum, { ...momentum, momentum: 0 }])("mse, $type", (optimizer) => {
      if (units[last] === 1) expectSameEpoch({ ...shape, layers, loss: "mse", optimizer }, shape.rows);
    });

    test.each([adam, momentum, { ...momentum, momentum: 0 }])("crossEntropy, $type", (optimizer) => {
      expectSameEpoch({ ...shape, layers, loss: "crossEntropy", optimizer }, shape.rows);
    });
  },
);

test("baseline, exp: relative error below 1e-10 within 40 of 0, held there beyond; NaN stays NaN", () => {
  const exp = (x: number): number => expBy(x, POWERS);
  let worst = 0;
  for (let x = -40; x <= 40; x += 0.00037) worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
  expect(worst).toBeLessThan(1e-10);
  for (const x of [41, 1e9, Infinity]) expect(exp(x)).toBeCloseTo(Math.exp(40), -8);
  for (const x of [-41, -1e9, -Infinity]) expect(exp(x)).toBeLessThan(1e-17);
  expect(exp(NaN)).toBeNaN();
});

test("baseline, free: the memory of a network is used again", () => {
  for (let i = 0; i < 60; i++) {
    const network = new BaselineNetwork(TASKS[4]);
    network.predictAll(new Float32Array(100 * network.inputs), new Float32Array(100 * network.outputs));
    network.free();
  }
});

/** Trains an epoch of 2 batches and a short one, and the float64 reference beside it. */
function expectSameEpoch(task: Task, rows: number): void {
  const { inputs, batchSize } = task;
  const data = taskData({ ...task, rows });
  const start = startingParameters(task);
  const order = shuffledRows(rows);
  const batches: Batch[] = [];
  for (let first = 0; first < rows; first += batchSize) {
    const chosen = Array.from(order.subarray(first, first + batchSize));
    const answers = chosen.map((r) => data.answers[r]);
    batches.push({
      inputs: chosen.flatMap((r) => Array.from(data.inputs.subarray(r * inputs, (r + 1) * inputs))),
      ...(task.loss === "mse" ? { targets: answers } : { labels: answers }),
    });
  }
  const { layers, loss, optimizer } = librarySpec(task);
  const { losses, path } = descend({ inputs, layers }, loss, optimizer, start, batches);
  const sum = losses.reduce((total, value, i) => total + (value * batches[i].inputs.length) / inputs, 0);

  const network = new BaselineNetwork(task);
  network.parameters = start;
  const mean = network.trainEpoch(data.inputs, data.answers, order, batchSize);
  expectClose(mean, sum / rows, { tolerance, label: `${task.name}: loss` });
  expectClose(network.parameters, path[path.length - 1], { tolerance, label: `${task.name}: parameters` });
  network.free();
}

/** The golden network; without an optimizer gradient descent at rate 1, whose step is the gradient. */
function networkOf(golden: GoldenNetwork, optimizer?: OptimizerSpec): BaselineNetwork {
  return new BaselineNetwork({
    inputs: golden.inputs,
    layers: golden.layers as BaselineOptions["layers"],
    loss: golden.loss as BaselineOptions["loss"],
    optimizer: (optimizer ?? { type: "sgd", learningRate: 1 }) as BaselineOptimizer,
  });
}

/** One update on one batch; the loss before it. */
function step(network: BaselineNetwork, { inputs, targets, labels }: GoldenBatch): number {
  const order = Uint32Array.from(inputs, (_, r) => r);
  const answers = labels === undefined ? Float32Array.from((targets ?? []).flat()) : Int32Array.from(labels);
  return network.trainEpoch(Float32Array.from(inputs.flat()), answers, order, inputs.length);
}

/** The baseline knows gradient descent with and without momentum, and Adam. */
function isKnown(optimizer: OptimizerSpec): boolean {
  if (optimizer.type === "sgd") return !optimizer.nesterov && optimizer.weightDecay === 0;
  return optimizer.type === "adam";
}
