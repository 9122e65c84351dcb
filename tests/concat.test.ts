import { inspect } from "node:util";
import { describe, expect, test } from "vitest";

import { DataError, OptionError, ShapeError, concat, dataset, windows } from "../src/index.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** Datasets made of datasets: take, concat, and what console.log says of one. */

const labelled = dataset(
  { inputs: Float32Array.from({ length: 12 }, (_, i) => i), labels: ["c", "a", "b", "a", "c", "a"] },
  { weights: [1, 2, 3, 4, 5, 6], columns: ["x", "y"] },
);

describe("take", () => {
  test("gives the rows of these numbers, in this order, as often as they are named", () => {
    const part = labelled.take([4, 0, 0, 5]);
    expect([part.rows, part.inputWidth]).toEqual([4, 2]);
    expect(part.inputs).toEqual(Float32Array.of(8, 9, 0, 1, 0, 1, 10, 11));
    expect(part.labels).toEqual(["c", "c", "c", "a"]);
    expect(part.classes).toBe(labelled.classes);
    expect(part.weights).toEqual(Float64Array.of(5, 1, 1, 6));
    expect(part.columns).toEqual(["x", "y"]);
    expect(labelled.take(Uint8Array.of(1)).labels).toEqual(["a"]);
  });

  test("any rows of any table", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed);
      const rows = 1 + random.whole(20);
      const inputs = random.table(rows, 1 + random.whole(4));
      const targets = random.table(rows, 1 + random.whole(3));
      const from = random.whole(rows);
      const data = dataset({ inputs, targets }).slice(from);
      const order = Array.from({ length: 1 + random.whole(30) }, () => random.whole(data.rows));
      const part = data.take(order);
      expect(Array.from(part.inputs), `seed ${seed}`).toEqual(order.flatMap((r) => inputs[from + r]));
      expect(Array.from(part.targets), `seed ${seed}`).toEqual(order.flatMap((r) => targets[from + r]));
    }
  });

  test("windows whose numbers rise stay in time order, others cannot be split any more", () => {
    const data = windows(
      Array.from({ length: 40 }, (_, i) => i),
      { past: 3, ahead: 2 },
    );
    const even = data.take(Array.from({ length: 18 }, (_, i) => 2 * i));
    expect(even.chronological).toBe(true);
    const { train, test: last } = even.split({ test: 0.25 });
    expect(Math.max(...train.targets)).toBeLessThan(Math.min(...last.targets));
    for (const order of [
      [2, 1, 3],
      [1, 1, 2],
    ]) {
      const mixed = data.take(order);
      expect(mixed.chronological).toBe(false);
      expect(mixed.inputs).toEqual(
        Float64Array.from(order.flatMap((first) => [first, first + 1, first + 2])),
      );
      for (const shuffle of [undefined, false, 1] as const) {
        expect(caught(OptionError, () => mixed.slice(0, 3).split({ test: 0.5, shuffle })).message).toBe(
          "Dataset.split: these rows are windows that are no longer in time order, so every part would hold values of the others. " +
            "Split each series first, then take or concat.",
        );
      }
    }
  });

  test("asks for rows that are there", () => {
    const loose = labelled.take.bind(labelled) as (indices: unknown) => unknown;
    for (const bad of [6, -1, 0.5, NaN, "1", true, null]) {
      const error = caught(OptionError, () => loose([0, bad]));
      expect(error.message).toMatch(
        /^Dataset\.take: indices\[1\] must be a row number from 0 to 5, got .+\.$/,
      );
      expect(error.received).toBe(bad);
    }
    expect(() => loose([])).toThrow("Dataset.take: indices is empty.");
    expect(() => loose(3)).toThrow("Dataset.take: indices must be an array or a typed array, got 3.");
    const weighted = dataset({ inputs: [1, 2], targets: [1, 2] }, { weights: [0, 1] });
    expect(() => weighted.take([0, 0])).toThrow("Dataset.take: All weights of the rows taken are 0.");
  });
});

describe("concat", () => {
  test("puts rows behind each other: tables, slices and windows, targets of any width", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed);
      const [width, outputs] = [1 + random.whole(4), 1 + random.whole(3)];
      const tables = Array.from({ length: 1 + random.whole(4) }, () => {
        const rows = 2 + random.whole(10);
        const data = dataset({ inputs: random.table(rows, width), targets: random.table(rows, outputs) });
        return random.whole(2) === 0 ? data : data.slice(1);
      });
      const series = windows(random.list(width + outputs + 5), { past: width, ahead: outputs });
      const all = [...tables, series];
      const joined = concat(all[0], ...all.slice(1));
      expect(joined.rows, `seed ${seed}`).toBe(all.reduce((sum, { rows }) => sum + rows, 0));
      expect(Array.from(joined.inputs), `seed ${seed}`).toEqual(
        all.flatMap(({ inputs }) => Array.from(inputs)),
      );
      expect(Array.from(joined.targets), `seed ${seed}`).toEqual(
        all.flatMap(({ targets }) => Array.from(targets)),
      );
    }
  });

  test("gives back what split has divided", () => {
    const { train, test: last } = labelled.split({ test: 0.5, shuffle: false });
    const joined = concat(train, last);
    for (const name of ["inputs", "labels", "targets", "classes", "weights", "columns"] as const)
      expect(joined[name], name).toEqual(labelled[name]);
    expect(joined.notes).toEqual([]);
  });

  test("merges classes by value", () => {
    const first = dataset({ inputs: [1, 2], labels: ["b", "d"] });
    const second = dataset({ inputs: [3, 4, 5], labels: ["a", "d", "c"] });
    const joined = concat(first, second);
    expect(joined.classes).toEqual(["a", "b", "c", "d"]);
    expect(joined.labels).toEqual(["b", "d", "a", "d", "c"]);
    const numbers = concat(
      dataset({ inputs: [1], labels: [10] }),
      dataset({ inputs: [1, 2], labels: [9, 10] }),
    );
    expect([numbers.classes, numbers.labels]).toEqual([
      [9, 10],
      [10, 9, 10],
    ]);
    expect(caught(DataError, () => concat(first, dataset({ inputs: [1], labels: [1] }))).message).toBe(
      'concat: the labels of dataset 1 are numbers such as 1, those of dataset 0 strings such as "b". Give all the same type.',
    );
  });

  test("a row without a weight weighs 1", () => {
    const plain = dataset({ inputs: [1, 2], targets: [1, 2] });
    const weighted = dataset({ inputs: [3], targets: [3] }, { weights: [5] });
    expect(concat(plain, plain).weights).toBeUndefined();
    expect(concat(plain, weighted).weights).toEqual(Float64Array.of(1, 1, 5));
    expect(concat(weighted, plain).weights).toEqual(Float64Array.of(5, 1, 1));
    const heavy = dataset({ inputs: [3], targets: [3] }, { weights: [1e308] });
    expect(() => concat(heavy, heavy)).toThrow("concat: The weights of the datasets are so large");
  });

  test("float32 stays so where all are", () => {
    const single = dataset({ inputs: Float32Array.of(0.1), targets: [1] });
    const double = dataset({ inputs: [0.1], targets: [1] });
    expect(concat(single, single).inputs).toEqual(Float32Array.of(0.1, 0.1));
    expect(concat(single, double).inputs).toEqual(Float64Array.of(Math.fround(0.1), 0.1));
  });

  test("windows of several series are split before, not after", () => {
    const series = [new Random(1).list(30), new Random(2).list(30)].map((values) =>
      windows(values, { past: 4 }),
    );
    const [first, second] = series.map((data) => data.split({ test: 0.2 }));
    const train = concat(first.train, second.train);
    expect(train.rows).toBe(first.train.rows + second.train.rows);
    expect([train.chronological, concat(first.train).chronological]).toEqual([false, true]);
    expect(() => concat(series[0], series[1]).split({ test: 0.2, shuffle: 1 })).toThrow(
      "Split each series first, then take or concat.",
    );
    const table = dataset({ inputs: [[1, 2, 3, 4]], targets: [5] });
    expect(() => concat(table, series[0]).split({ test: 0.2, shuffle: 1 })).toThrow(OptionError);
  });

  test("says what does not fit", () => {
    const two = dataset({ inputs: [[1, 2]], targets: [1] }, { columns: ["a", "b"] });
    const bare = dataset({ inputs: [[1, 2]], targets: [1] });
    const turned = dataset({ inputs: [[1, 2]], targets: [1] }, { columns: ["b", "a"] });
    const text = (action: () => unknown, kind: typeof ShapeError | typeof DataError = ShapeError) =>
      caught(kind, action).message;
    expect(concat(bare, two).columns).toEqual(["a", "b"]);
    expect(text(() => concat(bare, two, turned), DataError)).toBe(
      'concat: the columns of dataset 2 are "b", "a", those before it "a", "b". Bring them into one order, under the same names.',
    );
    expect(text(() => concat(two, dataset({ inputs: [1], targets: [1] })))).toBe(
      "concat: the rows of dataset 1 have 1 inputs and 1 target, those of dataset 0 2 inputs and 1 target.",
    );
    expect(text(() => concat(bare, dataset({ inputs: [[1, 2]], targets: [[1, 2]] })))).toContain(
      "2 inputs and 2 targets",
    );
    expect(text(() => concat(bare, dataset({ inputs: [[1, 2]], labels: ["a"] })))).toContain(
      "2 inputs and a label",
    );
    const loose = concat as unknown as (...all: unknown[]) => unknown;
    expect(text(() => loose(bare, [[1, 2]]), DataError)).toMatch(
      /^concat: expected a Dataset, got an array of 1/,
    );
    expect(text(() => loose(), DataError)).toMatch(/^concat: expected a Dataset, got undefined/);
  });
});

describe("console.log", () => {
  const columns = Array.from({ length: 12 }, (_, c) => `c${c}`);
  test.each([
    [labelled, 'Dataset: 6 rows; 2 inputs "x", "y"; 3 classes "a" (3), "b" (1), "c" (2); weights'],
    [dataset({ inputs: [[1, 2]], targets: [[1, 2, 3]] }), "Dataset: 1 row; 2 inputs; 3 targets"],
    [dataset({ inputs: [1, 2], targets: [1, 2] }), "Dataset: 2 rows; 1 input; 1 target"],
    [dataset({ inputs: [1, 2], labels: [7, 7] }), "Dataset: 2 rows; 1 input; 1 class 7 (2)"],
    [
      dataset({ inputs: [columns.map(() => 1)], targets: [1] }, { columns }),
      `Dataset: 1 row; 12 inputs ${columns
        .slice(0, 10)
        .map((name) => `"${name}"`)
        .join(", ")} and 2 more; 1 target`,
    ],
    [
      windows([1, 2, 3, 4, 5, 6, 7], { past: 3, ahead: 2, gap: 1 }),
      "Dataset: 2 rows; 3 inputs; 2 targets; windows of past 3, ahead 2, gap 1",
    ],
  ])("writes one line, %#", (data, line) => {
    expect(inspect(data)).toBe(line);
    expect(inspect({ nested: data }, { depth: 0 })).toContain(line);
    const deno = (data as unknown as Record<symbol, () => string>)[Symbol.for("Deno.customInspect")];
    expect(deno()).toBe(line);
  });
});
