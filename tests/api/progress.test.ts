import { describe, expect, test } from "vitest";

import { Model, OptionError, dataset, dense, type FitOptions, type Progress } from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";

/** What onProgress tells, and what it may do. */

const random = new Random(6);
const ROWS = 4000;
const train = dataset({ inputs: random.table(ROWS, 20), targets: random.list(ROWS) });
const validation = dataset({ inputs: random.table(3000, 20), targets: random.list(3000) });
const build = (): Model =>
  new Model({ inputs: 20, layers: [dense(64, "tanh"), dense(64, "tanh"), dense(1)], loss: "mse", seed: 3 });

/** A fit until it was told `calls` times, and when. */
async function watched(
  calls: number,
  options: Partial<FitOptions> = {},
): Promise<{ told: Progress[]; times: number[]; model: Model }> {
  const told: Progress[] = [];
  const times: number[] = [];
  const model = build();
  await model.fit(train, {
    epochs: 1000,
    ...options,
    onProgress(progress, { stop }) {
      told.push(progress);
      times.push(performance.now());
      if (told.length === calls) stop();
    },
  });
  return { told, times, model };
}

describe("onProgress", () => {
  test("is told at most ten times a second, with numbers that fit together", async () => {
    const { told, times } = await watched(4, { validation, gradientTolerance: 1e-9 });
    expect(told).toHaveLength(4);
    times.slice(1).forEach((time, i) => expect(time - times[i]).toBeGreaterThan(99));
    for (const { fraction, epoch, rows, rowsPerSecond = NaN, secondsLeft } of told) {
      expect(fraction).toBeCloseTo(rows / (1000 * ROWS), 12);
      expect(Math.ceil(rows / ROWS)).toBe(epoch);
      expect(rowsPerSecond).toBeGreaterThan(0);
      expect(secondsLeft).toBeCloseTo((1000 * ROWS - rows) / rowsPerSecond, 6);
    }
    told.slice(1).forEach(({ rows }, i) => expect(rows).toBeGreaterThanOrEqual(told[i].rows));
  });

  test("its stop ends the fit within the epoch, which is undone", async () => {
    // One epoch alone takes far longer than the tenth of a second after which it is told.
    const large = dataset({ inputs: random.table(200_000, 4), targets: random.list(200_000) });
    const model = new Model({ inputs: 4, layers: [dense(200, "tanh"), dense(1)], loss: "mse", seed: 3 });
    const twin = new Model(model.spec);
    const seen: Progress[] = [];
    const { epochs, stoppedBy } = await model.fit(large, {
      epochs: 2,
      onProgress(progress, { stop }) {
        seen.push(progress);
        stop();
      },
    });
    expect([epochs.length, stoppedBy, seen.length]).toEqual([0, "stopped", 1]);
    expect(seen[0].epoch).toBe(1);
    expect(seen[0].fraction).toBeLessThan(0.5);
    expect(model.parameters).toEqual(twin.parameters);
  });

  test("the model answers in it as of the last finished epoch, and cannot be given parameters within one", async () => {
    const large = dataset({ inputs: random.table(200_000, 4), targets: random.list(200_000) });
    const model = new Model({ inputs: 4, layers: [dense(200, "tanh"), dense(1)], loss: "mse", seed: 3 });
    const begun = model.parameters;
    let asked = 0;
    await model.fit(large, {
      epochs: 1,
      onProgress(_, { stop }) {
        asked++;
        expect(model.parameters).toEqual(begun);
        expect(model.predict([1, 2, 3, 4])).toHaveLength(1);
        expect(caught(OptionError, () => (model.parameters = begun)).message).toContain(
          "an epoch is under way",
        );
        stop();
      },
    });
    expect(asked).toBe(1);
  });

  test("fitSync tells it after an epoch; the bits are those without it", () => {
    const plain = build();
    const told: Progress[] = [];
    const model = build();
    const until = performance.now() + 250;
    const { epochs } = model.fitSync(train, {
      epochs: 1000,
      onProgress: (progress) => void told.push(progress),
      onEpoch: (_, { stop }) => {
        if (performance.now() > until) stop();
      },
    });
    plain.fitSync(train, { epochs: epochs.length });
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(4);
    for (const { rows } of told) expect(rows % ROWS).toBe(0);
    expect(model.save()).toEqual(plain.save());
  });

  test("must be a function", () => {
    const fit = (): unknown => build().fitSync(train, { epochs: 1, onProgress: true as never });
    expect(caught(OptionError, fit).message).toBe("Model.fitSync: onProgress must be a function, got true.");
  });
});
