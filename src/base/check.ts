import { type DataError, OptionError } from "./errors.js";

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
  const near = typeof value === "string" ? nearest(value, known) : undefined;
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new OptionError(`${caller}: unknown ${what}.${hint} Known: ${known.join(", ")}.`, {
    expected: known,
    received: value,
  });
}

/** Throws when `options` is no plain object or holds a name outside `known`: a misspelt option must not be ignored. */
export function checkOptions(caller: string, options: unknown, known: readonly string[]): void {
  if (!isObject(options) || Array.isArray(options)) throw mustBe(caller, "options", "an object", options);
  for (const name of Object.keys(options)) checkName(`${caller}: "${name}"`, "option", name, known);
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
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value))
    return `a ${value.constructor.name} of ${(value as unknown as { length: number }).length}`;
  return isObject(value) ? "an object" : String(value);
}

/** The first ten of a list, as `show` or `write` has them, and how many more there are. */
export function listed<Item>(
  items: readonly Item[],
  write: (item: Item, place: number) => string = show,
): string {
  const more = items.length > 10 ? ` and ${items.length - 10} more` : "";
  return items.slice(0, 10).map(write).join(", ") + more;
}

/** The nearest of the known names, ignoring case, if its edit distance is at most a third of its length. */
function nearest<Name extends string>(value: string, known: readonly Name[]): Name | undefined {
  let best: Name | undefined;
  let least = Infinity;
  for (const name of known) {
    const distance = editDistance(value.toLowerCase(), name.toLowerCase());
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
