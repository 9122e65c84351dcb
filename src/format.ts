import { isObject, show } from "./check.js";
import type { Label } from "./dataset.js";
import { DataError } from "./errors.js";
import { readClasses } from "./labels.js";
import type { Learner } from "./learner.js";
import { isRegression } from "./loss.js";
import { Scaler } from "./scaler.js";
import { type ModelSpec, type NetworkSpec, outputsOf } from "./spec.js";
import { UPDATES } from "./wasm/state.js";

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

export function describe(learner: Learner, notes: Notes): Manifest {
  const { spec, classes, epoch } = learner;
  const { progress } = learner.state;
  return {
    ...{ format: FORMAT, version: VERSION, spec },
    scaler: {
      inputs: learner.inputScaler?.toJSON() ?? null,
      targets: learner.targetScaler?.toJSON() ?? null,
    },
    classes: classes ?? null,
    notes,
    training: { generator: Array.from(progress.subarray(0, UPDATES)), updates: progress[UPDATES], epoch },
  };
}

/** What a file or JSON tells of a model that predicts, checked. */
export interface Saved {
  readonly classes: readonly Label[] | undefined;
  /** Undefined where the scale was not known yet. */
  readonly inputScaler: Scaler | undefined;
  readonly targetScaler: Scaler | undefined;
  readonly notes: Notes;
}

/**
 * Builds what a manifest describes, with clear errors for one that is foreign, newer or damaged.
 *
 * @param where opens the texts, as in "Model.load"
 */
export function readManifest<Built>(where: string, manifest: Partial<Manifest>, build: () => Built): Built {
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
    return build();
  } catch (error) {
    throw new DataError(`${where}: the model is damaged: ${(error as Error).message}`, { received: error });
  }
}

/** The part of a manifest that prediction needs besides spec and parameters. */
export function readSaved(manifest: Partial<Manifest>, spec: NetworkSpec): Saved {
  const classes = manifest.classes ? checkClasses(spec, manifest.classes) : undefined;
  const { inputs, targets } = part<Manifest["scaler"]>(manifest.scaler, "scaler");
  return {
    classes,
    inputScaler: inputs ? Scaler.fromJSON(inputs, spec.inputs) : undefined,
    targetScaler: targets ? Scaler.fromJSON(targets, outputsOf(spec)) : undefined,
    notes: manifest.notes ?? {},
  };
}

export function part<Part>(value: Part | undefined, name: string): Part {
  if (isObject(value)) return value;
  throw new DataError(`its ${name} is missing`);
}

function checkClasses(spec: NetworkSpec, given: readonly Label[]): readonly Label[] {
  const classes = readClasses("classes", given);
  const regression = isRegression(spec.loss);
  const expected = spec.loss === "binaryCrossEntropy" ? 2 : outputsOf(spec);
  if (!regression && classes.length === expected) return classes;
  throw new DataError(`it names ${classes.length} classes, its outputs are for ${regression ? 0 : expected}`);
}

/** `vector` itself, of the right length and all finite. */
export function checkVector(vector: Float32Array, count: number, name: string): Float32Array {
  if (vector.length !== count) throw new DataError(`${name} has ${vector.length} numbers, expected ${count}`);
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DataError(`${name}[${bad}] is ${vector[bad]}`);
  return vector;
}

/** A model as plain JSON. */
export function toJson(learner: Learner, notes: Notes): ModelJson {
  return { ...describe(learner, notes), parameters: Array.from(learner.state.parameters) };
}

/**
 * What toJson gave, or its text, as an object.
 *
 * @param where opens the texts of errors, as in "Model.fromJSON"
 */
export function parseJson(where: string, json: unknown): Partial<ModelJson> {
  let value = json;
  if (typeof json === "string") {
    try {
      value = JSON.parse(json);
    } catch (error) {
      throw new DataError(`${where}: this is no JSON: ${(error as Error).message}`, { received: json });
    }
  }
  if (!isObject(value)) {
    throw new DataError(`${where}: expected the object that toJSON gave or its text, got ${show(json)}.`, {
      received: json,
    });
  }
  return value;
}

/** The parameters in a model's JSON, as many as `count`. */
export function readParameters({ parameters }: Partial<ModelJson>, count: number): Float32Array {
  if (!Array.isArray(parameters)) throw new DataError("parameters is missing");
  const bad = parameters.findIndex((value) => typeof value !== "number");
  if (bad >= 0) throw new DataError(`parameters[${bad}] is ${show(parameters[bad])}, not a number`);
  return checkVector(Float32Array.from(parameters), count, "parameters");
}
