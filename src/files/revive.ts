import { DataError } from "../base/errors.js";
import {
  type Manifest,
  type Notes,
  parseJson,
  part,
  readManifest,
  readParameters,
  readSaved,
} from "./manifest.js";
import { parameterCount } from "../spec/layer.js";
import { Learner } from "../network/learner.js";
import { slotCount } from "../spec/optimizer.js";
import { decodeSafetensors, type FileManifest } from "./safetensors.js";
import { type ModelSpec, parseSpec } from "../network/model-spec.js";

/** What a file or JSON gave: a model at rest. */
export interface Restored {
  readonly learner: Learner;
  readonly notes: Notes;
}

/** @param bytes what encodeSafetensors wrote */
export function reviveFile(bytes: unknown): Restored {
  const caller = "Model.load";
  const { manifest, vectors } = decodeSafetensors(caller, bytes);
  return readManifest(caller, manifest, () => {
    const spec = parseSpec(manifest.spec as ModelSpec);
    const steps = checkOptimizer(manifest.optimizer, spec);
    return revive(manifest, spec, steps, vectors(spec));
  });
}

/** @param json what toJson gave, or its text */
export function reviveJson(json: unknown): Restored {
  const caller = "Model.fromJSON";
  const manifest = parseJson(caller, json);
  return readManifest(caller, manifest, () => {
    const spec = parseSpec(manifest.spec as ModelSpec);
    return revive(manifest, spec, 0, [readParameters(manifest, parameterCount(spec))]);
  });
}

/** A model that can go on training: what prediction needs, and where training stands. */
function revive(
  manifest: Partial<Manifest>,
  spec: ModelSpec,
  steps: number,
  vectors: readonly Float32Array[],
): Restored {
  const { generator, updates, epoch } = part<Manifest["training"]>(manifest.training, "training");
  const words =
    Array.isArray(generator) && generator.length === 5 && generator.every((word) => Number.isInteger(word));
  if (!words || !isCount(updates) || !isCount(epoch)) throw new DataError("the training state is damaged");
  const { classes, scalers, notes } = readSaved(manifest, spec);
  const [parameters, ...slots] = vectors;
  const progress = Uint32Array.of(...generator, updates, steps);
  const learner = new Learner(spec, { parameters, slots, progress });
  learner.epoch = epoch;
  learner.classes = classes ?? learner.classes;
  learner.scalers = scalers;
  if (updates > 0 && !(scalers.inputs && scalers.targets)) throw new DataError("its scaler is missing");
  return { learner, notes };
}

/** How many steps the saved vectors of the optimizer hold. */
function checkOptimizer(saved: FileManifest["optimizer"], { optimizer }: ModelSpec): number {
  if (saved === undefined) return 0;
  const { slots, steps } = saved;
  if (slots === slotCount(optimizer) && Number.isInteger(steps) && steps > 0) return steps;
  throw new DataError(`its optimizer state is not that of ${optimizer.type}`);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
