import { fieldsOf, isFloat32, isObject, kindOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { type Label, readClasses } from "../data/labels.js";
import { stageReaders, unknownEncoding } from "../network/input-stages.js";
import type { Learner } from "../network/learner.js";
import { copyOf, type ModelSpec, type NetworkSpec, outputsOf } from "../network/model-spec.js";
import type { Saved } from "../network/saved.js";
import { readStages, type StagesJson, stagesJson } from "../network/stages.js";
import type { Encoding } from "../spec/encoding.js";
import { isRegression } from "../spec/loss.js";
import { UPDATES } from "../wasm/state.js";
import {
  type Attachments,
  checkExtensions,
  copyAttachments,
  type Extensions,
  type LoadOptions,
  type Notes,
  readExtensions,
} from "./attachments.js";

export const FORMAT = "downhill";
/** Raised when a file written now could not be read by an older version. */
const VERSION = 3;
/** That of models whose rows are not encoded, which older versions can read. */
const VERSION_OF_PLAIN = 2;

/** A model without its big vectors, as JSON: what a file's metadata and `toJSON` share. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly spec: ModelSpec;
  readonly scaler: StagesJson;
  readonly classes: readonly Label[] | null;
  readonly notes: Notes;
  /** Where training stands: the generator's words, updates, epochs. */
  readonly training: {
    readonly generator: readonly number[];
    readonly updates: number;
    readonly epoch: number;
  };
  /** Since version 2. */
  readonly extensions: Extensions;
}

/** A whole model as JSON: `Model.fromJSON` builds it again. Float32 numbers survive JSON to the bit. */
export interface ModelJson extends Manifest {
  readonly parameters: readonly number[];
}

/** @param caller begins each error's message, as in "Model.save" */
export function describe(caller: string, learner: Learner, attachments: Attachments): Manifest {
  const { spec, classes, epoch, stages } = learner;
  const { progress } = learner.state;
  const { notes, extensions } = copyAttachments(caller, attachments);
  // In one order, whichever was added first: equal models give equal bytes.
  const byName = Object.entries(checkExtensions(caller, extensions)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ format: FORMAT, version: spec.encoding ? VERSION : VERSION_OF_PLAIN, spec },
    scaler: stagesJson(stages),
    classes: classes ?? null,
    notes,
    training: { generator: Array.from(progress.subarray(0, UPDATES)), updates: progress[UPDATES], epoch },
    extensions: Object.fromEntries(byName),
  };
}

/** Throws for a manifest that is foreign or newer, before anything else of it is looked at. */
export function checkFormat(
  caller: string,
  { format, version }: { format?: unknown; version?: unknown },
): void {
  if (format !== FORMAT) {
    throw new DataError(
      `${caller}: this is no downhill model (format ${show(format)}). Give load what save() made, fromJSON what toJSON() made.`,
      { expected: FORMAT, received: format },
    );
  }
  if (![1, VERSION_OF_PLAIN, VERSION].includes(version as number)) {
    throw new DataError(
      `${caller}: the model has format version ${show(version)}, this downhill reads versions 1 to ${VERSION}. Update downhill.`,
      { expected: VERSION, received: version },
    );
  }
}

/**
 * Builds what a manifest of a known version describes, with a clear error for one that is damaged or needs an extension that
 * is not known.
 *
 * @param caller begins each error's message, as in "Model.load"
 */
export function readManifest<Built>(
  caller: string,
  manifest: Partial<Manifest>,
  options: LoadOptions,
  build: (attachments: Attachments) => Built,
): Built {
  const found = manifest.version === 1 ? {} : manifest.extensions;
  const extensions = readExtensions(caller, found, options);
  const { encoding } = fieldsOf(manifest.spec) as { encoding?: Encoding };
  // Before the rest: a model that needs an import is not damaged.
  const type = fieldsOf(encoding).type;
  if (encoding && typeof type === "string" && type !== "series" && !stageReaders.has(type))
    throw unknownEncoding(caller, encoding);
  try {
    return build({ notes: manifest.notes ? part<Notes>(manifest.notes, "notes") : {}, extensions });
  } catch (error) {
    throw new DataError(`${caller}: the model is damaged: ${(error as Error).message}`, { received: error });
  }
}

/** The part of a manifest that prediction needs besides spec and parameters. */
export function readSaved(manifest: Partial<Manifest>, spec: NetworkSpec): Saved {
  const classes = manifest.classes ? checkClasses(spec, manifest.classes) : undefined;
  return { classes, stages: readStages(spec, part<StagesJson>(manifest.scaler, "scaler")) };
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

/** A model as plain JSON that shares nothing with it. */
export function toJson(learner: Learner, attachments: Attachments): ModelJson {
  const manifest = copyOf(describe("Model.toJSON", learner, attachments));
  return { ...manifest, parameters: Array.from(learner.state.parameters) };
}

/**
 * What toJson gave, or its text, of a known version; all but the parameters is a copy.
 *
 * @param caller begins each error's message, as in "Model.fromJSON"
 */
export function parseJson(caller: string, json: unknown): Partial<ModelJson> {
  const manifest = copyJson(caller, json);
  checkFormat(caller, manifest);
  return manifest;
}

function copyJson(caller: string, json: unknown): Partial<ModelJson> {
  try {
    const value: unknown = typeof json === "string" ? JSON.parse(json) : json;
    if (kindOf(value) === "Object") {
      const { parameters, ...manifest } = value as Partial<ModelJson>;
      return { ...copyOf(manifest), parameters };
    }
  } catch (error) {
    throw new DataError(`${caller}: this is no JSON: ${(error as Error).message}. Got ${show(json)}.`, {
      received: json,
    });
  }
  throw new DataError(`${caller}: expected the object that toJSON gave or its text, got ${show(json)}.`, {
    received: json,
  });
}

/** The parameters in a model's JSON, as many as `count`. */
export function readParameters({ parameters }: Partial<ModelJson>, count: number): Float32Array {
  if (!Array.isArray(parameters)) throw new DataError("parameters is missing");
  return Float32Array.from(checkVector(parameters, count, "parameters"));
}
