import { describe, expect, test } from "vitest";

import { ACTIVATIONS, dense, dropout, type Activation, type LayerSpec } from "../src/spec/layer.js";
import { lossName, LOSSES, type LossSpec } from "../src/spec/loss.js";
import { adam, adamw, adagrad, OPTIMIZERS, rmsprop, sgd, type OptimizerSpec } from "../src/spec/optimizer.js";
import { activations } from "./reference/activation.js";
import { descend } from "./reference/descent.js";
import { link, lossAndGradient } from "./reference/loss.js";
import {
  centralDifferences,
  forward,
  gradientOf,
  lossOf,
  parameterCount,
  type Batch,
  type Masks,
  type Network,
} from "./reference/network.js";
import { clip } from "./reference/optimizer.js";
import { expectClose } from "./support/close.js";
import { GOLDEN_ACTIVATIONS, goldenFunctions, goldenNetworks, type GoldenBatch } from "./support/golden.js";
import { Random } from "./support/random.js";

/** The files print float64 in full; sums in another order differ by a few of its last places. */
const FLOAT64 = 1e-12;

interface LossCase {
  readonly title: string;
  readonly loss: LossSpec;
  readonly answers: "numbers" | "labels" | "probabilities" | "yes or no" | "shares";
}

const losses: LossCase[] = [
  { title: "mse", loss: "mse", answers: "numbers" },
  { title: "mae", loss: "mae", answers: "numbers" },
  { title: "huber, delta 0.7", loss: { type: "huber", delta: 0.7 }, answers: "numbers" },
  { title: "crossEntropy over labels", loss: "crossEntropy", answers: "labels" },
  { title: "crossEntropy over probabilities", loss: "crossEntropy", answers: "probabilities" },
  { title: "binaryCrossEntropy over yes or no", loss: "binaryCrossEntropy", answers: "yes or no" },
  { title: "binaryCrossEntropy over shares", loss: "binaryCrossEntropy", answers: "shares" },
];

test("every loss has a case", () => {
  expect(new Set(losses.map(({ loss }) => lossName(loss)))).toEqual(new Set(LOSSES));
});

/** One hidden layer of each activation, and the shapes at the edges: none, one unit, deep, a last activation. */
const networks: Network[] = [
  ...ACTIVATIONS.map((activation) => ({ inputs: 3, layers: [dense(4, activation), dense(2)] })),
  { inputs: 5, layers: [dense(3)] },
  { inputs: 1, layers: [dense(1)] },
  { inputs: 1, layers: [dense(1, "tanh"), dense(1, "sigmoid"), dense(2)] },
  { inputs: 4, layers: [dense(5, "relu"), dense(4, "silu"), dense(3, "elu"), dense(3)] },
];

const lastActivations: Network[] = ACTIVATIONS.map((activation) => ({
  inputs: 3,
  layers: [dense(3, "tanh"), dense(2, activation)],
}));

describe("the gradient equals central differences (step 1e-5) within 1e-8", () => {
  for (const { title, loss, answers } of losses) {
    const regression = answers === "numbers";
    for (const network of regression ? [...networks, ...lastActivations] : networks) {
      for (const weighted of [false, true]) {
        const label = `${title}, ${describeNetwork(network)}${weighted ? ", sample weights" : ""}`;
        test(label, () => {
          const random = new Random(4);
          const parameters = random.list(parameterCount(network));
          const batch = randomBatch(random, network, answers, 7, weighted);
          const { loss: value, gradient } = gradientOf(network, loss, parameters, batch);
          expect(value).toBe(lossOf(network, loss, parameters, batch));
          const slopes = centralDifferences((p) => lossOf(network, loss, p, batch), parameters);
          expectClose(gradient, slopes, { tolerance: 1e-8, label });
        });
      }
    }
  }

  test("through dropout with a given mask", () => {
    const layers = [dense(6, "tanh"), dropout(0.5), dense(4, "sigmoid"), dropout(0.25), dense(2)];
    const network = { inputs: 3, layers };
    const random = new Random(5);
    const parameters = random.list(parameterCount(network));
    const batch = randomBatch(random, network, "numbers", 7, false);
    const masks: Masks = [
      random.list(7 * 6, () => random.whole(2)),
      random.list(7 * 4, () => random.whole(2)),
    ];
    const { gradient } = gradientOf(network, "mse", parameters, batch, masks);
    const slopes = centralDifferences((p) => lossOf(network, "mse", p, batch, masks), parameters);
    expectClose(gradient, slopes, { tolerance: 1e-8, label: "dropout" });
    const dropless = gradientOf(network, "mse", parameters, batch).gradient;
    expect(Math.max(...gradient.map((g, i) => Math.abs(g - dropless[i])))).toBeGreaterThan(1e-3);
  });

  test("of every activation, off its kinks", () => {
    for (const name of ACTIVATIONS) {
      const { value, derivative } = activations[name];
      for (const x of [-40, -3.1, -2.9, -1, -0.1, 0.1, 1, 2.9, 3.1, 40]) {
        const slope = (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
        expectClose(derivative(x), slope, { tolerance: 1e-8, label: `${name} at ${x}` });
      }
    }
  });
});

describe("what must hold", () => {
  test("a sample weight of k counts as the row given k times", () => {
    const network: Network = { inputs: 3, layers: [dense(4, "tanh"), dense(2)] };
    for (const { title, loss, answers } of losses) {
      const random = new Random(6);
      const parameters = random.list(parameterCount(network));
      const batch = randomBatch(random, network, answers, 4, false);
      const weights = [1, 3, 0, 2];
      const repeated = pick(batch, network, [0, 1, 1, 1, 3, 3]);
      const one = gradientOf(network, loss, parameters, { ...batch, weights });
      const other = gradientOf(network, loss, parameters, repeated);
      expectClose(one.loss, other.loss, { tolerance: FLOAT64, label: title });
      expectClose(one.gradient, other.gradient, { tolerance: FLOAT64, label: title });
    }
  });

  test("a constant added to every logit changes neither crossEntropy nor its gradient", () => {
    const logits = [1, -2, 0.5, 3, 3, -1];
    const answers = { labels: [2, 0] };
    const plain = lossAndGradient("crossEntropy", logits, answers, 3);
    const shifted = lossAndGradient(
      "crossEntropy",
      logits.map((y) => y + 1024),
      answers,
      3,
    );
    expectClose(shifted.loss, plain.loss, { tolerance: FLOAT64 });
    expectClose(shifted.gradient, plain.gradient, { tolerance: FLOAT64 });
  });

  test("labels are one-hot rows", () => {
    const output = [0.3, -1, 2, 0, 0, 1];
    const rows = { targets: [0, 1, 0, 0, 0, 1] };
    expect(lossAndGradient("crossEntropy", output, { labels: [1, 2] }, 3)).toEqual(
      lossAndGradient("crossEntropy", output, rows, 3),
    );
  });

  test("a mask of ones at rate 0 and no mask at all change nothing", () => {
    const bare: Network = { inputs: 2, layers: [dense(3, "silu"), dense(1)] };
    const dropping: Network = { inputs: 2, layers: [dense(3, "silu"), dropout(0), dense(1)] };
    const random = new Random(7);
    const parameters = random.list(parameterCount(bare));
    const inputs = random.list(8);
    const plain = forward(bare, parameters, inputs);
    expect(forward(dropping, parameters, inputs)).toEqual(plain);
    expect(forward(dropping, parameters, inputs, [new Float64Array(12).fill(1)])).toEqual(plain);
  });

  test("clip shortens a long gradient to the norm and leaves a short one", () => {
    expectClose(clip([3, 4], 1), [0.6, 0.8], { tolerance: 1e-15 });
    expect([...clip([3, 4], 5)]).toEqual([3, 4]);
    expect([...clip([3, 4], 6)]).toEqual([3, 4]);
  });

  test("parameters count weights and biases of the dense layers only", () => {
    expect(parameterCount({ inputs: 56, layers: [dense(100), dropout(0.5), dense(1)] })).toBe(5801);
  });
});

describe("the golden networks", () => {
  for (const golden of goldenNetworks()) {
    const { loss, parameters } = golden;
    const batches = golden.batches.map(flatten);

    test(`${golden.name}: output, loss and gradient`, () => {
      const output = forward(golden, parameters, batches[0].inputs);
      expectClose(output, golden.output, { tolerance: FLOAT64, label: "output" });
      const found = gradientOf(golden, loss, parameters, batches[0]);
      expectClose(found.loss, golden.lossValue, { tolerance: FLOAT64, label: "loss" });
      expectClose(found.gradient, golden.gradient, { tolerance: FLOAT64, label: "gradient" });
    });

    test.each(golden.runs.map((run) => [run.title, run] as const))(`${golden.name}: %s`, (_, run) => {
      const ten = Array.from({ length: 10 }, (_, k) => batches[k % batches.length]);
      const { losses: found, path } = descend(golden, loss, run.optimizer, parameters, ten);
      expectClose(found, run.losses, { tolerance: FLOAT64, label: "losses" });
      expect(run.after.map(({ steps }) => steps)).toEqual([1, 2, 10]);
      for (const { steps, parameters: expected } of run.after) {
        expectClose(path[steps - 1], expected, { tolerance: FLOAT64, label: `after ${steps} steps` });
      }
    });
  }
});

describe("functions.json", () => {
  const golden = goldenFunctions();

  test.each(Object.entries(GOLDEN_ACTIVATIONS))("%s and its derivative", (name, activation: Activation) => {
    const { y, dy } = golden.activations[name];
    const { value, derivative } = activations[activation];
    expectClose(golden.x.map(value), y, { tolerance: FLOAT64, label: name });
    expectClose(golden.x.map(derivative), dy, { tolerance: FLOAT64, label: `d${name}` });
  });

  test("softmax cross-entropy at huge logits", () => {
    for (const { logits, target, softmax, loss, grad } of golden.softmaxCrossEntropy) {
      const label = `logits ${logits.join(", ")}`;
      const found = lossAndGradient("crossEntropy", logits, { labels: [target] }, logits.length);
      expectClose(link("crossEntropy", logits, logits.length), softmax, { tolerance: FLOAT64, label });
      expectClose(found.loss, loss, { tolerance: FLOAT64, label });
      expectClose(found.gradient, grad, { tolerance: FLOAT64, label });
    }
  });

  test("binary cross-entropy at huge logits", () => {
    for (const { logit, target, loss, grad } of golden.bceWithLogits) {
      const label = `logit ${logit}, target ${target}`;
      const found = lossAndGradient("binaryCrossEntropy", [logit], { targets: [target] }, 1);
      expectClose(found.loss, loss, { tolerance: FLOAT64, label });
      expectClose(found.gradient, [grad], { tolerance: FLOAT64, label });
    }
  });

  test("regression losses at their kinks", () => {
    for (const { type, delta = 1, pred, target, loss, grad } of golden.regressionLosses) {
      const spec: LossSpec = type === "huber" ? { type, delta } : type;
      const found = lossAndGradient(spec, [pred], { targets: [target] }, 1);
      expectClose(found.loss, loss, { tolerance: 0, label: `${type} ${pred} ${target}` });
      expectClose(found.gradient, [grad], { tolerance: 0, label: `${type} ${pred} ${target}` });
    }
  });
});

describe("descent", () => {
  const optimizers: OptimizerSpec[] = [sgd(), adam(), adamw(), rmsprop(), adagrad()];

  test("every optimizer is there", () => {
    expect(optimizers.map(({ type }) => type)).toEqual(OPTIMIZERS);
  });

  test.each(optimizers.map((spec) => [spec.type, spec] as const))("%s lowers a loss", (_, spec) => {
    const network: Network = { inputs: 2, layers: [dense(5, "tanh"), dense(1)] };
    const random = new Random(8);
    const start = random.list(parameterCount(network));
    const batch = randomBatch(random, network, "numbers", 20, false);
    const { losses: found } = descend(network, "mse", spec, start, Array<Batch>(200).fill(batch));
    expect(found[199]).toBeLessThan(found[0]);
  });

  test("follows the schedule's epochs and clips", () => {
    const network: Network = { inputs: 1, layers: [dense(1)] };
    const learningRate = { schedule: "step", initial: 1, every: 1, factor: 0.5 } as const;
    const batch: Batch = { inputs: [0], targets: [-1e6] };
    const batches = Array<Batch>(4).fill(batch);
    const options = { clipNorm: 1, updatesPerEpoch: 2 };
    const { path } = descend(network, "mse", sgd({ learningRate }), [0, 0], batches, options);
    expectClose(
      path.map(([, bias]) => bias),
      [-1, -2, -2.5, -3],
      { tolerance: FLOAT64 },
    );
  });
});

function describeNetwork({ inputs, layers }: Network): string {
  const name = (layer: LayerSpec): string =>
    layer.type === "dense" ? `${layer.units} ${layer.activation}` : `dropout ${layer.rate}`;
  return [inputs, ...layers.map(name)].join(" - ");
}

function flatten({ inputs, targets, labels }: GoldenBatch): Batch {
  const flat = inputs.flat();
  return labels === undefined ? { inputs: flat, targets: (targets ?? []).flat() } : { inputs: flat, labels };
}

function randomBatch(
  random: Random,
  network: Network,
  answers: LossCase["answers"],
  rows: number,
  weighted: boolean,
): Batch {
  const outputs = outputsOf(network);
  const inputs = random.list(rows * network.inputs);
  const weights = weighted ? random.list(rows, () => random.uniform(0, 3)) : undefined;
  if (answers === "labels")
    return { inputs, weights, labels: random.list(rows, () => random.whole(outputs)) };
  const draw: Record<Exclude<LossCase["answers"], "labels">, () => number> = {
    numbers: () => random.normal(),
    probabilities: () => random.uniform(),
    "yes or no": () => random.whole(2),
    shares: () => random.uniform(),
  };
  const targets = random.list(rows * outputs, draw[answers]);
  if (answers === "probabilities") {
    for (let r = 0; r < rows; r++) {
      const row = targets.subarray(r * outputs, (r + 1) * outputs);
      const sum = row.reduce((a, b) => a + b);
      row.forEach((p, o) => (row[o] = p / sum));
    }
  }
  return { inputs, weights, targets };
}

/** The batch of the rows named, in that order. */
function pick(batch: Batch, network: Network, rows: readonly number[]): Batch {
  const take = (values: ArrayLike<number>, width: number): number[] =>
    rows.flatMap((r) => Array.from({ length: width }, (_, c) => values[r * width + c]));
  const inputs = take(batch.inputs, network.inputs);
  return batch.labels === undefined
    ? { inputs, targets: take(batch.targets, outputsOf(network)) }
    : { inputs, labels: take(batch.labels, 1) };
}

function outputsOf({ inputs, layers }: Network): number {
  return layers.reduce((width, layer) => (layer.type === "dense" ? layer.units : width), inputs);
}
