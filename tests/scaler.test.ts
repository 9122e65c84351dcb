import { describe, expect, test } from "vitest";

import { dataset } from "../src/data/dataset.js";
import { DataError } from "../src/base/errors.js";
import { identityScaler, readScaler, scalerJson, scaleRows } from "../src/data/scaler.js";
import { fitScaler, LEFT_OUT, unitOf } from "../src/data/fit-scaler.js";
import { windows } from "../src/data/windows.js";
import { caught } from "./support/caught.js";
import { expectClose } from "./support/close.js";
import { Random } from "./support/random.js";

/** A float64 as a whole number of 2^-1074, of which every float64 is a multiple. */
function units(x: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n ? -size : size;
}

/** The float64 of a whole number of 2^-1074 times 2^-extra, to about 2^-60 of itself. */
function fromUnits(size: bigint, extra = 0n): number {
  if (size < 0n) return -fromUnits(-size, extra);
  const surplus = BigInt(Math.max(0, size.toString(2).length - 62));
  let value = Number(size >> surplus);
  let power = Number(surplus - extra) - 1074;
  for (; power > 0; power--) value *= 2;
  for (; power < 0; power++) value /= 2;
  return value;
}

function squareRoot(x: bigint): bigint {
  if (x < 2n) return x;
  let root = 1n << BigInt((x.toString(2).length >> 1) + 1);
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Mean and population deviation in whole numbers, without any rounding but the last. */
function exactMoments(column: ArrayLike<number>): { mean: number; deviation: number } {
  const values = Array.from(column, units);
  const n = BigInt(values.length);
  const sum = values.reduce((total, value) => total + value, 0n);
  const squares = values.reduce((total, value) => total + value * value, 0n);
  const root = squareRoot((n * squares - sum * sum) << 200n) / n;
  return { mean: fromUnits((sum << 100n) / n, 100n), deviation: fromUnits(root, 100n) };
}

const column = (values: ArrayLike<number>) => ({
  values: Float64Array.from(values),
  offset: 0,
  stride: 1,
  width: 1,
});
const fit = (values: ArrayLike<number>) => fitScaler(column(values), values.length);

describe("fit", () => {
  const random = new Random(1);
  test.each<[string, ArrayLike<number>]>([
    ["small whole numbers", [1, 2, 3, 4, 6]],
    ["two values", [0, 1]],
    ["noise", random.list(1000)],
    ["noise far from 0", random.list(1000, () => 1e9 + random.normal())],
    ["timestamps a second apart", Float64Array.from({ length: 5000 }, (_, i) => 1.7e12 + i)],
    ["timestamps apart by a binary fraction", random.list(2000, () => 1.7e12 + random.whole(64) / 4096)],
    ["coordinates of one street", random.list(500, () => 52.520008 + 1e-10 * random.uniform())],
    ["one outlier among equals", [...Array<number>(999).fill(0.1), 0.2]],
    ["barely more than rounding", [1, 1 + 2 ** -48, 1, 1]],
    ["up to 1e300", random.list(500, () => 1e300 * random.normal())],
    ["up to the largest", [Number.MAX_VALUE, -Number.MAX_VALUE, 0, 1]],
    ["about 1e300, close together", random.list(300, () => 1e300 * (1 + 1e-9 * random.normal()))],
    ["huge and tiny", [1e300, 1e-300, 1, -1e150]],
    ["down to 1e-300", random.list(500, () => 1e-300 * random.normal())],
    ["just above the smallest normal number", random.list(100, () => 1e-306 * random.normal())],
    ["either side of the change of unit", [2 ** 400, -(2 ** 400), 2 ** 399]],
    ["above the change of unit", [2 ** 401, -(2 ** 402), 2 ** 399]],
    ["below the change of unit", [2 ** -401, -(2 ** -402), 2 ** -403]],
  ])("%s: mean and deviation as in exact arithmetic", (name, values) => {
    const { mean, deviation } = fit(values);
    const exact = exactMoments(values);
    const largest = Math.max(...Array.from(values, Math.abs));
    expectClose(mean[0] / largest, exact.mean / largest, { tolerance: 4e-16, label: `${name}, mean` });
    expectClose(deviation[0] / exact.deviation, 1, { tolerance: 4e-15, label: `${name}, deviation` });
  });

  test("whole numbers give exact results", () => {
    const { mean, deviation } = fit([2, 4, 4, 4, 5, 5, 7, 9]); // mean 5, deviation 2
    expect([mean[0], deviation[0]]).toEqual([5, 2]);
  });

  test.each([0, -0, 0.1, -3.3, 1.7e12 + 0.1, 1e300, Number.MAX_VALUE, 5e-324])(
    "a constant column of %d is only shifted, to exactly 0",
    (value) => {
      const scaler = fit(Array<number>(1001).fill(value));
      expect(Object.is(scaler.mean[0], value + 0)).toBe(true);
      expect(scaler.deviation[0]).toBe(1);
      expect(scaleRows(scaler, column([value]), 0, 1, new Float64Array(1))[0] === 0).toBe(true);
    },
  );

  test.each<[string, Float32Array | Float64Array, number]>([
    ["neighbouring float64s", Float64Array.of(1, 1 + 2 ** -52, 1, 1), 1],
    ["the same sum in another order", Float64Array.of(0.3, 0.1 + 0.2, 0.3), 0.3],
    ["large, one unit in the last place apart", Float64Array.of(-(2 ** 53), -(2 ** 53) + 1), -(2 ** 53)],
    ["neighbouring float32s", Float32Array.of(0.1, Math.fround(0.1) + 2 ** -27), Math.fround(0.1)],
  ])("what varies only by rounding is constant: %s", (_, values, least) => {
    const rows = { values, offset: 0, stride: 1, width: 1 };
    expect(scalerJson(fitScaler(rows, values.length))).toEqual({ mean: [least], deviation: [1] });
    expect(fitScaler(rows, values.length, undefined, LEFT_OUT).deviation[0]).toBe(Number.MAX_VALUE);
  });

  test("a unit is the root of the mean square, and shifts nothing", () => {
    const unit = (values: number[]) => unitOf(fitScaler(column(values), values.length, undefined, 0));
    expectClose(unit([3, 4, 0, 0]).deviation, [2.5], { tolerance: 1e-15 });
    expect(unit([3, 4, 0, 0]).mean[0]).toBe(0);
    expect(scalerJson(unit([7, 7]))).toEqual({ mean: [0], deviation: [7] });
    expect(scalerJson(unit([0, 0]))).toEqual({ mean: [0], deviation: [1] });
    expect(unit([1e200, -1e200]).deviation[0]).toBe(1e200);
  });

  test("one row is a constant column", () => {
    const scaler = fitScaler({ values: Float32Array.of(3, 4), offset: 0, stride: 2, width: 2 }, 1);
    expect(scalerJson(scaler)).toEqual({ mean: [3, 4], deviation: [1, 1] });
  });

  test("a deviation too small to divide by counts as none", () => {
    expect(fit([0, 5e-324, 0, 1e-323]).deviation[0]).toBe(1);
    expect(fit([1e-310, 2e-310]).deviation[0]).toBe(1);
    expect(fit([1e-307, 3e-307]).deviation[0]).toBeCloseTo(1e-307, 320);
  });

  test("columns do not touch each other, wherever the rows lie", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const draw = new Random(seed);
      const rows = 2 + draw.whole(40);
      const width = 1 + draw.whole(6);
      const table = draw.table(rows, width, () => draw.normal() * 10 ** draw.whole(12));
      const { inputRows } = dataset({ inputs: table, targets: draw.list(rows) });
      const scaler = fitScaler(inputRows, rows);
      for (let c = 0; c < width; c++) {
        const single = fit(table.map((row) => row[c]));
        expect([scaler.mean[c], scaler.deviation[c]], `seed ${seed}`).toEqual([
          single.mean[0],
          single.deviation[0],
        ]);
      }
      const from = draw.whole(rows);
      const part = dataset({ inputs: table, targets: draw.list(rows) }).slice(from);
      const copy = dataset({ inputs: table.slice(from), targets: draw.list(rows - from) });
      expect(fitScaler(part.inputRows, part.rows), `seed ${seed}`).toEqual(
        fitScaler(copy.inputRows, copy.rows),
      );
    }
  });

  test("windows are fitted column by column without being unrolled", () => {
    const series = new Random(4).list(60);
    const data = windows(series, { past: 5, ahead: 3, gap: 2 });
    const scaler = fitScaler(data.inputRows, data.rows);
    for (let c = 0; c < 5; c++) {
      const single = fit(series.subarray(c, c + data.rows));
      expect([scaler.mean[c], scaler.deviation[c]]).toEqual([single.mean[0], single.deviation[0]]);
    }
  });

  test("shifting and stretching the data moves mean and deviation along", () => {
    const draw = new Random(6);
    const values = draw.list(500, () => draw.whole(1000));
    const base = fit(values);
    const moved = fit(values.map((x) => 4 * x + 1024));
    expect(moved.mean[0]).toBeCloseTo(4 * base.mean[0] + 1024, 9);
    expect(moved.deviation[0]).toBeCloseTo(4 * base.deviation[0], 9);
  });

  test("an array that was spoilt later is refused", () => {
    for (const values of [
      [1, NaN, 1],
      [NaN, NaN],
      [1, Infinity],
    ]) {
      expect(caught(DataError, () => fit(values))).toMatchObject({
        message:
          "Scaler.fit: column 0 holds a value that is not finite. Was its array changed after dataset() took it?",
        column: 0,
      });
    }
  });
});

describe("weights", () => {
  test("mean and deviation are weighted: a weight of 3 is the row three times", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const draw = new Random(seed);
      const rows = 2 + draw.whole(30);
      const table = draw.table(rows, 3, () => 1e6 + draw.normal() * 10 ** draw.whole(4));
      const times = table.map(() => draw.whole(4));
      if (Math.max(...times) === 0) times[0] = 1;
      const most = Math.max(...times);
      const packed = (nested: number[][]) =>
        dataset({ inputs: nested, targets: nested.map(() => 0) }).inputRows;
      const weights = Float64Array.from(times, (count) => count / most);
      const weighted = fitScaler(packed(table), rows, weights);
      const repeated = table.flatMap((row, r) => Array<number[]>(times[r]).fill(row));
      const expected = fitScaler(packed(repeated), repeated.length);
      for (let c = 0; c < 3; c++) {
        const label = `seed ${seed}, column ${c}`;
        expectClose(weighted.mean[c] / expected.mean[c], 1, { tolerance: 1e-15, label });
        expectClose(weighted.deviation[c] / expected.deviation[c], 1, { tolerance: 1e-12, label });
      }
    }
  });

  test("a mean next to the largest number does not round to infinity", () => {
    const most = Number.MAX_VALUE;
    for (const [values, weights] of [
      [
        [-1.4464852643352884e296, most],
        [2e-150, 2],
      ],
      [
        [1.4464852643352884e296, -most],
        [2e-150, 2],
      ],
    ]) {
      const { mean, deviation } = fitScaler(column(values), 2, Float64Array.from(weights));
      expect(mean[0]).toBe(values[1]);
      expect(deviation[0]).toBeLessThan(Infinity);
    }
  });

  test("a row of weight 0 is no row, whatever it holds, to the bit", () => {
    const values = new Random(5).list(100);
    const plain = fit(values);
    for (const sentinel of [-999_999, 1e300, NaN, 0]) {
      const padded = [sentinel, ...values.slice(0, 40), sentinel, ...values.slice(40), sentinel];
      const weights = Float64Array.from(padded, (_, r) => Number(r !== 0 && r !== 41 && r !== 102));
      expect(fitScaler(column(padded), padded.length, weights)).toEqual(plain);
    }
    const constant = fitScaler(column([5, 7, 5, -1]), 4, Float64Array.of(1, 0, 0.5, 0));
    expect(scalerJson(constant)).toEqual({ mean: [5], deviation: [1] });
  });

  test("weights of 1 are none, to the bit", () => {
    const values = new Random(9).list(1000);
    expect(fitScaler(column(values), 1000, new Float64Array(1000).fill(1))).toEqual(fit(values));
  });
});

describe("scaling", () => {
  test("a scaled training set has mean 0 and deviation 1", () => {
    const random = new Random(2);
    const table = random.table(400, 3, () => 1e6 + 50 * random.normal());
    const { inputRows, rows } = dataset({ inputs: table, targets: random.list(400) });
    const scaled = scaleRows(fitScaler(inputRows, rows), inputRows, 0, rows, new Float64Array(1200));
    for (let c = 0; c < 3; c++) {
      const exact = exactMoments(scaled.filter((_, i) => i % 3 === c));
      expectClose([exact.mean, exact.deviation], [0, 1], { tolerance: 1e-12 });
    }
  });

  test("a timestamp keeps its digits until it is scaled, also into float32", () => {
    const stamps = Array.from({ length: 11 }, (_, i) => 1.7e12 + i);
    const scaler = fit(stamps);
    const scaled = scaleRows(scaler, column(stamps), 0, 11, new Float32Array(11));
    const expected = stamps.map((_, i) => (i - 5) / Math.sqrt(10));
    expectClose(scaled, expected, { tolerance: 1e-7 });
  });

  test("scaleRows writes its rows where they belong and nothing beside them", () => {
    const data = windows([0, 10, 20, 30, 40, 50], { past: 3 });
    const scaler = readScaler({ mean: [0, 10, 20], deviation: [10, 10, 10] }, 3);
    const out = new Float32Array(9).fill(-7);
    expect(scaleRows(scaler, data.inputRows, 1, 3, out, 4)).toBe(out);
    expect(Array.from(out)).toEqual([1, 1, 1, -7, 2, 2, 2, -7, -7]);
  });

  test("ten times the data is scaled to the same values", () => {
    const values = new Random(3).list(100);
    const scaled = scaleRows(fit(values), column(values), 0, 100, new Float64Array(100));
    const tenfold = column(values.map((x) => 10 * x));
    const other = scaleRows(fitScaler(tenfold, 100), tenfold, 0, 100, new Float64Array(100));
    expectClose(other, scaled, { tolerance: 1e-14 });
  });

  test("the identity leaves every bit", () => {
    const scaler = identityScaler(4);
    expect(scaler.isIdentity).toBe(true);
    expect(fit([1, 2]).isIdentity).toBe(false);
    expect(fit([5, 5]).isIdentity).toBe(false);
    const values = Float64Array.of(-0, 5e-324, Number.MAX_VALUE, 0.1);
    const scaled = scaleRows(scaler, { values, offset: 0, stride: 4, width: 4 }, 0, 1, new Float64Array(4));
    scaled.forEach((value, c) => expect(Object.is(value, values[c])).toBe(true));
  });
});

describe("JSON", () => {
  test("gives every bit back", () => {
    const random = new Random(8);
    for (const size of [1e-300, 1, 1e12, 1e300]) {
      const table = random.table(50, 7, () => size * random.normal());
      const { inputRows, rows } = dataset({ inputs: table, targets: random.list(50) });
      const scaler = fitScaler(inputRows, rows);
      const back = readScaler(JSON.parse(JSON.stringify(scalerJson(scaler))), 7);
      expect(back).toEqual(scaler);
    }
    expect(JSON.stringify(scalerJson(fit([-0, -0])))).toBe('{"mean":[0],"deviation":[1]}');
  });

  test.each<[string, unknown, number]>([
    ["mean must be 1 finite numbers, got undefined.", undefined, 1],
    ["mean must be 1 finite numbers, got undefined.", null, 1],
    ["mean must be 1 finite numbers, got 5.", { mean: 5, deviation: [1] }, 1],
    ["mean must be 2 finite numbers, got null at 1.", { mean: [1, null], deviation: [1, 1] }, 2],
    ['mean must be 1 finite numbers, got "1" at 0.', { mean: ["1"], deviation: [1] }, 1],
    ["mean must be 2 finite numbers, got an array of 1.", { mean: [1], deviation: [1] }, 2],
    ["deviation must be 1 finite numbers above 0, got undefined.", { mean: [1] }, 1],
    ["deviation must be 1 finite numbers above 0, got an array of 2.", { mean: [1], deviation: [1, 1] }, 1],
    ["deviation must be 2 finite numbers above 0, got 0 at 1.", { mean: [1, 1], deviation: [1, 0] }, 2],
    ["deviation must be 2 finite numbers above 0, got -1 at 0.", { mean: [1, 1], deviation: [-1, 1] }, 2],
  ])("damaged: %s", (message, json, width) => {
    expect(caught(DataError, () => readScaler(json, width)).message).toBe(
      `Scaler: ${message} The model's description is damaged.`,
    );
  });
});
