import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { DataError, OptionError } from "../src/base/errors.js";
import type { WindowOptions } from "../src/data/window-options.js";
import { windows } from "../src/data/windows.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** For calls that the types forbid. */
const loose = windows as unknown as (series?: unknown, options?: unknown) => unknown;

test("the docstring's example", () => {
  const data = windows([1, 2, 3, 4], { past: 2 });
  expect([data.rows, data.inputWidth, data.targetWidth, data.chronological]).toEqual([2, 2, 1, true]);
  expect(data.inputs).toEqual(Float64Array.of(1, 2, 2, 3));
  expect(data.targets).toEqual(Float64Array.of(3, 4));
  expect(data.window).toEqual({ past: 2, ahead: 1, gap: 0 });
});

test("every row is what the definition says, for all small cases", () => {
  for (let n = 1; n <= 9; n++) {
    const series = Array.from({ length: n }, (_, i) => 10 * i + 0.5);
    for (let past = 1; past <= 4; past++) {
      for (let ahead = 1; ahead <= 3; ahead++) {
        for (let gap = 0; gap <= 3; gap++) {
          const label = `n ${n}, past ${past}, ahead ${ahead}, gap ${gap}`;
          const rows: number[][] = [];
          const targets: number[][] = [];
          for (let last = past - 1; last + gap + ahead < n; last++) {
            rows.push(series.slice(last - past + 1, last + 1));
            targets.push(series.slice(last + gap + 1, last + gap + 1 + ahead));
          }
          if (rows.length === 0) {
            const error = caught(DataError, () => windows(series, { past, ahead, gap }));
            expect(error.message, label).toContain(`at least ${past + ahead + gap} values`);
            continue;
          }
          const data = windows(series, { past, ahead, gap });
          expect(data.rows, label).toBe(n - past - gap - ahead + 1);
          expect(Array.from(data.inputs), label).toEqual(rows.flat());
          expect(Array.from(data.targets), label).toEqual(targets.flat());
        }
      }
    }
  }
});

test("nothing is copied for each window", () => {
  const series = Float32Array.from({ length: 100 }, (_, i) => i);
  const data = windows(series, { past: 56, ahead: 7, gap: 2 });
  expect(data.inputRows).toEqual({ values: series, offset: 0, stride: 1, width: 56 });
  expect(data.targetRows).toEqual({ values: series, offset: 58, stride: 1, width: 7 });
  expect(data.inputRows.values).toBe(series);
  const part = data.slice(3, 10);
  expect(part.inputRows).toEqual({ values: series, offset: 3, stride: 1, width: 56 });
  expect(part.inputRows.values).toBe(series);
  expect(part.targetRows?.offset).toBe(61);
  expect(part.chronological).toBe(true);
});

test("the flat inputs are a view for past 1, else packed once, in the series' precision", () => {
  const series = Float32Array.of(0.1, 0.2, 0.3);
  const one = windows(series, { past: 1 });
  expect(one.inputs.buffer).toBe(series.buffer);
  expect(one.inputs).toEqual(Float32Array.of(0.1, 0.2));
  expect(one.targets).toEqual(Float32Array.of(0.2, 0.3));
  const two = windows(series, { past: 2 });
  expect(two.inputs).toEqual(Float32Array.of(0.1, 0.2));
  const longer = windows([1, 2, 3, 4, 5], { past: 3 });
  expect(longer.inputs).toBe(longer.inputs);
  expect(longer.inputs).toBeInstanceOf(Float64Array);
  expect(windows(Int16Array.of(1, 2, 3), { past: 1 }).inputs).toEqual(Float64Array.of(1, 2));
});

test("a slice's window holds the same numbers as the whole's", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = new Random(seed);
    const past = 1 + random.whole(6);
    const ahead = 1 + random.whole(4);
    const gap = random.whole(3);
    const data = windows(random.list(past + ahead + gap + random.whole(30)), { past, ahead, gap });
    const from = random.whole(data.rows);
    const to = from + 1 + random.whole(data.rows - from);
    const part = data.slice(from, to);
    const label = `seed ${seed}, rows ${from}..${to}`;
    expect(part.inputs, label).toEqual(data.inputs.slice(from * past, to * past));
    expect(part.targets, label).toEqual(data.targets.slice(from * ahead, to * ahead));
  }
});

test("the births of REFERENCE.md: 365 test rows whose windows reach back into 2013", () => {
  const text = readFileSync(new URL("../data/us-births-2000-2014.csv", import.meta.url), "utf8");
  const births = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => Number(line.split(",").at(-1)));
  const data = windows(births, { past: 56 });
  expect(data.rows).toBe(births.length - 56);
  const last = data.slice(data.rows - 365);
  expect(Array.from(last.targets)).toEqual(births.slice(-365));
  expect(last.inputs[55]).toBe(births[births.length - 366]);
});

describe("errors", () => {
  test.each<[string, unknown, unknown]>([
    [
      "windows: series[2] is NaN. Drop or fill that row; one NaN destroys every weight.",
      [1, 2, NaN, 4],
      { past: 1 },
    ],
    ["windows: series[1] is missing (null). Drop or fill that row.", [1, null, 3], { past: 1 }],
    [
      "windows: series[0] is an array of 2, not a number.",
      [
        [1, 2],
        [3, 4],
      ],
      { past: 1 },
    ],
    [
      'windows: series[1] is the text "2", not a number. Convert it with Number() first.',
      [1, "2"],
      { past: 1 },
    ],
    ["windows: series is empty. At least one row is needed.", [], { past: 1 }],
    ["windows: series must be an array or a typed array, got 5.", 5, { past: 1 }],
    [
      "windows: a series of 3 is too short for past 2, gap 1, ahead 1. It must have at least 4 values.",
      [1, 2, 3],
      { past: 2, gap: 1 },
    ],
  ])("%s", (message, series, options) => {
    expect(caught(DataError, () => loose(series, options)).message).toBe(message);
  });

  test.each<[string, unknown]>([
    ["windows: past must be a whole number of at least 1, got undefined.", {}],
    ["windows: past must be a whole number of at least 1, got 0.", { past: 0 }],
    ["windows: past must be a whole number of at least 1, got 1.5.", { past: 1.5 }],
    ['windows: past must be a whole number of at least 1, got "7".', { past: "7" }],
    ["windows: ahead must be a whole number of at least 1, got 0.", { past: 1, ahead: 0 }],
    ["windows: gap must be a whole number of at least 0, got -1.", { past: 1, gap: -1 }],
    [
      'windows: "pasts": unknown option. Did you mean "past"? Known: past, ahead, gap, relative, with, known, calendar, dates, name.',
      { pasts: 1 },
    ],
    ["windows: options must be an object such as { past: ... }, got undefined.", undefined],
    ["windows: options must be an object such as { past: 7 }, got 7.", 7],
  ])("%s", (message, options) => {
    expect(caught(OptionError, () => loose([1, 2, 3], options)).message).toBe(message);
  });

  test("a cell's row is told, and how long the series must be", () => {
    expect(caught(DataError, () => windows([1, NaN], { past: 1 }))).toMatchObject({ row: 1 });
    const options: WindowOptions = { past: 5 };
    expect(caught(DataError, () => windows([1, 2], options))).toMatchObject({ expected: 6, received: 2 });
  });
});
