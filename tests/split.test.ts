import { describe, expect, expectTypeOf, test } from "vitest";

import type { Dataset } from "../src/data/dataset.js";
import { dataset, type SplitOptions } from "../src/data/dataset.js";
import { planSplit } from "../src/data/split.js";
import { DataError, OptionError } from "../src/base/errors.js";
import { windows } from "../src/data/windows.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** A table whose row r holds r, 10 r -> -r, of class r mod 3, weighing r + 1. */
function numbered(rows: number): Dataset {
  const list = Array.from({ length: rows }, (_, r) => r);
  return dataset(
    { inputs: list.map((r) => [r, 10 * r]), targets: list.map((r) => -r) },
    { weights: list.map((r) => r + 1), columns: ["r", "ten"] },
  );
}

const rowNumbers = (part?: Dataset): number[] =>
  part ? Array.from(part.inputs).filter((_, i) => i % part.inputWidth === 0) : [];

describe("a table", () => {
  test("is shuffled by its seed into parts that share no row and lose none", () => {
    for (let seed = 0; seed < 30; seed++) {
      const rows = 10 + new Random(seed).whole(100);
      const { train, validation, test } = numbered(rows).split({
        validation: 0.1,
        test: 0.25,
        shuffle: seed,
      });
      const label = `seed ${seed}, ${rows} rows`;
      expect(validation.rows, label).toBe(Math.round(0.1 * rows));
      expect(test.rows, label).toBe(Math.round(0.25 * rows));
      const all = [train, validation, test].flatMap(rowNumbers);
      expect(all, label).not.toEqual([...all].sort((a, b) => a - b));
      expect(
        all.sort((a, b) => a - b),
        label,
      ).toEqual(Array.from({ length: rows }, (_, r) => r));
      for (const part of [train, validation, test]) {
        rowNumbers(part).forEach((row, k) => {
          expect([part.inputs[2 * k + 1], part.targets[k], part.weights?.[k]], label).toEqual([
            10 * row,
            -row,
            row + 1,
          ]);
        });
        expect(part.columns).toEqual(["r", "ten"]);
        expect(part.chronological).toBe(false);
      }
    }
  });

  test("a fraction written in decimals is rounded as it is written, halves up", () => {
    expect(numbered(100).split({ test: 0.145, shuffle: 1 }).test.rows).toBe(15);
    expect(numbered(1000).split({ validation: 0.0575, shuffle: false }).validation.rows).toBe(58);
    const random = new Random(27);
    const wrong: string[] = [];
    const { inputRows } = numbered(1);
    for (let digits = 1; digits <= 4; digits++) {
      const scale = 10 ** digits;
      for (let share = 1; share < scale; share++) {
        for (const rows of [5 * scale, 50, 100, 250, 1000, 1 + random.whole(1e6), 1 + random.whole(1e9)]) {
          // Whole numbers: floor((2 share rows + scale) / (2 scale)) has no rounding below 2^53.
          const test = Number((2n * BigInt(share) * BigInt(rows) + BigInt(scale)) / BigInt(2 * scale));
          if (test === 0 || test === rows) continue;
          const options = { test: share / scale, shuffle: 1 };
          const [{ to }] = planSplit("split", { rows, inputRows }, options).parts;
          if (to !== rows - test) wrong.push(`${share}/${scale} of ${rows} leaves ${to}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the same seed gives the same rows, another seed others", () => {
    const data = numbered(50);
    const testRows = (shuffle: number) => rowNumbers(data.split({ test: 0.2, shuffle }).test);
    expect(testRows(7)).toEqual(testRows(7));
    expect(testRows(0)).not.toEqual(testRows(1));
    expect(testRows(1)).not.toEqual(testRows(1 + 2 ** 32));
    expect(testRows(Number.MAX_SAFE_INTEGER)).toHaveLength(10);
  });

  test("the bits of a seed, fixed: a change here belongs into the changelog", () => {
    const { train, test } = numbered(12).split({ test: 0.25, shuffle: 1 });
    expect([rowNumbers(train), rowNumbers(test)]).toEqual([
      [11, 6, 4, 7, 5, 9, 10, 2, 1],
      [8, 0, 3],
    ]);
  });

  test("the test rows stay whether or not validation is asked for", () => {
    const data = numbered(40);
    expect(rowNumbers(data.split({ test: 0.2, validation: 0.3, shuffle: 3 }).test)).toEqual(
      rowNumbers(data.split({ test: 0.2, shuffle: 3 }).test),
    );
  });

  test("shuffle: false keeps the order, copies nothing, drops nothing", () => {
    const data = numbered(10);
    const { train, validation, test } = data.split({ validation: 0.2, test: 0.3, shuffle: false });
    expect([train, validation, test].map(rowNumbers)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6],
      [7, 8, 9],
    ]);
    expect(test.inputs.buffer).toBe(data.inputs.buffer);
    expect(test.weights).toEqual(Float64Array.of(8, 9, 10));
  });

  test("a gap is left out between parts, so that windows made by hand do not leak", () => {
    const series = Array.from({ length: 60 }, (_, i) => i);
    for (const [past, ahead] of [
      [3, 1],
      [5, 4],
    ]) {
      const starts = series.slice(0, 60 - past - ahead + 1);
      const inputs = starts.map((i) => series.slice(i, i + past));
      const data = dataset({ inputs, targets: starts.map((i) => series.slice(i + past, i + past + ahead)) });
      const shares = { validation: 0.2, test: 0.25 };
      const leaky = data.split({ ...shares, shuffle: false });
      expect(Math.max(...leaky.train.targets) - leaky.validation.targets[0], "without").toBe(ahead - 2);
      const { train, validation, test } = data.split({ ...shares, shuffle: false, gap: ahead - 1 });
      const own = windows(series, { past, ahead }).split(shares);
      expect([train, validation, test].map((part) => part.targets)).toEqual(
        [own.train, own.validation, own.test].map((part) => part.targets),
      );
      expect(validation.targets[0] - Math.max(...train.targets)).toBe(1);
      // No value at all in two parts: the inputs need a gap of their own.
      const apart = data.split({ ...shares, shuffle: false, gap: past + ahead - 1 });
      expect(apart.test.inputs[0]).toBe(Math.max(...apart.validation.targets) + 1);
    }
  });

  test("labels keep the classes of the whole, and precision stays", () => {
    const labels = ["a", "b", "c", "b", "a", "b", "a", "b", "a", "b"];
    const inputs = Float32Array.from({ length: 10 }, (_, i) => i + 0.1);
    const data = dataset({ inputs, labels });
    for (let seed = 0; seed < 10; seed++) {
      const { train, test } = data.split({ test: 0.3, shuffle: seed });
      for (const part of [train, test]) {
        expect(part.classes).toBe(data.classes);
        expect(part.inputs).toBeInstanceOf(Float32Array);
        const expected = Array.from(part.inputs, (x) => labels[Math.floor(x)]);
        expect(part.labels).toEqual(expected);
      }
    }
  });

  test("parts can be split again", () => {
    const { train } = numbered(40).split({ test: 0.25, shuffle: 1 });
    const again = train.slice(5, 25).split({ validation: 0.5, shuffle: 2 });
    expect([...rowNumbers(again.train), ...rowNumbers(again.validation)].sort()).toEqual(
      rowNumbers(train).slice(5, 25).sort(),
    );
  });

  test("a part holds only what was asked for, and its type says so", () => {
    const data = numbered(10);
    const both = data.split({ validation: 0.2, test: 0.2, shuffle: 1 });
    expectTypeOf(both.train).toEqualTypeOf<Dataset>();
    expectTypeOf(both.validation).toEqualTypeOf<Dataset>();
    expectTypeOf(both.test).toEqualTypeOf<Dataset>();
    const one = data.split({ test: 0.2, shuffle: 1 });
    expect(Object.keys(one).sort()).toEqual(["test", "train"]);
    expectTypeOf(one.test).toEqualTypeOf<Dataset>();
    expectTypeOf(one.validation).toEqualTypeOf<undefined>();
    const options: SplitOptions = { validation: 0.2, shuffle: 1 };
    const some = data.split(options);
    expectTypeOf(some.test).toEqualTypeOf<Dataset | undefined>();
    expect(some.test).toBeUndefined();
    expect(some.validation?.rows).toBe(2);
    // @ts-expect-error a misspelt fraction is caught by the types, and when it runs
    expect(() => data.split({ test: 0.2, validate: 0.1, shuffle: 1 })).toThrow('"validate": unknown option');
  });
});

describe("labels", () => {
  /** Rows 0, 1, ... of classes that are drawn by their sizes, in blocks as tables often have them. */
  function classed(sizes: Record<string, number>): Dataset {
    const labels = Object.entries(sizes).flatMap(([label, size]) => Array<string>(size).fill(label));
    return dataset({ inputs: labels.map((_, r) => r), labels });
  }
  const countsOf = (part: Dataset): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const label of part.labels ?? []) counts[String(label)] = (counts[String(label)] ?? 0) + 1;
    return counts;
  };

  test("each part has its share of every class: one in ten stays one in ten", () => {
    const data = classed({ no: 90, yes: 10 });
    for (let shuffle = 0; shuffle < 50; shuffle++) {
      const { train, validation, test } = data.split({ validation: 0.2, test: 0.2, shuffle });
      expect([train, validation, test].map(countsOf)).toEqual([
        { no: 54, yes: 6 },
        { no: 18, yes: 2 },
        { no: 18, yes: 2 },
      ]);
      expect([...train.notes, ...validation.notes, ...test.notes]).toEqual([]);
    }
    // By chance alone some test parts would have no yes at all.
    const chance = Array.from({ length: 50 }, (_, shuffle) =>
      countsOf(data.split({ test: 0.2, shuffle, stratify: false }).test),
    );
    expect(chance.some((counts) => counts.yes !== 2)).toBe(true);
  });

  test("any sizes: a share misses by less than a row, no row is lost, the fractions are those of all rows", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Random(seed);
      const sizes = Object.fromEntries(
        Array.from({ length: 1 + random.whole(12) }, (_, k) => [`c${k}`, 1 + random.whole(40)]),
      );
      const data = classed(sizes);
      if (data.rows < 10) continue;
      const shares = { validation: 0.1 + 0.3 * random.uniform(), test: 0.1 + 0.3 * random.uniform() };
      const { train, validation, test } = data.split({ ...shares, shuffle: seed });
      const plain = data.split({ ...shares, shuffle: seed, stratify: false });
      const parts = [train, validation, test];
      expect(parts.map(({ rows }) => rows)).toEqual([
        plain.train.rows,
        plain.validation.rows,
        plain.test.rows,
      ]);
      const all = parts.flatMap(rowNumbers);
      expect(
        all.sort((a, b) => a - b),
        `seed ${seed}`,
      ).toEqual(Array.from({ length: data.rows }, (_, r) => r));
      for (const [label, size] of Object.entries(sizes)) {
        const inTest = countsOf(test)[label] ?? 0;
        expect(Math.abs(inTest - (test.rows * size) / data.rows), `seed ${seed}, ${label}`).toBeLessThan(1);
        const left = size - inTest;
        const share = (validation.rows * left) / (data.rows - test.rows);
        const inValidation = countsOf(validation)[label] ?? 0;
        expect(Math.abs(inValidation - share), `seed ${seed}, ${label}`).toBeLessThan(1);
      }
      for (const part of parts) {
        const lacking = Object.keys(sizes).filter((label) => !(label in countsOf(part)));
        expect(part.notes.length, `seed ${seed}`).toBe(Number(lacking.length > 0));
        for (const label of lacking.slice(0, 10)) expect(part.notes[0]).toContain(`"${label}"`);
      }
      const alone = data.split({ test: shares.test, shuffle: seed });
      expect(rowNumbers(alone.test), `seed ${seed}`).toEqual(rowNumbers(test));
    }
  });

  test("which of several small classes comes into the test is the seed's choice, not the alphabet's", () => {
    const data = classed(Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`c${k}`, 1])));
    const chosen = (shuffle: number) => data.split({ test: 0.2, shuffle }).test.labels;
    expect(chosen(1)).toEqual(chosen(1));
    const often = new Map<unknown, number>();
    for (let seed = 0; seed < 400; seed++)
      for (const label of chosen(seed) ?? []) often.set(label, (often.get(label) ?? 0) + 1);
    // 80 of 400 expected each, with a deviation of 8.
    expect(often.size).toBe(20);
    for (const count of often.values()) expect(Math.abs(count - 80)).toBeLessThan(40);
  });

  test("the rows of a part stay mixed", () => {
    const { train } = classed({ a: 30, b: 30 }).split({ test: 0.2, shuffle: 5 });
    const changes = (train.labels ?? []).filter((label, r, labels) => r > 0 && label !== labels[r - 1]);
    expect(changes.length).toBeGreaterThan(10);
  });

  test("a part without one of the classes says so", () => {
    const data = classed({ common: 97, odd: 2, rare: 1 });
    const { train, validation, test } = data.split({ validation: 0.1, test: 0.1, shuffle: 1 });
    expect(train.notes).toEqual([]);
    expect(validation.notes).toEqual([
      'validation has no row of the classes "odd", "rare": its scores say nothing of them',
    ]);
    expect(test.notes).toEqual(validation.notes.map((note) => note.replace("validation", "test")));
    const ordered = classed({ a: 8, b: 2 }).split({ test: 0.2, shuffle: false });
    expect(ordered.train.notes).toEqual(['train has no row of the class "b": nothing of it can be learned']);
    expect(ordered.test.notes).toEqual(['test has no row of the class "a": its scores say nothing of it']);
    expect(ordered.test.slice(0, 1).notes).toEqual(ordered.test.notes);
    const many = classed(Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`c${k}`, 1])));
    expect(many.split({ test: 0.1, shuffle: 1 }).test.notes[0]).toMatch(/"c\d+" and 17 more: /);
    expect(numbered(10).split({ test: 0.2, shuffle: 1 }).test.notes).toEqual([]);
  });

  test("stratify: false shuffles as for targets", () => {
    const labels = Array.from({ length: 50 }, (_, r) => r % 3);
    const inputs = labels.map((_, r) => r);
    const options = { validation: 0.2, test: 0.2, shuffle: 4 };
    const plain = dataset({ inputs, labels }).split({ ...options, stratify: false });
    const targets = dataset({ inputs, targets: labels }).split(options);
    for (const name of ["train", "validation", "test"] as const)
      expect(rowNumbers(plain[name])).toEqual(rowNumbers(targets[name]));
  });
});

describe("windows", () => {
  test("train, validation and test follow each other, and no target value lies in two", () => {
    for (const past of [1, 3, 8]) {
      for (const ahead of [1, 2, 7]) {
        for (const gap of [0, 1, 4]) {
          const label = `past ${past}, ahead ${ahead}, gap ${gap}`;
          const series = Array.from({ length: 120 }, (_, i) => i);
          const data = windows(series, { past, ahead, gap });
          const { train, validation, test } = data.split({ validation: 0.15, test: 0.2 });
          const border = ahead - 1 + gap;
          expect(validation.rows, label).toBe(Math.round(0.15 * data.rows));
          expect(test.rows, label).toBe(Math.round(0.2 * data.rows));
          expect(train.rows, label).toBe(data.rows - validation.rows - test.rows - 2 * border);
          const parts = [train, validation, test];
          expect(train.inputs[0], label).toBe(0);
          expect(test.targets.at(-1), label).toBe(119);
          for (let k = 0; k < 2; k++) {
            const last = Math.max(...parts[k].targets);
            const first = Math.min(...parts[k + 1].targets);
            expect(first - last, label).toBe(gap + 1);
            expect(parts[k + 1].inputs[0] - parts[k].inputs[(parts[k].rows - 1) * past], label).toBe(
              border + 1,
            );
          }
          for (const part of parts) {
            expect(part.chronological, label).toBe(true);
            expect(part.inputRows.values, label).toBe(data.inputRows.values);
          }
        }
      }
    }
  });

  test("a gap is left out beyond what the targets need", () => {
    const series = Array.from({ length: 100 }, (_, i) => i);
    const data = windows(series, { past: 6, ahead: 2, gap: 1 });
    const { train, test } = data.split({ test: 0.3, gap: 4 });
    expect(train.rows + test.rows).toBe(data.rows - (2 - 1 + 1) - 4);
    expect(data.split({ test: 0.3, gap: 0 }).train.rows).toBe(train.rows + 4);
  });

  test("shuffle may be left out or false, never a seed", () => {
    const data = windows([1, 2, 3, 4, 5, 6], { past: 2 });
    expect(data.split({ test: 0.5 }).test.targets).toEqual(Float64Array.of(5, 6));
    expect(data.split({ test: 0.5, shuffle: false }).test.targets).toEqual(Float64Array.of(5, 6));
    expect(caught(OptionError, () => data.split({ test: 0.5, shuffle: 1 })).message).toBe(
      "Dataset.split: windows stay in time order and are never shuffled, got shuffle: 1. Leave it out: " +
        "split at random, nearly every test value would also stand in a training row.",
    );
    expect(() => data.slice(0, 3).split({ test: 0.5, shuffle: 0 })).toThrow(OptionError);
  });
});

describe("errors", () => {
  const data = numbered(10);
  const split = data.split.bind(data) as unknown as (options?: unknown) => unknown;

  test.each<[string, unknown]>([
    [
      "Dataset.split: name the shuffle's seed, as in shuffle: 1, or shuffle: false to keep the rows' order. " +
        "Tables are often sorted, so there is no default.",
      { test: 0.2 },
    ],
    [
      "Dataset.split: name the shuffle's seed, as in shuffle: 1, or shuffle: false to keep the rows' order, got true. " +
        "Tables are often sorted, so there is no default.",
      { test: 0.2, shuffle: true },
    ],
    [
      "Dataset.split: name a fraction, as in { test: 0.2 } or { validation: 0.1, test: 0.1 }.",
      { shuffle: 1 },
    ],
    ["Dataset.split: test must be above 0 and below 1, got 0.", { test: 0, shuffle: 1 }],
    ["Dataset.split: test must be above 0 and below 1, got 1.", { test: 1, shuffle: 1 }],
    ["Dataset.split: test must be above 0 and below 1, got 20.", { test: 20, shuffle: 1 }],
    ["Dataset.split: validation must be above 0 and below 1, got -0.1.", { validation: -0.1, shuffle: 1 }],
    ["Dataset.split: validation must be above 0 and below 1, got NaN.", { validation: NaN, shuffle: 1 }],
    ['Dataset.split: test must be above 0 and below 1, got "0.2".', { test: "0.2", shuffle: 1 }],
    [
      "Dataset.split: validation 0.5 and test 0.5 add up to 1, nothing is left to train on.",
      { validation: 0.5, test: 0.5, shuffle: 1 },
    ],
    [
      "Dataset.split: gap 3 needs shuffle: false. Shuffled rows have no order, so nothing lies between two parts.",
      { test: 0.2, shuffle: 1, gap: 3 },
    ],
    [
      "Dataset.split: gap must be a whole number of at least 0, got -1.",
      { test: 0.2, shuffle: false, gap: -1 },
    ],
    [
      "Dataset.split: gap must be a whole number of at least 0, got 1.5.",
      { test: 0.2, shuffle: false, gap: 1.5 },
    ],
    [
      "Dataset.split: stratify needs labels: targets have no classes to be shared out. Leave it out.",
      { test: 0.2, shuffle: 1, stratify: true },
    ],
    ["Dataset.split: stratify must be true or false, got 1.", { test: 0.2, shuffle: 1, stratify: 1 }],
    ["Dataset.split: options must be an object such as { validation: ... }, got undefined.", undefined],
    ["Dataset.split: options must be an object such as { validation: 0.2 }, got 0.2.", 0.2],
  ])("%s", (message, options) => {
    expect(caught(OptionError, () => split(options)).message).toBe(message);
  });

  test("labels in their order cannot be stratified", () => {
    const labelled = dataset({ inputs: [1, 2, 3, 4], labels: ["a", "b", "a", "b"] });
    expect(
      caught(OptionError, () => labelled.split({ test: 0.5, shuffle: false, stratify: true })).message,
    ).toBe(
      "Dataset.split: stratify needs a shuffle: rows in their order are cut where the fractions end, whatever their class. Leave it out.",
    );
    expect(labelled.split({ test: 0.5, shuffle: false, stratify: false }).test.rows).toBe(2);
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53, "1", null])("a seed of %s", (shuffle) => {
    expect(() => split({ test: 0.2, shuffle })).toThrow(OptionError);
  });

  test("no part is ever empty", () => {
    expect(caught(DataError, () => split({ test: 0.04, shuffle: 1 })).message).toBe(
      "Dataset.split: test 0.04 of 10 rows is less than half a row. Every part needs a row: use more rows or other fractions.",
    );
    expect(caught(DataError, () => split({ test: 0.97, shuffle: 1 })).message).toBe(
      "Dataset.split: 10 for test leave none of 10 rows to train on. Every part needs a row: use more rows or other fractions.",
    );
    expect(() => data.slice(0, 1).split({ test: 0.5, shuffle: 1 })).toThrow(
      "1 for test leave none of 1 rows",
    );
    expect(() => split({ test: 0.5, shuffle: false, gap: 5 })).toThrow(
      "5 for test, 5 rows being left out before each, leave none of 10 rows to train on",
    );
    const series = windows([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], { past: 1, ahead: 4 });
    expect(caught(DataError, () => series.split({ validation: 0.2, test: 0.3 })).message).toBe(
      "Dataset.split: 2 for validation and 2 for test, 3 rows being left out before each, leave none of 8 rows to train on. " +
        "Every part needs a row: use more rows or other fractions.",
    );
    expect(series.slice(0, 5).split({ test: 0.2 })).toMatchObject({ train: { rows: 1 }, test: { rows: 1 } });
  });

  test("no part weighs nothing", () => {
    const weighted = dataset({ inputs: [1, 2, 3, 4], targets: [1, 2, 3, 4] }, { weights: [1, 1, 0, 0] });
    expect(caught(DataError, () => weighted.split({ test: 0.5, shuffle: false })).message).toBe(
      "Dataset.split: All weights of test are 0. At least one row must count.",
    );
  });
});
