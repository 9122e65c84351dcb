import { OptionError } from "./errors.js";

/** Throws unless `value` is a whole number of at least `minimum`. `where` opens the text, as in "dense(2.5)". */
export function checkCount(
  where: string,
  name: string,
  value: unknown,
  minimum: number,
): asserts value is number {
  if (typeof value === "number" && Number.isInteger(value) && value >= minimum) return;
  throw new OptionError(
    `${where}: ${name} must be a whole number of at least ${minimum}, got ${show(value)}.`,
    {
      expected: `whole number >= ${minimum}`,
      received: value,
    },
  );
}

/** Throws unless `value` is a finite number for which `holds` is true; `expected` says which ones are, in words. */
export function checkNumber(
  where: string,
  name: string,
  value: unknown,
  expected: string,
  holds: (value: number) => boolean,
): asserts value is number {
  if (typeof value === "number" && Number.isFinite(value) && holds(value)) return;
  throw new OptionError(`${where}: ${name} must be ${expected}, got ${show(value)}.`, {
    expected,
    received: value,
  });
}

/** Throws unless `value` is one of `known`, and proposes the nearest name. */
export function checkName<Name extends string>(
  where: string,
  what: string,
  value: unknown,
  known: readonly Name[],
): asserts value is Name {
  if (known.includes(value as Name)) return;
  const near = typeof value === "string" ? nearest(value, known) : undefined;
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new OptionError(`${where}: unknown ${what}.${hint} Known: ${known.join(", ")}.`, {
    expected: known,
    received: value,
  });
}

/** Throws when `options` is no plain object or holds a name outside `known`: a misspelt option must not be ignored. */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new OptionError(`${where}: options must be an object, got ${show(options)}.`, {
      received: options,
    });
  }
  for (const name of Object.keys(options)) checkName(`${where}: "${name}"`, "option", name, known);
}

/** A short, faithful picture of any value for an error's text. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const { length } = value as unknown as { length: number };
    return `${Array.isArray(value) ? "an array" : `a ${value.constructor.name}`} of ${length}`;
  }
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** The known name at an edit distance of at most a third of its length, ignoring case. */
function nearest<Name extends string>(value: string, known: readonly Name[]): Name | undefined {
  let best: Name | undefined;
  let bestDistance = Infinity;
  for (const name of known) {
    const distance = editDistance(value.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance && distance <= Math.ceil(name.length / 3)) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
