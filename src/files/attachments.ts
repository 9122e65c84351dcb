import { checkCount, checkOptions, fieldsOf, isObject, kindOf, mustBe, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { copyOf } from "../network/model-spec.js";

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Room for the caller's own words about a model, saved with it. */
export type Notes = { readonly [name: string]: Json };

/** What a part of downhill outside of Model adds to a model and its files. */
export interface Extension {
  /** The version of `data`, a whole number >= 1; each extension counts its own. */
  readonly version: number;
  /** Whether a reader that does not know it must refuse the model, because its predictions would be wrong without it. */
  readonly required: boolean;
  readonly data: Json;
}

/** Extensions by name. */
export type Extensions = { readonly [name: string]: Extension };

/** What lies in a model's file beside the network. */
export interface Attachments {
  readonly notes: Notes;
  readonly extensions: Extensions;
}

/** Options of `load` and `fromJSON`. */
export interface LoadOptions {
  /** The required extensions that the caller understands, by name the newest version of each; default none. */
  readonly extensions?: { readonly [name: string]: number };
}

/**
 * The extensions of a file, whether they are known or not.
 *
 * @throws DataError for one that is required and that the caller does not understand (names it)
 */
export function readExtensions(caller: string, found: unknown, options: LoadOptions): Extensions {
  checkOptions(caller, options, ["extensions"]);
  const extensions = checkExtensions(`${caller}: the model is damaged`, found);
  const known = fieldsOf(options.extensions) as Record<string, number>;
  for (const [name, version] of Object.entries(known)) checkCount(caller, `extensions: ${name}`, version, 1);
  for (const [name, { version, required }] of Object.entries(extensions))
    if (required && !(version <= known[name])) throw notUnderstood(caller, name, version, known[name]);
  return extensions;
}

/**
 * A copy of what a caller keeps with a model.
 *
 * @throws DataError for what JSON cannot say, which it names
 */
export function copyAttachments(caller: string, { notes, extensions }: Attachments): Attachments {
  return {
    notes: plainCopy(caller, "notes", notes ?? {}),
    extensions: plainCopy(caller, "extensions", extensions),
  };
}

function plainCopy<Value>(caller: string, name: string, value: Value): Value {
  if (!isObject(value)) throw mustBe(caller, name, "an object of plain JSON", value, DataError);
  try {
    checkJson(caller, name, value, []);
    return copyOf(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(`${caller}: ${name} hold objects within objects, too deep for the stack.`);
  }
}

/**
 * Throws for what JSON cannot say, or would say as something else without a word: NaN, a Set, a function, a Date. Fields that are undefined
 * are none.
 *
 * @param within the objects that hold the value
 */
function checkJson(caller: string, place: string, value: unknown, within: readonly unknown[]): void {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
    return;
  const isList = Array.isArray(value);
  const isPlain = isList || (kindOf(value) === "Object" && typeof fieldsOf(value).toJSON !== "function");
  if (!isPlain || within.includes(value))
    throw mustBe(caller, place, "plain JSON without circles", value, DataError);
  // Not of the list itself: a hole would have no entry.
  for (const [key, item] of Object.entries(isList ? Array.from(value) : (value as object)))
    if (isList || item !== undefined) checkJson(caller, `${place}.${key}`, item, [...within, value]);
}

/** The extensions themselves, each of the form that a reader will ask for. */
export function checkExtensions(caller: string, extensions: unknown): Extensions {
  if (!isObject(extensions) || Array.isArray(extensions))
    throw new DataError(`${caller}: extensions must be an object, got ${show(extensions)}.`);
  for (const [name, extension] of Object.entries(extensions)) {
    const { version, required, data } = fieldsOf(extension);
    const counts = Number.isInteger(version) && (version as number) >= 1;
    if (counts && typeof required === "boolean" && data !== undefined) continue;
    throw new DataError(
      `${caller}: extension ${show(name)} must be { version: a whole number >= 1, required: a boolean, data: plain JSON }.`,
      { received: extension },
    );
  }
  return extensions as Extensions;
}

function notUnderstood(caller: string, name: string, version: number, newest: unknown): DataError {
  const older = typeof newest === "number";
  return new DataError(
    `${caller}: the model needs its extension ${show(name)}, version ${version}; ` +
      (older
        ? `here it is known up to version ${newest}. Update downhill.`
        : "it is not known here. Load it through the entry of downhill that knows it, or update downhill."),
    { expected: older ? newest : undefined, received: version },
  );
}
