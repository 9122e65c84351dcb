import { describe, expect, test } from "vitest";

import { dataset, type Dataset } from "../src/data/dataset.js";
import { DataError, OptionError, ShapeError } from "../src/base/errors.js";
import { caught } from "./support/caught.js";

/** For calls that the types forbid. */
const loose = dataset as unknown as (data?: unknown, options?: unknown) => Dataset;

describe("a cell that is no finite number", () => {
  const fine = () => Array.from({ length: 13 }, () => [1, 2, 3, 4] as unknown[]);
  const targets = Array.from({ length: 13 }, (_, r) => r);

  test.each([
    [NaN, "is NaN. Drop or fill that row; one NaN destroys every weight."],
    [Infinity, "is Infinity. Drop or fill that row; one infinite value destroys every weight."],
    [-Infinity, "is -Infinity. Drop or fill that row; one infinite value destroys every weight."],
    [undefined, "is missing (undefined). Drop or fill that row."],
    [null, "is missing (null). Drop or fill that row."],
    ["3.5", 'is the text "3.5", not a number. Convert it with Number() first.'],
    ["wind", 'is the text "wind", not a number. Give each word a column of 0 and 1.'],
    ["", 'is missing (""). Drop or fill that row.'],
    [" \t", 'is missing (" \\t"). Drop or fill that row.'],
    ["1,5", 'is the text "1,5", not a number. Decimals have a point: 1.5.'],
    ["1.234,5", 'is the text "1.234,5", not a number. Decimals have a point: 1.5.'],
    [true, "is true, not a number. Convert it with Number() first."],
    [7n, "is the bigint 7n, not a number. Convert it with Number() first."],
    [[1], "is an array of 1, not a number."],
    [{}, "is an object, not a number."],
    [new Date(0), "is a Date, not a number. Convert it with Number() first."],
    [new Date(NaN), "is a Date, not a number."],
    [Symbol("s"), "is a symbol, not a number."],
    [Object.create(null), "is an object, not a number."],
    // Number() of such a date of Temporal throws.
    [{ [Symbol.toStringTag]: "Temporal.PlainDate" }, "is a Temporal.PlainDate, not a number."],
  ])("%s is named with its row and column", (value, text) => {
    const inputs = fine();
    inputs[12][3] = value;
    const error = caught(DataError, () => loose({ inputs, targets }));
    expect(error.message).toBe(`dataset: inputs[12][3] ${text}`);
    expect(error).toMatchObject({ row: 12, column: 3, expected: "a finite number" });
    expect(error.received).toBe(value);
    expect(
      caught(DataError, () =>
        loose({ inputs: inputs.flat().map((x, i) => (i === 51 ? value : x)), targets }, { inputWidth: 4 }),
      ),
    ).toMatchObject({
      message: `dataset: inputs[12][3] ${text}`,
      row: 12,
      column: 3,
    });
  });

  test("in typed arrays of either precision", () => {
    for (const Floats of [Float32Array, Float64Array]) {
      const inputs = new Floats(52);
      inputs[50] = Infinity;
      expect(() => dataset({ inputs, targets }, { inputWidth: 4 })).toThrow("inputs[12][2] is Infinity");
      expect(() => dataset({ inputs: [new Floats(2), inputs.subarray(49, 51)], targets: [1, 2] })).toThrow(
        "inputs[1][1] is Infinity",
      );
    }
  });

  test("a hole in an array", () => {
    const inputs = [1, 2, 3];
    delete inputs[1];
    expect(() => dataset({ inputs, targets: [1, 2, 3] })).toThrow(
      "dataset: inputs[1] is missing (undefined).",
    );
  });

  test("one column needs one index, and a name is shown", () => {
    expect(() => dataset({ inputs: [1, NaN], targets: [1, 2] })).toThrow("dataset: inputs[1] is NaN.");
    expect(() =>
      dataset(
        {
          inputs: [
            [1, 2],
            [3, NaN],
          ],
          targets: [1, 2],
        },
        { columns: ["wind", "rain"] },
      ),
    ).toThrow('dataset: inputs[1][1] ("rain") is NaN.');
  });

  test("among targets", () => {
    expect(() => dataset({ inputs: [1, 2], targets: [1, NaN] })).toThrow("dataset: targets[1] is NaN.");
    expect(() => dataset({ inputs: [1, 2], targets: [1, 2, 3, NaN] }, { targetWidth: 2 })).toThrow(
      "dataset: targets[1][1] is NaN.",
    );
    expect(() => dataset({ inputs: [1, 2], targets: [[1], [NaN]] })).toThrow(
      "dataset: targets[1][0] is NaN.",
    );
  });

  test("-0, the smallest and the largest numbers are finite", () => {
    const values = [-0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE];
    expect(Array.from(dataset({ inputs: values, targets: values }).inputs)).toEqual(values);
  });
});

describe("shapes that do not fit", () => {
  test.each<[string, unknown, unknown, Record<string, unknown>]>([
    [
      "dataset: inputs[1] has 3 values, expected 2, as in inputs[0].",
      {
        inputs: [
          [1, 2],
          [1, 2, 3],
        ],
        targets: [1, 2],
      },
      {},
      { row: 1, expected: 2, received: 3 },
    ],
    [
      "dataset: inputs[0] has 2 values, expected 3, the width given.",
      { inputs: [[1, 2]], targets: [1] },
      { inputWidth: 3 },
      { row: 0, expected: 3, received: 2 },
    ],
    [
      "dataset: inputs[0] has 0 values, expected at least one.",
      { inputs: [[], []], targets: [1, 2] },
      {},
      { row: 0 },
    ],
    [
      "dataset: inputs[1] has 0 values, expected 1, as in inputs[0].",
      { inputs: [[1], []], targets: [1, 2] },
      {},
      { row: 1 },
    ],
    [
      "dataset: targets[1] has 1 value, expected 2, as in targets[0].",
      { inputs: [1, 2], targets: [[1, 2], [3]] },
      {},
      { row: 1 },
    ],
    [
      "dataset: 2 rows of inputs, but 3 targets. Each row needs its own.",
      { inputs: [[1], [2]], targets: [[1], [2], [3]] },
      {},
      { expected: 2, received: 3 },
    ],
    [
      "dataset: 3 rows of inputs, but 2 labels. Each row needs its own.",
      { inputs: [[1], [2], [3]], labels: ["a", "b"] },
      {},
      { expected: 3, received: 2 },
    ],
    [
      "dataset: 3 rows of inputs, but 2 labels. Each row needs its own.",
      { inputs: [1, 2, 3], labels: ["a", "b"] },
      { inputWidth: 1 },
      {},
    ],
    [
      "dataset: inputs holds 5 values, which cannot be cut into rows of 2.",
      { inputs: [1, 2, 3, 4, 5], targets: [1, 2] },
      { inputWidth: 2 },
      { received: 5 },
    ],
    [
      "dataset: inputs holds 5 values, which cannot be cut into 2 equal rows.",
      { inputs: [1, 2, 3, 4, 5], labels: [0, 1] },
      {},
      { received: 5 },
    ],
    [
      "dataset: inputs holds 1 values, which cannot be cut into 2 equal rows.",
      { inputs: [1], labels: [0, 1] },
      {},
      {},
    ],
    [
      "dataset: 6 rows need 6 targets, got 2. Flat inputs without inputWidth are one column; did you mean inputWidth: 3?",
      { inputs: [1, 2, 3, 4, 5, 6], targets: [1, 2] },
      {},
      { expected: 6, received: 2 },
    ],
    [
      "dataset: 3 rows need 3 targets, got 4. Each row needs its own.",
      { inputs: [[1], [2], [3]], targets: [1, 2, 3, 4] },
      {},
      {},
    ],
    [
      "dataset: 3 rows need 3 targets, got 6. Are there 2 targets a row? Say targetWidth: 2.",
      { inputs: [1, 2, 3], targets: [1, 2, 3, 4, 5, 6] },
      {},
      { expected: 3, received: 6 },
    ],
    [
      "dataset: 3 rows of targetWidth 2 need 6 targets, got 5. Each row needs its own.",
      { inputs: [1, 2, 3], targets: [1, 2, 3, 4, 5] },
      { targetWidth: 2 },
      { expected: 6, received: 5 },
    ],
    [
      "dataset: 3 rows of targetWidth 2 need 6 targets, got 4. Each row needs its own.",
      { inputs: [1, 2, 3], targets: [1, 2, 3, 4] },
      { targetWidth: 2, inputWidth: 1 },
      {},
    ],
    [
      "dataset: targets[0] has 2 values, expected 3, the width given.",
      { inputs: [1], targets: [[1, 2]] },
      { targetWidth: 3 },
      {},
    ],
    [
      "dataset: the number of names in columns is 1, that of values in a row of inputs 3.",
      {
        inputs: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        targets: [1, 2],
      },
      { columns: ["x"] },
      { expected: 3, received: 1 },
    ],
    [
      "dataset: 2 rows of inputs, but 3 weights. Each row needs its own.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: [1, 1, 1] },
      {},
    ],
  ])("%s", (message, data, options, fields) => {
    const error = caught(ShapeError, () => loose(data, options));
    expect(error.message).toBe(message);
    expect(error).toMatchObject(fields);
  });
});

describe("columns given for rows", () => {
  const turn =
    " Columns? Rows are wanted, one array each: data.map((row) => [row.a, row.b]), or turn columns into rows with " +
    "Array.from(inputs[0], (_, r) => inputs.map((column) => column[r])).";
  const x = [0, 1, 2].map((k) => Array.from({ length: 100 }, (_, r) => 100 * k + r));
  const y = x[0].map((value) => 3 * value);
  const labels = y.map((value) => value > 150);

  test.each<[string, unknown, unknown, string]>([
    [
      "two columns: once 2 rows of 100 inputs and 50 targets",
      { inputs: [x[0], x[1]], targets: y },
      {},
      `dataset: 2 rows need 2 targets, got 100.${turn} Are there 50 targets a row? Say targetWidth: 50.`,
    ],
    [
      "one column: once a single row",
      { inputs: [x[0]], targets: y },
      {},
      `dataset: 1 rows need 1 targets, got 100.${turn} Are there 100 targets a row? Say targetWidth: 100.`,
    ],
    [
      "a count that does not divide",
      { inputs: x, targets: y },
      {},
      `dataset: 3 rows need 3 targets, got 100.${turn}`,
    ],
    [
      "typed columns",
      { inputs: x.slice(0, 2).map((column) => Float32Array.from(column)), targets: Float32Array.from(y) },
      {},
      `dataset: 2 rows need 2 targets, got 100.${turn} Are there 50 targets a row? Say targetWidth: 50.`,
    ],
    [
      "labels beside columns",
      { inputs: [x[0], x[1]], labels },
      {},
      `dataset: 2 rows of inputs, but 100 labels.${turn}`,
    ],
    [
      "a column of targets too",
      { inputs: [x[0], x[1]], targets: [y] },
      {},
      `dataset: 2 rows of inputs, but 1 targets.${turn}`,
    ],
    [
      "columns with their names",
      { inputs: [x[0], x[1]], targets: y },
      { columns: ["wind", "rain"] },
      `dataset: the number of names in columns is 2, that of values in a row of inputs 100.${turn}`,
    ],
  ])("%s", (_, source, options, message) => {
    expect(caught(ShapeError, () => loose(source, options)).message).toBe(message);
  });

  test("the ways that the text shows are right", () => {
    const inputs = [x[0], Float64Array.from(x[1])];
    const turned = Array.from(inputs[0], (_, r) => inputs.map((column) => column[r]));
    const data = dataset({ inputs: turned, targets: y });
    expect([data.rows, data.inputWidth, data.inputs[2], data.inputs[3]]).toEqual([100, 2, 1, 101]);
    const wide = dataset({ inputs: [x[0], x[1]], targets: y }, { targetWidth: 50 });
    expect([wide.rows, wide.inputWidth, wide.targetWidth]).toEqual([2, 100, 50]);
  });
});

describe("data that cannot be used", () => {
  test.each<[string, unknown, unknown?]>([
    ["dataset: inputs is empty. At least one row is needed.", { inputs: [], targets: [] }],
    ["dataset: inputs is empty. At least one row is needed.", { inputs: new Float32Array(0), targets: [1] }],
    ["dataset: targets is empty. At least one row is needed.", { inputs: [1], targets: [] }],
    ["dataset: labels is empty. At least one row is needed.", { inputs: [1], labels: [] }],
    ["dataset: inputs must be an array or a typed array, got undefined.", { targets: [1] }],
    ['dataset: inputs must be an array or a typed array, got "1,2".', { inputs: "1,2", targets: [1] }],
    ["dataset: inputs must be an array or a typed array, got a Set.", { inputs: new Set([1]), targets: [1] }],
    [
      "dataset: inputs must be an array or a typed array, got a BigInt64Array of 1.",
      { inputs: BigInt64Array.of(1n), targets: [1] },
    ],
    ["dataset: targets must be an array or a typed array, got 5.", { inputs: [1], targets: 5 }],
    ["dataset: targets must be an array or a typed array, got null.", { inputs: [1], targets: null }],
    ["dataset: inputs[1] is 5, expected a row of 2 numbers.", { inputs: [[1, 2], 5], targets: [1, 2] }],
    [
      "dataset: inputs[1] is missing (null), expected a row of 2 numbers.",
      { inputs: [[1, 2], null], targets: [1, 2] },
    ],
    ["dataset: inputs[1] is an array of 2, not a number.", { inputs: [5, [1, 2]], targets: [1, 2] }],
    [
      "dataset: weights[1] is -1. A weight must be at least 0.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: [1, -1] },
    ],
    [
      "dataset: weights[1] is NaN. Drop or fill that row; one NaN destroys every weight.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: [1, NaN] },
    ],
    [
      "dataset: All weights of the dataset are 0. At least one row must count.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: [0, 0] },
    ],
    [
      "dataset: The weights of the dataset are so large that their sum is infinite. Divide them all by the largest.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: [1e308, 1e308] },
    ],
    [
      "dataset: weights must be an array or a typed array, got 2.",
      { inputs: [1, 2], targets: [1, 2] },
      { weights: 2 },
    ],
  ])("%s", (message, data, options) => {
    expect(caught(DataError, () => loose(data, options)).message).toBe(message);
  });

  test("a DataView is no list of numbers", () => {
    const view = new DataView(new ArrayBuffer(8));
    expect(() => loose({ inputs: view, targets: [1] })).toThrow("dataset: inputs must be an array");
  });

  test("the row of a bad weight is told", () => {
    const error = caught(DataError, () => dataset({ inputs: [1, 2], targets: [1, 2] }, { weights: [1, -1] }));
    expect(error).toMatchObject({ row: 1, received: -1 });
  });
});

describe("options that cannot be meant", () => {
  const data = { inputs: [1, 2], targets: [1, 2] };

  test.each<[string, unknown, unknown?]>([
    ["dataset: the data must be { inputs, targets } or { inputs, labels }, got an array of 1.", [[1]]],
    ["dataset: the data must be { inputs, targets } or { inputs, labels }, got undefined.", undefined],
    ["dataset: give either targets (numbers to predict) or labels (classes), got neither.", { inputs: [1] }],
    [
      "dataset: give either targets (numbers to predict) or labels (classes), not both.",
      { ...data, labels: [1, 2] },
    ],
    [
      'dataset: "target": unknown option. Did you mean "targets"? Known: inputs, targets, labels.',
      { inputs: [1], target: [1] },
    ],
    [
      'dataset: "width": unknown option. Known: inputWidth, targetWidth, weights, columns.',
      data,
      { width: 1 },
    ],
    ["dataset: options must be an object such as { inputWidth: 2 }, got 2.", data, 2],
    ["dataset: targetWidth must be a whole number of at least 1, got 0.", data, { targetWidth: 0 }],
    [
      "dataset: targetWidth is for targets; each row has one label. Leave it out.",
      { inputs: [1, 2], labels: [0, 1] },
      { targetWidth: 1 },
    ],
    ["dataset: inputWidth must be a whole number of at least 1, got 0.", data, { inputWidth: 0 }],
    ["dataset: inputWidth must be a whole number of at least 1, got 1.5.", data, { inputWidth: 1.5 }],
    ["dataset: inputWidth must be a whole number of at least 1, got -2.", data, { inputWidth: -2 }],
    ["dataset: columns must be an array of strings, got an array of 1.", data, { columns: [1] }],
    ['dataset: columns must be an array of strings, got "x".', data, { columns: "x" }],
    ['dataset: columns names "x" twice.', { inputs: [[1, 2]], targets: [1] }, { columns: ["x", "x"] }],
  ])("%s", (message, source, options) => {
    expect(caught(OptionError, () => loose(source, options)).message).toBe(message);
  });
});
