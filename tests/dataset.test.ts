import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";

import { dataset, type DatasetOptions, type DatasetSource } from "../src/data/dataset.js";
import { OptionError } from "../src/base/errors.js";
import { readTable } from "../src/data/rows.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

describe("what comes in", () => {
  test("y = b + w x: two flat lists are one column each", () => {
    const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] });
    expect([data.rows, data.inputWidth, data.targetWidth]).toEqual([3, 1, 1]);
    expect(data.inputs).toEqual(Float64Array.of(1, 2, 3));
    expect(data.targets).toEqual(Float64Array.of(2, 4, 6));
    expect([data.classes, data.labels, data.labelIndex, data.weights, data.columns]).toEqual(
      Array(5).fill(undefined),
    );
    expect(data.chronological).toBe(false);
  });

  test("every way to write one table gives the same dataset", () => {
    const nested = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const flat = [1, 2, 3, 4, 5, 6];
    const targets = [[7], [8], [9]];
    const sources: [string, DatasetSource, DatasetOptions?][] = [
      ["nested", { inputs: nested, targets }],
      ["nested, width said", { inputs: nested, targets }, { inputWidth: 2 }],
      ["nested, flat targets", { inputs: nested, targets: [7, 8, 9] }],
      ["flat, width said", { inputs: flat, targets: [7, 8, 9] }, { inputWidth: 2 }],
      ["flat, width from nested targets", { inputs: flat, targets }],
      ["Float64Array", { inputs: Float64Array.from(flat), targets }],
      ["Uint8Array", { inputs: Uint8Array.from(flat), targets: Int16Array.of(7, 8, 9) }, { inputWidth: 2 }],
      ["rows of typed arrays", { inputs: nested.map((row) => Float64Array.from(row)), targets }],
      ["rows of every kind", { inputs: [[1, 2], Float32Array.of(3, 4), Int8Array.of(5, 6)], targets }],
    ];
    for (const [name, source, options] of sources) {
      const data = dataset(source, options);
      expect([data.rows, data.inputWidth, data.targetWidth], name).toEqual([3, 2, 1]);
      expect(data.inputs, name).toEqual(Float64Array.from(flat));
      expect(data.targets, name).toEqual(Float64Array.of(7, 8, 9));
    }
  });

  test("flat inputs beside labels have as many rows as there are labels", () => {
    const data = dataset({ inputs: [1, 2, 3, 4, 5, 6], labels: ["b", "a"] });
    expect([data.rows, data.inputWidth, data.targetWidth]).toEqual([2, 3, 1]);
    expect(data.classes).toEqual(["a", "b"]);
    expect(data.labels).toEqual(["b", "a"]);
    expect(data.targets).toEqual(Int32Array.of(1, 0));
    expect(data.targetRows).toBeUndefined();
  });

  test("flat targets are one a row, or as many as targetWidth says", () => {
    const two = dataset({ inputs: [[1], [2]], targets: [1, 2, 3, 4, 5, 6] }, { targetWidth: 3 });
    expect([two.rows, two.targetWidth]).toEqual([2, 3]);
    expect(two.targets).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    const flat = dataset({ inputs: [1, 2, 3, 4, 5, 6], targets: [1, 2, 3, 4] }, { targetWidth: 2 });
    expect([flat.rows, flat.inputWidth, flat.targetWidth]).toEqual([2, 3, 2]);
    const said = dataset({ inputs: [1, 2, 3, 4, 5, 6], targets: [1, 2] }, { targetWidth: 1 });
    expect([said.rows, said.inputWidth]).toEqual([2, 3]);
    expect(
      dataset(
        {
          inputs: [1, 2],
          targets: [
            [1, 2],
            [3, 4],
          ],
        },
        { targetWidth: 2 },
      ).targetWidth,
    ).toBe(2);
  });

  test("a float array is used as it is, in its own precision", () => {
    const single = Float32Array.of(0.1, 0.2);
    const double = Float64Array.of(0.1, 0.2);
    const data = dataset({ inputs: single, targets: double });
    expect(data.inputs).toBe(single);
    expect(data.targets).toBe(double);
    expect(data.inputRows.values).toBe(single);
  });

  test("rows that are all Float32Arrays become one Float32Array, a mixture float64", () => {
    const rows = [Float32Array.of(0.1), Float32Array.of(0.2)];
    expect(dataset({ inputs: rows, targets: [1, 2] }).inputs).toEqual(Float32Array.of(0.1, 0.2));
    expect(dataset({ inputs: [rows[0], [0.2]], targets: [1, 2] }).inputs).toEqual(
      Float64Array.of(Math.fround(0.1), 0.2),
    );
  });

  test("a timestamp keeps all its digits", () => {
    const stamps = [1.7e12 + 1, 1.7e12 + 2.25];
    expect(Array.from(dataset({ inputs: stamps, targets: [0, 1] }).inputs)).toEqual(stamps);
  });

  test("arrays of another realm are arrays too", () => {
    const [plain, single] = runInNewContext("[[[1, 2], [3, 4]], new Float32Array([5, 6])]") as [
      number[][],
      Float32Array,
    ];
    const data = dataset({ inputs: plain, targets: single });
    expect(Array.from(data.inputs)).toEqual([1, 2, 3, 4]);
    expect(data.targets).toBe(single);
    expect(data.split({ test: 0.5, shuffle: 1 }).test.targets).toBeInstanceOf(Float32Array);
  });

  test("caller's ordinary arrays, weights and names are copied", () => {
    const inputs = [1, 2];
    const weights = Float64Array.of(1, 2);
    const columns = ["x"];
    const data = dataset({ inputs, targets: [1, 2] }, { weights, columns });
    inputs[0] = NaN;
    weights[0] = NaN;
    columns[0] = "y";
    expect(data.inputs).toEqual(Float64Array.of(1, 2));
    expect(data.weights).toEqual(Float64Array.of(1, 2));
    expect(data.columns).toEqual(["x"]);
  });

  test("any table survives each way of writing it", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed);
      const rows = 1 + random.whole(20);
      const width = 1 + random.whole(5);
      const outputs = 1 + random.whole(3);
      const inputs = random.table(rows, width);
      const targets = random.table(rows, outputs);
      const whole = dataset({ inputs, targets });
      const label = `seed ${seed}`;
      expect(Array.from(whole.inputs), label).toEqual(inputs.flat());
      expect(Array.from(whole.targets), label).toEqual(targets.flat());
      const flat = dataset(
        { inputs: inputs.flat(), targets: targets.flat() },
        { inputWidth: width, targetWidth: outputs },
      );
      expect([flat.rows, flat.targetWidth], label).toEqual([rows, outputs]);
      expect(flat.inputs, label).toEqual(whole.inputs);
      expect(dataset({ inputs: inputs.flat(), targets }).inputWidth, label).toBe(width);
    }
  });
});

describe("slice", () => {
  const data = dataset(
    { inputs: Float32Array.from({ length: 12 }, (_, i) => i), labels: ["c", "a", "b", "a", "c", "a"] },
    { weights: [1, 2, 3, 4, 5, 6], columns: ["x", "y"] },
  );

  test("is a view that keeps classes, weights, names and precision", () => {
    const part = data.slice(1, 4);
    expect([part.rows, part.inputWidth]).toEqual([3, 2]);
    expect(part.inputs).toEqual(Float32Array.of(2, 3, 4, 5, 6, 7));
    expect(part.inputs.buffer).toBe(data.inputs.buffer);
    expect(part.labels).toEqual(["a", "b", "a"]);
    expect(part.classes).toBe(data.classes);
    expect(part.targets).toEqual(Int32Array.of(0, 1, 0));
    expect(part.weights).toEqual(Float64Array.of(2, 3, 4));
    expect(part.columns).toEqual(["x", "y"]);
    expect(part.inputs).toBe(part.inputs);
  });

  test("slices of slices lie where they should", () => {
    const table = dataset({
      inputs: [[0], [1], [2], [3], [4]],
      targets: [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
    });
    const part = table.slice(1).slice(1, 3);
    expect(part.inputs).toEqual(Float64Array.of(2, 3));
    expect(part.targets).toEqual(Float64Array.of(2, 2, 3, 3));
    expect(part.targets.buffer).toBe(table.targets.buffer);
    expect(table.slice(0, 5).inputs).toBe(table.inputs);
  });

  test("asks for rows that are there", () => {
    for (const [from, to] of [
      [0, 7],
      [3, 3],
      [4, 2],
      [-1, 3],
      [0.5, 3],
      [0, NaN],
      [0, Infinity],
    ]) {
      expect(caught(OptionError, () => data.slice(from, to)).message).toContain("Dataset.slice(");
    }
    expect(caught(OptionError, () => data.slice(2, 7)).message).toBe(
      "Dataset.slice(2, 7): expected 0 <= from < to <= 6, the number of rows.",
    );
    expect(() => data.slice("1" as unknown as number, 3)).toThrow(OptionError);
  });

  test("refuses rows that all have weight 0", () => {
    const weighted = dataset({ inputs: [1, 2, 3], targets: [1, 2, 3] }, { weights: [0, 0, 1] });
    expect(() => weighted.slice(0, 2)).toThrow(
      "Dataset.slice(0, 2): All weights of the slice are 0. At least one row must count.",
    );
    expect(weighted.slice(1, 3).rows).toBe(2);
  });
});

describe("readTable", () => {
  test("reads what a model is to predict, by its width", () => {
    expect(readTable("Model.predictAll", "rows", [1, 2, 3, 4], { width: 2 })).toEqual({
      rows: { values: Float64Array.of(1, 2, 3, 4), offset: 0, stride: 2, width: 2 },
      count: 2,
    });
    expect(() => readTable("Model.predictAll", "rows", [[1]], { width: 2 })).toThrow(
      "Model.predictAll: rows[0] has 1 value, expected 2, the width given.",
    );
  });
});
