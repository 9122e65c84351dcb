import type { Dataset, Label } from "../data/dataset.js";
import { checkDataset } from "../data/is-dataset.js";
import { fittedStages, type Stages } from "../network/stages.js";
import { type CheckedRows, checkRows } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import { checkFitOptions, type CheckedFitOptions, type FitOptions, readClassWeights } from "./fit-options.js";

/** A fit that has been checked and has changed nothing yet. */
export interface Preparation {
  readonly options: CheckedFitOptions;
  readonly data: CheckedRows;
  readonly validation: CheckedRows | undefined;
  /** The model's classes from now on. */
  readonly classes: readonly Label[] | undefined;
  readonly classWeights: Float64Array | undefined;
  /** The model's stages from now on, fitted on these rows where they are not known yet. */
  readonly stages: Stages;
}

/** @throws ShapeError, DataError, OptionError for what does not fit the model or each other */
export function prepare(caller: string, learner: Learner, train: Dataset, given: FitOptions): Preparation {
  learner.checkIdle(caller);
  checkDataset(caller, train);
  const options = checkFitOptions(caller, given, train.rows);
  const data = checkRows(learner, train, caller);
  const classes = data.classes ?? learner.classes;
  const labelled = train.labelIndex !== undefined;
  const classWeights = readClassWeights(caller, learner, classes, labelled, given.classWeights);
  const validation =
    options.validation && checkRows(learner, options.validation, `${caller}: validation`, classes);
  return {
    options,
    data,
    validation,
    classes,
    classWeights,
    stages: fittedStages(learner.stages, data),
  };
}
