import { describe, expect, test } from "vitest";

import { readCsv } from "../../src/csv/index.js";
import { DataError, OptionError } from "../../src/index.js";
import { encode, type Row, table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";
import { built, madeOf, tableOf, trained } from "./sample.js";

/** What a column is found or said to be. Expected numbers are written by hand, or come from Date. */

const DAY = 86_400_000;
const dayOf = (text: string): number => Date.parse(`${text}Z`) / DAY;
const cellsOf = (cells: readonly unknown[], options = {}): number[] =>
  Array.from(tableOf(cells, options).inputs);

describe("a kind is found", () => {
  test.each<[string, unknown[], string]>([
    ["numbers", [1, 2.5, -3], "number"],
    ["numbers as texts", ["1", " 2.5 ", "-3e2"], "number"],
    ["numbers and texts of numbers", [1, "2", 3], "number"],
    ["one and zero among other numbers", [0, 1, 2], "number"],
    ["leading zeros", ["007", "012", "003"], "text"],
    ["one with a leading zero", ["7", "012", "3"], "text"],
    ["more digits than a float64 has", ["12345678901234567890", "1", "2"], "text"],
    ["decimal commas, which only CSV knows", ["1,5", "2,5", "3,5"], "text"],
    ["true and false", [true, false, true], "yes-no"],
    ["yes and no", ["yes", "NO", "Yes"], "yes-no"],
    ["Y and N", ["Y", "n", "Y"], "yes-no"],
    ["pandas' True", ["True", "False", "True"], "yes-no"],
    ["0 and 1", [0, 1, 1], "yes-no"],
    ["0 and 1 as texts", ["0", "1", "1"], "yes-no"],
    ["true beside yes and 1", [true, "no", 1], "yes-no"],
    ["yes, no and perhaps", ["yes", "no", "perhaps"], "text"],
    ["texts", ["a", "b", "a"], "text"],
    ["dates", ["2015-01-31", "2015-02-01", "2015-02-02"], "date"],
    ["Date objects", [new Date(0), new Date(1e12), new Date(5)], "date"],
    ["bare years, which are numbers", ["2015", "2016", "2017"], "number"],
  ])("%s", (_, cells, kind) => expect(madeOf(tableOf(cells)).kinds).toEqual({ it: kind }));

  test.each([
    ["4O", ["1", "2", "4O"], 2, "and most other cells are numbers"],
    ["3,5", ["1", "2", "3,5"], 2, "and most other cells are numbers"],
    ["2015-02-30", ["2015-01-31", "2015-02-30", "2015-03-01"], 1, "and most other cells are dates"],
    ["5%", ["5%", "7%", "n/a"], 0, "a number with a unit or a sign: write it alone"],
  ])("%s among others that are another kind is no category without a word", (odd, cells, row, why) => {
    expect(caught(DataError, () => tableOf(cells)).message).toBe(
      `table: column "it", row ${row} is the text "${odd}", ${why}. Mend the cell, set it to null where nothing is known, or say ` +
        'kinds: { "it": "text" } to take all as texts.',
    );
    expect(madeOf(tableOf(cells, { kinds: { it: "text" } })).kinds).toEqual({ it: "text" });
  });

  test("007 among numbers makes texts of them", () => {
    expect(madeOf(tableOf(["10", "007", "12"])).kinds).toEqual({ it: "text" });
  });

  test("of a typed array, too", () => {
    const kindOf = (it: Float64Array | Uint8Array) =>
      madeOf(table({ it, rain: [1, 2, 4] }, { target: "rain" })).kinds.it;
    expect(kindOf(Float64Array.of(1, 2, 3))).toBe("number");
    expect(kindOf(Uint8Array.of(1, 0, 1))).toBe("yes-no");
  });

  test("numbers and answers are what they say", () => {
    expect(cellsOf(["1", " 2.5 ", "-3e2", 4])).toEqual([1, 2.5, -300, 4]);
    expect(cellsOf(["yes", "N", "TRUE", "false"])).toEqual([1, 0, 1, 0]);
    expect(cellsOf([true, false, true, true])).toEqual([1, 0, 1, 1]);
  });

  test.each([
    ["2015-01-31", "2015-02-28T06:00", "2015-01-31T00:00:00", "2015-02-28T06:00:00"],
    ["2015/01/31", "2015/02/28", "2015-01-31", "2015-02-28"],
    ["31.01.2015", "01.02.2015", "2015-01-31", "2015-02-01"],
    ["31/01/2015", "01/02/2015", "2015-01-31", "2015-02-01"],
    ["01/31/2015", "01/02/2015", "2015-01-31", "2015-01-02"],
    ["Jan 31 2015", "February 1, 2015", "2015-01-31", "2015-02-01"],
    ["31 Jan 2015", "01-Feb-2015", "2015-01-31", "2015-02-01"],
    ["2015-01", "Feb 2015", "2015-01-01", "2015-02-01"],
    ["2015-01-31 23:30+02:00", "2015-02-01T00:30Z", "2015-01-31T23:30:00", "2015-02-01T00:30:00"],
  ])("dates as %s and %s", (first, second, one, other) => {
    const expected = [one, other].map((text) => dayOf(text.includes("T") ? text : `${text}T00:00:00`));
    expect(cellsOf([first, ` ${second}`])).toEqual(expected);
  });

  test("a day or month that may come first is asked about, and told", () => {
    const cells = ["01/02/2015", "03/04/2015"];
    expect(caught(DataError, () => tableOf(cells)).message).toBe(
      'table: column "it" holds dates such as "01/02/2015", and no row shows whether they begin with the day or the month. ' +
        'Say kinds: { "it": { kind: "date", order: "day/month" } }, or "month/day".',
    );
    const read = (order: string) => cellsOf(cells, { kinds: { it: { kind: "date", order } } });
    expect(read("day/month")).toEqual(["2015-02-01T00:00", "2015-04-03T00:00"].map(dayOf));
    expect(read("month/day")).toEqual(["2015-01-02T00:00", "2015-03-04T00:00"].map(dayOf));
    // What was decided by the training rows holds for all that come.
    const model = trained(tableOf([...cells, "31/12/2015"]));
    expect(model.predict({ it: "05/06/2015" })).toEqual(model.predict({ it: "2015-06-05" }));
    expect(caught(DataError, () => model.predict({ it: "12/31/2015" })).message).toBe(
      'Model.predict: the row: "it" is the text "12/31/2015", no date that can be read in one way. Write it as "2014-12-31", or give a Date.',
    );
    // Where nothing had to be decided, nothing is.
    const iso = trained(tableOf(["2015-02-01", "2015-02-03"]));
    caught(DataError, () => iso.predict({ it: "05/06/2015" }));
    expect(iso.predict({ it: "30/06/2015" })).toEqual(iso.predict({ it: "2015-06-30" }));
  });
});

describe("a kind is said", () => {
  test("a number as text, a text of digits as number, a number as date", () => {
    expect(madeOf(tableOf([3, 4, 3], { kinds: { it: "text" } })).columns).toEqual(["it=3", "it=4"]);
    expect(cellsOf(["007", "012"], { kinds: { it: "number" } })).toEqual([7, 12]);
    expect(cellsOf([0, 1], { kinds: { it: "number" } })).toEqual([0, 1]);
    const days = ["2015-01-31T00:00", "2015-02-01T00:00"].map(dayOf);
    for (const cells of [
      [20150131, 20150201],
      ["20150131", "20150201"],
      [1422662400, 1422748800],
      ["1422662400000", "2015-02-01"],
    ])
      expect(cellsOf(cells, { kinds: { it: "date" } })).toEqual(days);
    expect(
      caught(DataError, () => tableOf(["20150131", "01/02/2015"], { kinds: { it: "date" } })).message,
    ).toMatch(/^table: column "it" holds dates such as "01\/02\/2015", and no row shows/);
  });

  test.each<[unknown[], string, string]>([
    [[1, "x"], "number", 'table: row 1: "it" is the text "x", not a number. '],
    [[1, true], "number", 'table: row 1: "it" is true, not a number. '],
    [[1, "1e400"], "number", 'table: row 1: "it" is the text "1e400", not a number. '],
    [[1, Infinity], "number", 'table: row 1: "it" is Infinity, not a finite number. '],
    [
      ["yes", 2],
      "yes-no",
      'table: row 1: "it" is 2, neither yes nor no (true, "yes", "Y" or 1; false, "no", "N" or 0). ',
    ],
    [
      ["2015-01-01", "2015-02-30"],
      "date",
      'table: row 1: "it" is the text "2015-02-30", no date that can be read in one way. Write it as "2014-12-31", or give a Date. ',
    ],
    [
      ["2015-01-01", 3.5],
      "date",
      'table: row 1: "it" is 3.5, no date that can be read in one way. Write it as "2014-12-31", or give a Date. ',
    ],
    [
      [new Date(0), new Date(NaN)],
      "date",
      'table: row 1: "it" is a Date that is no time at all (Invalid Date). ',
    ],
  ])("%j is no column of kind %s", (cells, kind, text) => {
    const error = caught(DataError, () => tableOf(cells, { kinds: { it: kind as "text" } }));
    expect(error.message).toBe(
      `${text}Mend the cell, set it to null where nothing is known, or say kinds: { "it": "text" }.`,
    );
    expect(error.row).toBe(1);
  });

  test("a Date is no text", () => {
    expect(caught(DataError, () => tableOf(["a", new Date(0)], { kinds: { it: "text" } })).message).toBe(
      'table: row 1: "it" is a Date, not a text. A cell is a text, a number, true or false, or null.',
    );
  });

  test.each<[unknown[], object, string]>([
    [
      [1, 2],
      { most: 3 },
      'most is for texts, and the column holds numbers. Leave it out, or say kind: "text" too.',
    ],
    [
      ["a", "b"],
      { order: "day/month" },
      'order, time and calendar are for dates, and the column holds texts. Leave it out, or say kind: "date" too.',
    ],
    [
      ["y", "n"],
      { calendar: ["month"] },
      'order, time and calendar are for dates, and the column holds yes and no. Leave it out, or say kind: "date" too.',
    ],
    [
      ["2015-01-01", "2015-01-02"],
      { most: 2 },
      'most is for texts, and the column holds dates. Leave it out, or say kind: "text" too.',
    ],
    [
      ["2015-01-01", "2015-01-02"],
      { time: false },
      "a date without time and calendar would be no column at all. Leave time out.",
    ],
    [
      ["2015-01-01", "2015-01-02"],
      { time: false, calendar: [] },
      "a date without time and calendar would be no column at all. Leave time out.",
    ],
  ])("what is said and is not for the cells is not passed over: %j, %j", (cells, said, text) => {
    expect(caught(OptionError, () => tableOf(cells, { kinds: { it: said } })).message).toBe(
      `table: kinds.it: ${text}`,
    );
  });

  test("nor what is said of a target", () => {
    expect(
      caught(OptionError, () => tableOf(["a", "b"], { target: "it", kinds: { it: { most: 2 } } })).message,
    ).toBe("table: kinds.it: most, time and calendar are for inputs, and this is a target. Leave them out.");
  });

  test("time: false, and a calendar of its own", () => {
    const cells = ["2015-01-31", "2015-02-01"];
    const columns = (said: object, dates?: ["quarter"]) =>
      madeOf(tableOf(cells, { kinds: { it: said }, dates })).columns;
    expect(columns({ time: false }, ["quarter"])).toEqual([1, 2, 3, 4].map((q) => `it:quarter=${q}`));
    expect(columns({ time: false, calendar: ["dayOfYear"] }, ["quarter"])).toEqual([
      "it:dayOfYear:sine",
      "it:dayOfYear:cosine",
    ]);
    expect(columns({}, ["quarter"])[0]).toBe("it");
    expect(columns({ calendar: [] }, ["quarter"])).toEqual(["it"]);
  });
});

describe("what is no column", () => {
  test.each<[string, unknown[], string]>([
    ["an object", ["a", {}], 'column "it", row 1 is an object. '],
    ["a list", [[1], [2]], 'column "it", row 0 is an array of 1. '],
    ["a boxed number", [new Number(3)], 'column "it", row 0 is a Number. '],
    ["a symbol", [Symbol("a")], 'column "it", row 0 is a symbol. '],
    ["a bigint", [1, 10n], 'column "it", row 1 is the bigint 10n. '],
    ["a function", [1, () => 1], 'column "it", row 1 is a function. '],
  ])("%s", (_, cells, text) => {
    const error = caught(DataError, () => tableOf(cells));
    expect(error.message).toBe(`table: ${text}A cell is a number, a text, true or false, a Date, or null.`);
  });

  test.each<[unknown[], number, string, number, string]>([
    [[1, 2, "x"], 2, '"x"', 0, "1"],
    [["x", 1], 0, '"x"', 1, "1"],
    [[true, "x"], 1, '"x"', 0, "true"],
    [[new Date(0), "2015-01-01"], 1, '"2015-01-01"', 0, "a Date"],
    [[true, 3], 0, "true", 1, "3"],
  ])("%j mixes kinds", (cells, row, cell, other, its) => {
    expect(caught(DataError, () => tableOf(cells)).message).toBe(
      `table: column "it" mixes kinds: row ${row} is ${cell}, row ${other} ${its}. ` +
        'Mend the cells, or say kinds: { "it": "text" } to take all as texts.',
    );
  });
});

describe("dates in a calendar", () => {
  test("are the day that they say, in the first and the last year that a Date has and in one of two digits", () => {
    const cells = ["0015-03-01", "0016-03-01", "1900-12-31", "2000-12-31"].map(
      (text) => new Date(`${text}T00:00Z`),
    );
    const all = [...cells, new Date(-8.64e15), new Date(8.64e15)];
    const data = tableOf(all, { dates: ["dayOfYear", "month", "weekday"] });
    const { columns, values } = encode(trained(data), data);
    const at = (row: number, name: string) => values[row * columns.length + columns.indexOf(name)];
    const angle = (days: number, year: number) =>
      [Math.sin, Math.cos].map((f) => f((2 * Math.PI * days) / year));
    // Days since January 1, counted by hand, and days of the year.
    for (const [row, days, year] of [
      [0, 59, 365],
      [1, 60, 366],
      [2, 364, 365],
      [3, 365, 366],
      [4, 109, 365],
      [5, 256, 366],
    ]) {
      const [sine, cosine] = angle(days, year);
      expect(at(row, "it:dayOfYear:sine")).toBeCloseTo(sine, 12);
      expect(at(row, "it:dayOfYear:cosine")).toBeCloseTo(cosine, 12);
    }
    expect(
      [0, 1, 2, 3, 4, 5]
        .map((row) =>
          columns.findIndex((name, c) => name.includes(":month=") && values[row * columns.length + c] === 1),
        )
        .map((c) => columns[c]),
    ).toEqual(["03", "03", "12", "12", "04", "09"].map((month) => `it:month=${month}`));
  });
});

describe("what readCsv of downhill/csv gives", () => {
  const csv = readCsv(
    "zip,when,open,size,note\n007,01-Mar-1958,True,1.5,\n012,02-Mar-1958,False,,\n007,03-Mar-1958,True,4,\n",
  );
  test("is a table", () => {
    const data = table(csv, { target: "size", missing: "drop" });
    expect(madeOf(data)).toEqual({
      kinds: { zip: "text", when: "date", open: "yes-no" },
      columns: ["zip=007", "when", "open"],
    });
    expect(data.notes).toContain('column "note" has no value in any row: it is left out');
    expect(Array.from(data.targets)).toEqual([1.5, 4]);
  });
  test("columns that are called columns and kinds are columns", () => {
    const data = table({ columns: [1, 2, 3], kinds: ["a", "b", "a"], rain: [1, 2, 4] }, { target: "rain" });
    expect(madeOf(data).kinds).toEqual({ columns: "number", kinds: "text" });
  });
});

describe("labels", () => {
  test.each<[string, unknown[], unknown[]]>([
    ["texts", ["b", " a ", "b"], ["a", "b"]],
    ["answers", ["yes", "no", "yes"], ["no", "yes"]],
    ["answers in two spellings, by the first", ["no", "yes", "Yes", "NO"], ["no", "yes"]],
    ["true and false", [true, false], [false, true]],
    ["true and yes", [true, "no", "yes"], ["no", "true"]],
    ["one of 1 and no", ["no", 1], ["1", "no"]],
  ])("are %s", (_, cells, classes) => {
    const data = tableOf(cells, { target: "it" });
    expect(data.classes).toEqual(classes);
    expect(data.rows).toBe(cells.length);
  });

  test("0 and 1 are numbers, unless it is said", () => {
    expect(tableOf([0, 1], { target: "it" }).classes).toBeUndefined();
    expect(tableOf([0, 1], { target: "it", kinds: { it: "yes-no" } }).classes).toEqual([0, 1]);
    expect(tableOf([5, 3, 5], { target: "it", kinds: { it: "text" } }).labels).toEqual([5, 3, 5]);
    expect(tableOf([5, "a", null], { target: "it", kinds: { it: "text" }, missing: "drop" }).labels).toEqual([
      "5",
      "a",
    ]);
  });

  test("of one class alone are the model's error", () => {
    const data = tableOf(["yes", "yes"], { target: "it" });
    expect(
      caught(DataError, () => built(data, { layers: [{ type: "dense", units: 2 } as never] })).message,
    ).toMatch(/every label is "yes"/);
  });
});

test("columns may be called anything", () => {
  const names = [
    "constructor",
    "__proto__",
    "toString",
    "a=b",
    "hasOwnProperty",
    "",
    " ",
    "length",
    "\ud800",
  ];
  const records = Array.from({ length: 30 }, (_, i) => {
    const cells = names.map((name, k) => [name, k % 2 ? names[(i + k) % 5] : (i * k) % 7]);
    return { ...Object.fromEntries(cells), rain: i };
  });
  // As JSON has it: a field like any other.
  expect(Object.keys(records[0])).toContain("__proto__");
  const model = trained(table(records as Row[], { target: "rain" }));
  expect(model.columns?.filter((name) => name.startsWith("__proto__="))).toHaveLength(5);
  const { spec } = model;
  expect(JSON.parse(JSON.stringify(spec.columns))).toEqual(model.columns);
  expect(model.predictAll(records as Row[])).toEqual(
    Float64Array.from(records, (row) => model.predict(row as Row)[0]),
  );
  expect(caught(DataError, () => model.predict({ ...records[0], valueOf: 1 } as Row)).message).toMatch(
    /it has a field "valueOf", which no training row had/,
  );
  expect(caught(DataError, () => model.predict({} as Row)).message).toMatch(/it has no field "constructor"/);
});
