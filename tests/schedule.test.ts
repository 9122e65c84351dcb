import { describe, expect, test } from "vitest";

import { OptionError } from "../src/base/errors.js";
import { adam, parseOptimizer } from "../src/spec/optimizer.js";
import {
  checkLearningRate,
  learningRateAt,
  type CosineSchedule,
  type LearningRate,
  type StepSchedule,
} from "../src/spec/schedule.js";
import { expectClose } from "./support/close.js";

const epochs = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const ratesOf = (rate: LearningRate, count: number): number[] =>
  epochs(count).map((epoch) => learningRateAt(rate, epoch));

describe("a number", () => {
  test("is the rate of every epoch", () => {
    expect(ratesOf(0.3, 4)).toEqual([0.3, 0.3, 0.3, 0.3]);
  });
});

describe("step", () => {
  test("falls by the factor every so many epochs", () => {
    const rate: StepSchedule = { schedule: "step", initial: 1, every: 3, factor: 0.5 };
    expect(ratesOf(rate, 10)).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
  });

  test("every: 1 falls each epoch, by repeated squaring as by Math.pow", () => {
    const rate: StepSchedule = { schedule: "step", initial: 0.1, every: 1, factor: 0.97 };
    const powers = epochs(300).map((epoch) => 0.1 * Math.pow(0.97, epoch - 1));
    expectClose(ratesOf(rate, 300), powers, { tolerance: 1e-14 });
    expectClose(
      ratesOf(rate, 300).map((r, i) => r / powers[i]),
      powers.map(() => 1),
      { tolerance: 1e-13, label: "relative" },
    );
  });

  test("a factor above 1 rises", () => {
    expect(ratesOf({ schedule: "step", initial: 1, every: 1, factor: 2 }, 4)).toEqual([1, 2, 4, 8]);
  });
});

describe("cosine", () => {
  test("equals Math.cos within 1e-14, at every length and every epoch", () => {
    for (const length of [1, 2, 3, 4, 7, 10, 100, 999, 5000]) {
      const rate: CosineSchedule = { schedule: "cosine", initial: 1, epochs: length };
      const expected = epochs(length).map((epoch) => 0.5 * (1 + Math.cos((Math.PI * epoch) / length)));
      const worst = ratesOf(rate, length).reduce((w, r, i) => Math.max(w, Math.abs(r - expected[i])), 0);
      expect(worst, `${length} epochs`).toBeLessThan(1e-14);
    }
  });

  test("begins near initial, is halfway in the middle, reaches final exactly and stays", () => {
    const rate: CosineSchedule = { schedule: "cosine", initial: 0.5, final: 0.125, epochs: 100 };
    const found = ratesOf(rate, 103);
    expect(found[0]).toBeLessThan(0.5);
    expect(found[0]).toBeGreaterThan(0.4999);
    expectClose(found[49], 0.3125, { tolerance: 1e-15 });
    expect(found.slice(99)).toEqual([0.125, 0.125, 0.125, 0.125]);
  });

  test("never rises, and halves mirror each other", () => {
    const found = ratesOf({ schedule: "cosine", initial: 1, epochs: 64 }, 64);
    for (let i = 1; i < 64; i++) expect(found[i], `epoch ${i + 1}`).toBeLessThan(found[i - 1]);
    for (let e = 1; e < 64; e++) {
      expectClose(found[e - 1] + found[63 - e], 1, { tolerance: 1e-15, label: `epoch ${e}` });
    }
  });

  test("final may lie above initial", () => {
    const found = ratesOf({ schedule: "cosine", initial: 1, final: 3, epochs: 2 }, 3);
    expectClose(found, [2, 3, 3], { tolerance: 1e-15 });
  });

  test("warms up in a line to initial, then falls", () => {
    const rate: CosineSchedule = { schedule: "cosine", initial: 0.8, epochs: 12, warmup: 4 };
    const found = ratesOf(rate, 12);
    expectClose(found.slice(0, 4), [0.2, 0.4, 0.6, 0.8], { tolerance: 1e-15 });
    const fall = epochs(8).map((e) => 0.4 * (1 + Math.cos((Math.PI * e) / 8)));
    expectClose(found.slice(4), fall, { tolerance: 1e-14 });
    expect(found[11]).toBe(0);
  });
});

describe("plain JSON", () => {
  const schedules: LearningRate[] = [
    0.01,
    { schedule: "step", initial: 0.1, every: 10, factor: 0.5 },
    { schedule: "cosine", initial: 0.1, epochs: 50 },
    { schedule: "cosine", initial: 0.1, final: 0.001, epochs: 50, warmup: 5 },
  ];

  test.each(schedules.map((rate) => [JSON.stringify(rate), rate] as const))("%s survives", (text, rate) => {
    const optimizer = parseOptimizer(JSON.parse(JSON.stringify(adam({ learningRate: rate }))));
    expect(JSON.stringify(optimizer.learningRate)).toBe(text);
    expect(ratesOf(optimizer.learningRate, 60)).toEqual(ratesOf(rate, 60));
  });
});

describe("a wrong schedule says what is wrong", () => {
  const step = { schedule: "step", initial: 1, every: 1, factor: 0.5 };
  const cosine = { schedule: "cosine", initial: 1, epochs: 10 };
  const cases: [string, unknown, string][] = [
    ["zero", 0, "learningRate must be a number above 0 or a schedule, got 0."],
    ["negative", -0.1, "got -0.1."],
    ["NaN", NaN, "got NaN."],
    ["Infinity", Infinity, "got Infinity."],
    ["a text", "0.1", 'got "0.1".'],
    ["nothing", undefined, "got undefined."],
    ["null", null, "got null."],
    ["an unknown name", { ...cosine, schedule: "cosin" }, 'Did you mean "cosine"? Known: step, cosine.'],
    ["no name", { initial: 1 }, "unknown schedule. Known: step, cosine."],
    ["an array", [0.1], "unknown schedule"],
    ["a misspelt option", { ...step, evry: 1 }, 'unknown option. Did you mean "every"?'],
    ["an option of the other schedule", { ...step, warmup: 1 }, '"warmup": unknown option.'],
    ["no initial", { ...step, initial: undefined }, "initial must be a number above 0, got undefined."],
    [
      "a fraction of an epoch",
      { ...step, every: 1.5 },
      "every must be a whole number of at least 1, got 1.5.",
    ],
    ["every: 0", { ...step, every: 0 }, "every must be a whole number of at least 1, got 0."],
    ["factor 0", { ...step, factor: 0 }, "factor must be a number above 0, got 0."],
    ["no epochs", { ...cosine, epochs: undefined }, "epochs must be a whole number of at least 1"],
    [
      "a warm-up to the end",
      { ...cosine, warmup: 10 },
      "epochs must be a whole number of at least 11, got 10.",
    ],
    ["a negative warm-up", { ...cosine, warmup: -1 }, "warmup must be a whole number of at least 0, got -1."],
    ["a negative final", { ...cosine, final: -1 }, "final must be a number of at least 0, got -1."],
  ];

  test.each(cases)("%s", (_, rate, text) => {
    expect(() => checkLearningRate("adam", rate)).toThrow(text);
    expect(() => checkLearningRate("adam", rate)).toThrow(/^adam: learningRate/);
    expect(() => checkLearningRate("adam", rate)).toThrow(OptionError);
    if (rate !== undefined) expect(() => adam({ learningRate: rate as LearningRate })).toThrow(text);
  });
});
