import { describe, expect, test } from "vitest";

import { Model, dataset, dense, type Activation, type Dataset, type LossSpec } from "../src/index.js";
import { link } from "./reference/loss.js";
import { expectClose } from "./support/close.js";
import {
  GOLDEN_ACTIVATIONS,
  goldenFunctions,
  goldenNetworks,
  type GoldenBatch,
  type GoldenNetwork,
  type GoldenRun,
} from "./support/golden.js";

/** What is asked of float32 against PyTorch's float64: the largest |a - b| / max(1, |b|). */
const FLOAT32 = 1e-5;

describe("the networks of tests/golden", () => {
  for (const golden of goldenNetworks()) {
    const first = golden.batches[0];

    test(`${golden.name}: output`, () => {
      const linked = link(golden.loss, golden.output, golden.outputs);
      const model = modelOf(golden);
      expectClose(model.predictAll(first.inputs), linked, { tolerance: FLOAT32, label: "predictAll" });
      first.inputs.forEach((row, r) => {
        const expected = linked.subarray(r * golden.outputs, (r + 1) * golden.outputs);
        expectClose(model.predict(row), expected, { tolerance: FLOAT32, label: `predict, row ${r}` });
      });
    });

    test(`${golden.name}: loss and gradient`, () => {
      const model = modelOf(golden);
      const data = dataOf(first);
      expectClose(model.loss(data), golden.lossValue, { tolerance: FLOAT32, label: "loss" });
      const { loss, gradient } = model.gradient(data);
      expectClose(loss, golden.lossValue, { tolerance: FLOAT32, label: "gradient's loss" });
      expectClose(gradient, golden.gradient, { tolerance: FLOAT32, label: "gradient" });
      expectClose(model.parameters, Float32Array.from(golden.parameters), {
        tolerance: 0,
        label: "parameters, which looking must not change",
      });
    });

    test.each(golden.runs.map((run) => [run.title, run] as const))(`${golden.name}: %s`, (_, run) => {
      const model = modelOf(golden, run);
      const losses: number[] = [];
      for (const { steps, parameters } of run.after) {
        while (losses.length < steps) {
          const { inputs, targets, labels } = golden.batches[losses.length % golden.batches.length];
          losses.push(model.step(inputs, targets ?? labels ?? []));
        }
        expectClose(model.parameters, parameters, { tolerance: FLOAT32, label: `after ${steps} steps` });
      }
      expectClose(losses, run.losses, { tolerance: FLOAT32, label: "losses" });
    });

    const cycle = golden.batches.length;
    if (10 % cycle === 0 && golden.batches.every(({ inputs }) => inputs.length === first.inputs.length)) {
      test.each(golden.runs.map((run) => [run.title, run] as const))(
        `${golden.name}: fit walks the same path, %s`,
        (_, run) => {
          const model = modelOf(golden, run);
          const options = { epochs: 10 / cycle, batchSize: first.inputs.length, shuffle: false } as const;
          const history = model.fitSync(dataOf(...golden.batches), options);
          const after = run.after[run.after.length - 1].parameters;
          expectClose(model.parameters, after, { tolerance: FLOAT32, label: "after 10 updates" });
          const means = history.epochs.map((_epoch, e) => mean(run.losses.slice(e * cycle, (e + 1) * cycle)));
          expectClose(
            history.epochs.map(({ loss }) => loss),
            means,
            { tolerance: FLOAT32, label: "losses of the epochs" },
          );
          expect(history.epochs.map(({ updates }) => updates)).toEqual(means.map((_m, e) => (e + 1) * cycle));
        },
      );
    }
  }
});

describe("functions.json through a model", () => {
  const golden = goldenFunctions();

  test.each(Object.entries(GOLDEN_ACTIVATIONS))("%s", (name, activation) => {
    expectActivation(activation, golden.x, golden.activations[name].y, golden.activations[name].dy);
  });

  test("hardSigmoid, which the file does not hold", () => {
    const x = [-800, -3.0001, -3, -2.9999, -1.5, 0, 1.5, 2.9999, 3, 3.0001, 800];
    const y = x.map((v) => Math.min(1, Math.max(0, v / 6 + 0.5)));
    const dy = x.map((v) => (Math.abs(v) < 3 ? 1 / 6 : 0));
    expectActivation("hardSigmoid", x, y, dy);
  });

  test("linear, which the file does not hold", () => {
    expectActivation(
      "linear",
      golden.x,
      golden.x,
      golden.x.map(() => 1),
    );
  });

  test.each(golden.softmaxCrossEntropy.map((c) => [c.logits.join(", "), c] as const))(
    "softmax cross-entropy, logits %s",
    (_, { logits, target, softmax, loss, grad }) => {
      const classes = logits.map((_logit, i) => i);
      const targets = [classes.map((c) => (c === target ? 1 : 0))];
      for (const data of [
        dataset({ inputs: [[0]], labels: [target] }),
        dataset({ inputs: [[0]], targets }),
      ]) {
        const model = outputsThroughBiases("crossEntropy", logits, classes);
        expectClose(model.predict([0]), softmax, { tolerance: FLOAT32, label: "softmax" });
        expect(model.classify([0]).index).toBe(softmax.indexOf(Math.max(...softmax)));
        expectBiasGradient(model, data, loss, grad);
      }
    },
  );

  test.each(golden.bceWithLogits.map((c) => [c.logit, c.target, c] as const))(
    "binary cross-entropy, logit %d, target %d",
    (logit, target, { loss, grad }) => {
      const model = outputsThroughBiases("binaryCrossEntropy", [logit]);
      expectClose(model.predict([0]), link("binaryCrossEntropy", [logit], 1), { tolerance: FLOAT32 });
      expectBiasGradient(model, dataset({ inputs: [[0]], targets: [[target]] }), loss, [grad]);
    },
  );

  test.each(golden.regressionLosses.map((c) => [c.type, c.delta ?? "-", c.pred, c.target, c] as const))(
    "%s (delta %s) at prediction %d, target %d",
    (type, _delta, pred, target, { delta = 1, loss, grad }) => {
      const model = outputsThroughBiases(type === "huber" ? { type, delta } : type, [pred]);
      expectBiasGradient(model, dataset({ inputs: [[0]], targets: [[target]] }), loss, [grad]);
    },
  );

  test("the cross-entropies stay numbers at logits of 1e5", () => {
    const classes = [0, 1, 2];
    const softmax = outputsThroughBiases("crossEntropy", [1e5, 0, -1e5], classes);
    expectClose(softmax.predict([0]), [1, 0, 0], { tolerance: 0, label: "softmax" });
    expectBiasGradient(softmax, dataset({ inputs: [[0]], labels: [2] }), 2e5, [1, 0, -1]);
    expectBiasGradient(softmax, dataset({ inputs: [[0]], labels: [0] }), 0, [0, 0, 0]);
    for (const logit of [1e5, -1e5]) {
      const sigmoid = outputsThroughBiases("binaryCrossEntropy", [logit]);
      const yes = logit > 0 ? 1 : 0;
      expectClose(sigmoid.predict([0]), [yes], { tolerance: 1e-30, label: "sigmoid" });
      expectBiasGradient(sigmoid, dataset({ inputs: [[0]], targets: [[yes]] }), 0, [0]);
      expectBiasGradient(sigmoid, dataset({ inputs: [[0]], targets: [[1 - yes]] }), 1e5, [1 - 2 * (1 - yes)]);
    }
  });
});

function modelOf(golden: GoldenNetwork, run?: GoldenRun): Model {
  const { inputs, layers, loss, classes, parameters } = golden;
  const model = new Model({ inputs, layers, loss, classes, optimizer: run?.optimizer, standardize: false });
  model.parameters = Float32Array.from(parameters);
  return model;
}

/** The rows of all batches, one after another. */
function dataOf(...batches: GoldenBatch[]): Dataset {
  const inputs = batches.flatMap((batch) => batch.inputs);
  return batches[0].labels === undefined
    ? dataset({ inputs, targets: batches.flatMap(({ targets }) => targets ?? []) })
    : dataset({ inputs, labels: batches.flatMap(({ labels }) => labels ?? []) });
}

/**
 * Holds an activation against y and dy at each x, in the last layer and in a hidden one.
 *
 * The layer's sum is x. Under the mae, with a target far below, a row's loss is y + 10,000 and its derivative by the
 * bias of that layer is dy itself.
 */
function expectActivation(
  activation: Activation,
  x: readonly number[],
  y: readonly number[],
  dy: readonly number[],
): void {
  const last = new Model({ inputs: 1, layers: [dense(1, activation)], loss: "mae", standardize: false });
  last.parameters = Float32Array.of(1, 0);
  const layers = [dense(1, activation), dense(1)];
  const hidden = new Model({ inputs: 1, layers, loss: "mae", standardize: false });
  hidden.parameters = Float32Array.of(1, 0, 1, 0);
  for (const [place, model] of Object.entries({ last, hidden })) {
    const label = `${activation}, ${place}`;
    const all = model.predictAll(x.map((value) => [value]));
    expectClose(all, y, { tolerance: FLOAT32, label });
    x.forEach((value, i) => {
      const at = `${label}, x ${value}`;
      expectClose(model.predict([value]), [y[i]], { tolerance: FLOAT32, label: at });
      const { gradient } = model.gradient(dataset({ inputs: [[value]], targets: [[-10_000]] }));
      expectClose(gradient[1], dy[i], { tolerance: FLOAT32, label: `derivative of ${at}` });
    });
  }
}

/** One dense layer without weight on its single input: its sums are the numbers given. */
function outputsThroughBiases(loss: LossSpec, sums: readonly number[], classes?: number[]): Model {
  const model = new Model({ inputs: 1, layers: [dense(sums.length)], loss, classes, standardize: false });
  model.parameters = Float32Array.of(...sums.map(() => 0), ...sums);
  return model;
}

function expectBiasGradient(model: Model, data: Dataset, loss: number, expected: readonly number[]): void {
  expectClose(model.loss(data), loss, { tolerance: FLOAT32, label: "loss" });
  const found = model.gradient(data);
  expectClose(found.loss, loss, { tolerance: FLOAT32, label: "gradient's loss" });
  const biases = found.gradient.subarray(expected.length);
  expectClose(biases, expected, { tolerance: FLOAT32, label: "gradient" });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
