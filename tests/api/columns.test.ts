import { expect, test } from "vitest";

import { DataError, Model, dataset, dense, lossSurface } from "../../src/index.js";
import { load } from "../../src/predict-only.js";
import { caught } from "../support/caught.js";

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
const loaded = load(model.save());

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
  ["Model.predictAll", (columns) => loaded.predictAll(rows(columns))],
  [
    "lossSurface",
    (columns) => lossSurface(model, rows(columns), { parameter: 0, ...axis }, { parameter: 1, ...axis }),
  ],
];

test.each(uses)("%s takes the same names, or none", (_, use) => {
  use(["km", "hp"]);
  use();
});

test.each(uses)("%s refuses names in another order, and other names", (caller, use) => {
  const error = caught(DataError, () => use(["hp", "km"]));
  expect(error.message).toBe(
    `${caller}: column 0 is "hp", the model was built with "km" there. Its columns: "km", "hp".`,
  );
  expect(error).toMatchObject({ expected: ["km", "hp"], received: ["hp", "km"], column: 0 });
  expect(caught(DataError, () => use(["km", "kw"])).message).toContain('column 1 is "kw"');
});
