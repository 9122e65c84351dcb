import { show } from "./check.js";
import type { Label } from "./dataset.js";
import { DataError } from "./errors.js";
import { readClasses } from "./labels.js";
import { Learner } from "./learner.js";
import { Scaler } from "./scaler.js";
import { type ModelSpec, parseSpec } from "./spec.js";
import type { State } from "./wasm/engine.js";

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Room for the caller's own words about a model, saved with it. */
export type Notes = { readonly [name: string]: Json };

export const FORMAT = "downhill";
/** Raised when a file written now could not be read by an older version. */
export const VERSION = 1;

/** A model without its big vectors, as JSON: what a file's metadata and `toJSON` share. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly spec: ModelSpec;
  readonly scaler: { readonly inputs: ScalerJson | null; readonly targets: ScalerJson | null };
  readonly classes: readonly Label[] | null;
  readonly notes: Notes;
  /** Where training stands: the generator's words, updates, epochs. */
  readonly training: {
    readonly generator: readonly number[];
    readonly updates: number;
    readonly epoch: number;
  };
}

/** A whole model as JSON: `Model.fromJSON` builds it again. Float32 numbers survive JSON to the bit. */
export interface ModelJson extends Manifest {
  readonly parameters: readonly number[];
}

interface ScalerJson {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What a file or JSON gave: a model at rest. */
export interface Restored {
  readonly learner: Learner;
  readonly notes: Notes;
}

export function describe(learner: Learner, notes: Notes): Manifest {
  const { spec, classes, epoch } = learner;
  const { generator, updates } = learner.state;
  return {
    ...{ format: FORMAT, version: VERSION, spec },
    scaler: {
      inputs: learner.inputScaler?.toJSON() ?? null,
      targets: learner.targetScaler?.toJSON() ?? null,
    },
    classes: classes ?? null,
    notes,
    training: { generator: Array.from(generator), updates, epoch },
  };
}

/**
 * Builds the model that a manifest describes.
 *
 * @param vectors parameters and, where they were saved, the optimizer's slots, each checked for its length here
 */
export function restore(
  where: string,
  manifest: Partial<Manifest>,
  vectors: (learner: Learner) => { parameters: Float32Array; slots: Float32Array[]; steps: number },
): Restored {
  if (manifest.format !== FORMAT) {
    throw new DataError(
      `${where}: this is no downhill model (format ${show(manifest.format)}). Give what save() or toJSON() made.`,
      {
        expected: FORMAT,
        received: manifest.format,
      },
    );
  }
  if (manifest.version !== VERSION) {
    throw new DataError(
      `${where}: the model has format version ${show(manifest.version)}, this downhill reads version ${VERSION}. Update downhill.`,
      { expected: VERSION, received: manifest.version },
    );
  }
  try {
    const spec = parseSpec(manifest.spec as ModelSpec);
    const { generator, updates, epoch } = part<Manifest["training"]>(manifest.training, "training");
    const draft = new Learner(spec);
    const { parameters, slots, steps } = vectors(draft);
    checkVector(parameters, draft.count, "parameters");
    for (const slot of slots) checkVector(slot, draft.count, "optimizer state");
    const words =
      Array.isArray(generator) && generator.length === 5 && generator.every((word) => Number.isInteger(word));
    if (!words || !isCount(updates) || !isCount(epoch)) throw new DataError("the training state is damaged");
    const state: State = { parameters, slots, generator: Uint32Array.from(generator), updates, steps };
    const learner = new Learner(spec, state);
    learner.epoch = epoch;
    if (manifest.classes) learner.classes = checkClasses(learner, manifest.classes);
    const { inputs, targets } = part<Manifest["scaler"]>(manifest.scaler, "scaler");
    if (inputs) learner.inputScaler = Scaler.fromJSON(inputs, spec.inputs);
    if (targets) learner.targetScaler = Scaler.fromJSON(targets, learner.outputs);
    if (updates > 0 && !(learner.inputScaler && learner.targetScaler))
      throw new DataError("its scaler is missing");
    return { learner, notes: (manifest.notes as Notes | undefined) ?? {} };
  } catch (error) {
    throw new DataError(`${where}: the model is damaged: ${(error as Error).message}`, { received: error });
  }
}

function part<Part>(value: Part | undefined, name: string): Part {
  if (typeof value === "object" && value !== null) return value;
  throw new DataError(`its ${name} is missing`);
}

function checkClasses(learner: Learner, given: readonly Label[]): readonly Label[] {
  const classes = readClasses("classes", given);
  const expected = learner.spec.loss === "binaryCrossEntropy" ? 2 : learner.outputs;
  if (!learner.regression && classes.length === expected) return classes;
  throw new DataError(
    `it names ${classes.length} classes, its outputs are for ${learner.regression ? 0 : expected}`,
  );
}

function checkVector(vector: Float32Array, count: number, name: string): void {
  if (vector.length !== count) throw new DataError(`${name} has ${vector.length} numbers, expected ${count}`);
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DataError(`${name}[${bad}] is ${vector[bad]}`);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** A model as plain JSON. */
export function toJson(learner: Learner, notes: Notes): ModelJson {
  return { ...describe(learner, notes), parameters: Array.from(learner.state.parameters) };
}

/** @param json what toJson gave, or its text */
export function fromJson(json: unknown): Restored {
  const where = "Model.fromJSON";
  let value = json;
  if (typeof json === "string") {
    try {
      value = JSON.parse(json);
    } catch (error) {
      throw new DataError(`${where}: this is no JSON: ${(error as Error).message}`, { received: json });
    }
  }
  if (typeof value !== "object" || value === null) {
    throw new DataError(`${where}: expected the object that toJSON gave or its text, got ${show(json)}.`, {
      received: json,
    });
  }
  const { parameters } = value as Partial<ModelJson>;
  return restore(where, value as Partial<ModelJson>, () => {
    if (!Array.isArray(parameters)) throw new DataError("parameters is missing");
    const bad = parameters.findIndex((value) => typeof value !== "number");
    if (bad >= 0) throw new DataError(`parameters[${bad}] is ${show(parameters[bad])}, not a number`);
    return { parameters: Float32Array.from(parameters), slots: [], steps: 0 };
  });
}
