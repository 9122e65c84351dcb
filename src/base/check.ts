import { type DataError, OptionError } from "./errors.js";
import { FOREIGN_NAMES } from "./foreign-names.js";

/** The error of a value that is not what it must be: "caller: name must be expected, got received." */
export function mustBe(
  caller: string,
  name: string,
  expected: string,
  received: unknown,
  Kind: typeof OptionError | typeof DataError = OptionError,
): Error {
  return new Kind(`${caller}: ${name} must be ${expected}, got ${show(received)}.`, { expected, received });
}

/** Throws unless `value` is a whole number of at least `minimum`. `caller` opens the text, as in "dense(2.5)". */
export function checkCount(
  caller: string,
  name: string,
  value: unknown,
  minimum: number,
): asserts value is number {
  if (Number.isInteger(value) && (value as number) >= minimum) return;
  throw mustBe(caller, name, `a whole number of at least ${minimum}`, value);
}

/** Numbers that are allowed: what they are, in words, and the test. */
export type Range = readonly [expected: string, holds: (value: number) => boolean];

export const POSITIVE: Range = ["a number above 0", (value) => value > 0];
export const NOT_NEGATIVE: Range = ["a number of at least 0", (value) => value >= 0];
export const FRACTION: Range = ["at least 0 and below 1", (value) => value >= 0 && value < 1];

/** Throws unless `value` is a finite number of the range. */
export function checkNumber(
  caller: string,
  name: string,
  value: unknown,
  [expected, holds]: Range,
): asserts value is number {
  if (!Number.isFinite(value) || !holds(value as number)) throw mustBe(caller, name, expected, value);
}

/** Throws unless `value` is true or false. */
export function checkBoolean(caller: string, name: string, value: unknown): asserts value is boolean {
  if (typeof value !== "boolean") throw mustBe(caller, name, "true or false", value);
}

/** Throws unless `value` is one of `known`, and proposes the nearest name. */
export function checkName<Name extends string>(
  caller: string,
  what: string,
  value: unknown,
  known: readonly Name[],
): asserts value is Name {
  if (known.includes(value as Name)) return;
  const hint = typeof value === "string" ? hintFor(what, value, known) : "";
  throw new OptionError(`${caller}: unknown ${what}.${hint} Known: ${known.join(", ")}.`, {
    expected: known,
    received: value,
  });
}

/**
 * Throws when `options` is no plain object or holds a name outside `known`: a misspelt option must not be ignored.
 *
 * @param example a value of the first option, for the text of an error; a number that came in the options' place is one
 */
export function checkOptions(
  caller: string,
  options: unknown,
  known: readonly string[],
  example: number | string = "...",
): void {
  // A Map, a Promise or a Dataset has fields of its own, or none that could be read.
  if (kindOf(options) !== "Object") {
    const value = Number.isFinite(options) ? (options as number) : example;
    throw mustBe(caller, "options", `an object such as { ${known[0]}: ${value} }`, options);
  }
  for (const name of Object.keys(options as object)) checkName(`${caller}: "${name}"`, "option", name, known);
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether `value` is a number that stays finite as a float32. */
export function isFloat32(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(Math.fround(value));
}

/** What is known of plain JSON before it is checked: any fields, or none where it is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? (value as Record<string, unknown>) : {};
}

/** A short, faithful picture of any value for an error's text. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value === "bigint") return `the bigint ${value}n`;
  if (!isObject(value)) return String(value);
  const { length } = fieldsOf(value);
  if (Array.isArray(value)) return `an array of ${length}`;
  const kind = kindOf(value);
  if (kind === "Object") return "an object";
  if (kind === "Promise") return "a Promise (await it)";
  return `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}${length === undefined ? "" : ` of ${length}`}`;
}

/** "Object", "Date", "Float32Array" and so on, also for what comes of another realm (a frame, a vm context). */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The first ten of a list, as `show` or `write` has them, and how many more there are. */
export function listed<Item>(
  items: readonly Item[],
  write: (item: Item, place: number) => string = show,
): string {
  const more = items.length > 10 ? ` and ${items.length - 10} more` : "";
  return items.slice(0, 10).map(write).join(", ") + more;
}

/** What to write in place of a name, by what it means in other libraries or else by its letters. */
function hintFor(what: string, value: string, known: readonly string[]): string {
  const plain = plainOf(value);
  const fits = ([ours, pattern]: [string, RegExp]): boolean =>
    pattern.test(plain) && (known.includes(ours) || ours.endsWith("."));
  // A class has its name from the caller.
  const foreign = what === "class" ? undefined : Object.entries(FOREIGN_NAMES).find(fits);
  const ours = foreign?.[0] ?? nearest(plain, known);
  if (ours === undefined) return "";
  return known.includes(ours) ? ` Did you mean "${ours}"?` : ` ${ours}`;
}

/** A name by its letters alone: other libraries write batch_size, LeakyReLU and hard-sigmoid. */
function plainOf(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

/** The known name that is nearest to a plain one, if its edit distance is at most a third of its length. */
function nearest(plain: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const name of known) {
    const distance = editDistance(plain, plainOf(name));
    if (distance >= least || distance > Math.ceil(name.length / 3)) continue;
    best = name;
    least = distance;
  }
  return best;
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}
