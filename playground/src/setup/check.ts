import type { Activation } from "downhill";
import {
  ACTIVATIONS,
  CLASSIC_SETS,
  type DataChoice,
  type HiddenLayer,
  LOSS_NAMES,
  OPTIMIZER_NAMES,
  SCHEDULES,
  type Setup,
  TARGET_KINDS,
} from "./setup.js";

/** What a stranger's link may ask for: enough to play with, not enough to stall a phone. */
export const MOST = {
  layers: 8,
  units: 512,
  rows: 5000,
  points: 500,
  epochs: 100_000,
  past: 400,
  /** Of a CSV: columns, and characters of a name. */
  columns: 10_000,
  name: 1000,
  /** Of validation and test rows together. */
  unseen: 0.9,
} as const;

type Fields = Readonly<Record<string, unknown>>;
/** Makes sure of a value; `path` names it in the error. */
type Check<Value> = (value: unknown, path: string) => Value;

/**
 * A setup from outside, as a link holds one; what else it holds is left out.
 *
 * @throws Error that names the field which cannot be, and what it could be
 */
export function checkSetup(given: unknown): Setup {
  const fields = checkObject(given, "the setup");
  const checks: { readonly [Name in keyof Setup]-?: Check<Setup[Name]> } = {
    data: checkData,
    target: optional(checkName),
    inputs: optional(listOf(checkName, MOST.columns)),
    past: optional(whole(1, MOST.past)),
    layers: listOf(checkLayer, MOST.layers),
    loss: oneOf(LOSS_NAMES),
    optimizer: oneOf(OPTIMIZER_NAMES),
    learningRate: number(1e-7, 100),
    schedule: oneOf(SCHEDULES),
    weightDecay: number(0, 10),
    batchSize: (value, path) => (value === "all" ? value : whole(1, 1e6, '"all", or ')(value, path)),
    epochs: whole(1, MOST.epochs),
    patience: whole(0, MOST.epochs),
    validation: number(0, MOST.unseen),
    test: number(0, MOST.unseen),
    seed: whole(0, 2 ** 31),
    targetKind: optional(oneOf(TARGET_KINDS)),
  };
  const setup = checkFields(fields, checks);
  // The sum of two decimals may be a little more than what they say.
  if (setup.validation + setup.test > MOST.unseen + 1e-9)
    throw new Error(
      `"validation" and "test" cannot be ${setup.validation} and ${setup.test}: together at most ${MOST.unseen}`,
    );
  return setup;
}

function checkData(given: unknown, path: string): DataChoice {
  const fields = checkObject(given, path);
  const kind = oneOf(["births", "spam", "drawn", "csv", ...CLASSIC_SETS] as const)(
    fields.kind,
    `${path}.kind`,
  );
  switch (kind) {
    case "births":
    case "spam":
      return { kind };
    case "drawn":
      return { kind, points: listOf(checkPoint, MOST.points)(fields.points, `${path}.points`) };
    case "csv":
      return { kind, ...checkFields(fields, { name: checkName, hash: checkHash }, path) };
    default:
      return { kind, ...checkFields(fields, { rows: whole(10, MOST.rows), noise: number(0, 1) }, path) };
  }
}

function checkLayer(given: unknown, path: string): HiddenLayer {
  const checks = {
    units: whole(1, MOST.units),
    activation: oneOf<Activation>(ACTIVATIONS),
    dropout: number(0, 0.9),
  };
  return checkFields(checkObject(given, path), checks, path);
}

function checkPoint(given: unknown, path: string): readonly [number, number] {
  const [x, y, ...others] = listOf(number(-1, 1), 2)(given, path);
  if (y === undefined || others.length > 0) throw wrong(path, given, "two numbers");
  return [x, y];
}

const checkName: Check<string> = (value, path) => {
  if (typeof value === "string" && value.length <= MOST.name) return value;
  throw wrong(path, value, `a text of at most ${MOST.name} characters`);
};

const checkHash: Check<string> = (value, path) => {
  if (typeof value === "string" && /^[0-9a-f]{16}$/.test(value)) return value;
  throw wrong(path, value, "16 hexadecimal digits");
};

function checkObject(value: unknown, path: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(path, value, "an object");
}

/** The fields that are named; those that are absent and may be are left out. */
function checkFields<Of>(
  fields: Fields,
  checks: { readonly [Name in keyof Of]-?: Check<Of[Name]> },
  path = "",
): Of {
  const names = Object.keys(checks) as (keyof Of & string)[];
  const checked = names.map((name) => {
    const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, checks[name](own, path === "" ? name : `${path}.${name}`)] as const;
  });
  return Object.fromEntries(checked.filter(([, value]) => value !== undefined)) as unknown as Of;
}

function optional<Value>(check: Check<Value>): Check<Value | undefined> {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

function listOf<Value>(check: Check<Value>, most: number): Check<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) throw wrong(path, value, `a list of at most ${most}`);
    return Array.from(value as unknown[], (item, k) => check(item, `${path}[${k}]`));
  };
}

function oneOf<Value extends string>(values: readonly Value[]): Check<Value> {
  return (value, path) => {
    if (values.includes(value as Value)) return value as Value;
    throw wrong(path, value, `one of ${values.join(", ")}`);
  };
}

function number(from: number, to: number): Check<number> {
  return (value, path) => {
    if (typeof value === "number" && value >= from && value <= to) return value;
    throw wrong(path, value, `a number from ${from} to ${to}`);
  };
}

function whole(from: number, to: number, other = ""): Check<number> {
  return (value, path) => {
    if (Number.isInteger(value) && (value as number) >= from && (value as number) <= to)
      return value as number;
    throw wrong(path, value, `${other}a whole number from ${from} to ${to}`);
  };
}

/** What is shown of a value that cannot be: enough to know it by. */
const SHOWN = 60;

function wrong(path: string, value: unknown, expected: string): Error {
  if (value === undefined) return new Error(`"${path}" is missing: it must be ${expected}`);
  const text = JSON.stringify(value) ?? String(value);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return new Error(`"${path}" cannot be ${shown}: it must be ${expected}`);
}
