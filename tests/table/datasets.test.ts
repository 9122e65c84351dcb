import { describe, expect, test } from "vitest";

import {
  type ClassificationEvaluation,
  concat,
  DataError,
  dataset,
  type Dataset,
  OptionError,
  type RegressionEvaluation,
  windows,
} from "../../src/index.js";
import { accuracy, confusion, lossSurface } from "../../src/evaluate/index.js";
import { encode, type Row, table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";
import { built, days, OPTIONS, tableOf, trained } from "./sample.js";

/** Datasets of a table in parts and put together, and what a model finds in the rows that it is fitted on. */

const records = days();
const data = table(records, OPTIONS);
const model = trained(data);
const numbersWhere = (holds: (row: Row) => boolean): number[] =>
  records.flatMap((row, i) => (holds(row) ? [i] : []));

describe("parts", () => {
  test("slice, take and split predict as their records", () => {
    const order = [5, 0, 5, 47];
    expect(model.predictAll(data.take(order))).toEqual(model.predictAll(order.map((i) => records[i])));
    expect(model.predictAll(data.slice(7, 20))).toEqual(model.predictAll(records.slice(7, 20)));
    const { train, test: last } = data.split({ test: 0.25, shuffle: false });
    expect([train, last].map((part) => model.predictAll(part))).toEqual([
      model.predictAll(records.slice(0, 36)),
      model.predictAll(records.slice(36)),
    ]);
  });

  test("parts of one table are put together again, others are not mixed up", () => {
    const joined = concat(data.slice(0, 10), data.slice(30));
    expect(model.predictAll(joined)).toEqual(
      model.predictAll([...records.slice(0, 10), ...records.slice(30)]),
    );
    expect(built(joined).columns).toEqual(built(data).columns);
    const other = table(records, OPTIONS);
    const text =
      "come of another table() than those of dataset 0, and each numbers its texts by itself. Put the records together and call table() once.";
    expect(caught(DataError, () => concat(data, data, other)).message).toBe(
      `concat: the rows of dataset 2 ${text}`,
    );
    const plain = dataset({ inputs: [[1, 2, 3, 4]], targets: [1] });
    for (const both of [
      [data, plain],
      [plain, data],
    ])
      expect(caught(DataError, () => concat(both[0], both[1])).message).toBe(
        `concat: the rows of dataset 1 ${text}`,
      );
  });

  test("windows that are put together stay relative", () => {
    const cut = (start: number, relative: "last" | false): Dataset =>
      windows(
        [1, 2, 4, 7, 11, 16].map((value) => value + start),
        { past: 3, relative },
      );
    expect(built(concat(cut(0, "last"), cut(50, "last"))).spec.encoding).toEqual({
      type: "series",
      relative: 3,
    });
    expect(built(concat(cut(0, false), cut(50, false))).spec.encoding).toBeUndefined();
    expect(caught(DataError, () => concat(cut(0, "last"), cut(50, false))).message).toBe(
      "concat: the rows of dataset 1 are windows of other options (relative, calendar) than those of dataset 0. Cut both with the same.",
    );
  });

  test("five folds: each model knows the categories of its own rows", () => {
    for (let fold = 0; fold < 5; fold++) {
      const inside = numbersWhere((row) => records.indexOf(row) % 5 !== fold);
      const train = data.take(inside);
      const mine = trained(train);
      const alone = table(
        inside.map((i) => records[i]),
        OPTIONS,
      );
      expect(mine.columns).toEqual(built(alone).columns);
      // To the bit what a table of these records alone gives.
      expect(trained(alone).parameters).toEqual(mine.parameters);
      expect(trained(alone).predictAll(data)).toEqual(mine.predictAll(data));
    }
  });
});

describe("categories that no training row has", () => {
  const known = data.take(numbersWhere(({ town }) => town !== "Oslo"));
  const rest = data.take(numbersWhere(({ town }) => town === "Oslo"));
  const oslo = records.find(({ town }) => town === "Oslo") as Row;
  const unknown =
    '"town" is "Oslo", a category that no training row had. Known: "Bergen", "Rome". Train with it, or say unknown: "ignore" in table().';

  test("are unknown, though the model was built for them too", () => {
    const whole = built(data);
    whole.fitSync(known, { epochs: 1 });
    expect(whole.columns).toContain("town=Oslo");
    for (const [where, ask] of [
      ["predict: the row", () => whole.predict(oslo)],
      ["predictAll: rows[0]", () => whole.predictAll([oslo])],
      ["evaluate: rows[0]", () => whole.evaluate(rest)],
      ["loss: rows[0]", () => whole.loss(rest)],
      ["gradient: rows[0]", () => whole.gradient(rest)],
      ["step: rows[0]", () => whole.step([oslo], [1])],
      ["fitSync: rows[0]", () => whole.fitSync(rest, { epochs: 1 })],
      ["fitSync: validation: rows[0]", () => whole.fitSync(known, { epochs: 1, validation: rest })],
    ] as const)
      expect(caught(DataError, ask).message).toBe(`Model.${where}: ${unknown}`);
    expect(caught(DataError, () => encode(whole, rest)).message).toBe(`encode: rows[0]: ${unknown}`);
  });

  test("in validation rows already, before anything is changed", () => {
    const whole = built(data);
    const before = whole.save();
    expect(caught(DataError, () => whole.fitSync(known, { epochs: 1, validation: rest })).message).toBe(
      `Model.fitSync: validation: rows[0]: ${unknown}`,
    );
    expect(whole.save()).toEqual(before);
  });

  test("give what a model that never heard of them gives", () => {
    const ignoring = table(records, { ...OPTIONS, unknown: "ignore" });
    const train = ignoring.take(numbersWhere(({ town }) => town !== "Oslo"));
    const whole = built(ignoring);
    const options = { epochs: 2, batchSize: 8, validation: ignoring };
    const history = whole.fitSync(train, options);
    // The loss of validation rows is that of the same rows asked afterwards.
    expect(history.epochs[1].validationLoss).toBe(whole.loss(ignoring));
    expect(whole.predict(oslo)).toEqual(whole.predict({ ...oslo, town: null }));
  });

  test("are among the others where there are others", () => {
    const gathered = table(records, { ...OPTIONS, kinds: { town: { most: 2 } } });
    const train = gathered.take(numbersWhere(({ town }) => town !== "Oslo"));
    const whole = built(gathered);
    const history = whole.fitSync(train, { epochs: 2, batchSize: 8, validation: gathered });
    expect(history.epochs[1].validationLoss).toBe(whole.loss(gathered));
    expect(whole.predict(oslo)).toEqual(whole.predict({ ...oslo, town: "Paris" }));
  });

  test("a row that does not count has none", () => {
    const weights = records.map(({ town }) => (town === "Oslo" ? 0 : 1));
    expect(built(table(records, { ...OPTIONS, weights })).columns).not.toContain("town=Oslo");
  });
});

describe("step", () => {
  test("finds a scale in its first batch, and knows the categories of all", () => {
    const stepped = built(data);
    stepped.step([records[0]], [1]);
    stepped.step(
      records.slice(1),
      records.slice(1).map(({ rain }) => rain as number),
    );
    expect(stepped.predictAll(records).every(Number.isFinite)).toBe(true);
    expect(caught(DataError, () => stepped.step([{ ...records[0], town: "Paris" }], [1])).message).toMatch(
      /^Model\.step: rows\[0\]: "town" is "Paris", a category that no training row had\. Known: "Bergen", "Oslo", "Rome"\./,
    );
    expect(caught(DataError, () => stepped.step(data as never, [1])).message).toMatch(
      /^Model\.step: rows must be records/,
    );
  });
  test("takes columns too", () => {
    const [one, two] = [built(data), built(data)];
    const two0 = records.slice(0, 2);
    const columns = Object.fromEntries(
      ["wind", "town", "open", "day"].map((name) => [name, two0.map((row) => row[name])]),
    );
    expect(one.step(two0, [1, 2])).toBe(two.step(columns, [1, 2]));
    expect(one.parameters).toEqual(two.parameters);
  });
});

test("a second fit on other rows keeps what was found in the first", () => {
  const twice = trained(data.slice(0, 24));
  const found = JSON.parse(JSON.stringify(twice)) as { scaler: object };
  twice.fitSync(data.slice(20, 40), { epochs: 1 });
  expect((JSON.parse(JSON.stringify(twice)) as { scaler: object }).scaler).toEqual(found.scaler);
});

test("the names of columns are the table's", () => {
  expect(
    caught(OptionError, () => built(data, { columns: built(data).columns?.map((name) => `${name}!`) }))
      .message,
  ).toBe("Model: the table names the columns itself. Leave columns out.");
});

test("a model of another model's encoding takes its rows", () => {
  const again = built(data.slice(0, 30), { encoding: model.spec.encoding });
  expect(again.columns).toEqual(model.columns);
  again.fitSync(data, { epochs: 2, batchSize: 8 });
  expect(again.parameters).toEqual(model.parameters);
});

test("evaluate, loss, gradient and the surface of downhill/evaluate agree with predictions", () => {
  const predicted = model.predictAll(records);
  const errors = records.map(({ rain }, i) => (rain as number) - predicted[i]);
  const mse = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  expect(model.loss(data)).toBeCloseTo(mse, 5);
  expect((model.evaluate(data) as RegressionEvaluation).mae).toBeCloseTo(
    errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length,
    5,
  );
  expect(model.gradient(data).gradient).toHaveLength(model.count);
  const axis = { from: -1, to: 1, steps: 3 };
  const surface = lossSurface(model, data, { ...axis, parameter: 0 }, { ...axis, parameter: 1 });
  const moved = model.clone();
  moved.parameters = moved.parameters.fill(0, 0, 2);
  // Two weights of 0 are in the middle.
  expect(surface.loss[1][1]).toBeCloseTo(moved.loss(data), 6);
});

test("metrics of classes", () => {
  const towns = table(records, { target: "town", missing: "mean" });
  const classes = trained(towns);
  const evaluation = classes.evaluate(towns) as ClassificationEvaluation;
  const found = classes.classifyAll(records).map(({ index }) => index);
  const actual = records.map(({ town }) => (classes.classes ?? []).indexOf(town as string));
  expect(accuracy(found, actual)).toBeCloseTo(evaluation.accuracy, 6);
  expect(confusion(found, actual, 3)).toEqual(evaluation.confusion);
});

test("encode is the rows as the network has them: 0 and 1 as they are, numbers standardized", () => {
  const plain = tableOf([1, 2, 6, null], { missing: "mean" });
  const { columns, values } = encode(trained(plain), plain);
  expect(columns).toEqual(["it", "it:missing"]);
  // Mean 3 of 1, 2, 6 and the filled 3; variance 14 / 4.
  const deviation = Math.sqrt(14 / 4);
  const expected = [-2 / deviation, 0, -1 / deviation, 0, 3 / deviation, 0, 0, 1];
  Array.from(values).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  expect(caught(OptionError, () => encode(built(plain), plain)).message).toMatch(
    /^encode: this model has not been trained/,
  );
  expect(caught(DataError, () => encode(trained(plain), [] as never)).message).toMatch(/^encode: /);
});

test("numbers near the end of float64 become no NaN", () => {
  for (const cells of [
    [1e300, -1e300, 3, 4],
    [1.7e308, -1.7e308],
    [1e-320, 2e-320, 0, 5e-324],
  ]) {
    const wild = tableOf(cells);
    expect(trained(wild).predictAll(wild).every(Number.isFinite)).toBe(true);
  }
});

test("one row, and one column", () => {
  const one = table([{ wind: 3, town: "Oslo", rain: 2 }], { target: "rain" });
  expect(one.notes).toHaveLength(2);
  expect(trained(one).predict({ wind: 9, town: "Oslo" })).toEqual(trained(one).predictAll(one));
});
