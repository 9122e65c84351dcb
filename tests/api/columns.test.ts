import { describe, expect, test } from "vitest";

import { DataError, Model, dataset, dense, lossSurface, type Dataset } from "../../src/index.js";
import { load } from "../../src/predict-only.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";

/** Columns that have names are compared by them: two that changed places would give wrong numbers without a word. */

const inputs = [
  [1, 20],
  [2, 10],
  [3, 40],
];
const rows = (columns?: string[]) => dataset({ inputs, targets: [1, 2, 3] }, { columns });
const model = new Model({ inputs: rows(["km", "hp"]), layers: [dense(1)], loss: "mse", seed: 1 });
model.fitSync(rows(["km", "hp"]), { epochs: 1 });
const axis = { from: 0, to: 1, steps: 2 };
/** What was saved now. */
const loaded = { predictAll: (data: Dataset) => load(model.save()).predictAll(data) };

const uses: [string, (columns?: string[]) => unknown][] = [
  ["Model.fitSync", (columns) => model.fitSync(rows(columns), { epochs: 1 })],
  [
    "Model.fitSync: validation",
    (columns) => model.fitSync(rows(["km", "hp"]), { epochs: 1, validation: rows(columns) }),
  ],
  ["Model.evaluate", (columns) => model.evaluate(rows(columns))],
  ["Model.loss", (columns) => model.loss(rows(columns))],
  ["Model.gradient", (columns) => model.gradient(rows(columns))],
  ["Model.predictAll", (columns) => model.predictAll(rows(columns))],
  ["Predictor.predictAll", (columns) => loaded.predictAll(rows(columns))],
  [
    "lossSurface",
    (columns) => lossSurface(model, rows(columns), { parameter: 0, ...axis }, { parameter: 1, ...axis }),
  ],
];

test.each(uses)("%s takes the same names, or none", (_, use) => {
  use(["km", "hp"]);
  use();
});

test.each(uses)("%s refuses other names, and lists both", (caller, use) => {
  const error = caught(DataError, () => use(["kw", "km"]));
  expect(error.message).toBe(
    `${caller}: the model's column "hp" is not among the data's: it has "kw" in place of "hp". The model's columns: "km", "hp".`,
  );
  expect(error).toMatchObject({ expected: ["km", "hp"], received: ["kw", "km"], column: 1 });
});

describe("the same names in another order are matched by name", () => {
  const moved = (order: number[]) => {
    const names = ["km", "hp"];
    return dataset(
      { inputs: inputs.map((row) => order.map((c) => row[c])), targets: [1, 2, 3] },
      { columns: order.map((c) => names[c]) },
    );
  };
  const plain = rows(["km", "hp"]);

  test("whatever reads rows gives the same numbers", () => {
    const other = moved([1, 0]);
    expect(model.evaluate(other)).toEqual(model.evaluate(plain));
    expect(model.loss(other)).toBe(model.loss(plain));
    expect(model.gradient(other)).toEqual(model.gradient(plain));
    expect(model.predictAll(other)).toEqual(model.predictAll(plain));
    expect(loaded.predictAll(other)).toEqual(model.predictAll(plain));
    const surface = (data: Dataset) =>
      lossSurface(model, data, { parameter: 0, ...axis }, { parameter: 1, ...axis });
    expect(surface(other)).toEqual(surface(plain));
  });

  test("a fit and its validation too, to the bit; the data stay as they are", () => {
    const build = () => new Model({ inputs: plain, layers: [dense(1)], loss: "mse", seed: 1 });
    const [a, b] = [build(), build()];
    const other = moved([1, 0]);
    const before = [...other.inputs];
    const told = [
      a.fitSync(plain, { epochs: 3, validation: plain }),
      b.fitSync(other, { epochs: 3, validation: other.slice(0) }),
    ].map(({ epochs }) => epochs.map(({ loss, validationLoss }) => [loss, validationLoss]));
    expect(told[1]).toEqual(told[0]);
    expect(b.save()).toEqual(a.save());
    expect([...other.inputs]).toEqual(before);
  });

  test("three columns that change places in a circle, in slices and windows of memory", () => {
    const random = new Random(2);
    const table = random.table(50, 3);
    const named = (order: number[]) =>
      dataset(
        { inputs: table.map((row) => order.map((c) => row[c])), targets: table.map(([a]) => a) },
        { columns: order.map((c) => "abc"[c]) },
      );
    const three = new Model({ inputs: named([0, 1, 2]), layers: [dense(4, "tanh"), dense(1)], loss: "mse" });
    three.fitSync(named([0, 1, 2]), { epochs: 2 });
    for (const order of [
      [1, 2, 0],
      [2, 0, 1],
    ])
      expect(three.predictAll(named(order).slice(7, 30))).toEqual(
        three.predictAll(named([0, 1, 2]).slice(7, 30)),
      );
  });
});
