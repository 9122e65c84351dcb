import { describe, expect, test } from "vitest";

import { expectError, type Case, any } from "../api/complaint.js";
import { remember } from "../api/remembered.js";
import {
  type Dataset,
  DataError,
  dataset,
  dense,
  Model,
  OptionError,
  ShapeError,
  windows,
} from "../../src/index.js";
import { importance } from "../../src/evaluate/index.js";
import { table } from "../../src/table/index.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { days, OPTIONS, trained } from "../table/sample.js";

const varianceOf = (values: ArrayLike<number>): number => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
};

/** y = b + w x, known to the digit. */
function linear(parameters: number[]): Model {
  const inputs = parameters.length - 1;
  const model = new Model({ inputs, layers: [dense(1)], loss: "mse", standardize: false });
  model.parameters = parameters;
  return model;
}

const random = new Random(1);
const rows = 2000;
const columns = ["wind", "noise", "sun"];
const inputs = random.table(rows, 3);
const data = dataset({ inputs, targets: inputs.map(([wind, , sun]) => 2 * wind - 0.5 * sun) }, { columns });
const model = linear([2, 0, -0.5, 0]);

describe("a linear model, by the formula", () => {
  test("shuffling x raises the mse of w x by 2 w^2 var(x); an irrelevant column by 0", () => {
    const found = importance(model, data, { repeats: 20 });
    expect(found.map(({ column }) => column)).toEqual(["wind", "sun", "noise"]);
    const variance = (c: number): number => varianceOf(inputs.map((row) => row[c]));
    const [wind, sun, noise] = found;
    for (const [{ column, mean, deviation }, expected] of [
      [wind, 2 * 4 * variance(0)],
      [sun, 2 * 0.25 * variance(2)],
    ] as const) {
      // The mean of 20 shuffles lies within four of its own deviations.
      expect(Math.abs(mean - expected), column).toBeLessThan((4 * deviation) / Math.sqrt(20));
      expect(deviation, column).toBeGreaterThan(0);
      expect(deviation, column).toBeLessThan(0.1 * expected);
    }
    expect(noise).toEqual({ column: "noise", mean: 0, deviation: 0 });
  });

  test("all orders of two rows: half of the shuffles change nothing, the others all", () => {
    const pair = dataset({ inputs: [0, 3], targets: [0, 3] });
    // Swapped, each row is off by 3: 9, or 0 where the order stays.
    const [{ mean, deviation }] = importance(linear([1, 0]), pair, { repeats: 400 });
    const share = mean / 9;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
    expectClose(deviation, 9 * Math.sqrt(share * (1 - share)), { tolerance: 1e-6 });
  });

  test("in the unit of the loss: of data scaled by ten, mae tenfold", () => {
    const of = (scale: number): number => {
      const scaled = dataset({
        inputs: inputs.map(([wind]) => wind),
        targets: inputs.map(([wind]) => scale * wind),
      });
      const line = new Model({ inputs: 1, layers: [dense(1)], loss: "mae", seed: 1 });
      line.fitSync(scaled, { epochs: 30 });
      return importance(line, scaled)[0].mean;
    };
    expectClose(of(10) / of(1), 10, { tolerance: 1e-4 });
  });
});

describe("what a trained network uses", () => {
  const targets = inputs.map(([wind, , sun]) => Math.sin(wind) * sun);
  const curved = dataset({ inputs, targets }, { columns });
  const network = new Model({ inputs: curved, layers: [dense(16, "tanh"), dense(1)], loss: "mse", seed: 1 });
  network.fitSync(curved, { epochs: 60 });

  test("an irrelevant column is within noise of 0, those that count are far from it", () => {
    const found = importance(network, curved);
    expect(found[2].column).toBe("noise");
    expect(found[1].mean).toBeGreaterThan(0.5 * varianceOf(targets));
    expect(Math.abs(found[2].mean)).toBeLessThan(0.02 * varianceOf(targets));
  });

  test("model and data stay as they are", () => {
    const unchanged = remember(network);
    const before = [...curved.inputs, ...curved.targets];
    importance(network, curved);
    unchanged();
    expect([...curved.inputs, ...curved.targets]).toEqual(before);
  });

  test("same seed, same numbers; another seed, others near by; a choice of columns changes none", () => {
    const all = importance(network, curved);
    expect(importance(network, curved)).toEqual(all);
    const other = importance(network, curved, { seed: 1 });
    expect(other[0].mean).not.toBe(all[0].mean);
    expectClose(other[0].mean / all[0].mean, 1, { tolerance: 0.2 });
    expect(importance(network, curved, { columns: ["noise", 0] })).toEqual(
      all.filter(({ column }) => column !== "sun"),
    );
  });

  test("columns in another order are found by name", () => {
    const moved = dataset(
      { inputs: inputs.map(([wind, noise, sun]) => [sun, wind, noise]), targets },
      { columns: ["sun", "wind", "noise"] },
    );
    expect(importance(network, moved)).toEqual(importance(network, curved));
  });
});

test("each figure is that of model.loss over rows shuffled by hand", () => {
  // One repeat: found among all orders of four rows, for each column.
  const small = dataset({
    inputs: [
      [1, 5],
      [2, 3],
      [4, 4],
      [8, 1],
    ],
    targets: [3, 1, 2, 9],
  });
  const two = linear([1, -0.5, 0.25]);
  const orders = [0, 1, 2, 3]
    .flatMap((a) => [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].map((c) => [a, b, c, 6 - a - b - c])))
    .filter((order) => new Set(order).size === 4 && order.every((r) => r >= 0 && r < 4));
  expect(orders).toHaveLength(24);
  for (const { column, mean } of importance(two, small, { repeats: 1 })) {
    const c = Number(column);
    const losses = orders.map((order) => {
      const cells = Array.from(small.inputs);
      order.forEach((from, r) => (cells[2 * r + c] = small.inputs[2 * from + c]));
      return two.loss(dataset({ inputs: cells, targets: small.targets as Float64Array }, { inputWidth: 2 }));
    });
    expect(
      losses.some((loss) => Math.abs(loss - two.loss(small) - mean) < 1e-5),
      column,
    ).toBe(true);
  }
});

describe("weights", () => {
  test("a row of weight 0 is none, whatever it holds", () => {
    const some = inputs.slice(0, 50);
    const targets = some.map(([wind]) => wind);
    const plain = importance(model, dataset({ inputs: some, targets }));
    const weighted = dataset(
      { inputs: [...some, [1e30, 1e30, 1e30]], targets: [...targets, 1e30] },
      { weights: [...some.map(() => 3), 0] },
    );
    expectClose(
      importance(model, weighted).map(({ mean }) => mean),
      plain.map(({ mean }) => mean),
      { tolerance: 1e-6 },
    );
  });

  test("rows count by their weight", () => {
    // Only the first two rows differ in x: with the others at hardly any weight, a shuffle costs at most what it costs these.
    const pair = dataset({ inputs: [0, 3, 3], targets: [0, 3, 3] }, { weights: [1, 1e-9, 1e-9] });
    const [{ mean }] = importance(linear([1, 0]), pair, { repeats: 300 });
    // Row 0 keeps its 0 in a third of the orders, else it gets 3.
    expect(Math.abs(mean - 6)).toBeLessThan(0.8);
  });
});

describe("groups", () => {
  test("columns that are shuffled together keep what they say of each other", () => {
    // y = a - b, and a = b + 1 in every row: together they tell nothing, each by itself ruins all.
    const twins = dataset({ inputs: inputs.map(([a]) => [a, a - 1]), targets: inputs.map(() => 1) });
    const difference = linear([1, -1, 0]);
    const found = importance(difference, twins, { columns: { both: [0, 1], "a alone": ["0"] } });
    expect(found[0].column).toBe("a alone");
    expect(found[0].mean).toBeGreaterThan(1);
    expect(found[1].column).toBe("both");
    expect(Math.abs(found[1].mean)).toBeLessThan(1e-6);
  });

  test("windows: each column by itself, or days together", () => {
    const series = Float64Array.from(
      { length: 400 },
      (_, i) => 100 + i + 20 * Math.sin((2 * Math.PI * i) / 7),
    );
    for (const relative of ["last", false] as const) {
      const rows = windows(series, { past: 8, relative });
      const week = new Model({ inputs: rows, layers: [dense(1)], loss: "mse", seed: 1 });
      week.fitSync(rows, { epochs: 40 });
      const unchanged = remember(week);
      const found = importance(week, rows, { repeats: 2 });
      unchanged();
      expect(found.map(({ column }) => column).sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
      // With all days shuffled together a forecast is that of any other day, off by twice the variance of the trend.
      const [all] = importance(week, rows, { columns: { all: [0, 1, 2, 3, 4, 5, 6, 7] } });
      expectClose(all.mean / (2 * varianceOf(rows.targets as Float64Array)), 1, {
        tolerance: 0.15,
        label: String(relative),
      });
    }
  });
});

describe("rows of a table", () => {
  const records = days(120);
  const rows = table(records, OPTIONS);
  const mixed = trained(rows);

  test("a column of the table is shuffled with all that is made of it", () => {
    const unchanged = remember(mixed);
    const found = importance(mixed, rows);
    unchanged();
    expect(found.map(({ column }) => column).sort()).toEqual(["day", "open", "town", "wind"]);
  });

  test("is what model.loss says of records shuffled by hand, for the only column that counts", () => {
    const towns = ["Oslo", "Bergen", "Rome"];
    const some = Array.from({ length: 300 }, (_, i) => ({
      town: towns[random.whole(3)],
      wind: i % 5 === 0 ? null : random.normal(),
    })).map((record) => ({ ...record, rain: 4 * towns.indexOf(record.town) }));
    const options = { target: "rain", missing: "mean" } as const;
    const train = table(some, options);
    const learnt = new Model({ inputs: train, layers: [dense(1)], loss: "mse", seed: 1 });
    learnt.fitSync(train, { epochs: 300 });
    const [town, wind] = importance(learnt, train, { repeats: 20 });
    expect([town.column, wind.column]).toEqual(["town", "wind"]);
    const rains = some.map(({ rain }) => rain);
    // A model that knows rain exactly from the town: as y = x, 2 var(rain).
    expectClose(town.mean / (2 * varianceOf(rains)), 1, { tolerance: 0.05 });
    expect(Math.abs(wind.mean)).toBeLessThan(0.01);
  });

  test("of a classification, in the unit of its loss", () => {
    const some = Array.from({ length: 120 }, () => ({ third: random.whole(3), other: random.normal() }));
    const labelled = table(
      some.map((record) => ({ ...record, rain: record.third === 0 ? "wet" : "dry" })),
      { target: "rain" },
    );
    const learnt = new Model({
      inputs: labelled,
      layers: [dense(6, "tanh"), dense(2)],
      loss: "crossEntropy",
    });
    learnt.fitSync(labelled, { epochs: 150 });
    const [first] = importance(learnt, labelled);
    expect(first.column).toBe("third");
    expect(first.mean).toBeGreaterThan(0.5);
  });

  const cases: Case[] = [
    [
      "a column of the network",
      () => importance(mixed, rows, { columns: ["town=Oslo"] }),
      OptionError,
      /"town=Oslo": unknown column.*Known: wind, town, open, day/,
    ],
    [
      "rows of numbers",
      () => importance(mixed, data),
      DataError,
      /^importance: this model takes a table's rows/,
    ],
  ];
  test.each(cases)("an error: %s", (...one) => expectError(one));
});

const one: Dataset = dataset({ inputs: [[1, 2, 3]], targets: [1] });
const huge = linear([1e30, 0, 0, 0]);
const untrained = new Model({ inputs: 3, layers: [dense(1)], loss: "mse" });
const cases: Case[] = [
  [
    "an unknown column",
    () => importance(model, data, { columns: ["sum"] }),
    OptionError,
    /^importance: "sum": unknown column\. Did you mean "sun"\? Known: wind, noise, sun\.$/,
  ],
  [
    "a place too large",
    () => importance(model, data, { columns: [3] }),
    OptionError,
    /place from 0 to 2, got 3/,
  ],
  [
    "no columns",
    () => importance(model, data, { columns: [] }),
    OptionError,
    /at least one, got an array of 0/,
  ],
  ["no groups", () => importance(model, data, { columns: {} }), OptionError, /columns is empty/],
  [
    "an empty group",
    () => importance(model, data, { columns: { air: [] } }),
    OptionError,
    /columns: "air" must be/,
  ],
  [
    "one name",
    () => importance(model, data, { columns: any("wind") }),
    OptionError,
    /columns must be an array/,
  ],
  ["no repeats", () => importance(model, data, { repeats: 0 }), OptionError, /repeats.*at least 1/],
  ["a negative seed", () => importance(model, data, { seed: -1 }), OptionError, /seed.*got -1/],
  [
    "an unknown option",
    () => importance(model, data, any({ repeat: 3 })),
    OptionError,
    /Did you mean "repeats"/,
  ],
  ["a single row", () => importance(model, one), DataError, /one row alone cannot be shuffled/],
  [
    "rows that do not fit",
    () => importance(model, dataset({ inputs: [1, 2], targets: [1, 2] })),
    ShapeError,
    /^importance: .*3 inputs/,
  ],
  ["no data", () => importance(model, any([])), DataError, /^importance: .*Dataset/],
  [
    "an infinite loss",
    () => importance(huge, data),
    DataError,
    /^importance: the loss over these rows is Infinity/,
  ],
  [
    "not trained",
    () => importance(untrained, data),
    OptionError,
    /^importance: this model has not been trained/,
  ],
];
test.each(cases)("an error: %s", (...given) => expectError(given));
