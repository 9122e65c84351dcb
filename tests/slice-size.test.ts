import { describe, expect, test } from "vitest";
import { operationsOfRow, SliceSize } from "../src/training/slice-size.js";
import { Random } from "./support/random.js";

const TARGET_MS = 8;
const OPERATIONS = 10_000;
const FIRST_ROWS = 800;

interface Machine {
  /** True time of a row in the nth slice. */
  rowMs: (slice: number) => number;
  /** What the clock shows at a true time. */
  clock: (ms: number) => number;
  /** Rows really done where so many were asked for. */
  done?: (rows: number) => number;
}

/** The true times of `count` slices, in ms, from the first on; up to 1 ms passes between two. */
function timesOf(size: SliceSize, count: number, machine: Machine): number[] {
  const { rowMs, clock, done = (rows) => rows } = machine;
  const random = new Random(count);
  const times = [];
  let now = 0.37;
  for (let slice = 0; slice < count; slice++) {
    const rows = done(size.rows);
    const ms = rows * rowMs(slice);
    size.took(rows, clock(now + ms) - clock(now));
    times.push(ms);
    now += ms + random.uniform();
  }
  return times;
}

const stepsOf =
  (step: number) =>
  (ms: number): number =>
    Math.floor(ms / step) * step;
const frozen = (): number => 0;
const exact = (ms: number): number => ms;
const clocks: [string, (ms: number) => number][] = [
  ["of 1 ms steps", stepsOf(1)],
  ["of 0.1 ms steps", stepsOf(0.1)],
  ["of 5 us steps", stepsOf(0.005)],
  ["that is exact", exact],
];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("the first slice", () => {
  test("is 8 ms of a machine of 1 GFLOP/s", () => {
    expect(new SliceSize(OPERATIONS).rows).toBe(FIRST_ROWS);
    expect(new SliceSize(3e6).rows).toBe(2);
  });

  test("has at least one row, however many operations that takes", () => {
    expect(new SliceSize(8e6).rows).toBe(1);
    expect(new SliceSize(1e12).rows).toBe(1);
  });
});

describe("a clock that stands still", () => {
  test("never has more rows than its operations allow", () => {
    const size = new SliceSize(OPERATIONS);
    timesOf(size, 10_000, { rowMs: () => 1e-5, clock: frozen });
    expect(size.rows).toBe(FIRST_ROWS);
  });

  test("one that stops later keeps the last size", () => {
    const size = new SliceSize(OPERATIONS);
    timesOf(size, 100, { rowMs: () => 0.001, clock: exact });
    const { rows } = size;
    timesOf(size, 1000, { rowMs: () => 0.001, clock: frozen });
    expect(size.rows).toBe(rows);
    expect(Math.abs(rows - TARGET_MS / 0.001)).toBeLessThanOrEqual(1);
  });

  test("one that is set back says nothing", () => {
    const size = new SliceSize(OPERATIONS);
    timesOf(size, 1000, { rowMs: () => 0.001, clock: (ms) => -ms });
    expect(size.rows).toBe(FIRST_ROWS);
  });
});

describe.each(clocks)("a clock %s", (_, clock) => {
  test("calibrates slices to 8 ms, none ever above twice that, at any steady speed", () => {
    const random = new Random(11);
    for (let machine = 0; machine < 2000; machine++) {
      // From a quarter of the slow machine's speed to 100 times it.
      const rowMs = (TARGET_MS / FIRST_ROWS) * 4 * 400 ** -random.uniform();
      const times = timesOf(new SliceSize(OPERATIONS), 300 + machine, { rowMs: () => rowMs, clock });
      const name = `row of ${rowMs} ms`;
      expect(Math.max(...times.slice(1)), name).toBeLessThanOrEqual(2 * TARGET_MS);
      const steady = times.slice(200);
      expect(mean(steady), name).toBeGreaterThan(0.8 * TARGET_MS);
      expect(mean(steady), name).toBeLessThan(1.2 * TARGET_MS);
    }
  });

  test("is there soon: within 60 ms of work on a machine 40 times as fast as the slow one", () => {
    const times = timesOf(new SliceSize(OPERATIONS), 400, { rowMs: () => 0.01 / 40, clock });
    const first = times.findIndex((ms) => ms > 0.75 * TARGET_MS);
    expect(times.slice(0, first).reduce((a, b) => a + b, 0)).toBeLessThan(60);
  });

  test("a machine that slows down fivefold has one slice that is too long", () => {
    const times = timesOf(new SliceSize(OPERATIONS), 400, {
      rowMs: (slice) => (slice < 200 ? 0.001 : 0.005),
      clock,
    });
    expect(Math.max(...times.slice(200))).toBeLessThan(5 * 1.3 * TARGET_MS);
    expect(Math.max(...times.slice(201))).toBeLessThanOrEqual(2 * TARGET_MS);
    expect(mean(times.slice(300))).toBeGreaterThan(0.8 * TARGET_MS);
  });

  test("a machine that speeds up has 8 ms again within ten slices", () => {
    const times = timesOf(new SliceSize(OPERATIONS), 260, {
      rowMs: (slice) => (slice < 200 ? 0.005 : 0.001),
      clock,
    });
    expect(Math.max(...times.slice(1))).toBeLessThanOrEqual(2 * TARGET_MS);
    expect(mean(times.slice(210))).toBeGreaterThan(0.8 * TARGET_MS);
  });

  test("an hour asleep costs a few short slices, not the fit", () => {
    const size = new SliceSize(OPERATIONS);
    const machine = { rowMs: () => 0.001, clock };
    timesOf(size, 100, machine);
    size.took(size.rows, 3_600_000);
    const shortened = timesOf(size, 100, machine).filter((ms) => ms < TARGET_MS / 2);
    expect(shortened.length).toBeGreaterThan(0);
    expect(shortened.length).toBeLessThan(20);
    expect(Math.max(...timesOf(size, 100, machine))).toBeLessThanOrEqual(2 * TARGET_MS);
  });

  test("a clock that stood still for a thousand slices is not taken for a fast machine", () => {
    const size = new SliceSize(OPERATIONS);
    const machine = { rowMs: () => 0.001, clock };
    timesOf(size, 100, machine);
    timesOf(size, 1000, { ...machine, clock: frozen });
    expect(Math.max(...timesOf(size, 100, machine))).toBeLessThanOrEqual(2.5 * TARGET_MS);
  });

  test.each([10, 100, 1000])("epochs of %i us show the speed too, shorter than a step or not", (rows) => {
    const size = new SliceSize(OPERATIONS);
    const sizes: number[] = [];
    const done = (): number => sizes.push(size.rows * 0.001) && rows;
    timesOf(size, 50_000, { rowMs: () => 0.001, clock, done });
    const steady = sizes.slice(10_000);
    expect(mean(steady)).toBeGreaterThan(0.75 * TARGET_MS);
    expect(mean(steady)).toBeLessThan(1.5 * TARGET_MS);
    expect(Math.min(...steady)).toBeGreaterThan(TARGET_MS / 4);
  });

  test("a clock that was set back by an hour shows the speed again at once", () => {
    const setBack = (ms: number): number => clock(ms) - (ms > 500 ? 3_600_000 : 0);
    const times = timesOf(new SliceSize(OPERATIONS), 300, {
      rowMs: (slice) => (slice < 100 ? 0.001 : 0.005),
      clock: setBack,
    });
    expect(Math.max(...times.slice(101))).toBeLessThanOrEqual(2 * TARGET_MS);
  });
});

describe("clocks that are blurred on purpose", () => {
  test.each([16.7, 100])(
    "steps of %f ms: no slice beyond what they can tell, and not crawling either",
    (step) => {
      const times = timesOf(new SliceSize(OPERATIONS), 5000, { rowMs: () => 0.0007, clock: stepsOf(step) });
      expect(Math.max(...times)).toBeLessThanOrEqual(4 * step);
      expect(mean(times)).toBeGreaterThan(1);
    },
  );
});

test("slices that end at the end of a batch, beyond what was asked for, are counted as they are", () => {
  const size = new SliceSize(OPERATIONS);
  const done = (rows: number): number => Math.ceil(rows / 1000) * 1000;
  const times = timesOf(size, 200, { rowMs: () => 0.002, clock: stepsOf(1), done });
  expect(Math.max(...times.slice(1))).toBeLessThanOrEqual(2 * TARGET_MS);
  expect(mean(times.slice(100))).toBeGreaterThan(0.8 * TARGET_MS);
});

test("a row that takes longer than a slice is a slice, and the size recovers from it", () => {
  const size = new SliceSize(1e9);
  const times = timesOf(size, 100, { rowMs: (slice) => (slice < 20 ? 50 : 1), clock: exact });
  expect(times.slice(0, 20)).toEqual(Array(20).fill(50));
  expect(times[99]).toBe(TARGET_MS);
});

test("the same readings give the same sizes", () => {
  const sizes = [1, 2].map(() => {
    const size = new SliceSize(OPERATIONS);
    const rows = [];
    const random = new Random(5);
    for (let slice = 0; slice < 200; slice++) {
      rows.push(size.rows);
      size.took(size.rows, random.whole(12));
    }
    return rows;
  });
  expect(sizes[0]).toEqual(sizes[1]);
});

describe("operationsOfRow", () => {
  test("counts 6 for a parameter, and an update where the batches are small", () => {
    expect(operationsOfRow(1000, Infinity)).toBe(6200);
    expect(operationsOfRow(1000, 1)).toBe(22_700);
  });
});
