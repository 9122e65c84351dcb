import fc from "fast-check";
import { describe, expect } from "vitest";

import { createScaler, type Scaler } from "../../src/data/scaler.js";
import { DivergedError, type FitOptions, Model, sgd } from "../../src/index.js";
import { lossAndGradient } from "../reference/loss.js";
import { forward, gradientOf, predict as referencePredict } from "../reference/network.js";
import { expectClose } from "../support/close.js";
import { tameNumber, wildNumber } from "./arbitraries.js";
import { dataOf, modelOf, type Problem, problem } from "./networks.js";
import { expectNoNaN, expectNoNaNIn, property, type Tally } from "./runner.js";

interface Scales {
  readonly inputs: Scaler;
  readonly targets: Scaler;
}

function scalesOf(model: Model): Scales {
  const { inputs, targets } = model.toJSON().scaler;
  const read = (json: typeof inputs): Scaler => {
    if (json === null) throw new Error("no scaler");
    return createScaler(Float64Array.from(json.mean), Float64Array.from(json.deviation));
  };
  return { inputs: read(inputs), targets: read(targets) };
}

/** What the network sees of the rows, and what it is to give. */
function standardized(
  problem: Problem,
  { inputs, targets }: Scales,
  classes: readonly unknown[] | undefined,
) {
  const { x, y, labels, loss, outputs } = problem;
  const index = labels?.map((label) => (classes as readonly unknown[]).indexOf(label));
  const answers =
    index === undefined
      ? { targets: y.flatMap((row) => row.map((t, j) => (t - targets.mean[j]) / targets.deviation[j])) }
      : loss === "binaryCrossEntropy"
        ? { targets: index }
        : { labels: index };
  return {
    inputs: x.flatMap((row) => row.map((v, c) => (v - inputs.mean[c]) / inputs.deviation[c])),
    ...answers,
    outputs,
  };
}

const LARGE = 50;

/** Whether float32 can follow: not where one number of many thousands meets small ones. */
const isTame = (numbers: ArrayLike<number>): boolean =>
  Array.from(numbers).every((value) => Math.abs(value) < LARGE);

/** After a short training, so that the scaler is known and the weights are those of a run. */
function trained(given: Problem, tally: Tally): Model | undefined {
  const model = modelOf(given);
  return tally.attempt(() => {
    model.fitSync(dataOf(given), { epochs: 2, batchSize: 5 });
    return model;
  });
}

describe("a tiny network against float64", () => {
  property("predictions, loss, evaluate and gradient", 0.05, problem(), (given, tally) => {
    const model = trained(given, tally);
    if (model === undefined) return;
    const { layers, loss, outputs, rows, weights, inputs } = given;
    const scales = scalesOf(model);
    const theta = model.parameters;
    const batch = { ...standardized(given, scales, model.classes), weights };
    const net = { inputs, layers };
    if (!isTame(theta) || !isTame(batch.inputs) || !isTame(forward(net, theta, batch.inputs))) return;
    const data = dataOf(given);

    const linked = referencePredict(net, loss, theta, batch.inputs);
    const unit = (i: number): number => scales.targets.deviation[i % outputs];
    const expected = linked.map((value, i) => value * unit(i) + scales.targets.mean[i % outputs]);
    const largest = Math.max(1, ...scales.targets.deviation);
    expectClose(model.predictAll(data), expected, { tolerance: 2e-4 * largest, label: "predictAll" });
    expectClose(model.predict(given.x[0]), model.predictAll(data).subarray(0, outputs), {
      tolerance: 0,
      label: "predict",
    });

    const reference = gradientOf(net, loss, theta, batch);
    const { loss: scaledLoss, gradient } = model.gradient(data);
    expectClose(scaledLoss, reference.loss, { tolerance: 1e-3, label: "loss of gradient" });
    // At a kink a rounding decides between two slopes; the other losses and activations have none.
    const kinks = layers.some(
      (layer) => layer.type === "dense" && /relu|hardSigmoid/i.test(layer.activation),
    );
    if (!kinks && loss !== "mae")
      expectClose(gradient, reference.gradient, { tolerance: 5e-3, label: "gradient" });

    // In the target's own unit: each output's mean loss times its unit, squared but for mae.
    const each = Array.from({ length: outputs }, (_, j) => {
      if (loss === "crossEntropy" || loss === "binaryCrossEntropy") return reference.loss;
      const y = forward(net, theta, batch.inputs);
      const column = (list: ArrayLike<number>): number[] =>
        Array.from({ length: rows }, (_, r) => list[r * outputs + j]);
      const alone = lossAndGradient(
        loss,
        column(y),
        { targets: column(batch.targets as number[]) },
        1,
        weights,
      ).loss;
      return alone * (loss === "mae" ? unit(j) : unit(j) ** 2);
    });
    const mean = each.reduce((sum, value) => sum + value, 0) / outputs;
    expectClose(model.loss(data), mean, { tolerance: 1e-3 * largest * largest, label: "loss" });
    const evaluation = model.evaluate(data);
    expect(evaluation.loss).toBe(model.loss(data));
    expectNoNaNIn(evaluation, "evaluate");
  });

  const training = fc.record({
    given: problem(),
    batchSize: fc.constantFrom<number | "all">(1, 2, 3, 7, "all"),
    epochs: fc.integer({ min: 1, max: 3 }),
  });
  property(
    "updates of sgd with weights, batch by batch",
    0.04,
    training,
    ({ given, batchSize, epochs }, tally) => {
      // Dropout draws what the reference cannot know.
      const layers = given.layers.filter(({ type }) => type === "dense");
      const smooth = layers.every(
        (layer) => layer.type !== "dense" || !/relu|hardSigmoid/i.test(layer.activation),
      );
      if (!smooth || given.loss === "mae") return;
      const { inputs, loss, rows, outputs, weights } = given;
      const problem = { ...given, layers, standardize: false, optimizer: sgd({ learningRate: 0.01 }) };
      const model = modelOf(problem);
      const theta = Float64Array.from(model.parameters);
      const options: FitOptions = { epochs, batchSize, shuffle: false };
      if (tally.attempt(() => model.fitSync(dataOf(problem), options)) === undefined) return;

      const all = standardized(problem, scalesOf(model), model.classes);
      const meanWeight = weights ? weights.reduce((a, b) => a + b, 0) / rows : 1;
      const size = batchSize === "all" ? rows : batchSize;
      for (let epoch = 0; epoch < epochs; epoch++)
        for (let from = 0; from < rows; from += size) {
          const to = Math.min(from + size, rows);
          const w = Array.from({ length: to - from }, (_, i) => weights?.[from + i] ?? 1);
          const sum = w.reduce((a, b) => a + b, 0);
          if (sum === 0) continue;
          const cut = (list: ArrayLike<number>, width: number): number[] =>
            Array.from(list).slice(from * width, to * width);
          const answers = all.labels
            ? { labels: cut(all.labels, 1) }
            : { targets: cut(all.targets as number[], outputs) };
          const { gradient } = gradientOf({ inputs, layers }, loss, theta, {
            inputs: cut(all.inputs, inputs),
            ...answers,
            weights: w,
          });
          // Weights divide by rows x mean weight of all rows, not by the batch's own sum.
          const share = sum / ((to - from) * meanWeight);
          for (let i = 0; i < theta.length; i++) theta[i] -= 0.01 * share * gradient[i];
        }
      if (!isTame(theta)) return;
      expectClose(model.parameters, theta, { tolerance: 2e-3, label: "parameters" });
    },
  );
});

describe("a fit of numbers of any size", () => {
  const options = fc.record(
    {
      batchSize: fc.constantFrom<number | "all">(1, 3, "all"),
      clipNorm: fc.constantFrom(1e-30, 1, 1e30),
      gradientTolerance: fc.constantFrom(1e-6, 1e30),
      shuffle: fc.boolean(),
      onDiverge: fc.constantFrom<"throw" | "halve">("throw", "halve"),
      classWeights: fc.constantFrom<"balanced" | number[]>("balanced", [1, 1e-30]),
    },
    { requiredKeys: [] },
  );
  const cell = fc.oneof({ weight: 3, arbitrary: tameNumber }, wildNumber);
  const fit = fc.record({
    given: problem(cell),
    options,
    validated: fc.boolean(),
    learningRate: fc.constantFrom(1e-3, 1, 1e10, 1e38, 1e300),
  });
  property(
    "gives finite predictions, or an error that leaves the model as it was",
    0.06,
    fit,
    ({ given, options, validated, learningRate }, tally) => {
      const wild = { ...given, optimizer: { ...given.optimizer, learningRate } };
      const data = tally.attempt(() => dataOf(wild));
      if (data === undefined) return;
      const model = modelOf(wild);
      const before = JSON.stringify(model);
      let error: unknown;
      const history = tally.attempt(() => {
        try {
          return model.fitSync(data, { epochs: 3, ...options, validation: validated ? data : undefined });
        } catch (thrown) {
          error = thrown;
          throw thrown;
        }
      });
      if (history) {
        expect(history.epochs.length).toBeGreaterThan(0);
        for (const { elapsedMs: _, ...epoch } of history.epochs) expectNoNaNIn(epoch, "epoch");
      } else if (!(error instanceof DivergedError)) {
        expect(JSON.stringify(model), "a refused fit changes nothing").toBe(before);
      }
      expectNoNaN(model.parameters, "parameters");
      expect(Array.from(model.parameters).every(Number.isFinite), "finite parameters").toBe(true);
      const counted = wild.x.filter((_, r) => wild.weights?.[r] !== 0);
      const predicted = tally.attempt(() => model.predictAll(counted));
      if (
        history &&
        predicted === undefined &&
        !wild.x.flat().some((value) => Math.abs(value) > 1e30) &&
        wild.standardize
      )
        throw new Error("a model that was fitted refuses to predict the rows it was fitted on");
      if (predicted) expectNoNaN(predicted, "predictAll");
      expectNoNaNIn(
        tally.attempt(() => model.evaluate(data)),
        "evaluate",
      );
      expectNoNaNIn(
        tally.attempt(() => model.loss(data)),
        "loss",
      );
      const back = Model.fromJSON(JSON.parse(JSON.stringify(model)));
      expect(JSON.stringify(back), "JSON there and back").toBe(JSON.stringify(model));
      const again = tally.attempt(() => Model.load(model.save()).predictAll(counted));
      expect(again).toEqual(predicted);
    },
  );
});
