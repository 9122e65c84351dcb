import { describe, expect, test } from "vitest";

import {
  DataError,
  Model,
  OptionError,
  ShapeError,
  dataset,
  dense,
  windows,
  type Dataset,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { any, expectError, type Case } from "./complaint.js";
import { remember, stateOf } from "./remembered.js";

/** Rows and datasets that do not fit a model: every method says which cell, and the model is as it was. */

describe("rows given to a trained model", () => {
  const data = dataset({
    inputs: [
      [1, 2],
      [3, 4],
      [5, 7],
    ],
    targets: [1, 2, 4],
  });
  const model = new Model({ inputs: 2, layers: [dense(3, "tanh"), dense(1)], loss: "mse" });
  model.fitSync(data, { epochs: 2 });
  const rows = {
    width: [[1, 2], [3]],
    nan: [
      [1, 2],
      [3, NaN],
    ],
    text: [
      [1, 2],
      [3, "4"],
    ],
  };
  const inputCases = (name: string, call: (rows: unknown) => unknown): Case[] => [
    [`${name}: ragged`, () => call(rows.width), ShapeError, /\[1\] has 1 values?, expected 2/, { row: 1 }],
    [`${name}: NaN`, () => call(rows.nan), DataError, /\[1\]\[1\] is NaN/, { row: 1, column: 1 }],
    [
      `${name}: a text`,
      () => call(rows.text),
      DataError,
      /\[1\]\[1\] is the text "4"/,
      { row: 1, column: 1 },
    ],
    [
      `${name}: a missing cell`,
      () =>
        call([
          [1, 2],
          [3, null],
        ]),
      DataError,
      /\[1\]\[1\] is missing/,
      { row: 1, column: 1 },
    ],
    [
      `${name}: -Infinity`,
      () =>
        call([
          [1, 2],
          [-Infinity, 3],
        ]),
      DataError,
      /\[1\]\[0\] is -Infinity/,
      { row: 1, column: 0 },
    ],
    [`${name}: nothing`, () => call([]), DataError, /is empty/],
    [`${name}: undefined`, () => call(undefined), DataError, /undefined/],
    [`${name}: an object`, () => call({ a: 1 }), DataError, /an object/],
    [`${name}: three flat values`, () => call([1, 2, 3]), ShapeError, /3 values.*rows of 2/],
  ];
  const wide = dataset({ inputs: [[1, 2, 3]], targets: [1] });
  const twice = dataset({ inputs: [[1, 2]], targets: [[1, 2]] });
  const named = dataset({ inputs: [[1, 2]], labels: ["a"] });
  const dataCases = (name: string, call: (data: Dataset) => unknown): Case[] => [
    [
      `${name}: too wide`,
      () => call(wide),
      ShapeError,
      new RegExp(`^Model\\.${name}: expected 2 inputs.*got 3`),
      { expected: 2, received: 3 },
    ],
    [
      `${name}: two targets`,
      () => call(twice),
      ShapeError,
      new RegExp(`^Model\\.${name}: .*1 output.*2 targets`),
      { expected: 1, received: 2 },
    ],
    [
      `${name}: labels`,
      () => call(named),
      OptionError,
      new RegExp(`^Model\\.${name}: .*"mse" needs targets`),
    ],
    [
      `${name}: no dataset`,
      () => call(any([[1, 2]])),
      DataError,
      new RegExp(`^Model\\.${name}: expected a Dataset`),
    ],
    [
      `${name}: undefined`,
      () => call(any(undefined)),
      DataError,
      new RegExp(`^Model\\.${name}: expected a Dataset`),
    ],
  ];
  const row = (call: (row: unknown) => unknown, name: string): Case[] => [
    [
      `${name}: too short`,
      () => call([1]),
      ShapeError,
      /expected 2 inputs, got 1/,
      { expected: 2, received: 1 },
    ],
    [`${name}: too long`, () => call([1, 2, 3]), ShapeError, /expected 2 inputs, got 3/],
    [`${name}: no array`, () => call(5), ShapeError, /expected 2 inputs, got 5, which is no list/],
    [`${name}: a text`, () => call("ab"), ShapeError, /expected 2 inputs, got "ab", which is no list/],
    [`${name}: an object`, () => call({ a: 1 }), ShapeError, /expected 2 inputs, got .*, which is no list/],
    [`${name}: undefined`, () => call(undefined), ShapeError, /expected 2 inputs, got undefined/],
    [
      `${name}: bigints`,
      () => call(new BigInt64Array(2)),
      DataError,
      /\[0\] is the bigint 0n/,
      { column: 0 },
    ],
    [
      `${name}: an array-like`,
      () => call({ length: 2, 0: 1, 1: NaN }),
      DataError,
      /\[1\] is NaN/,
      { column: 1 },
    ],
    [`${name}: NaN`, () => call([1, NaN]), DataError, /input.*\[1\] is NaN/, { column: 1 }],
    [`${name}: Infinity`, () => call([Infinity, 1]), DataError, /input.*\[0\] is Infinity/, { column: 0 }],
    [`${name}: undefined cell`, () => call([undefined, 1]), DataError, /\[0\].*undefined/, { column: 0 }],
    [`${name}: a hole`, () => call([, 1]), DataError, /\[0\].*undefined/, { column: 0 }],
    [`${name}: null cell`, () => call([null, 1]), DataError, /\[0\].*null/, { column: 0 }],
    [`${name}: a number as text`, () => call([1, "2"]), DataError, /\[1\].*"2"/, { column: 1 }],
    [`${name}: a bigint`, () => call([1, 2n]), DataError, /\[1\].*2/, { column: 1 }],
    [
      `${name}: a nested row`,
      () =>
        call([
          [1, 2],
          [3, 4],
        ]),
      DataError,
      /one row of numbers.*predictAll/,
    ],
    [`${name}: a single nested row`, () => call([[1, 2]]), DataError, /one row of numbers.*predictAll/],
  ];
  const step = (inputs: unknown, targets: unknown): unknown => model.step(any(inputs), any(targets));
  const cases: Case[] = [
    ...row((r) => model.predict(any(r)), "predict"),
    ...row((r) => model.predictInto(any(r), [0]), "predictInto"),
    ...inputCases("predictAll", (r) => model.predictAll(any(r))),
    ...inputCases("step", (r) => step(r, [1, 2])),
    ...dataCases("loss", (d) => model.loss(d)),
    ...dataCases("gradient", (d) => model.gradient(d)),
    ...dataCases("evaluate", (d) => model.evaluate(d)),
    ...dataCases("fitSync", (d) => model.fitSync(d, { epochs: 1 })),
    [
      "predictAll: a dataset too wide",
      () => model.predictAll(wide),
      ShapeError,
      /^Model\.predictAll: expected 2 inputs, got 3/,
    ],
    [
      "predictInto: no room",
      () => model.predictInto([1, 2], []),
      ShapeError,
      /^Model\.predictInto: expected room for 1 numbers in out, got 0/,
    ],
    [
      "predictInto: no out",
      () => model.predictInto([1, 2], any(undefined)),
      ShapeError,
      /^Model\.predictInto: expected room for 1/,
    ],
    ...["12345", Int32Array.of(0), BigInt64Array.of(0n), { length: 1 }].map((out): Case => [
      `predictInto: ${Object.prototype.toString.call(out)} for out`,
      () => model.predictInto([1, 2], any(out)),
      ShapeError,
      /^Model\.predictInto: expected room for 1 numbers in out/,
      { received: out },
    ]),
    [
      "step: too few targets",
      () =>
        step(
          [
            [1, 2],
            [3, 4],
          ],
          [1],
        ),
      ShapeError,
      /^Model\.step: 2 rows of inputs, but 1 targets/,
    ],
    ["step: no targets", () => step([[1, 2]], undefined), DataError, /^Model\.step: targets/],
    [
      "step: a NaN target",
      () => step([[1, 2]], [NaN]),
      DataError,
      /^Model\.step: targets\[0\] is NaN/,
      { row: 0 },
    ],
    [
      "step: labels for numbers",
      () => step([[1, 2]], ["a"]),
      DataError,
      /^Model\.step: targets\[0\] is the text "a"/,
    ],
    ["classify a regression", () => model.classify([1, 2]), OptionError, /^Model\.classify/],
    [
      "parameters: too few",
      () => (model.parameters = [1, 2]),
      ShapeError,
      /^Model\.parameters: expected 13 numbers, got 2/,
      { expected: 13, received: 2 },
    ],
    [
      "parameters: none",
      () => (model.parameters = any(undefined)),
      ShapeError,
      /^Model\.parameters: expected 13/,
    ],
    [
      "parameters: bigints",
      () => (model.parameters = any(new BigInt64Array(13))),
      ShapeError,
      /expected 13 numbers, got a BigInt64Array of 13, which is no list/,
    ],
    [
      "parameters: NaN",
      () => (model.parameters = new Float32Array(13).fill(NaN)),
      DataError,
      /^Model\.parameters: number 0 is NaN/,
    ],
    [
      "parameters: beyond float32",
      () => (model.parameters = Array<number>(13).fill(1e39)),
      DataError,
      /number 0 is 1e\+39/,
    ],
    [
      "parameters: null",
      () => (model.parameters = any(Array(13).fill(null))),
      DataError,
      /number 0 is null, no finite float32/,
    ],
    [
      "parameters: text",
      () => (model.parameters = any(Array(13).fill("1"))),
      DataError,
      /number 0 is "1", no finite float32/,
    ],
  ];

  test.each(cases)("%s", (...item) => {
    const unchanged = remember(model);
    const prediction = model.predict([1, 2]);
    expectError(item);
    unchanged();
    expect(model.predict([1, 2])).toEqual(prediction);
  });

  test("a row may be any typed array", () => {
    expect(model.predict(Float64Array.of(1, 2))).toEqual(model.predict([1, 2]));
    expect(model.predict(Int8Array.of(1, 2))).toEqual(model.predict([1, 2]));
  });
});

describe("data that turns bad after the dataset was made", () => {
  const poisoned = (): { data: Dataset; values: Float64Array } => {
    const values = Float64Array.of(1, 2, 3);
    return { values, data: dataset({ inputs: values, targets: [1, 2, 4] }) };
  };

  test("is found when the scaler is fitted; the model stays new and usable", () => {
    const { data, values } = poisoned();
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    const before = stateOf(model);
    values[1] = NaN;
    caught(DataError, () => model.fitSync(data, { epochs: 1 }));
    expect(stateOf(model)).toEqual(before);
    values[1] = 2;
    expect(model.fitSync(data, { epochs: 1 }).best.epoch).toBe(1);
  });

  test("targets too: a scaler that could not be fitted leaves none behind", () => {
    const values = Float64Array.of(1, 2, 4);
    const data = dataset({ inputs: [1, 2, 3], targets: values });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    const before = stateOf(model);
    values[1] = NaN;
    caught(DataError, () => model.fitSync(data, { epochs: 1 }));
    expect(stateOf(model)).toEqual(before);
  });
});

describe("numbers that float32 cannot hold, where nothing is standardized", () => {
  const model = new Model({
    inputs: 2,
    layers: [dense(3, "relu"), dense(1)],
    loss: "mse",
    standardize: false,
  });

  test("predict does not answer NaN in silence", () => {
    const unchanged = remember(model);
    expect(caught(DataError, () => model.predict([1, 1e300])).message).toMatch(/\[1\] is 1e\+300/);
    unchanged();
  });

  test("nor where the numbers outgrow float32 on their way through the network, and out is as it was", () => {
    const steep = new Model({ inputs: 1, layers: [dense(2), dense(2)], loss: "mse", standardize: false });
    steep.parameters = [1e30, -1e30, 0, 0, 1e30, 1e30, 1e30, 1e30, 0, 0];
    const out = [7, 7];
    const calls = [() => steep.predict([1]), () => steep.predictInto([1], out), () => steep.predictAll([1])];
    for (const call of calls)
      expect(caught(DataError, call).message).toMatch(/the prediction.* is NaN: its inputs are too far/);
    expect(out).toEqual([7, 7]);
  });

  test("nor does predictAll, in any block of rows, from floats of either size", () => {
    const unchanged = remember(model);
    const rows = new Float64Array(400).fill(1);
    rows[2 * 150 + 1] = -1e300;
    const error = caught(DataError, () => model.predictAll(rows));
    expect(error.message).toBe(
      "Model.predictAll: rows[150][1] is -1e+300, too far from the training rows for float32.",
    );
    expect(error).toMatchObject({ row: 150, column: 1, received: -1e300 });
    for (const Floats of [Float32Array, Float64Array]) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const spoiled = Floats.from(rows.fill(1));
        spoiled[2 * 170] = bad;
        const { message, row, column } = caught(DataError, () => model.predictAll(spoiled));
        expect(message).toContain(`Model.predictAll: rows[170][0] is ${bad}. Drop or fill that row`);
        expect({ row, column }).toEqual({ row: 170, column: 0 });
      }
    }
    unchanged();
  });
});

test("more memory than there is: said in GiB, and the model is as it was", () => {
  const layers = [dense(30_000, "relu"), dense(30_000, "relu"), dense(2)];
  const model = new Model({ inputs: 1, layers, loss: "crossEntropy" });
  const data = dataset({ inputs: [1, 2], labels: ["a", "b"] });
  for (const call of [() => model.fitSync(data, { epochs: 1 }), () => model.step([1, 2], ["a", "b"])]) {
    expect(caught(DataError, call).message).toMatch(/GiB.*smaller network/);
    expect(model.classes).toBeUndefined();
  }
  expect(model.summary()).toContain("900");
});

test("windows and dataset errors name the value", () => {
  expectError([
    "series",
    () => windows([1, 2, NaN, 4], { past: 1 }),
    DataError,
    /^windows: series\[2\] is NaN/,
    { row: 2 },
  ]);
  expectError([
    "short",
    () => windows([1, 2], { past: 7 }),
    DataError,
    /at least 8 values/,
    { expected: 8, received: 2 },
  ]);
  expectError([
    "ragged",
    () => dataset({ inputs: [[1, 2], [3]], targets: [1, 2] }),
    ShapeError,
    /inputs\[1\] has 1 value/,
    { row: 1 },
  ]);
});
