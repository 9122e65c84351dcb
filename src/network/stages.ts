import { OptionError } from "../base/errors.js";
import { finish, type Steps } from "../base/steps.js";
import { LEFT_OUT, scalerSteps, unitOf } from "../data/fit-scaler.js";
import type { Rows } from "../data/rows.js";
import { identityScaler, readScaler, type Scaler, type ScalerJson, scalerJson } from "../data/scaler.js";
import { RANGES } from "../spec/layer.js";
import { isRegression } from "../spec/loss.js";
import type { InputStage } from "./input-stage.js";
import { type NetworkSpec, outputsOf } from "./model-spec.js";
import { ScalerStage } from "./scaler-stage.js";

/** How rows go in and targets come out. */
export interface Stages {
  readonly inputs: InputStage;
  readonly targets: Scaler;
}

/**
 * What becomes of the targets of a standardized regression, by the range of the last activation: shifted and scaled where that is the
 * whole line; scaled alone where it begins at 0, since a shift would move that end; else as they are, in the unit of the range.
 */
function targetScaling({ standardize, loss, layers }: NetworkSpec): "standardized" | "scaled" | "none" {
  const last = layers[layers.length - 1];
  if (!standardize || !isRegression(loss) || last.type !== "dense") return "none";
  const [low, high] = RANGES[last.activation];
  if (high < Infinity) return "none";
  return low === -Infinity ? "standardized" : low === 0 ? "scaled" : "none";
}

/** What is known before any training: everything where nothing is standardized. */
export function untrainedStages(spec: NetworkSpec): Partial<Stages> {
  const { standardize, inputs } = spec;
  return {
    inputs: standardize ? undefined : new ScalerStage(identityScaler(inputs)),
    targets: targetScaling(spec) === "none" ? identityScaler(outputsOf(spec)) : undefined,
  };
}

/** Rows that stages are fitted on, each counting as much as its weight says. */
interface FittedRows {
  readonly inputRows: Rows;
  readonly targetRows: Rows | undefined;
  readonly rows: number;
  readonly weights: Float64Array | undefined;
}

/** Mean and deviation of the columns of such rows. `ofConstant` is the deviation of a constant column. */
export interface Statistics {
  inputs(ofConstant: number): Steps<Scaler>;
  /** Only where there are targets. */
  targets(ofConstant: number): Steps<Scaler>;
}

/** Those of rows that are all there. */
export function statisticsOf({ inputRows, targetRows, rows, weights }: FittedRows): Statistics {
  return {
    inputs: (ofConstant) => scalerSteps(inputRows, rows, weights, ofConstant),
    targets: (ofConstant) => scalerSteps(targetRows as Rows, rows, weights, ofConstant),
  };
}

/** What is fitted: a model as it is before. */
interface Unfitted {
  readonly spec: NetworkSpec;
  readonly stages: Partial<Stages>;
}

/**
 * Those that are not known yet fitted on these rows, beside those that are.
 *
 * @param constants what becomes of an input that never changes in these rows: left out of every answer, or only shifted to 0, for rows
 *   that are too few to tell
 */
export function fittedStages(model: Unfitted, rows: FittedRows, constants: "left out" | "shifted"): Stages {
  return finish(stageSteps(model, statisticsOf(rows), constants));
}

/** As fittedStages, by the statistics of the rows, and in steps. */
export function* stageSteps(
  { spec, stages }: Unfitted,
  statistics: Statistics,
  constants: "left out" | "shifted",
): Steps<Stages> {
  const { inputs, targets } = stages;
  const deviation = constants === "left out" ? LEFT_OUT : 1;
  const isScaled = targetScaling(spec) === "scaled";
  const inputStage = inputs ?? new ScalerStage(yield* statistics.inputs(deviation));
  if (targets) return { inputs: inputStage, targets };
  const scaler = yield* statistics.targets(isScaled ? 0 : 1);
  return { inputs: inputStage, targets: isScaled ? unitOf(scaler) : scaler };
}

/** Both, or a clear error before any training. */
export function knownStages(caller: string, { inputs, targets }: Partial<Stages>): Stages {
  if (inputs && targets) return { inputs, targets };
  throw untrained(caller);
}

export function untrained(caller: string): OptionError {
  return new OptionError(
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
