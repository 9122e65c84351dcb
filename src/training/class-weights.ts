import { checkName, checkNumber, isObject, mustBe, NOT_NEGATIVE, show } from "../base/check.js";
import type { Label } from "../data/dataset.js";
import { isList } from "../data/rows.js";
import { OptionError } from "../base/errors.js";
import { type CheckedRows, classOf } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import type { FitOptions } from "./fit-options.js";

/**
 * One weight for each class, in the order of `classes`.
 *
 * "balanced": rows / (classes x rows of the class), rows counted by weight, as scikit-learn has it; 1 for a class without any.
 *
 * @param data whether there are labels, and how many rows of each class there are
 */
export function readClassWeights(
  caller: string,
  learner: Learner,
  classes: readonly Label[] | undefined,
  data: { readonly labels: unknown; countClasses(classes: number): Float64Array },
  given: FitOptions["classWeights"],
): Float64Array | undefined {
  if (given === undefined) return undefined;
  const binary = learner.spec.loss === "binaryCrossEntropy" && learner.outputs === 1;
  const known = classes ?? (binary ? [0, 1] : undefined);
  if (!known || !(data.labels || binary)) {
    throw new OptionError(
      `${caller}: classWeights needs labels. Give labels, or a weight for each row: dataset(..., { weights }).`,
      { expected: "labels", received: given },
    );
  }
  if (given === "balanced") return balanced(data.countClasses(known.length));
  const name = "classWeights";
  const listed = isList(given);
  // A Map or a Set has no fields that could be read.
  if (!isObject(given) || (!listed && Symbol.iterator in given))
    throw mustBe(caller, name, 'numbers by class, or "balanced"', given);
  if (listed && given.length !== known.length)
    throw mustBe(caller, name, `${known.length} numbers, one for each class`, given);
  const names = known.map(String);
  const weights = new Float64Array(known.length).fill(1);
  for (const [key, weight] of Object.entries(given)) {
    const label = listed ? names[Number(key)] : key;
    checkName(`${caller}: ${name} names ${show(label)}`, "class", label, names);
    checkNumber(caller, `${name} of ${show(label)}`, weight, NOT_NEGATIVE);
    weights[names.indexOf(label)] = weight;
  }
  if (weights.every((weight) => weight === 0)) {
    throw new OptionError(`${caller}: classWeights are all 0. At least one class must count.`, {
      received: given,
    });
  }
  return weights;
}

function balanced(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count > 0 ? total / (counts.length * count) : 1));
}

/** How many rows of each class there are, by weight. */
export function countClasses(data: CheckedRows, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let r = 0; r < data.rows; r++) counts[classOf(data, r)] += data.weights?.[r] ?? 1;
  return counts;
}
