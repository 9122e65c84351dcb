import { OptionError } from "../base/errors.js";
import { fitScaler } from "../data/fit-scaler.js";
import type { Rows } from "../data/rows.js";
import { identityScaler, readScaler, type Scaler, type ScalerJson, scalerJson } from "../data/scaler.js";
import { isRegression } from "../spec/loss.js";
import type { InputStage } from "./input-stage.js";
import { type NetworkSpec, outputsOf } from "./model-spec.js";
import { ScalerStage } from "./scaler-stage.js";

/** How rows go in and targets come out. */
export interface Stages {
  readonly inputs: InputStage;
  readonly targets: Scaler;
}

/** What is known before any training: everything where nothing is standardized. */
export function untrainedStages(spec: NetworkSpec): Partial<Stages> {
  const { standardize, inputs, loss } = spec;
  return {
    inputs: standardize ? undefined : new ScalerStage(identityScaler(inputs)),
    targets: standardize && isRegression(loss) ? undefined : identityScaler(outputsOf(spec)),
  };
}

/** Rows that stages are fitted on, each counting as much as its weight says. */
interface FittedRows {
  readonly inputRows: Rows;
  readonly targetRows: Rows | undefined;
  readonly rows: number;
  readonly weights: Float64Array | undefined;
}

/** Those that are not known yet fitted on these rows, beside those that are. */
export function fittedStages(
  { inputs, targets }: Partial<Stages>,
  { inputRows, targetRows, rows, weights }: FittedRows,
): Stages {
  return {
    inputs: inputs ?? new ScalerStage(fitScaler(inputRows, rows, weights)),
    // Only a regression can be without, and it has targets.
    targets: targets ?? fitScaler(targetRows as Rows, rows, weights),
  };
}

/** Both, or a clear error before any training. */
export function knownStages(caller: string, { inputs, targets }: Partial<Stages>): Stages {
  if (inputs && targets) return { inputs, targets };
  throw new OptionError(
    `${caller}: this model has not been trained, so its inputs' scale is not known yet. ` +
      "Call fit first, or build it with standardize: false.",
  );
}

/** Both as plain JSON; null for what is not known yet. */
export interface StagesJson {
  readonly inputs: ScalerJson | null;
  readonly targets: ScalerJson | null;
}

export function stagesJson({ inputs, targets }: Partial<Stages>): StagesJson {
  return { inputs: inputs?.toJSON() ?? null, targets: targets ? scalerJson(targets) : null };
}

/** @throws DataError where stagesJson cannot have described a model of this spec */
export function readStages(spec: NetworkSpec, { inputs, targets }: StagesJson): Partial<Stages> {
  return {
    ...untrainedStages(spec),
    ...(inputs && { inputs: new ScalerStage(readScaler(inputs, spec.inputs)) }),
    ...(targets && { targets: readScaler(targets, outputsOf(spec)) }),
  };
}
