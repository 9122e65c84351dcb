import { describe, expect, test } from "vitest";

import { DataError } from "../../src/index.js";
import { encode, type Missing, type Row, table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";
import { built, days, OPTIONS, tableOf, trained } from "./sample.js";

/** Missing cells: what each choice makes of each way in which one can be missing. Expected numbers are written by hand. */

const NOTHING: [string, unknown][] = [
  ["null", null],
  ["undefined", undefined],
  ["NaN", NaN],
  ["an empty text", ""],
  ["a blank text", " \t"],
];

/** The columns of the encoded rows, not standardized. */
function columnsOf(cells: readonly unknown[], missing: Missing, more = {}): Record<string, number[]> {
  const data = tableOf(cells, { missing, ...more });
  const model = built(data, { standardize: false });
  model.fitSync(data, { epochs: 1 });
  const { columns, values } = encode(model, data);
  return Object.fromEntries(
    columns.map((name, c) => [
      name,
      Array.from({ length: data.rows }, (_, r) => values[r * columns.length + c]),
    ]),
  );
}

describe.each(NOTHING)("%s", (_, nothing) => {
  test("is an error that counts, unless something is said", () => {
    const error = caught(DataError, () => tableOf([1, nothing, 3, nothing]));
    expect(error.message).toBe(
      'table: "it" has 2 missing cells (the first in row 1). ' +
        'Say what to do with missing: "mean", "median" or "drop", for all columns or by name: { "it": "mean" }.',
    );
  });
  test("is filled by the mean or the median, with a column that says where", () => {
    expect(columnsOf([1, nothing, 3, 8], "mean")).toEqual({ it: [1, 4, 3, 8], "it:missing": [0, 1, 0, 0] });
    expect(columnsOf([1, nothing, 3, 8], "median")).toEqual({ it: [1, 3, 3, 8], "it:missing": [0, 1, 0, 0] });
    expect(columnsOf([1, nothing, 3, 8, 10], "median").it).toEqual([1, 5.5, 3, 8, 10]);
  });
  test("of yes and no is neither, of texts none", () => {
    expect(columnsOf(["yes", nothing, "no"], "mean")).toEqual({ it: [1, 0, 0], "it:missing": [0, 1, 0] });
    expect(columnsOf(["a", nothing, "b"], "median")).toEqual({
      "it=a": [1, 0, 0],
      "it=b": [0, 0, 1],
      "it:missing": [0, 1, 0],
    });
  });
  test("of dates is the mean day, in no part of the calendar", () => {
    const found = columnsOf(["1970-01-02", nothing, "1970-04-12"], "mean", { dates: ["quarter"] });
    expect(found.it).toEqual([1, 51, 101]);
    expect([1, 2, 3, 4].map((q) => found[`it:quarter=${q}`][1])).toEqual([0, 0, 0, 0]);
    expect(found["it:missing"]).toEqual([0, 1, 0]);
  });
  test("drops its row", () => {
    const data = tableOf([1, nothing, 3, nothing], { missing: "drop" });
    expect(Array.from(data.inputs)).toEqual([1, 3]);
    expect(Array.from(data.targets)).toEqual([0, 2]);
    expect(data.notes).toEqual(['2 of 4 rows are dropped, since "it" is missing there']);
  });
  test("in a row to be predicted is as it was said", () => {
    for (const missing of ["mean", "median"] as const) {
      const model = trained(tableOf([1, null, 3, 8], { missing }));
      const fill = missing === "mean" ? 4 : 3;
      // Beside the fill there is the column that says where: the two rows are not the same.
      expect(model.predict({ it: nothing } as Row)).toEqual(model.predictAll([{ it: nothing } as Row]));
      expect(model.predict({ it: nothing } as Row)).not.toEqual(model.predict({ it: fill }));
      // Where no training row had one there is only the fill.
      const whole = trained(tableOf([1, 4, 3, 8], { missing }));
      expect(whole.predict({ it: nothing } as Row)).toEqual(
        whole.predict({ it: missing === "mean" ? 4 : 3.5 }),
      );
    }
    for (const missing of ["error", "drop"] as const) {
      const model = trained(tableOf([1, 2, 3, 8], { missing }));
      expect(caught(DataError, () => model.predict({ it: nothing } as Row)).message).toMatch(
        /^Model\.predict: the row: "it" is missing \(.*\)\. Fill it in, or train with missing: "mean" or "median" in table\(\)\.$/,
      );
    }
  });
});

test("a field that some records lack is missing there", () => {
  const records = [{ a: 1, rain: 1 }, { rain: 2 }, { a: 3, rain: 4 }];
  expect(caught(DataError, () => table(records, { target: "rain" })).message).toMatch(
    /^table: "a" has 1 missing cell \(the first in row 1\)\. /,
  );
  expect(Array.from(table(records, { target: "rain", missing: "drop" }).inputs)).toEqual([1, 3]);
});

test("choices by column, and all columns counted", () => {
  const records = [
    { a: 1, b: "x", c: null, rain: 1 },
    { a: null, b: "", c: 5, rain: 2 },
    { a: 3, b: "y", c: 6, rain: 4 },
  ];
  expect(caught(DataError, () => table(records, { target: "rain", missing: { a: "mean" } })).message).toBe(
    'table: "b" has 1 missing cell (the first in row 1), "c" has 1 missing cell (the first in row 0). ' +
      'Say what to do with missing: "mean", "median" or "drop", for all columns or by name: { "b": "mean" }.',
  );
  const data = table(records, { target: "rain", missing: { a: "mean", b: "median", c: "drop" } });
  expect(data.notes[0]).toBe('1 of 3 rows are dropped, since "c" is missing there');
  expect(
    caught(DataError, () => table(records.slice(0, 2), { target: "rain", missing: "drop" })).message,
  ).toBe(
    'table: every row has a missing cell in "a", "b", "c": none is left. Fill some with missing: "mean".',
  );
});

test("a target cannot be filled", () => {
  const records = days(6).map((row, i) => ({ ...row, wind: 1 + i, rain: i === 2 ? null : i }));
  for (const missing of ["error", "mean", "median"] as const)
    expect(caught(DataError, () => table(records, { ...OPTIONS, missing })).message).toBe(
      'table: "rain" has 1 missing cell (the first in row 2). A target cannot be filled: leave out such rows with missing: { "rain": "drop" }.',
    );
  const data = table(records, { ...OPTIONS, missing: { rain: "drop" } });
  expect(Array.from(data.targets)).toEqual([0, 1, 3, 4, 5]);
  expect(data.notes[0]).toBe('1 of 6 rows are dropped, since "rain" is missing there');
});

test("weights go with their rows, and those of 0 are no rows", () => {
  const data = tableOf([1, null, 3, 8, 100], { missing: "mean", weights: [1, 1, 3, 0, 0] });
  const model = built(data, { standardize: false });
  model.fitSync(data, { epochs: 1 });
  // (1 + 3 * 3) / 4
  expect(encode(model, data).values[2]).toBe(2.5);
  const dropped = tableOf([1, null, 3], { missing: "drop", weights: [1, 2, 3] });
  expect(dropped.weights).toEqual(Float64Array.of(1, 3));
  const texts = tableOf(["a", "b", "c"], { weights: [1, 1, 0] });
  expect(built(texts).columns).toEqual(["it=a", "it=b"]);
});
