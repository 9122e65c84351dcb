import { windows } from "downhill";
import { describe, expect, it } from "vitest";
import { contour, levelsOf } from "../../playground/src/results/contours.js";
import { riseOf } from "../../playground/src/results/overfitting.js";
import { heightAt } from "../../playground/src/results/surface-facts.js";
import { some, thin } from "../../playground/src/results/thin.js";
import { guessBesideLoss, verdictOf } from "../../playground/src/results/verdict.js";
import { measured, percent, tick, whole } from "../../playground/src/i18n/numbers.js";
import { language, type Losses } from "../../playground/src/state.js";
import type { Rows } from "../../playground/src/trainer/data/rows.js";
import type { About, Frame, NaiveGuess } from "../../playground/src/trainer/messages.js";
import { naiveGuesses } from "../../playground/src/trainer/naive.js";

describe("naive guesses", () => {
  it("are judged on each part by itself, by what the training rows and the row itself say", () => {
    const series = [1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 10, 10, 16, 17, 18];
    const all = windows(series, { past: 7 });
    const rows = {
      train: all.slice(0, 4),
      validation: all.slice(4, 6),
      test: all.slice(6, 8),
      task: "regression",
    } as unknown as Rows;
    // Training targets 9, 9, 9, 10: mean 9.25. Validation 10, 16; test 17, 18.
    const [mean, last, week] = naiveGuesses(rows);
    expect([mean.name, last.name, week.name]).toEqual(["mean", "lastValue", "lastWeek"]);
    expect([mean.value, last.value, week.value]).toEqual([8.25, 1, 9.5]);
    expect(mean.values).toEqual({ train: 0.375, validation: 3.75, test: 8.25 });
    // The day before: 7 9 9 9, then 10 10, then 16 17.
    expect(last.values).toEqual({ train: (2 + 0 + 0 + 1) / 4, validation: (0 + 6) / 2, test: 1 });
    // Seven before: 1 2 3 4, then 5 6, then 7 9.
    expect(week.values).toEqual({ train: (8 + 7 + 6 + 6) / 4, validation: (5 + 10) / 2, test: (10 + 9) / 2 });
  });
});

describe("verdict", () => {
  const guess = (name: NaiveGuess["name"], train: number, validation: number, test?: number): NaiveGuess => ({
    name,
    value: test ?? validation,
    values: { train, validation, ...(test !== undefined && { test }) },
  });
  const about = {
    measure: "MAE",
    naive: [guess("mean", 10, 20, 5), guess("lastValue", 12, 16, 8)],
    rows: { train: 9, validation: 9, test: 9 },
  } as unknown as About;
  const frame = (score: Frame["score"]): Frame => ({ score }) as Frame;

  it("compares on the same rows with the guess that is best there", () => {
    expect(verdictOf(about, frame({ train: 1, validation: 12 }))).toMatchObject({
      ...{ part: "validation", score: 12, naive: 16, gain: 0.25 },
      guess: { name: "lastValue" },
    });
    expect(verdictOf(about, frame({ validation: 12, test: 6 }))).toMatchObject({
      part: "test",
      naive: 5,
      guess: { name: "mean" },
    });
    expect(verdictOf(about, frame({ validation: 12, test: 6 }))?.gain).toBeCloseTo(-0.2, 12);
  });

  it("has no share to tell of a guess without error", () => {
    const perfect = { ...about, naive: [guess("mean", 0, 0)] };
    expect(verdictOf(perfect, frame({ validation: 3 }))?.gain).toBe(-Infinity);
    expect(verdictOf(perfect, frame({ validation: 0 }))?.gain).toBe(0);
    expect(verdictOf(about, frame({}))).toBeUndefined();
  });

  it("puts a guess beside the loss only where both are the mean absolute error", () => {
    expect(guessBesideLoss(about, "mae")).toMatchObject({ part: "validation", value: 16 });
    expect(guessBesideLoss(about, "mse")).toBeUndefined();
    expect(guessBesideLoss({ ...about, measure: "errors" }, "mae")).toBeUndefined();
  });
});

describe("overfitting", () => {
  const curves = (
    count: number,
    train: (i: number) => number,
    validation: (i: number) => number,
  ): Losses => ({
    epochs: Array.from({ length: count }, (_, i) => i + 1),
    train: Array.from({ length: count }, (_, i) => train(i + 1)),
    validation: Array.from({ length: count }, (_, i) => validation(i + 1)),
  });

  it("is seen where the validation loss rises while the training loss falls, with how far", () => {
    const rise = riseOf(
      curves(
        100,
        (e) => 1 / e,
        (e) => 1 + Math.abs(e - 44) / 100,
      ),
    );
    expect(rise).toMatchObject({ kind: "overfitting", best: 44 });
    // The mean of the last five: 52 to 56 hundredths above 1.
    expect(rise?.rise).toBeCloseTo(0.54, 10);
  });

  it("is no word for a training loss that rises too", () => {
    expect(
      riseOf(
        curves(
          100,
          (e) => 1 + Math.abs(e - 30),
          (e) => 1 + Math.abs(e - 44) / 100,
        ),
      )?.kind,
    ).toBe("unsteady");
  });

  it("is not seen too soon, in restlessness, without a rise, or without validation rows", () => {
    const falls = (e: number): number => 1 / e;
    expect(riseOf(curves(50, falls, (e) => 1 + Math.abs(e - 44) / 10))).toBeUndefined();
    expect(riseOf(curves(100, falls, (e) => (e === 44 ? 0.999 : e % 2 ? 1 : 1.01)))).toBeUndefined();
    expect(riseOf(curves(100, falls, falls))).toBeUndefined();
    expect(riseOf({ epochs: [1, 2], train: [1, 1], validation: [null, null] })).toBeUndefined();
    // A leap that comes down again is no rise.
    expect(riseOf(curves(100, falls, (e) => (e < 44 ? 3 : e === 44 ? 1 : 2 - e / 100)))).toBeUndefined();
  });
});

describe("thinning", () => {
  it("keeps every 1st, 2nd, 4th ... epoch and the last, whatever came before", () => {
    expect(thin(5, 10)).toEqual({ every: 1, indices: [0, 1, 2, 3, 4] });
    expect(thin(11, 5)).toEqual({ every: 4, indices: [3, 7, 10] });
    for (const count of [999, 1000, 1001, 12_345, 100_000]) {
      const { every, indices } = thin(count, 1000);
      expect(indices.length).toBeLessThanOrEqual(1001);
      expect(indices.length).toBeGreaterThan(499);
      expect(indices.at(-1)).toBe(count - 1);
      expect(indices.slice(0, -1).every((index) => (index + 1) % every === 0)).toBe(true);
    }
    expect(thin(0, 5).indices).toEqual([]);
  });

  it("takes some epochs for a table, both ends among them", () => {
    expect(some(3, 12)).toEqual([0, 1, 2]);
    expect(some(101, 3)).toEqual([0, 50, 100]);
  });
});

describe("contours", () => {
  it("lie where the surface has their height", () => {
    const heights = Array.from({ length: 9 }, (_, j) =>
      Float64Array.from({ length: 9 }, (_, i) => 2 * i + 3 * j),
    );
    const pieces = contour(heights, 17);
    expect(pieces.length).toBeGreaterThan(8);
    for (const [x1, y1, x2, y2] of pieces) {
      expect(2 * x1 + 3 * y1).toBeCloseTo(17, 12);
      expect(2 * x2 + 3 * y2).toBeCloseTo(17, 12);
    }
  });

  it("keep the two hills of a saddle apart", () => {
    const pieces = contour([Float64Array.of(1, 0), Float64Array.of(0, 1)], 0.5);
    expect(pieces).toEqual([
      [0.5, 0, 0, 0.5],
      [1, 0.5, 0.5, 1],
    ]);
    expect(contour([Float64Array.of(0, 1), Float64Array.of(1, 0)], 0.5)).toEqual([
      [0.5, 0, 1, 0.5],
      [0.5, 1, 0, 0.5],
    ]);
  });

  it("leave out what is no number", () => {
    expect(contour([Float64Array.of(NaN, 0), Float64Array.of(0, 1)], 0.5)).toEqual([]);
    expect(levelsOf([Float64Array.of(NaN, 1, 2), Float64Array.of(3, Infinity, 4)], 1)).toEqual([3]);
  });

  it("have heights in between by the four around", () => {
    const surface = {
      xs: Float64Array.of(0, 2),
      ys: Float64Array.of(0, 4),
      loss: [Float64Array.of(0, 2), Float64Array.of(4, 6)],
    };
    expect(heightAt(surface as never, { x: 1, y: 1 })).toBe(2);
    expect(heightAt(surface as never, { x: 3, y: 1 })).toBeNaN();
  });
});

describe("numbers", () => {
  it("are written in the language, with as many digits as say something", () => {
    language.value = "en";
    expect([
      measured(1097.31234),
      measured(0.0123456),
      measured(1_234_567.8),
      measured(0),
      measured(2.5e-7),
    ]).toEqual([...["1,097", "0.01235", "1,234,568", "0", "2.5E-7"]]);
    expect([whole(12_345), percent(0.1234), percent(0.5, 0)]).toEqual(["12,345", "12.3%", "50%"]);
    expect([tick(0.5, 0.5), tick(0.25, 0.25), tick(2000, 500), tick(250_000, 50_000)]).toEqual([
      "0.5",
      "0.25",
      "2,000",
      "250K",
    ]);
    language.value = "zh";
    expect(tick(250_000, 50_000)).toBe("25万");
    language.value = "en";
  });
});
