import { describe, expect, test } from "vitest";

import { DataError, dataset, dense, Model, OptionError } from "../../src/index.js";
import { load } from "../../src/predict-only.js";
import { type Row, table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";
import { columnsOf, days, OPTIONS, tableOf, trained } from "./sample.js";

/** Rows that a model is asked about: as records, as columns, as a Dataset of any table, in every method; and rows that it cannot take. */

const records = days();
const data = table(records, OPTIONS);
const model = trained(data);
const bits = (numbers: ArrayLike<number>): number[] =>
  Array.from(new Uint32Array(Float64Array.from(numbers).buffer));

/** One that knows what is asked: a model, itself loaded, and downhill/predict. */
const askers = { Model: model, "a loaded Model": Model.load(model.save()), Predictor: load(model.save()) };

describe.each(Object.entries(askers))("%s", (_, asker) => {
  const expected = bits(model.predictAll(data));
  test("gives the same bits for records, columns, a Dataset and row by row", () => {
    expect(bits(asker.predictAll(records))).toEqual(expected);
    expect(bits(asker.predictAll(columnsOf(records)))).toEqual(expected);
    expect(bits(asker.predictAll(data))).toEqual(expected);
    expect(bits(records.map((row) => asker.predict(row)[0]))).toEqual(expected);
    const out = new Float64Array(1);
    expect(bits(records.map((row) => asker.predictInto(row, out)[0]))).toEqual(expected);
  });

  test("of fields in another order, without those that are no features, in other words for the same", () => {
    const other = records.map(({ wind, town, open, day }) => ({
      day: new Date(`${String(day)}T00:00Z`),
      open: open === "yes",
      town: ` ${String(town)} `,
      wind: wind === null ? "" : String(wind),
    }));
    expect(bits(asker.predictAll(other))).toEqual(expected);
    expect(bits(other.map((row) => asker.predict(row)[0]))).toEqual(expected);
    expect(bits(asker.predictAll(columnsOf(other)))).toEqual(expected);
  });

  test("of another table, which has its texts in another order, other kinds and other columns", () => {
    const some = records
      .filter(({ town }) => town !== "Bergen")
      .map((row, i) => ({ ...row, open: i % 2, extra: i }));
    const other = table(some.reverse(), {
      ...OPTIONS,
      target: "extra",
      features: ["day", "town", "open", "wind"],
      kinds: { wind: "number", open: "number" },
    });
    const { extra: __, ...first } = some[0];
    expect(bits(asker.predictAll(other)).slice(0, 2)).toEqual(bits(asker.predict(first)));
    expect(bits(asker.predictAll(other))).toEqual(
      bits(asker.predictAll(some.map(({ extra: ___, ...row }) => row))),
    );
  });

  const right = records[0];
  const { wind: ____, ...without } = right;
  const names = '"wind", "town", "open", "day"';
  const record = (got: string): string =>
    `expected a record such as { wind: ... }, got ${got}. Its fields: ${names}.`;
  const known = 'Known: "Bergen", "Oslo", "Rome"';
  const asDate = 'no date that can be read in one way. Write it as "2014-12-31", or give a Date.';
  const wrong: [string, unknown, string, (number | undefined)?][] = [
    ["null", null, record("null")],
    ["undefined", undefined, record("undefined")],
    ["a number", 5, record("5")],
    ["a text", "Oslo", record('"Oslo"')],
    ["numbers", [1, 2, 3], record("an array of 3")],
    ["rows of numbers", [[1, 2, 3]], record("an array of 1")],
    ["a Map", new Map(), record("a Map")],
    ["a Date", new Date(0), record("a Date")],
    [
      "a missing field",
      without,
      'it has no field "wind". Give all fields (null where nothing is known), or say unknown: "ignore" in table().',
      0,
    ],
    [
      "a field by another name",
      { ...without, Wind: 3 },
      'it has no field "wind". It has "Wind", which no training row had. Give all fields (null where nothing is known), or say unknown: "ignore" in table().',
      0,
    ],
    [
      "a surplus field",
      { ...right, snow: 1 },
      `it has a field "snow", which no training row had. Its fields: ${names}. Leave it out, or say unknown: "ignore" in table().`,
    ],
    [
      "a category never seen",
      { ...right, town: "Paris" },
      `"town" is "Paris", a category that no training row had. ${known}. Train with it, or say unknown: "ignore" in table().`,
      1,
    ],
    [
      "a category in other letters",
      { ...right, town: "oslo" },
      `"town" is "oslo", a category that no training row had. ${known}. Train with it, or say unknown: "ignore" in table().`,
      1,
    ],
    [
      "a number as text",
      { ...right, town: 3 },
      `"town" is 3, a category that no training row had. ${known}. Train with it, or say unknown: "ignore" in table().`,
      1,
    ],
    ["a Date as text", { ...right, town: new Date(0) }, '"town" is a Date, not a text.', 1],
    ["an object as text", { ...right, town: {} }, '"town" is an object, not a text.', 1],
    ["a text as number", { ...right, wind: "much" }, '"wind" is the text "much", not a number.', 0],
    ["a decimal comma", { ...right, wind: "1,5" }, '"wind" is the text "1,5", not a number.', 0],
    ["true as number", { ...right, wind: true }, '"wind" is true, not a number.', 0],
    ["an infinity", { ...right, wind: -Infinity }, '"wind" is -Infinity, not a finite number.', 0],
    ["more than float64 holds", { ...right, wind: "1e400" }, '"wind" is the text "1e400", not a number.', 0],
    [
      "more than float32 holds",
      { ...right, wind: 1e300 },
      '"wind" is 1e+300, too far from the training rows for float32.',
      0,
    ],
    ["a bigint", { ...right, wind: 10n }, '"wind" is the bigint 10n, not a number.', 0],
    [
      "neither yes nor no",
      { ...right, open: "ajar" },
      '"open" is the text "ajar", neither yes nor no (true, "yes", "Y" or 1; false, "no", "N" or 0).',
      2,
    ],
    ["no date", { ...right, day: "2015-02-30" }, `"day" is the text "2015-02-30", ${asDate}`, 3],
    ["a date in two ways", { ...right, day: "01/02/2015" }, `"day" is the text "01/02/2015", ${asDate}`, 3],
    ["a small number as date", { ...right, day: 5 }, `"day" is 5, ${asDate}`, 3],
    [
      "an invalid Date",
      { ...right, day: new Date(NaN) },
      '"day" is a Date that is no time at all (Invalid Date).',
      3,
    ],
    ["a symbol", { ...right, day: Symbol("s") }, `"day" is a symbol, ${asDate}`, 3],
  ];
  test.each(wrong)("says what is wrong with %s", (__, row, text, column) => {
    const title = asker instanceof Model ? "Model" : "Predictor";
    const one = caught(DataError, () => asker.predict(row as Row));
    expect(one.message).toBe(`${title}.predict: the row: ${text}`);
    expect(one.column).toBe(column);
    expect(caught(DataError, () => asker.predictInto(row as Row, [0])).message).toBe(one.message);
    const all = caught(DataError, () => asker.predictAll([right, row as Row]));
    expect(all.message).toBe(`${title}.predictAll: rows[1]: ${text}`);
    expect(all.row).toBe(1);
    // It is as it was.
    expect(bits(asker.predict(right))).toEqual(expected.slice(0, 2));
  });

  test.each<[unknown, string]>([
    [null, "rows must be records, columns of one length by name, or a Dataset of table(), got null."],
    ["abc", 'rows must be records, columns of one length by name, or a Dataset of table(), got "abc".'],
    [{}, "rows must be records, columns of one length by name, or a Dataset of table(), got an object."],
    [
      { wind: [1], town: [] },
      "rows must be records, columns of one length by name, or a Dataset of table(), got an object.",
    ],
    [
      records[0],
      "rows must be records, columns of one length by name, or a Dataset of table(), got an object.",
    ],
    [[], "rows is empty. At least one row is needed."],
    [{ wind: [] }, "rows is empty. At least one row is needed."],
    [Float64Array.of(1), `rows[0]: ${record("1")}`],

    [[records[0], , records[0]], `rows[1]: ${record("undefined")}`],
    [
      dataset({ inputs: [[1, 2, 3, 4]], targets: [1] }),
      `this model takes a table's rows (${names}), got rows of numbers. Make them with table(records, { target }).`,
    ],
    [
      table([{ wind: 1, city: "Oslo", snow: 2 }], { target: "snow" }),
      'the rows have no field "town", "open", "day", and have "city", which the training rows had not. Make the table of the same fields, or say unknown: "ignore" in table().',
    ],
    [
      table(
        records.map((row) => ({ ...row, wind: 2, town: "Paris" })),
        OPTIONS,
      ),
      'rows[0]: "town" is "Paris", a category that no training row had. Known: "Bergen", "Oslo", "Rome". Train with it, or say unknown: "ignore" in table().',
    ],
  ])("takes no %j", (rows, text) => {
    const title = asker instanceof Model ? "Model" : "Predictor";
    expect(caught(DataError, () => asker.predictAll(rows as Row[])).message).toBe(
      `${title}.predictAll: ${text}`,
    );
  });
});

describe('unknown: "ignore"', () => {
  const ignoring = trained(table(records, { ...OPTIONS, unknown: "ignore" }));
  const right = records[1];
  test("a surplus field is nothing, a missing one a missing cell, a category never seen none", () => {
    expect(ignoring.predict({ ...right, snow: 3 })).toEqual(ignoring.predict(right));
    const { wind: _, ...without } = right;
    expect(ignoring.predict(without)).toEqual(ignoring.predict({ ...right, wind: null }));
    expect(ignoring.predict({})).toEqual(ignoring.predict({ wind: null, town: null, open: null, day: null }));
    expect(ignoring.predict({ ...right, town: "Paris" })).toEqual(ignoring.predict({ ...right, town: null }));
    const other = table([{ town: "Paris", snow: 1, rain: 3 }], { target: "rain" });
    expect(ignoring.predictAll(other)).toEqual(ignoring.predict({ town: "Paris" }));
    expect(load(ignoring.save()).predict({})).toEqual(ignoring.predict({}));
  });
  test("a cell of the wrong kind is an error all the same", () => {
    expect(caught(DataError, () => ignoring.predict({ ...right, wind: "much" })).message).toBe(
      'Model.predict: the row: "wind" is the text "much", not a number.',
    );
    expect(caught(DataError, () => ignoring.predict(null as never)).message).toMatch(/expected a record/);
  });
});

describe("most", () => {
  // Seven times c, four times each b and a, once each of d and e.
  const cells = [..."cccccccbbbbaaaade"];
  const most = trained(tableOf(cells, { kinds: { it: { most: 2 } } }));
  test("the most frequent have a column each, the first by code unit among equals; the others share one", () => {
    expect(most.columns).toEqual(["it=a", "it=c", "it:other"]);
    expect(most.predict({ it: "b" })).toEqual(most.predict({ it: "never seen" }));
    expect(most.predict({ it: "b" })).not.toEqual(most.predict({ it: "a" }));
    expect(most.predictAll(tableOf(["zz", "a"]))).toEqual(most.predictAll([{ it: "zz" }, { it: "a" }]));
  });
});

test("texts that another table took for numbers or dates are not guessed", () => {
  const zips = trained(tableOf(["007", "12", "3"]));
  expect(zips.predictAll(tableOf(["12", "3"]))).toEqual(zips.predictAll([{ it: "12" }, { it: 3 }]));
  expect(caught(DataError, () => zips.predictAll(tableOf(["12.0", "3"]))).message).toBe(
    'Model.predictAll: "it" was read as numbers, the model takes texts. Say kinds: { "it": "text" } in table().',
  );
  const days = trained(tableOf(["2015-01-01", "unknown", "2015-01-02"], { kinds: { it: "text" } }));
  const asked = ["2015-01-01", "2015-01-02"];
  expect(caught(DataError, () => days.predictAll(tableOf(asked))).message).toBe(
    'Model.predictAll: "it" was read as dates, the model takes texts. Say kinds: { "it": "text" } in table().',
  );
  expect(days.predictAll(tableOf(asked, { kinds: { it: "text" } }))).toEqual(
    days.predictAll(asked.map((it) => ({ it }))),
  );
  const answers = trained(tableOf(["yes", "Yes", "maybe"]));
  expect(caught(DataError, () => answers.predictAll(tableOf(["yes", "Yes"]))).message).toMatch(
    /was read as yes and no, the model takes texts/,
  );
});

test("classes", () => {
  const classes = trained(table(records, { target: "town", missing: "median" }));
  const all = classes.classifyAll(records);
  expect(all).toEqual(records.map((row) => classes.classify(row)));
  expect(all).toEqual(classes.classifyAll(columnsOf(records)));
  expect(load(classes.save()).classifyAll(records)).toEqual(all);
  expect(caught(DataError, () => classes.classify({ wind: 1 })).message).toMatch(
    /^Model\.classify: the row: it has no field "open"\./,
  );
  expect(caught(DataError, () => classes.classifyAll([{}])).message).toMatch(
    /^Model\.classifyAll: rows\[0\]: it has no field "wind"\./,
  );
  expect(caught(OptionError, () => model.classify(records[0])).message).toMatch(/has no classes/);
});

describe("before any training", () => {
  const fresh = new Model(model.spec);
  test("a model says so", () => {
    for (const ask of [
      () => fresh.predict(records[0]),
      () => fresh.predictAll(records),
      () => fresh.evaluate(data),
    ])
      expect(caught(OptionError, ask).message).toMatch(/this model has not been trained/);
  });
});

test("rows of a table for a model of plain numbers", () => {
  const plain = new Model({ inputs: 4, layers: [dense(1)], loss: "mse", standardize: false });
  const text =
    ": these rows are a table's, but the model takes plain numbers. Build it with inputs: the table's training rows.";
  for (const [name, ask] of Object.entries({
    predictAll: () => plain.predictAll(data),
    evaluate: () => plain.evaluate(data),
    loss: () => plain.loss(data),
    gradient: () => plain.gradient(data),
    fitSync: () => plain.fitSync(data, { epochs: 1 }),
  }))
    expect(caught(OptionError, ask).message).toBe(`Model.${name}${text}`);
  caught(DataError, () => plain.predictAll(records));
});
