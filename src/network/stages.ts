import { DataError, OptionError } from "../base/errors.js";
import { finish, type Steps } from "../base/steps.js";
import { LEFT_OUT, unitOf } from "../data/fit-scaler.js";
import {
  createScaler,
  identityScaler,
  readScaler,
  type Scaler,
  type ScalerJson,
  scalerJson,
} from "../data/scaler.js";
import { RANGES } from "../spec/layer.js";
import { isRegression } from "../spec/loss.js";
import type { InputStage } from "./input-stage.js";
import { blankStage } from "./input-stages.js";
import { type NetworkSpec, outputsOf } from "./model-spec.js";
import type { Statistics } from "./statistics.js";

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

/** What is known before any training: everything where nothing is standardized, nor anything else found in the rows. */
export function untrainedStages(spec: NetworkSpec): Partial<Stages> {
  const inputs = blankStage(spec);
  return {
    inputs: spec.standardize || inputs.fitted ? undefined : inputs,
    targets: targetScaling(spec) === "none" ? identityScaler(outputsOf(spec)) : undefined,
  };
}

/** What rows must be, also before it is fitted on any. */
export function inputStageOf({ spec, stages }: Unfitted): InputStage {
  return stages.inputs ?? blankStage(spec);
}

/** What is fitted: a model as it is before. */
interface Unfitted {
  readonly spec: NetworkSpec;
  readonly stages: Partial<Stages>;
}

/**
 * Those that are not known yet, by the statistics of the training rows, beside those that are.
 *
 * @param constants what becomes of an input that never changes in these rows: left out of every answer, or only shifted to 0, for rows
 *   that are too few to tell
 */
export function fittedStages(
  model: Unfitted,
  statistics: Statistics,
  constants: "left out" | "shifted",
): Stages {
  return finish(stageSteps(model, statistics, constants));
}

/** As fittedStages, in steps. */
export function* stageSteps(
  { spec, stages }: Unfitted,
  statistics: Statistics,
  constants: "left out" | "shifted",
): Steps<Stages> {
  const { targets } = stages;
  const inputs = stages.inputs ?? (yield* inputSteps(spec, statistics, constants));
  if (targets) return { inputs, targets };
  const isScaled = targetScaling(spec) === "scaled";
  const scaler = yield* statistics.targets(inputs, isScaled ? 0 : 1);
  return { inputs, targets: isScaled ? unitOf(scaler) : scaler };
}

function* inputSteps(
  spec: NetworkSpec,
  statistics: Statistics,
  constants: "left out" | "shifted",
): Steps<InputStage> {
  const isWhole = constants === "left out";
  const stage = yield* statistics.fitted(blankStage(spec), isWhole);
  if (!spec.standardize) return stage;
  const scaler = yield* statistics.inputs(stage, isWhole ? LEFT_OUT : 1);
  return stage.withScaler(withoutIndicators(stage, scaler));
}

/** The scaler without numbers that stay as they are; those that are left out are so all the same. */
function withoutIndicators(stage: InputStage, { mean, deviation }: Scaler): Scaler {
  const stays = (c: number): boolean => !stage.isScaled(c) && deviation[c] !== LEFT_OUT;
  return createScaler(
    mean.map((value, c) => (stays(c) ? 0 : value)),
    deviation.map((value, c) => (stays(c) ? 1 : value)),
  );
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
    ...(inputs && { inputs: readInputStage(spec, inputs) }),
    ...(targets && { targets: readScaler(targets, outputsOf(spec)) }),
  };
}

function readInputStage(spec: NetworkSpec, inputs: ScalerJson): InputStage {
  // null: a stage that finds something in the training rows must have found it.
  const stage = blankStage(spec, inputs.found ?? null);
  if (inputs.found !== undefined && !stage.fitted)
    throw new DataError("Model: its scaler is a table's, its spec has no encoding of one.");
  return stage.withScaler(readScaler(inputs, spec.inputs));
}
