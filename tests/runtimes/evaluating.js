/** downhill/evaluate: its numbers for a trained model, and that it shares its classes with "downhill". */
import { dataset, dense, Model, OptionError } from "downhill";
import {
  accuracy,
  auc,
  confusion,
  descentPlane,
  importance,
  learningCurve,
  lossSurface,
  regressionMetrics,
  reliability,
  unitShares,
} from "downhill/evaluate";
import { hashOf } from "./hash.js";

/**
 * @param regression a model with one output and its data
 * @param classifier a model over three classes and its data
 * @returns a Promise of the hash of an error surface of each, of all metrics, and of what looks inside
 */
export async function evaluationHash(regression, classifier) {
  expectOneLibrary(regression);
  const surfaces = [regression, classifier].map(({ model, data }) => {
    const direction = model.parameters;
    const { loss } = lossSurface(
      model,
      data,
      { parameter: 3, from: -1, to: 1, steps: 3 },
      { direction, from: -0.5, to: 0.5, steps: 3 },
    );
    return loss;
  });
  const predicted = regression.model.predictAll(regression.data);
  const { mae, rmse, r2 } = regressionMetrics(predicted, regression.data.targets);
  const probabilities = classifier.model.predictAll(classifier.data);
  const rows = classifier.data.rows;
  const classes = classifier.model.classes.length;
  const scores = Float64Array.from({ length: rows }, (_, row) => probabilities[row * classes]);
  const guesses = Array.from(scores, (score) => (score > 0.5 ? 1 : 0));
  const actual = Array.from(classifier.data.targets, (index) => (index === 0 ? 1 : 0));
  const counts = confusion(guesses, actual, 2).flat();
  const metrics = [mae, rmse, r2, accuracy(guesses, actual), auc(scores, actual), ...counts];
  const inside = [...insideOf(scores, actual, classifier), ...(await descent())];
  return hashOf([...surfaces.flat(), Float64Array.from(metrics), Float64Array.from(inside)]);
}

/** Reliability and importance of a classifier. */
function insideOf(scores, actual, { model, data }) {
  const { bins, brier, expectedCalibrationError } = reliability(scores, actual, { strategy: "quantile" });
  const found = importance(model, data, { repeats: 2, columns: [0, 1, 2, 3] });
  return [
    ...bins.flatMap(({ from, to, rows, predicted, observed }) => [from, to, rows, predicted, observed]),
    ...[brier, expectedCalibrationError],
    ...found.flatMap(({ column, mean, deviation }) => [Number(column), mean, deviation]),
  ];
}

/** A small curve: its units, the path of its descent, and more and more rows of it. */
async function descent() {
  const inputs = Array.from({ length: 60 }, (_, i) => i / 10);
  const data = dataset({ inputs, targets: inputs.map((x) => x * (6 - x)) });
  const model = new Model({ inputs: 1, layers: [dense(5, "tanh"), dense(1)], loss: "mse", seed: 1 });
  const path = [];
  await model.fit(data, { epochs: 12, onEpoch: () => path.push(model.parameters) });
  const { total, shares } = unitShares(model, { from: -1, to: 7, steps: 9 });
  const { surface, path: places, explained } = descentPlane(model, data, path, { steps: 3 });
  const validation = data.take([3, 30, 50]);
  const curve = await learningCurve(model.spec, data, { sizes: [20, 60], validation, fit: { epochs: 2 } });
  return [
    ...[total, ...shares, ...surface.loss, surface.xs, surface.ys].flatMap((list) => [...list]),
    ...places.flatMap(({ x, y }) => [x, y]),
    ...explained,
    ...curve.flatMap((point) => [point.train.loss, point.validation.r2]),
  ];
}

/** @throws Error when the two entries are two copies: an error of the one would be none of the other */
function expectOneLibrary({ model, data }) {
  const axis = { parameter: 0, from: 0, to: 1, steps: 2 };
  try {
    lossSurface(model, data, axis, axis);
  } catch (error) {
    if (model instanceof Model && error instanceof OptionError) return;
    throw error;
  }
  throw new Error("downhill/evaluate: lossSurface takes the same parameter for both axes");
}
