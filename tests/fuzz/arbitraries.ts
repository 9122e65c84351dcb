import fc from "fast-check";

import { ACTIVATIONS, INITIALIZERS } from "../../src/spec/layer.js";

/*
 * What people and their programs may give, right and wrong. Every wrong value here is one that a call must refuse in our own words
 * or take as it is meant.
 */

/** Numbers that a float64 has trouble with. */
const EDGES = [
  0,
  -0,
  1,
  -1,
  0.1,
  5e-324,
  -5e-324,
  1e-310,
  2.2250738585072014e-308,
  1e-30,
  1e15,
  1.7e12,
  2 ** 53,
  16777217,
  3.4028234663852886e38,
  3.5e38,
  -1e39,
  1e100,
  1e154,
  -1e200,
  1e308,
  -1e308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
];

/** Finite numbers of every size. */
export const wildNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 2, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);

/** Numbers with which float32 computes to six digits, and that shrink well. */
export const tameNumber: fc.Arbitrary<number> = fc
  .integer({ min: -3000, max: 3000 })
  .map((thousandths) => thousandths / 1000);

/** What is no finite number. */
export const notNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(NaN, Infinity, -Infinity, undefined, null, true, false, "", " ", "1", "1,5", "x"),
  fc.constantFrom("NaN", "Infinity", "0x10", "1e3", "__proto__", "constructor", "length"),
  fc
    .constantFrom<() => unknown>(
      () => 1n,
      () => Symbol("s"),
      () => () => 1,
      () => new Date(0),
      () => new Date(NaN),
      () => ({}),
      () => Object.create(null),
      () => [],
      () => [[]],
      () => [1],
      () => new Array(2),
      () => new Number(3),
      () => new String("a"),
      () => new Map([[0, 1]]),
      () => new Set([1]),
      () => /x/,
      () => new Error("e"),
      () => Promise.resolve(1),
      () => new ArrayBuffer(8),
      () => new DataView(new ArrayBuffer(8)),
      () => BigInt64Array.of(1n),
      () => new Float32Array(0),
      () => Float64Array.of(NaN),
      () => ({ length: 2, 0: 1, 1: 2 }),
      () => ({ length: -1 }),
      () => ({ length: NaN }),
      () => new Proxy([1, 2], {}),
      () => ({ inputs: [[1]], targets: [1] }),
    )
    .map((make) => make()),
);

/** Anything at all. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  wildNumber,
  notNumber,
  fc.array(fc.oneof(wildNumber, notNumber), { maxLength: 4 }),
  fc.array(fc.array(fc.oneof({ weight: 9, arbitrary: wildNumber }, notNumber), { maxLength: 3 }), {
    maxLength: 4,
  }),
  fc.anything({
    maxDepth: 2,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
  }),
);

/** A value where `right` is expected: seldom something else. */
export function mostly<Value>(
  right: fc.Arbitrary<Value>,
  wrong: fc.Arbitrary<unknown> = anything,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const TYPED = [
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
] as const;

/** A table as it is given, and its cells as a plain program would read them. */
export interface GivenTable {
  readonly cells: number[][];
  readonly given: unknown;
  readonly layout: "nested" | "flat" | "typed" | "typed rows" | "mixed rows";
}

/** A right table of rows x width, in one of the ways in which tables are given. */
export function table(
  rows: number,
  width: number,
  cell: fc.Arbitrary<number> = wildNumber,
): fc.Arbitrary<GivenTable> {
  const cells = fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
    minLength: rows,
    maxLength: rows,
  });
  const layout = fc.constantFrom("nested", "flat", "typed", "typed rows", "mixed rows");
  return fc
    .tuple(cells, layout as fc.Arbitrary<GivenTable["layout"]>, fc.constantFrom(...TYPED))
    .map(([plain, layout, Type]) => given(plain, layout, Type));
}

function given(plain: number[][], layout: GivenTable["layout"], Type: (typeof TYPED)[number]): GivenTable {
  // A typed array rounds and wraps what is put into it; an infinity that comes of it is no right cell.
  const typed = (row: number[]): InstanceType<typeof Type> =>
    Type.from(row.map((x) => (Number.isFinite(Math.fround(x)) ? x : 0)));
  switch (layout) {
    case "nested":
      return { cells: plain, given: plain, layout };
    case "flat":
      return { cells: plain, given: plain.flat(), layout };
    case "typed": {
      const cells = plain.map((row) => Array.from(typed(row)));
      return { cells, given: Type.from(cells.flat()), layout };
    }
    case "typed rows": {
      const rows = plain.map(typed);
      return { cells: rows.map((row) => Array.from(row)), given: rows, layout };
    }
    default: {
      const rows = plain.map((row, r) => (r % 2 === 0 ? row : typed(row)));
      return { cells: rows.map((row) => Array.from(row)), given: rows, layout };
    }
  }
}

/** Labels of one type. */
export function labels(rows: number): fc.Arbitrary<(number | string | boolean)[]> {
  const of = <Label>(label: fc.Arbitrary<Label>): fc.Arbitrary<Label[]> =>
    fc.array(label, { minLength: rows, maxLength: rows });
  return fc.oneof(
    of<number | string | boolean>(fc.constantFrom("a", "b", "c")),
    of<number | string | boolean>(
      fc.constantFrom("10", "9", "", "__proto__", "constructor", "ä", "\u{1F600}", "toString"),
    ),
    of<number | string | boolean>(fc.boolean()),
    of<number | string | boolean>(fc.constantFrom(0, 1)),
    of<number | string | boolean>(
      fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(-0, 0.5, 1e308, 2 ** 53)),
    ),
  );
}

/** One weight a row, at least one above 0. */
export function weights(rows: number): fc.Arbitrary<number[]> {
  const weight = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) },
    fc.constantFrom(0, -0, 1e-300, 5e-324, 1e-12, 0.1, 1e6, 1e150),
  );
  return fc
    .array(weight, { minLength: rows, maxLength: rows })
    .map((list) => (list.some((value) => value > 0) ? list : list.fill(1)));
}

/** Different names for `width` columns. */
export function columnNames(width: number): fc.Arbitrary<string[]> {
  const name = fc.oneof(
    fc.constantFrom("a", "b", "age", "__proto__", "constructor", "", " ", "length", "0"),
    fc.string(),
  );
  return fc.uniqueArray(name, { minLength: width, maxLength: width });
}

/** Names of options that people bring along from elsewhere, with anything behind them. */
const foreignOption = fc.record(
  { lr: anything, shufle: anything, verbose: anything, __proto__: anything },
  { requiredKeys: [] },
);

/** An object of options: most fields as they should be, seldom one that is wrong, missing or foreign. */
export function options(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const entries = Object.entries(fields).map(([name, right]) => [name, mostly(right)] as const);
  const object = fc.record(Object.fromEntries(entries), { requiredKeys: [] });
  return fc.oneof(
    { weight: 12, arbitrary: object },
    { weight: 1, arbitrary: fc.tuple(object, foreignOption).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: anything },
  );
}

export const activation = fc.constantFrom(...ACTIVATIONS);
export const initializer = fc.constantFrom(...INITIALIZERS);
/** Small, since a case must not take long; and what is too large for any memory. */
export const count = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 6 }) },
  fc.constantFrom(0, -1, 0.5, 2 ** 40, 2 ** 53, 1e300),
);
export const fraction = fc.constantFrom(0, -0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.999, 1, 1.5, -0.1, 5e-324);

const schedule = fc.oneof(
  options({ schedule: fc.constant("step"), initial: fraction, every: count, factor: fraction }),
  options({
    schedule: fc.constant("cosine"),
    initial: fraction,
    final: fraction,
    epochs: count,
    warmup: count,
  }),
);
export const learningRate = fc.oneof({ weight: 4, arbitrary: fraction }, schedule, wildNumber);

/** What the functions of optimizers take. */
export const optimizerOptions = options({
  learningRate,
  momentum: fraction,
  nesterov: fc.boolean(),
  weightDecay: fraction,
  beta1: fraction,
  beta2: fraction,
  alpha: fraction,
  epsilon: fc.constantFrom(1e-8, 1e-38, 1e-39, 0, 1, 1e30),
});

export const huberOptions = options({ delta: fc.oneof(fraction, wildNumber) });

/** One thing that goes wrong in something right, such as a cell that is missing; often nothing. */
export interface Slip {
  readonly kind: "none" | "replace" | "hole" | "drop" | "double" | "key";
  /** Where: at each depth the place, as far as there is one. */
  readonly path: readonly number[];
  readonly junk: unknown;
}

export const slip: fc.Arbitrary<Slip> = fc.record({
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant<"none">("none") },
    fc.constantFrom<Slip["kind"]>("replace", "hole", "drop", "double", "key"),
  ),
  path: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
  junk: anything,
});

/** A copy of plain arrays and objects with the slip in it; what is neither is handed on as it is. */
export function slipped(value: unknown, { kind, path, junk }: Slip): unknown {
  if (kind === "none") return value;
  const isList = Array.isArray(value);
  const isRecord =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isList && !isRecord) return kind === "replace" ? junk : value;
  const copy = (isList ? [...value] : { ...value }) as Record<string, unknown>;
  const keys = Object.keys(copy);
  if (keys.length === 0) return junk;
  const key = keys[path[0] % keys.length];
  if (path.length > 1) copy[key] = slipped(copy[key], { kind, path: path.slice(1), junk });
  else if (kind === "replace") copy[key] = junk;
  else if (kind === "key" && !isList) copy[`${key}s`] = copy[key];
  else if (kind === "drop" && isList) (copy as unknown as unknown[]).splice(Number(key), 1);
  else if (kind === "double" && isList) (copy as unknown as unknown[]).splice(Number(key), 0, copy[key]);
  else delete copy[key];
  return copy;
}
