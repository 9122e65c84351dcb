/** downhill/evaluate: its numbers for a trained model, and that it shares its classes with "downhill". */
import { Model, OptionError } from "downhill";
import { accuracy, auc, confusion, lossSurface, regressionMetrics } from "downhill/evaluate";
import { hashOf } from "./hash.js";

/**
 * @param regression a model with one output and its data
 * @param classifier a model over three classes and its data
 * @returns the hash of an error surface of each and of all metrics
 */
export function evaluationHash(regression, classifier) {
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
  return hashOf([...surfaces.flat(), Float64Array.from(metrics)]);
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
