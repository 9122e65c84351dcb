import { fieldsOf } from "../base/check.js";
import { DataError } from "../base/errors.js";
import type { Attachments, LoadOptions } from "./attachments.js";
import { decodeModel, type FileManifest } from "./model-file.js";
import { type Manifest, parseJson, part, readManifest, readParameters, readSaved } from "./manifest.js";
import { parameterCount } from "../spec/layer.js";
import { Learner } from "../network/learner.js";
import { slotCount } from "../spec/optimizer.js";
import { type ModelSpec, parseSpec } from "../network/model-spec.js";

/** What a file or JSON gave: a model at rest. */
export interface Restored extends Attachments {
  readonly learner: Learner;
}

/** @param bytes what encodeModel wrote */
export function reviveFile(bytes: unknown, options: LoadOptions): Restored {
  const caller = "Model.load";
  const { manifest, vectors } = decodeModel(caller, bytes);
  return readManifest(caller, manifest, options, (attachments) => {
    const spec = parseSpec(manifest.spec as ModelSpec);
    const steps = checkOptimizer(manifest.optimizer, spec);
    return { learner: revive(manifest, spec, steps, vectors(spec, true)), ...attachments };
  });
}

/** @param json what toJson gave, or its text */
export function reviveJson(json: unknown, options: LoadOptions): Restored {
  const caller = "Model.fromJSON";
  const manifest = parseJson(caller, json);
  return readManifest(caller, manifest, options, (attachments) => {
    const spec = parseSpec(manifest.spec as ModelSpec);
    const parameters = readParameters(manifest, parameterCount(spec));
    return { learner: revive(manifest, spec, 0, [parameters]), ...attachments };
  });
}

/** A learner that can go on training: what prediction needs, and where training stands. */
function revive(
  manifest: Partial<Manifest>,
  spec: ModelSpec,
  steps: number,
  vectors: readonly Float32Array[],
): Learner {
  const { generator, updates, epoch } = part<Manifest["training"]>(manifest.training, "training");
  const words = Array.isArray(generator) && generator.length === 5 && generator.every(isWord);
  if (!words || !isWord(updates) || !isCount(epoch)) throw new DataError("the training state is damaged");
  const { classes, stages } = readSaved(manifest, spec);
  const [parameters, ...slots] = vectors;
  const progress = Uint32Array.of(...generator, updates, steps);
  const learner = new Learner(spec, { parameters, slots, progress });
  learner.epoch = epoch;
  learner.classes = classes ?? learner.classes;
  learner.stages = stages;
  if (updates > 0 && !(stages.inputs && stages.targets)) throw new DataError("its scaler is missing");
  return learner;
}

/** How many steps the saved vectors of the optimizer hold. */
function checkOptimizer(saved: FileManifest["optimizer"], { optimizer }: ModelSpec): number {
  if (saved === undefined) return 0;
  const { slots, steps } = fieldsOf(saved);
  if (slots === slotCount(optimizer) && isWord(steps) && steps > 0) return steps;
  throw new DataError(`its optimizer state is not that of ${optimizer.type}`);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether it is a whole number of 32 bits, as the core counts. */
function isWord(value: unknown): value is number {
  return isCount(value) && value < 2 ** 32;
}
