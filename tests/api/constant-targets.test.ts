import { expect, test } from "vitest";

import { dataset, dense, Model, type Dataset } from "../../src/index.js";

const notes = (data: Dataset, options: { standardize?: boolean; relu?: boolean } = {}): readonly string[] => {
  const last = dense(data.targetWidth ?? 1, options.relu ? "relu" : "linear");
  const { standardize } = options;
  const model = new Model({ inputs: data, layers: [last], loss: "mse", standardize });
  return model.fitSync(data, { epochs: 1 }).notes;
};

test("a target that never changes is a note, standardized or not, bounded or not", () => {
  const data = dataset({ inputs: [1, 2, 3, 4], targets: [7, 7, 7, 7] });
  for (const options of [{}, { standardize: false }, { relu: true }])
    expect(notes(data, options)).toEqual(["target 0 is 7 in every row"]);
});

test("one of several, beside others that change", () => {
  const targets = [
    [1, 0.1, -3],
    [2, 0.1, -3],
    [3, 0.1, -3],
  ];
  expect(notes(dataset({ inputs: [1, 2, 3], targets }))).toEqual([
    "target 1 is 0.1 in every row",
    "target 2 is -3 in every row",
  ]);
});

test("rows of weight 0 are no rows, and a deviation of exactly 1 is no constant", () => {
  const weights = [1, 1, 0];
  expect(notes(dataset({ inputs: [1, 2, 3], targets: [5, 5, 9] }, { weights }))).toEqual([
    "target 0 is 5 in every row",
  ]);
  expect(notes(dataset({ inputs: [1, 2, 3], targets: [5, 6, 9] }, { weights }))).toEqual([]);
  expect(notes(dataset({ inputs: [1, 2, 4], targets: [1, 1, 3] }, { weights: [1, 1, 2] }))).toEqual([]);
});
