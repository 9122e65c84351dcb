import { describe, expect, test } from "vitest";

import { DataError, OptionError, ShapeError } from "../../src/index.js";
import { table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";
import { columnsOf, days, OPTIONS, tableOf } from "./sample.js";

/** What `table` says of data and options that it cannot take, word for word. */

const give = (data: unknown, options: unknown): unknown => table(data as never, options as never);

describe("data", () => {
  test.each<[unknown, string]>([
    [undefined, "the data must be records, or columns by name, got undefined."],
    [null, "the data must be records, or columns by name, got null."],
    ["a,b", 'the data must be records, or columns by name, got "a,b".'],
    [new Map(), "the data must be records, or columns by name, got a Map."],
    [Float64Array.of(1), "the data must be records, or columns by name, got a Float64Array of 1."],
    [[], "the data has no rows. At least one is needed."],
    [{ a: [] }, "the data has no rows. At least one is needed."],
    [{}, "the data has no columns."],
    [[{}], "the records have no fields."],
    [[null], 'row 0 is null, expected a record such as { city: "Oslo", price: 3 }.'],
    [[{ rain: 1 }, [1]], 'row 1 is an array of 1, expected a record such as { city: "Oslo", price: 3 }.'],

    [
      [{ rain: 1 }, , { rain: 1 }],
      'row 1 is undefined, expected a record such as { city: "Oslo", price: 3 }.',
    ],
    [{ a: [1], b: 2 }, 'the column "b" must be a list of cells, got 2.'],
    [{ a: [1], b: "x" }, 'the column "b" must be a list of cells, got "x".'],
    [[{ rain: 1 }], 'no column is left as an input beside "rain".'],
  ])("%j", (data, text) => {
    expect(caught(DataError, () => give(data, { target: "rain" })).message).toBe(`table: ${text}`);
  });

  test("columns of several lengths", () => {
    const error = caught(ShapeError, () => give({ a: [1, 2], b: [1] }, { target: "a" }));
    expect(error.message).toBe(
      'table: the column "b" has 1 cells, "a" has 2. All must have one for each row.',
    );
    expect([error.expected, error.received]).toEqual([2, 1]);
  });
});

describe("options", () => {
  const columns = "Known: wind, town, open, day, rain.";
  test.each<[unknown, string]>([
    [undefined, 'table: options must be an object such as { target: "price" }, got undefined.'],
    [{}, "table: target must be the name of a column, or several, got undefined."],
    [{ target: [] }, "table: target must be the name of a column, or several, got an array of 0."],
    [{ target: ["rain", 3] }, "table: target must be the name of a column, or several, got an array of 2."],
    [{ target: "Rain" }, `table: target "Rain": unknown column. Did you mean "rain"? ${columns}`],
    [
      { target: "rain", targets: 1 },
      'table: "targets": unknown option. Did you mean "target"? Known: target, features, drop, kinds, missing, dates, unknown, weights.',
    ],
    [{ target: "rain", features: "wind" }, 'table: features must be a list of columns\' names, got "wind".'],
    [
      { target: "rain", features: [] },
      "table: features must be a list of columns' names, got an array of 0.",
    ],
    [
      { target: "rain", features: ["winds"] },
      `table: features[0] "winds": unknown column. Did you mean "wind"? ${columns}`,
    ],
    [
      { target: "rain", features: ["wind", "rain"] },
      'table: features names the target "rain" itself: that would be looking up the answer.',
    ],
    [{ target: "rain", features: ["wind", "wind"] }, 'table: features names "wind" twice.'],
    [
      { target: "rain", kinds: [] },
      'table: kinds must be an object such as { zip: "text", city: { most: 20 } }, got an array of 0.',
    ],
    [{ target: "rain", kinds: { zip: "text" } }, `table: kinds names "zip": unknown column. ${columns}`],
    [
      { target: "rain", kinds: { town: "word" } },
      "table: kinds.town: unknown kind. Known: number, yes-no, text, date.",
    ],
    [
      { target: "rain", kinds: { town: 3 } },
      "table: kinds.town: options must be an object such as { kind: 3 }, got 3.",
    ],
    [
      { target: "rain", kinds: { town: { least: 3 } } },
      'table: kinds.town: "least": unknown option. Known: kind, most, order, time, calendar.',
    ],
    [
      { target: "rain", kinds: { town: { most: 0 } } },
      "table: kinds.town: most must be a whole number of at least 1, got 0.",
    ],
    [
      { target: "rain", kinds: { wind: { kind: "number", most: 2 } } },
      "table: kinds.wind: most is for texts. Leave it out.",
    ],
    [
      { target: "rain", kinds: { wind: { kind: "number", time: true } } },
      "table: kinds.wind: order, time and calendar are for dates. Leave it out.",
    ],
    [
      { target: "rain", kinds: { day: { order: "year" } } },
      "table: kinds.day: order: unknown order. Known: day/month, month/day.",
    ],
    [{ target: "rain", kinds: { day: { time: 1 } } }, "table: kinds.day: time must be true or false, got 1."],
    [
      { target: "rain", kinds: { day: { calendar: "month" } } },
      'table: kinds.day: calendar: the calendar must be a list such as ["weekday", "month"], got "month".',
    ],
    [
      { target: "rain", dates: ["weekdays"] },
      'table: dates: unknown field. Did you mean "weekday"? Known: hour, weekday, month, quarter, dayOfYear.',
    ],
    [{ target: "rain", dates: ["month", "month"] }, 'table: dates: "month" is named twice.'],
    [
      { target: "rain", dates: ["toString"] },
      "table: dates: unknown field. Known: hour, weekday, month, quarter, dayOfYear.",
    ],
    [
      { target: "rain", missing: 3 },
      'table: missing must be "error", "mean", "median", "drop", or one of these by column, got 3.',
    ],
    [
      { target: "rain", missing: "mode" },
      "table: missing: unknown choice. Known: error, mean, median, drop.",
    ],
    [
      { target: "rain", missing: { winds: "mean" } },
      `table: missing names "winds": unknown column. Did you mean "wind"? ${columns}`,
    ],
    [
      { target: "rain", missing: { wind: "mode" } },
      "table: missing.wind: unknown choice. Known: error, mean, median, drop.",
    ],
    [{ target: "rain", unknown: "skip" }, "table: unknown: unknown choice. Known: error, ignore."],
  ])("%j", (options, text) => {
    expect(caught(OptionError, () => give(days(), options)).message).toBe(text);
  });

  test.each<[unknown, string]>([
    [{ ...OPTIONS, weights: "x" }, 'table: weights must be an array or a typed array, got "x".'],
    [
      { ...OPTIONS, weights: Array(48).fill(0) },
      "table: All weights of the dataset are 0. At least one row must count.",
    ],
    [
      { ...OPTIONS, weights: [-1, ...Array<number>(47).fill(1)] },
      "table: weights[0] is -1. A weight must be at least 0.",
    ],
    [
      { ...OPTIONS, weights: [NaN, ...Array<number>(47).fill(1)] },
      "table: weights[0] is NaN. Drop or fill that row; one NaN destroys every weight.",
    ],
    [
      {
        ...OPTIONS,
        missing: { wind: "drop" },
        weights: Array.from({ length: 48 }, (_, i) => (i === 3 ? 1 : 0)),
      },
      "table: All weights of the rows that are kept are 0. At least one row must count.",
    ],
    [
      { ...OPTIONS, target: ["rain", "town"] },
      'table: of several targets all must be numbers, "town" names classes.',
    ],
    [
      { ...OPTIONS, target: "day" },
      'table: the target "day" is of dates. Predict a number, such as the days until then, or a class.',
    ],
  ])("that do not go with the data: %j", (options, text) => {
    expect(caught(DataError, () => give(days(), options)).message).toBe(text);
  });

  test("weights of another number of rows", () => {
    expect(caught(ShapeError, () => give(days(), { ...OPTIONS, weights: [1] })).message).toBe(
      "table: 48 rows of inputs, but 1 weights. Each row needs its own.",
    );
  });
});

describe("columns without a value", () => {
  const records = days(4).map((row) => ({ ...row, none: null }));
  const options = { ...OPTIONS, features: ["none", "open"] };
  test("are left out with a note, and an error where they were asked for", () => {
    expect(give(records, OPTIONS)).toMatchObject({ columns: ["wind", "town", "open", "day"] });
    for (const asked of [
      options,
      { ...OPTIONS, kinds: { none: "number" } },
      { ...OPTIONS, kinds: { none: { most: 2 } } },
    ])
      expect(caught(DataError, () => give(records, asked)).message).toBe(
        'table: the column "none" has no value in any row. Leave it out of features.',
      );
    const typed = { ...columnsOf(days(4)), none: new Float64Array(4).fill(NaN) };
    expect(give(typed, OPTIONS)).toMatchObject({ columns: ["wind", "town", "open", "day"] });
  });
  test("are no targets", () => {
    for (const kinds of [{}, { none: "number" }])
      expect(caught(DataError, () => give(records, { target: "none", missing: "drop", kinds })).message).toBe(
        'table: the target "none" has no value in any row.',
      );
  });
});

describe("texts of a great many categories", () => {
  const texts = (count: number, each: number) =>
    Array.from({ length: count * each }, (_, i) => `t${i % count}`);
  test("are an error that says what to do", () => {
    expect(caught(DataError, () => tableOf(texts(1001, 2))).message).toBe(
      'table: column "it" has 1001 different texts in 2002 rows, such as "t0", "t1", "t10". ' +
        'Keep the most frequent, as in kinds: { "it": { most: 20 } }, or leave it out with drop.',
    );
    // Most rows have one of their own.
    expect(caught(DataError, () => tableOf([...texts(25, 1), "t0"])).message).toMatch(
      / has 25 different texts in 26 rows/,
    );
    expect(tableOf(texts(1000, 2)).rows).toBe(2000);
    expect(tableOf(texts(20, 1)).columns).toEqual(["it"]);
  });
  test("most keeps that many", () => {
    const cells = [...texts(1500, 1), "often", "often", "also", "also"];
    const source = tableOf(cells, { kinds: { it: { most: 2 } } });
    expect(source.rows).toBe(1504);
  });
});

test.each([
  ["features", "table: features[0] undefined: unknown column. Known: wind, rain."],
  ["drop", "table: drop names undefined: unknown column. Known: wind, rain."],
  ["dates", "table: dates: unknown field. Known: hour, weekday, month, quarter, dayOfYear."],
])("a hole in %s is an error", (name, message) => {
  const hole = new Array<string>(1);
  const records = { wind: [1, 2], rain: [3, 4] };
  expect(caught(OptionError, () => table(records, { target: "rain", [name]: hole })).message).toBe(message);
});
