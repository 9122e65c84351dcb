import { checkNumber, checkOptions, kindOf, mustBe, type Range } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { permutation } from "../base/random.js";
import type { Dataset } from "../data/dataset.js";
import { checkDataset } from "../data/is-dataset.js";
import type { Evaluation } from "../judge/evaluate.js";
import { Model } from "../model.js";
import { checkRows } from "../network/checked-rows.js";
import { LEARNER } from "../network/inside.js";
import type { Learner } from "../network/learner.js";
import type { ModelOptions } from "../network/model-spec.js";
import type { LossSpec } from "../spec/loss.js";
import type { FitOptions } from "../training/fit-options.js";
import type { Signal } from "../training/history.js";

/** How `learningCurve` trains and scores. */
export interface LearningCurveOptions<Loss extends LossSpec = LossSpec> {
  /** Rows that are trained on, each a whole number from 1 to all; in any order. Default 10, 32.5, 55, 77.5 and 100 % of them. */
  sizes?: readonly number[];
  /** The rows that every model is scored on, of which none is trained on. */
  validation: Dataset;
  /** How each is trained, as `model.fit` takes it, without `signal`. */
  fit: Omit<FitOptions, "signal">;
  /** The seed of the shuffle, a whole number from 0; default 0. Not for rows in time order. */
  seed?: number;
  /** Ends it: the sizes that are done are kept. */
  signal?: Signal;
  /** Called after each size, and awaited. */
  onSize?: (point: LearningCurvePoint<Loss>) => unknown;
}

/** A model that was trained on some of the rows. */
export interface LearningCurvePoint<Loss extends LossSpec = LossSpec> {
  /** How many it was trained on. */
  readonly rows: number;
  /** What `model.evaluate` gives for them. */
  readonly train: Evaluation<Loss>;
  /** What it gives for the validation rows. */
  readonly validation: Evaluation<Loss>;
}

const SHARES = [0.1, 0.325, 0.55, 0.775, 1];
const SEED: Range = ["a whole number from 0 to 2^53 - 1", (n) => Number.isSafeInteger(n) && n >= 0];

/**
 * How good a model becomes with how many rows: would more data help?
 *
 * For each size a new model of the same spec (and so the same seed) is trained on the first rows of one shuffle, so that each size holds
 * the rows of the smaller ones; of windows, which stay in time order, on the newest. While `validation` still falls at the largest size, more rows
 * help; where `train` and `validation` have met and both are high, they do not, but a larger network may.
 *
 * Training goes on for the epochs of `fit` whatever the size: few rows make few updates. Give enough for the smallest, and `fit.validation` with
 * `earlyStopping` so that the largest does not take too long or overfit. Of a table, few rows may lack a category that others have: say
 * `unknown: "ignore"` in `table()`.
 *
 * @param spec what `new Model` takes, such as `model.spec`
 * @param data the training rows
 * @returns in the order of `sizes`; less of them where `signal` ended it
 * @throws OptionError, ShapeError or DataError before anything is trained; DivergedError
 * @example
 * const points = await learningCurve(model.spec, train, { validation, fit: { epochs: 50 } });
 */
export async function learningCurve<Loss extends LossSpec>(
  spec: ModelOptions<Loss>,
  data: Dataset,
  options: LearningCurveOptions<Loss>,
): Promise<LearningCurvePoint<Loss>[]> {
  const caller = "learningCurve";
  checkOptions(caller, options, ["sizes", "validation", "fit", "seed", "signal", "onSize"]);
  checkDataset(caller, data);
  const { validation, fit, signal, onSize } = options;
  checkControls(caller, options);
  const sizes = sizesOf(caller, options.sizes, data.rows);
  const order = orderOf(caller, data, options.seed);
  checkFits(caller, new Model(spec)[LEARNER], data, validation);
  const points: LearningCurvePoint<Loss>[] = [];
  for (const rows of sizes) {
    if (signal?.aborted) break;
    const model = new Model(spec);
    const train = order ? data.take(order.subarray(0, rows)) : data.slice(data.rows - rows);
    const { stoppedBy } = await model.fit(train, { ...fit, signal });
    if (stoppedBy === "signal") break;
    const point = { rows, train: model.evaluate(train), validation: model.evaluate(validation) };
    model.free();
    points.push(point);
    await onSize?.(point);
  }
  return points;
}

function checkControls(caller: string, { fit, signal, onSize }: LearningCurveOptions<never>): void {
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw mustBe(caller, "signal", "an AbortSignal", signal);
  if (onSize !== undefined && typeof onSize !== "function")
    throw mustBe(caller, "onSize", "a function", onSize);
  if (kindOf(fit) !== "Object")
    throw mustBe(caller, "fit", "the options of a fit, such as { epochs: 100 }", fit);
  if (!("signal" in fit)) return;
  throw new OptionError(`${caller}: give signal beside fit, not in it: it ends the whole curve.`, {
    received: fit.signal,
  });
}

function sizesOf(caller: string, sizes: unknown, rows: number): readonly number[] {
  if (sizes === undefined) return [...new Set(SHARES.map((share) => Math.max(1, Math.round(share * rows))))];
  if (!Array.isArray(sizes) || sizes.length === 0)
    throw mustBe(caller, "sizes", "an array of counts of rows, such as [100, 200, 400]", sizes);
  return Array.from(sizes as unknown[], (size, k) => {
    if (Number.isInteger(size) && (size as number) >= 1 && (size as number) <= rows) return size as number;
    throw mustBe(caller, `sizes[${k}]`, `a count of rows, a whole number from 1 to ${rows}`, size);
  });
}

/** The order of which the first rows are taken; undefined where the newest are. */
function orderOf(caller: string, { rows, chronological }: Dataset, seed?: number): Uint32Array | undefined {
  if (!chronological) {
    checkNumber(caller, "seed", seed ?? 0, SEED);
    return permutation(rows, seed ?? 0);
  }
  if (seed === undefined) return undefined;
  throw new OptionError(
    `${caller}: rows in time order are not shuffled: the newest are taken. Leave seed out.`,
    { expected: undefined, received: seed },
  );
}

/** Throws before anything is trained where rows do not fit the model, or validation rows not the training rows. */
function checkFits(caller: string, learner: Learner, data: Dataset, validation: Dataset): void {
  const { classes } = checkRows(learner, data, caller);
  checkRows(learner, checkDataset(`${caller}: validation`, validation), `${caller}: validation`, classes);
}
