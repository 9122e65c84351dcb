import { describe, expect, test } from "vitest";
import { type Dataset, Model, dense } from "../../src/index.js";
import { encode, type EncodedRows } from "../../src/table/index.js";
import { expectClose } from "../support/close.js";
import { linearOutputs, optimum, type Scores, scoresOf } from "./linear.js";
import { readReference, trainingRowsOf } from "./reference.js";
import { NAMES, taskNamed } from "./tasks.js";

/**
 * Ridge and logistic regression on what the network sees, found by another program here, end where scikit-learn's end; and a model that
 * is given scikit-learn's coefficients scores what scikit-learn scored.
 */

/** A model of one layer, whose parameters are float32. */
function linearModel(train: Dataset): Model {
  const [loss, units] =
    train.classes === undefined
      ? (["mse", 1] as const)
      : train.classes.length === 2
        ? (["binaryCrossEntropy", 1] as const)
        : (["crossEntropy", train.classes.length] as const);
  const model = new Model({ inputs: train, layers: [dense(units)], loss });
  model.fitSync(train, { epochs: 1, batchSize: "all" });
  return model;
}

function encoded(
  train: Dataset,
  tested: Dataset,
): { model: Model; rows: EncodedRows; testRows: EncodedRows } {
  const model = linearModel(train);
  return { model, rows: encode(model, train), testRows: encode(model, tested) };
}

/** Each relative to the reference's. */
function expectScores(scores: Scores, wanted: Scores, tolerance: number, part: string): void {
  for (const [name, score] of Object.entries(scores))
    expectClose(score / wanted[name], 1, { tolerance, label: `${part}: ${name}` });
}

describe.each(NAMES)("%s", (name) => {
  const task = taskNamed(name);
  const reference = readReference(name);
  const data = task.data();
  const [train, tested] = [data.take(task.train), data.take(task.test)];
  const { model, rows, testRows } = encoded(train, tested);
  const { linear } = reference;
  const places = model.columns?.map((column) => reference.names.indexOf(column)) ?? [];

  test(`ends at the same ${linear.kind} optimum`, () => {
    const found = optimum(train, rows);
    const wanted = linear.weights.map((list) => places.map((place) => list[place]));
    // In units of the largest, as a gross is in dollars.
    const unit = Math.max(...wanted.flat().map(Math.abs));
    const scaled = (lists: readonly (readonly number[])[]): number[] =>
      lists.flat().map((value) => value / unit);
    expectClose(scaled(found.weights), scaled(wanted), { tolerance: 1e-4, label: "weights" });
    for (const [part, of, outputs] of [
      ["train", train, linearOutputs(found, rows)],
      ["test", tested, linearOutputs(found, testRows)],
    ] as const) {
      expectScores(scoresOf(outputs, of), linear[part], 1e-5, part);
    }
  });

  test("of scikit-learn's coefficients our model makes the same predictions and scores", () => {
    // The constant location is not among our columns: its weight is 0 there.
    const weights = linear.weights.map((list) => places.map((place) => list[place]));
    const { mean = [0], deviation = [1] } = model.toJSON().scaler.targets ?? {};
    const scaledWeights = weights.map((list) => list.map((weight) => weight / deviation[0]));
    const intercepts = linear.intercepts.map((value) => (value - mean[0]) / deviation[0]);
    model.parameters = Float32Array.from([...scaledWeights.flat(), ...intercepts]);
    const outputs = linear.weights.length;
    const first = Array.from(model.predictAll(tested.slice(0, 5)));
    const expected = linear.testFirst5.flatMap((row) =>
      typeof row === "number" ? [row] : outputs === 1 ? [row[1]] : [...row],
    );
    const unit = deviation[0];
    expectClose(
      first.map((value) => value / unit),
      expected.map((value) => value / unit),
      { tolerance: 1e-5, label: "the first five test rows" },
    );
    const scores = model.evaluate(tested) as unknown as Scores;
    const ours: Scores = train.classes ? { ...scores, logLoss: scores.loss } : scores;
    const names = Object.keys(linear.test).filter((score) => score in ours);
    expect(names.length).toBeGreaterThan(1);
    expectScores(Object.fromEntries(names.map((score) => [score, ours[score]])), linear.test, 2e-5, "test");
  });

  test("scores the same in each fold of a cross-validation", () => {
    // Of the strikes one fold takes 3 s.
    const folds = data.rows > 5000 ? reference.folds.slice(0, 1) : reference.folds;
    folds.forEach((fold, k) => {
      const part = data.take(trainingRowsOf(reference, k));
      const isTested = [...reference.foldOfRow].flatMap((of, row) => (of === String(k) ? [row] : []));
      const foldTest = data.take(isTested);
      const found = encoded(part, foldTest);
      const scores = scoresOf(linearOutputs(optimum(part, found.rows), found.testRows), foldTest);
      expectScores(scores, fold, 1e-5, `fold ${k}`);
    });
  });
});
