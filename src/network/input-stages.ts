import { DataError, OptionError } from "../base/errors.js";
import { identityScaler } from "../data/scaler.js";
import type { Encoding } from "../spec/encoding.js";
import { isRegression, type LossSpec } from "../spec/loss.js";
import type { InputStage } from "./input-stage.js";
import { readSeries } from "./series.js";
import { ScalerStage } from "./scaler-stage.js";

/** @param found what the stage found in the training rows; undefined before training */
export type StageReader = (encoding: Encoding, found?: unknown) => InputStage;

/** Those of other entries, by the type of their encoding. Each adds its own when it is imported. */
export const stageReaders = new Map<string, StageReader>();

/** What a stage is read from. */
interface StageSpec {
  readonly encoding?: Encoding;
  readonly inputs: number;
  readonly loss: LossSpec;
}

/**
 * A model's stage before anything is scaled.
 *
 * @throws OptionError for an encoding that this program does not know, or that is none
 */
export function blankStage({ encoding, inputs, loss }: StageSpec, found?: unknown): InputStage {
  if (!encoding || encoding.type === "series")
    return new ScalerStage(identityScaler(inputs), readSeries(encoding, inputs), isRegression(loss));
  const stage = rawStage(encoding, found);
  if (stage.width === inputs) return stage;
  throw new DataError(`Model: its encoding makes ${stage.width} inputs, its spec says ${inputs}.`, {
    ...{ expected: stage.width, received: inputs },
  });
}

/** As blankStage, of an encoding that says itself how wide a row is. */
export function rawStage(encoding: Encoding, found?: unknown): InputStage {
  const read = stageReaders.get(encoding.type);
  if (read) return read(encoding, found);
  throw unknownEncoding("Model", encoding);
}

/** The error of a model whose rows nothing here can read. */
export function unknownEncoding(caller: string, { type }: Encoding): OptionError {
  return new OptionError(
    `${caller}: this model takes rows that downhill/${type} reads. Write import "downhill/${type}" first.`,
    { expected: [...stageReaders.keys()], received: type },
  );
}
