import type { Dataset, Label } from "../data/dataset.js";
import type { Steps } from "../base/steps.js";
import { checkDataset } from "../data/is-dataset.js";
import { checkTotal, meanOne } from "../data/weights.js";
import { type Stages, stageSteps } from "../network/stages.js";
import { statisticsOf } from "../network/statistics.js";
import { type CheckedRows, checkRows, classOf } from "../network/checked-rows.js";
import { MATCHED } from "../network/match-inputs.js";
import type { Learner } from "../network/learner.js";
import { notesOf } from "../network/notes.js";
import { checkFitOptions, type CheckedFitOptions, type FitOptions } from "./fit-options.js";
import { countClasses, readClassWeights } from "./class-weights.js";

/** A fit that has been checked and has changed nothing yet. */
export interface Preparation {
  readonly options: CheckedFitOptions;
  /** The training rows; their weights are those of row and class together, of mean 1. */
  readonly data: CheckedRows;
  readonly validation: CheckedRows | undefined;
  /** The model's classes from now on. */
  readonly classes: readonly Label[] | undefined;
  /** The model's stages from now on, fitted on these rows where they are not known yet. */
  readonly stages: Stages;
  /** What is to be known of the rows. */
  readonly notes: readonly string[];
}

/**
 * Checks all that a fit is given, and finds what it depends on, in steps.
 *
 * @throws ShapeError, DataError, OptionError for what does not fit the model or each other
 */
export function* prepare(
  caller: string,
  learner: Learner,
  train: Dataset,
  given: FitOptions,
): Steps<Preparation> {
  learner.checkIdle(caller);
  checkDataset(caller, train);
  const options = checkFitOptions(caller, given, train.rows);
  const checked = checkRows(learner, train, caller);
  const classes = checked.classes ?? learner.classes;
  const counted = { labels: checked.labels, countClasses: (count: number) => countClasses(checked, count) };
  const classWeights = readClassWeights(caller, learner, classes, counted, given.classWeights);
  const weights = joinWeights(caller, checked, classWeights);
  const data = { ...checked, weights };
  const where = `${caller}: validation`;
  const measured =
    options.validation && checkRows(learner, checkDataset(where, options.validation), where, classes);
  const stages = yield* stageSteps(learner, statisticsOf(data), "left out");
  // What the training rows are known to lack is unknown in these as in any to come.
  const inputRows =
    measured &&
    stages.inputs.match?.(where, { rows: measured.rows, inputRows: measured.inputRows, source: MATCHED });
  const validation = inputRows ? { ...measured, inputRows } : measured;
  const notes = [...train.notes, ...notesOf(learner.spec, stages, data)];
  return { options, data, validation, classes, stages, notes };
}

/** How much each row counts, its class's weight included: of mean 1, so that it means the same at every batch size. */
function joinWeights(
  caller: string,
  data: CheckedRows,
  classWeights: Float64Array | undefined,
): Float64Array | undefined {
  const { rows, weights } = data;
  if (!classWeights) return weights && meanOne(weights);
  const joined = Float64Array.from(
    { length: rows },
    (_, r) => (weights?.[r] ?? 1) * classWeights[classOf(data, r)],
  );
  checkTotal(caller, joined, "the rows times those of their classes");
  return meanOne(joined);
}
