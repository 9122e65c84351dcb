import fc from "fast-check";
import { describe, expect } from "vitest";

import { concat, type Dataset, dataset, type DatasetOptions, windows } from "../../src/index.js";
import {
  anything,
  columnNames,
  labels,
  mostly,
  notNumber,
  options,
  table,
  slip,
  slipped,
  weights,
  wildNumber,
} from "./arbitraries.js";
import { property, untyped } from "./runner.js";

/** A dataset as a plain program would hold it: one object a row. */
interface PlainRow {
  readonly inputs: readonly number[];
  /** The targets, or the label. */
  readonly answer: readonly unknown[];
  readonly weight: number;
}

const size = fc.tuple(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 3 }),
);

/** Rows in every layout with everything that may be said of them, all of it right. */
const rightData = size.chain(([rows, width, outputs]) =>
  fc.record({
    rows: fc.constant(rows),
    width: fc.constant(width),
    inputs: table(rows, width),
    targets: table(rows, outputs),
    outputs: fc.constant(outputs),
    labels: fc.option(labels(rows), { nil: undefined }),
    weights: fc.option(weights(rows), { nil: undefined }),
    columns: fc.option(columnNames(width), { nil: undefined }),
  }),
);
type Right = typeof rightData extends fc.Arbitrary<infer Data> ? Data : never;

/** What `dataset` is called with. */
function argumentsOf({
  inputs,
  targets,
  outputs,
  width,
  labels,
  weights,
  columns,
}: Right): [object, DatasetOptions] {
  const flat = (layout: string): boolean => layout === "flat" || layout === "typed";
  const widths = {
    ...(flat(inputs.layout) && { inputWidth: width }),
    ...(!labels && flat(targets.layout) && { targetWidth: outputs }),
  };
  const answers = labels ? { labels } : { targets: targets.given };
  const named = { ...(weights && { weights }), ...(columns && { columns }) };
  return [
    { inputs: inputs.given, ...answers },
    { ...widths, ...named },
  ];
}

function build(right: Right): Dataset {
  const [source, settings] = argumentsOf(right);
  return dataset(untyped(source), settings);
}

function plainRows({ inputs, targets, labels, weights, rows }: Right): PlainRow[] {
  return Array.from({ length: rows }, (_, r) => ({
    inputs: inputs.cells[r],
    answer: labels ? [labels[r]] : targets.cells[r],
    weight: weights ? weights[r] : 1,
  }));
}

/** A class of 0 is that of -0, as it is in a Map. */
const positiveZero = (value: unknown): unknown => (value === 0 ? 0 : value);

function rowsOf(data: Dataset): PlainRow[] {
  const { inputWidth, targetWidth, inputs, targets, labels, weights } = data;
  return Array.from({ length: data.rows }, (_, r) => ({
    inputs: Array.from(inputs.subarray(r * inputWidth, (r + 1) * inputWidth)),
    answer: labels
      ? [positiveZero(labels[r])]
      : Array.from(targets.subarray(r * targetWidth, (r + 1) * targetWidth)),
    weight: weights ? weights[r] : 1,
  }));
}

function expectRows(data: Dataset, rows: readonly PlainRow[]): void {
  expect(data.rows).toBe(rows.length);
  const labelled = data.labels !== undefined;
  expect(rowsOf(data)).toEqual(
    rows.map((row) => ({ ...row, answer: labelled ? row.answer.map(positiveZero) : row.answer })),
  );
}

/** Numbers by value, strings by code unit, false before true. */
function sortedClasses(found: readonly (number | string | boolean)[]): unknown[] {
  const classes: (number | string | boolean)[] = [];
  for (const label of found) if (!classes.includes(label)) classes.push(label);
  return classes.sort((a, b) => (a < b ? -1 : 1)).map(positiveZero);
}

/** Every cell that a list or a list of lists holds. */
function flatten(given: unknown): unknown[] {
  return Array.from(given as ArrayLike<unknown>).flatMap((row) =>
    typeof row === "object" && row !== null ? Array.from(row as ArrayLike<unknown>) : [row],
  );
}

describe("dataset", () => {
  property("rows in any layout come back cell by cell", 0.06, rightData, (right, tally) => {
    const data = tally.attempt(() => build(right)) as Dataset;
    if (data === undefined) throw new Error("right data were refused");
    expectRows(data, plainRows(right));
    expect(data.columns).toEqual(right.columns);
    if (right.labels) expect(data.classes?.map(positiveZero)).toEqual(sortedClasses(right.labels));
    expect(data.inputWidth).toBe(right.width);
  });

  /** Right data and options in which one or two things went wrong. */
  const nearlyRight = fc.tuple(rightData, slip, slip).map(([right, one, other]) => {
    const [source, settings] = argumentsOf(right);
    return slipped(slipped([source, settings], one), other) as [unknown, unknown];
  });
  const given = fc.oneof(
    { weight: 9, arbitrary: nearlyRight },
    fc.tuple(options({ inputs: anything, targets: anything }), anything),
  );

  property(
    "anything is a dataset of what was given, or an error of ours",
    0.2,
    given,
    ([given, opts], tally) => {
      const data = tally.attempt(() => dataset(untyped(given), untyped(opts)));
      if (data === undefined) return;
      const { inputs, targets, labels } = given as { inputs: unknown; targets?: unknown; labels?: unknown };
      expect(Array.from(data.inputs)).toEqual(flatten(inputs));
      expect(data.inputs.length).toBe(data.rows * data.inputWidth);
      expect(Array.from(data.inputs).every(Number.isFinite)).toBe(true);
      if (labels === undefined) expect(Array.from(data.targets)).toEqual(flatten(targets));
      else expect(data.labels?.map(positiveZero)).toEqual(Array.from(labels as unknown[], positiveZero));
      expect(Array.from(data.targets).every(Number.isFinite)).toBe(true);
      expect(data.columns === undefined || data.columns.length === data.inputWidth).toBe(true);
      expect(String(data)).toBe("[object Dataset]");
    },
  );
});

describe("take, slice and concat", () => {
  const step = fc.oneof(
    fc.record({ take: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }) }),
    fc.record({ slice: fc.tuple(fc.nat(), fc.nat()) }),
    fc.record({ concat: fc.constantFrom<"itself" | "the first">("itself", "the first") }),
  );
  property(
    "a chain of them gives the rows that plain arrays give",
    0.06,
    fc.tuple(rightData, fc.array(step, { maxLength: 5 })),
    ([right, steps], tally) => {
      const whole = build(right);
      const wholeRows = plainRows(right);
      let data = whole;
      let rows = wholeRows;
      for (const operation of steps) {
        let next: () => Dataset;
        let expected: PlainRow[];
        const now = data;
        if ("take" in operation) {
          const places = operation.take.map((n) => n % now.rows);
          next = () => now.take(places);
          expected = places.map((place) => rows[place]);
        } else if ("slice" in operation) {
          const [a, b] = operation.slice.map((n) => n % (now.rows + 1)).sort((x, y) => x - y);
          if (a === b) continue;
          next = () => now.slice(a, b);
          expected = rows.slice(a, b);
        } else {
          next = () => concat(now, operation.concat === "itself" ? now : whole);
          expected = [...rows, ...(operation.concat === "itself" ? rows : wholeRows)];
        }
        const result = tally.attempt(next);
        if (result === undefined) {
          // The one reason to refuse: rows none of which counts.
          expect(expected.every(({ weight }) => weight === 0)).toBe(true);
          continue;
        }
        [data, rows] = [result, expected];
        if (rows.length > 200) break;
      }
      expectRows(data, rows);
    },
  );

  const places = fc.array(fc.nat(14), { minLength: 1, maxLength: 5 });
  const wrong = fc.tuple(
    rightData,
    fc.constantFrom("take", "slice", "concat"),
    fc.oneof(
      fc.tuple(places, slip).map(([list, wrong]) => slipped(list, wrong)),
      fc.nat(6),
      anything,
    ),
    mostly(fc.nat(12)),
  );
  property(
    "anything asked of them is done or an error of ours",
    0.04,
    wrong,
    ([right, name, a, b], tally) => {
      const data = build(right);
      const result = tally.attempt(() => {
        if (name === "take") return data.take(untyped(a));
        if (name === "slice") return data.slice(untyped(a), untyped(b));
        return concat(data, untyped(a));
      });
      if (result && name === "take")
        expect(rowsOf(result)).toEqual(Array.from(a as number[], (row) => rowsOf(data)[row]));
      if (result && name === "slice")
        expect(rowsOf(result)).toEqual(rowsOf(data).slice(a as number, b as number));
    },
  );
});

describe("windows", () => {
  const shape = {
    past: fc.integer({ min: 1, max: 5 }),
    ahead: fc.integer({ min: 1, max: 3 }),
    gap: fc.nat(3),
  };
  const series = fc.integer({ min: 1, max: 20 }).chain((n) =>
    table(1, n).map(({ cells, given, layout }) => ({
      values: cells[0],
      list: layout.includes("rows") || layout === "nested" ? (given as unknown[])[0] : given,
    })),
  );
  property(
    "are the past values of each row, and those that follow",
    0.04,
    fc.tuple(series, fc.record(shape)),
    ([{ values, list }, { past, ahead, gap }], tally) => {
      const data = tally.attempt(() => windows(untyped(list), { past, ahead, gap }));
      const count = values.length - past - gap - ahead + 1;
      if (data === undefined) return expect(count).toBeLessThan(1);
      const rows = Array.from({ length: count }, (_, r) => ({
        inputs: values.slice(r, r + past),
        answer: values.slice(r + past + gap, r + past + gap + ahead),
        weight: 1,
      }));
      expectRows(data, rows);
      // A part's rows are those of the whole, whichever way it is cut.
      expect(rowsOf(data.slice(count >> 1))).toEqual(rows.slice(count >> 1));
    },
  );

  property(
    "of anything: rows of finite numbers, or an error of ours",
    0.03,
    fc.tuple(mostly(fc.array(fc.oneof({ weight: 9, arbitrary: wildNumber }, notNumber))), options(shape)),
    ([list, opts], tally) => {
      const data = tally.attempt(() => windows(untyped(list), untyped(opts)));
      if (data) expect([...data.inputs, ...data.targets].every(Number.isFinite)).toBe(true);
    },
  );
});
