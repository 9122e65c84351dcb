/**
 * downhill/stream: training on rows that are not all in memory.
 */
import { mustBe } from "../base/check.js";
import type { Model } from "../model.js";
import { packRows, type Rows } from "../data/rows.js";
import { matchColumns } from "../network/columns.js";
import { LEARNER } from "../network/inside.js";
import type { Learner } from "../network/learner.js";
import type { History } from "../training/history.js";
import { type Batches, checkRepeatable, batchesOf } from "./batches.js";
import { checkStreamOptions, type StreamFitOptions } from "./options.js";
import { StreamFit } from "./stream-fit.js";
import { survey } from "./survey.js";

export type { Batch, Batches } from "./batches.js";
export type { StreamFitOptions } from "./options.js";

/**
 * As `model.fit`, over rows that come in batches: a first pass finds their scale and classes and checks them, then one pass an epoch trains. In
 * memory are `shuffleRows` rows.
 *
 * The bits depend on the rows, their order and the options, not on how the rows are cut into batches. With `shuffleRows` at least the number of
 * rows and `standardize: false` they are those of `model.fit`; with standardizing, mean and deviation, found in one pass, differ from its by
 * rounding. Each pass must give the same rows: their number is compared, not their numbers.
 *
 * @param batches a function that gives the batches anew for each pass: `{ inputs, targets | labels, weights?, columns? }`, or Datasets
 * @throws ShapeError, DataError, OptionError before anything is changed; what the batches' own code throws, with the weights of the last
 *   finished epoch; DivergedError
 * @example
 * await fit(model, () => readBatches("large.csv"), { epochs: 10, shuffleRows: 100_000 });
 */
export async function fit(model: Model, batches: Batches, options: StreamFitOptions): Promise<History> {
  const caller = "fit";
  const learner = learnerOf(caller, model);
  const checked = checkStreamOptions(caller, options);
  checkRepeatable(caller, batches);
  learner.checkIdle(caller);
  const found = await survey(caller, learner, batches, checked);
  // It may have been trained meanwhile.
  learner.checkIdle(caller);
  if (found === undefined) return nothingDone(learner.epoch);
  return new StreamFit(caller, learner, batches, found, checked).run();
}

/**
 * One update of the optimizer on each batch as it comes, for rows without an end: `for await (const loss of steps(model, batches))`. As
 * `model.step`, whose scale comes from the first batch, with weights.
 *
 * @returns the loss of each batch before its update, in the target's unit
 */
export async function* steps(model: Model, batches: Batches): AsyncGenerator<number, void> {
  const caller = "steps";
  const learner = learnerOf(caller, model);
  for await (const { data } of batchesOf(caller, learner, batches)) {
    const { targetRows, rows, weights, labelIndex, classes } = data;
    const inputs = packRows(matchColumns(caller, learner.spec.columns, data), rows);
    const labels = labelIndex && classes && Array.from(labelIndex, (index) => classes[index]);
    yield model.step(inputs, labels ?? packRows(targetRows as Rows, rows), weights);
  }
}

/** The history of a fit that its signal ended before anything was trained. */
function nothingDone(epoch: number): History {
  const best = { epoch, loss: NaN, updates: 0, elapsedMs: 0 };
  return { epochs: [], best, stoppedBy: "signal", halvings: [], notes: [] };
}

function learnerOf(caller: string, model: Model): Learner {
  const learner = (model as Partial<Model> | undefined)?.[LEARNER];
  if (!learner) throw mustBe(caller, "the first argument", "a Model", model);
  return learner;
}
