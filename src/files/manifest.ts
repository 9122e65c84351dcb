import { isFloat32, isObject, show } from "../base/check.js";
import type { Label } from "../data/dataset.js";
import { DataError } from "../base/errors.js";
import { readClasses } from "../data/labels.js";
import type { Learner } from "../network/learner.js";
import { isRegression } from "../spec/loss.js";
import { readScaler, type ScalerJson, scalerJson, type Scalers, untrainedScalers } from "../data/scaler.js";
import { type ModelSpec, type NetworkSpec, outputsOf } from "../network/model-spec.js";
import { UPDATES } from "../wasm/state.js";

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

export function describe(learner: Learner, notes: Notes): Manifest {
  const { spec, classes, epoch, scalers } = learner;
  const { progress } = learner.state;
  return {
    ...{ format: FORMAT, version: VERSION, spec },
    scaler: { inputs: scalerJson(scalers.inputs), targets: scalerJson(scalers.targets) },
    classes: classes ?? null,
    notes,
    training: { generator: Array.from(progress.subarray(0, UPDATES)), updates: progress[UPDATES], epoch },
  };
}

/** What a file or JSON tells of a model that predicts, checked. */
export interface Saved {
  readonly classes: readonly Label[] | undefined;
  readonly scalers: Partial<Scalers>;
  readonly notes: Notes;
}

/**
 * Builds what a manifest describes, with clear errors for one that is foreign, newer or damaged.
 *
 * @param caller opens the texts, as in "Model.load"
 */
export function readManifest<Built>(caller: string, manifest: Partial<Manifest>, build: () => Built): Built {
  if (manifest.format !== FORMAT) {
    throw new DataError(
      `${caller}: this is no downhill model (format ${show(manifest.format)}). Give load what save() made, fromJSON what toJSON() made.`,
      {
        expected: FORMAT,
        received: manifest.format,
      },
    );
  }
  if (manifest.version !== VERSION) {
    throw new DataError(
      `${caller}: the model has format version ${show(manifest.version)}, this downhill reads version ${VERSION}. Update downhill.`,
      { expected: VERSION, received: manifest.version },
    );
  }
  try {
    return build();
  } catch (error) {
    throw new DataError(`${caller}: the model is damaged: ${(error as Error).message}`, { received: error });
  }
}

/** The part of a manifest that prediction needs besides spec and parameters. */
export function readSaved(manifest: Partial<Manifest>, spec: NetworkSpec): Saved {
  const classes = manifest.classes ? checkClasses(spec, manifest.classes) : undefined;
  const { inputs, targets } = part<Manifest["scaler"]>(manifest.scaler, "scaler");
  const outputs = outputsOf(spec);
  const scalers: Partial<Scalers> = {
    ...untrainedScalers(spec, outputs),
    ...(inputs && { inputs: readScaler(inputs, spec.inputs) }),
    ...(targets && { targets: readScaler(targets, outputs) }),
  };
  return { classes, scalers, notes: manifest.notes ?? {} };
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

/** `numbers` themselves, as many as `count` and each a finite float32. */
export function checkVector<Vector extends ArrayLike<unknown>>(
  numbers: Vector,
  count: number,
  name: string,
): Vector {
  const { length } = numbers;
  if (length !== count) throw new DataError(`${name} has ${length} numbers, expected ${count}`);
  for (let i = 0; i < length; i++)
    if (!isFloat32(numbers[i]))
      throw new DataError(`${name}[${i}] is ${show(numbers[i])}, no finite float32`);
  return numbers;
}

/** A model as plain JSON. */
export function toJson(learner: Learner, notes: Notes): ModelJson {
  return { ...describe(learner, notes), parameters: Array.from(learner.state.parameters) };
}

/**
 * What toJson gave, or its text, as an object.
 *
 * @param caller opens the texts of errors, as in "Model.fromJSON"
 */
export function parseJson(caller: string, json: unknown): Partial<ModelJson> {
  let value = json;
  if (typeof json === "string") {
    try {
      value = JSON.parse(json);
    } catch (error) {
      throw new DataError(`${caller}: this is no JSON: ${(error as Error).message}`, { received: json });
    }
  }
  if (!isObject(value)) {
    throw new DataError(`${caller}: expected the object that toJSON gave or its text, got ${show(json)}.`, {
      received: json,
    });
  }
  return value;
}

/** The parameters in a model's JSON, as many as `count`. */
export function readParameters({ parameters }: Partial<ModelJson>, count: number): Float32Array {
  if (!Array.isArray(parameters)) throw new DataError("parameters is missing");
  return Float32Array.from(checkVector(parameters, count, "parameters"));
}
