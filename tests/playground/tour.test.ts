import { readFileSync } from "node:fs";
import { dataset, dense, Model, windows } from "downhill";
import { lossSurface } from "downhill/evaluate";
import { describe, expect, test } from "vitest";
import { EXPERIMENTS } from "../../playground/src/tour/experiments/all.js";
import { CLOSE_ENOUGH, UNIT_COUNTS } from "../../playground/src/tour/data/unit-kinds.js";
import { BEGINNINGS } from "../../playground/src/tour/data/beginnings.js";
import { dayOf, readBirths, weekdayOf } from "../../playground/src/tour/data/births.js";
import { asBirths, hill, hillLoss } from "../../playground/src/tour/data/hill.js";
import { HOLIDAY, november } from "../../playground/src/tour/data/november.js";
import { errorOfSum, flatPieces, sumAt } from "../../playground/src/tour/data/pieces.js";
import { PLANE, SIDE, START, surfaceOf, thousands } from "../../playground/src/tour/data/thousands.js";
import { yearCurve } from "../../playground/src/tour/data/year.js";
import { leastAbsolute, leastSegments, leastSquares, meanAbsolute } from "./exact.js";

const CSV = readFileSync(new URL("../../data/us-births-2000-2014.csv", import.meta.url), "utf8");
const LECTURE = readFileSync(new URL("../../docs/lecture.md", import.meta.url), "utf8");
const births = readBirths(CSV);
const lines = CSV.trim().split("\n").slice(1);
const placeOf = (date: string): number => lines.findIndex((text) => text.startsWith(date));

/** Each day from `from` until before `to`, beside the day `back` before. */
function pairsOf(from: string, to: string, back: number): { xs: number[]; ys: number[] } {
  const end = to === "2015-01-01" ? lines.length : placeOf(to);
  const days = Array.from({ length: end - placeOf(from) }, (_, i) => placeOf(from) + i);
  const at = (day: number): number => Number(lines[day].split(",")[1]);
  return { xs: days.map((day) => at(day - back)), ys: days.map(at) };
}

/** The error of copying, from the lines of the file. */
function copying(from: string, to: string, back: number): number {
  const { xs, ys } = pairsOf(from, to, back);
  return meanAbsolute(1, 0, xs, ys);
}

/** Runs an experiment to its end, and keeps what it showed on the way. */
async function watch<Name extends keyof typeof EXPERIMENTS>(name: Name, choices: object) {
  const shown: unknown[] = [];
  const run = EXPERIMENTS[name] as (
    data: Float64Array,
    choices: object,
    watch: { show: (progress: unknown) => void },
  ) => ReturnType<(typeof EXPERIMENTS)[Name]>;
  const result = await run(births, choices, { show: (progress) => void shown.push(progress) });
  return { result: result as Awaited<ReturnType<(typeof EXPERIMENTS)[Name]>>, shown };
}

describe("the data of the tour", () => {
  test("are the file's, day by day", () => {
    expect(births.length).toBe(5479);
    for (const date of ["2000-01-01", "2008-02-29", "2013-11-28", "2014-12-31"]) {
      expect(births[dayOf(date)]).toBe(Number(lines[placeOf(date)].split(",")[1]));
      expect(weekdayOf(dayOf(date))).toBe(new Date(`${date}T12:00:00Z`).getUTCDay());
    }
  });

  test("a file with a missing day is an error", () => {
    expect(() => readBirths(`date,births\n${lines[0]}\n${lines[2]}`)).toThrow(/line 3 is "2000-01-03,/);
  });
});

describe("step 1, a line", () => {
  test("ends at the exact least absolute deviations, and at the lecture's test error", async () => {
    const { result, shown } = await watch("line", {});
    const { xs, ys } = pairsOf("2010-01-01", "2014-01-01", 1);
    const least = leastAbsolute(xs, ys);
    expect(least).toBeCloseTo(1625.9, 1); // as docs/architecture.md has it
    expect(result.train).toBeGreaterThanOrEqual(least * (1 - 1e-6));
    expect(result.train).toBeLessThan(least * 1.001);
    expect(meanAbsolute(result.w, result.b, xs, ys)).toBeCloseTo(result.train, 0);
    const judged = pairsOf("2014-01-01", "2015-01-01", 1);
    expect(meanAbsolute(result.w, result.b, judged.xs, judged.ys)).toBeCloseTo(result.test, 0);
    expect(LECTURE).toContain(`1 days: train ${result.train.toFixed(1)}, test ${result.test.toFixed(1)}`);
    expect(result.naive).toBeCloseTo(copying("2014-01-01", "2015-01-01", 1), 6);
    expect(shown.length).toBe(50);
  });
});

describe("step 2, two losses", () => {
  test("the best lines are the exact ones, and the holiday moves only that of squares", async () => {
    const { result } = await watch("loss", {});
    for (const withHoliday of [true, false]) {
      const { xs, ys } = november(births, withHoliday);
      const { mae, mse } = withHoliday ? result.withHoliday : result.without;
      const squares = leastSquares(xs, ys);
      for (const x of [7500, 12500]) expect(mse.b + mse.w * x).toBeCloseTo(squares.b + squares.w * x, 0);
      expect(meanAbsolute(mae.w, mae.b, xs, ys)).toBeLessThan(leastAbsolute(xs, ys) * 1.0005);
    }
    const at = ({ w, b }: { w: number; b: number }): number => b + 12_500 * w;
    expect(at(result.without.mse) - at(result.withHoliday.mse)).toBeGreaterThan(200);
    expect(Math.abs(at(result.without.mae) - at(result.withHoliday.mae))).toBeLessThan(5);
  });

  test("the last of the days is Thanksgiving, a Thursday", () => {
    const { xs, ys } = november(births, true);
    expect(HOLIDAY).toBe(27);
    expect([xs[27], ys[27]]).toEqual([births[dayOf("2013-11-21")], births[dayOf("2013-11-28")]]);
    expect(weekdayOf(dayOf("2013-11-28"))).toBe(4);
  });
});

describe("step 3, descent", () => {
  const { xs, ys } = pairsOf("2010-01-01", "2014-01-01", 1);
  const [us, vs] = [xs, ys].map((values) => values.map((value) => value / 1000 - 10));
  const lossAt = (w: number, b: number): number =>
    us.reduce((sum, u, i) => sum + (vs[i] - b - w * u) ** 2, 0) / us.length;

  /** Gradient descent in float64, written down once more. */
  function descend(rate: number, steps: number): { w: number; b: number }[] {
    let { w, b }: { w: number; b: number } = START;
    const path = [{ w, b }];
    for (let step = 0; step < steps; step++) {
      let [dw, db] = [0, 0];
      us.forEach((u, i) => {
        const error = b + w * u - vs[i];
        dw += (2 * error * u) / us.length;
        db += (2 * error) / us.length;
      });
      [w, b] = [w - rate * dw, b - rate * db];
      path.push({ w, b });
    }
    return path;
  }

  test.each([0.002, 0.05, 0.15])("walks the path of a rate of %d", async (learningRate) => {
    const { result } = await watch("descent", { learningRate });
    expect(result.diverged).toBe(false);
    expect(result.path.length).toBe(61);
    descend(learningRate, 60).forEach(({ w, b }, i) => {
      expect(result.path[i].w).toBeCloseTo(w, 3);
      expect(result.path[i].b).toBeCloseTo(b, 3);
      expect(result.path[i].loss).toBeCloseTo(lossAt(w, b), 2);
    });
  });

  test("arrives with the right rate, not with one too small, and leaves with one too large", async () => {
    const best = leastSquares(us, vs);
    const least = lossAt(best.w, best.b);
    const ends = await Promise.all(
      [0.002, 0.05, 0.2].map(async (learningRate) => (await watch("descent", { learningRate })).result),
    );
    const loss = ends.map(({ path }) => path[path.length - 1].loss);
    expect(loss[0]).toBeGreaterThan(2 * least);
    expect(loss[1]).toBeLessThan(1.001 * least);
    expect(ends.map(({ diverged }) => diverged)).toEqual([false, false, true]);
    expect(loss[2]).toBeGreaterThan(1e6);
  });

  test("draws the surface that the library measures", () => {
    const surface = surfaceOf(thousands(births));
    const data = dataset({ inputs: us, targets: vs });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
    const b = { parameter: 1, from: PLANE.b[0], to: PLANE.b[1], steps: SIDE };
    const w = { parameter: 0, from: PLANE.w[0], to: PLANE.w[1], steps: SIDE };
    const measured = lossSurface(model, data, b, w);
    expect(Array.from(surface.xs)).toEqual(Array.from(measured.xs));
    expect(Array.from(surface.ys)).toEqual(Array.from(measured.ys));
    surface.values.forEach((row, j) =>
      row.forEach((value, i) => expect(value / measured.loss[j][i]).toBeCloseTo(1, 5)),
    );
  });
});

describe("step 4, a local minimum", () => {
  test("a grid has the same two minima, and the slope at both is 0", async () => {
    const { result } = await watch("minimum", { starts: [4, -4] });
    const points = hill(yearCurve(births));
    const grid = Array.from({ length: 4001 }, (_, i) => -8 + i / 250);
    const losses = grid.map((w) => hillLoss(w, points));
    const minima = grid.filter((_, i) => losses[i] < losses[i - 1] && losses[i] < losses[i + 1]);
    expect(minima.length).toBe(2);
    const [local, global] = result;
    expect(local.w).toBeCloseTo(minima[1], 1);
    expect(global.w).toBeCloseTo(minima[0], 1);
    for (const { w, loss, slope, steps } of result) {
      expect(Math.abs(slope)).toBeLessThan(1e-5);
      expect(steps).toBeLessThan(500);
      expect((hillLoss(w + 1e-4, points) - hillLoss(w - 1e-4, points)) / 2e-4).toBeCloseTo(0, 4);
      expect(hillLoss(w, points)).toBeCloseTo(loss, 6);
    }
    expect(asBirths(local.loss)).toBeGreaterThan(asBirths(global.loss) + 50);
  });
});

describe("step 5, longer windows", () => {
  test("has the numbers of docs/lecture.md, none below the exact bound", async () => {
    const { result, shown } = await watch("windows", {});
    const bounds = [1625.9, 440.4, 373.9, 349.2]; // exact least absolute deviations: docs/architecture.md
    result.scores.forEach(({ past, train, test: judged }, i) => {
      expect(LECTURE).toContain(`${past} days: train ${train.toFixed(1)}, test ${judged.toFixed(1)}`);
      expect(train).toBeGreaterThan(bounds[i] - 0.05);
    });
    expect(shown).toEqual(result.scores);
    expect(result.yesterday).toBeCloseTo(copying("2014-01-01", "2015-01-01", 1), 6);
    expect(result.lastWeek).toBeCloseTo(copying("2014-01-01", "2015-01-01", 7), 6);
  });
});

describe("step 6, a constant and hard sigmoids", () => {
  const year = yearCurve(births);

  test("training leaves the pieces better than it found them, and not better than they can be", async () => {
    const start = flatPieces(year);
    const { result, shown } = await watch("pieces", start);
    const deviation = Math.sqrt(year.reduce((sum, y) => sum + (y - start.constant) ** 2, 0) / year.length);
    expect(result.before).toBeCloseTo(deviation, 6);
    expect(result.after).toBeLessThan(result.before / 2);
    const squares = year.reduce((sum, y, i) => sum + (y - sumAt(result, i + 1)) ** 2, 0);
    expect(Math.sqrt(squares / year.length)).toBeCloseTo(result.after, 6);
    // Four ramps have eight corners: at most nine straight pieces.
    expect(squares).toBeGreaterThan(leastSegments(year, 9));
    for (const { left, right } of result.pieces) expect(left).toBeLessThan(right);
    expect(shown.length).toBe(40);
  });

  test("begins where a person has dragged the pieces to", async () => {
    const flat = flatPieces(year);
    const heights = [150, 900, 0, -800];
    const dragged = {
      constant: 12_300,
      pieces: flat.pieces.map((piece, i) => ({ ...piece, height: heights[i] })),
    };
    const { result } = await watch("pieces", dragged);
    expect(result.before).toBeCloseTo(errorOfSum(dragged, year), 6);
    expect(result.before).toBeLessThan(errorOfSum(flat, year));
    expect(result.after).toBeLessThan(result.before);
  });

  test("the curve is the median of each week's working days", () => {
    const first = Array.from({ length: 15 }, (_, i) => `${2000 + i}`).flatMap((name) =>
      Array.from({ length: 7 }, (_, i) => `${name}-01-0${i + 1}`)
        .filter((date) => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()))
        .map((date) => births[dayOf(date)]),
    );
    first.sort((a, b) => a - b);
    expect(first.length % 2).toBe(1);
    expect(year[0]).toBe(first[(first.length - 1) / 2]);
  });
});

describe("step 7, sigmoids and ReLUs", () => {
  test("shares add up to what was measured, and no ReLUs beat the best pieces there are", async () => {
    const { result } = await watch("units", {});
    const year = yearCurve(births);
    expect(result.fits.length).toBe(2 * UNIT_COUNTS.length);
    for (const { kind, units, error, constant, shares } of result.fits) {
      const squares = year.reduce((sum, y, i) => {
        const said = shares.reduce((total, share) => total + share[i], constant);
        return sum + (y - said) ** 2;
      }, 0);
      expect(Math.sqrt(squares / 52) / error, `${units} ${kind}`).toBeCloseTo(1, 2);
      if (kind === "relu") expect(squares).toBeGreaterThan(leastSegments(year, units + 1) * 0.999);
    }
    for (const kind of ["sigmoid", "relu"] as const) {
      const close = result.fits.filter((fit) => fit.kind === kind && fit.error <= CLOSE_ENOUGH);
      expect(result.needed[kind]).toBe(Math.min(...close.map(({ units }) => units)));
    }
    expect(result.needed.sigmoid).toBeLessThan(result.needed.relu as number);
  });
});

describe("step 8, depth", () => {
  test.each(["same", "wide"] as const)("%s: counts, means and the naive guess are right", async (widths) => {
    const { result } = await watch("depth", { widths });
    expect(result.scores.map(({ layers }) => layers)).toEqual([1, 2, 3, 4]);
    for (const { layers, units, parameters, trains, tests, train, test: judged } of result.scores) {
      expect(parameters).toBe(57 * units + (layers - 1) * (units + 1) * units + units + 1);
      expect(train).toBeCloseTo((trains[0] + trains[1] + trains[2]) / 3, 9);
      expect(judged).toBeCloseTo((tests[0] + tests[1] + tests[2]) / 3, 9);
      // Better than the best line over 56 days (exact: 349.2) on the days learnt from, and than the line's 345.6 on the others.
      expect(Math.max(...trains)).toBeLessThan(349.2);
      expect(Math.max(...tests)).toBeLessThan(345.6);
    }
    expect(result.naive).toBeCloseTo(copying("2014-01-01", "2015-01-01", 7), 6);
    const counts = result.scores.map(({ parameters }) => parameters);
    if (widths === "same") expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.12);
  });
});

describe("step 9, overfitting", () => {
  test("early stopping of the library ends at the same epoch; training on passes the naive guess", async () => {
    const { result } = await watch("overfitting", { beginning: "few" });
    const days = (from: string, to: string) =>
      windows(births.slice(placeOf(from) - 28, placeOf(to)), { past: 28 });
    const train = days(BEGINNINGS.few, "2013-07-01");
    const validation = days("2013-07-01", "2014-01-01");
    const model = new Model({ inputs: train, layers: [dense(100, "relu"), dense(1)], loss: "mae", seed: 1 });
    const history = await model.fit(train, { epochs: 300, validation, earlyStopping: { patience: 100 } });
    expect(history.stoppedBy).not.toBe("epochs");
    expect(result.best.epoch).toBe(history.best.epoch);
    expect(result.best.validation).toBeCloseTo(model.evaluate(validation).loss, 3);
    expect(result.naive).toBeCloseTo(copying("2013-07-01", "2014-01-01", 7), 6);
    expect(result.best.validation).toBeLessThan(result.naive);
    expect(result.last.validation).toBeGreaterThan(result.naive);
    expect(result.last.train).toBeLessThan(result.best.train / 1.8);
    expect([result.parameters, result.days]).toEqual([3001, 181]);
  });

  test("more days close the gap", async () => {
    const gaps: number[] = [];
    for (const beginning of ["few", "year", "many"] as const) {
      const { last } = (await watch("overfitting", { beginning })).result;
      gaps.push(last.validation - last.train);
    }
    expect(gaps[1]).toBeLessThan(gaps[0]);
    expect(gaps[2]).toBeLessThan(gaps[1]);
  });
});
