import { beforeEach, describe, expect, test } from "vitest";

import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS_OF_FOUR } from "./edges.js";
import { expectBits, numbers } from "./twin.js";

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const f = Math.fround;
const RATES = [0, 0.1, 0.25, 0.5, 0.9, 0.999].map(f);

/** lowbias32 (C. Wellons 2018). */
function hash(value: number): number {
  let x = value | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

function twin(key: number, first: number, rate: number, x: Float32Array): Float32Array {
  const scale = f(1 / f(1 - rate));
  const threshold = Math.floor(rate * 2 ** 32);
  return x.map((value, i) => (hash(key + first + i) >= threshold ? value * scale : 0));
}

test("dropoutKey hashes seed, update and layer", () => {
  const keys = new Set<number>();
  for (const seed of [0, 1, 0xdeadbeef]) {
    for (const update of [0, 1, 2, 0xffffffff]) {
      for (const layer of [0, 1, 5]) {
        const key = kernels.dropoutKey(seed, update, layer) >>> 0;
        const inner = hash(seed ^ Math.imul(update, 0x9e3779b9));
        expect(key).toBe(hash(inner ^ Math.imul(layer, 0x85ebca6b)));
        keys.add(key);
      }
    }
  }
  expect(keys.size).toBe(36);
});

describe("dropout", () => {
  test("every length and rate, into another array and in place", () => {
    for (const length of LENGTHS_OF_FOUR) {
      for (const rate of RATES) {
        for (const [key, first] of [
          [0, 0],
          [123456789, 40],
          [0xfffffff0, 8],
        ]) {
          const label = `length ${length}, rate ${rate}, key ${key}, first ${first}`;
          const x = numbers(length, length + first);
          const expected = twin(key, first, rate, x);
          arena.clear();
          const from = arena.input(x, "x");
          const to = arena.output(length);
          const both = arena.output(x);
          kernels.dropout(key, first, rate, from.address, to.address, length);
          kernels.dropout(key, first, rate, both.address, both.address, length);
          arena.check(label);
          expectBits(to.values, expected, label);
          expectBits(both.values, expected, `${label}, in place`);
        }
      }
    }
  });

  test("the mask does not depend on how a batch is cut into blocks", () => {
    const length = 4096;
    const x = new Float32Array(length).fill(1);
    const from = arena.input(x);
    const whole = arena.output(length);
    kernels.dropout(77, 0, 0.5, from.address, whole.address, length);
    for (const block of [4, 12, 128, 1024]) {
      const parts = arena.output(length);
      for (let at = 0; at < length; at += block) {
        const count = Math.min(block, length - at);
        kernels.dropout(77, at, 0.5, from.address + at * 4, parts.address + at * 4, count);
      }
      expectBits(parts.values, whole.values, `blocks of ${block}`);
    }
    arena.check("blocks");
  });

  test("backward drops what forward dropped", () => {
    const length = 1024;
    const x = arena.input(numbers(length, 1));
    const dy = arena.input(numbers(length, 2));
    const y = arena.output(length);
    const dx = arena.output(length);
    kernels.dropout(5, 64, f(0.3), x.address, y.address, length);
    kernels.dropout(5, 64, f(0.3), dy.address, dx.address, length);
    for (let i = 0; i < length; i++) expect(y.values[i] === 0).toBe(dx.values[i] === 0);
  });

  test.each(RATES)(
    "drops a share of about %s, and neighbours and masks know nothing of each other",
    (rate) => {
      const length = 100000;
      const x = arena.input(new Float32Array(length).fill(1));
      const y = arena.output(length);
      const other = arena.output(length);
      kernels.dropout(kernels.dropoutKey(1, 1, 0), 0, rate, x.address, y.address, length);
      kernels.dropout(kernels.dropoutKey(1, 2, 0), 0, rate, x.address, other.address, length);
      let dropped = 0;
      let withNext = 0;
      let withOther = 0;
      for (let i = 0; i < length; i++) {
        const gone = y.values[i] === 0;
        if (gone) dropped++;
        if (gone && y.values[(i + 1) % length] === 0) withNext++;
        if (gone && other.values[i] === 0) withOther++;
      }
      const near = (count: number, share: number): void =>
        expect(Math.abs(count / length - share)).toBeLessThanOrEqual(
          5 * Math.sqrt((share * (1 - share)) / length),
        );
      near(dropped, rate);
      near(withNext, rate * rate);
      near(withOther, rate * rate);
    },
  );

  test("a kept NaN stays NaN", () => {
    const x = arena.input(new Float32Array(64).fill(NaN));
    const y = arena.output(64);
    kernels.dropout(3, 0, 0.5, x.address, y.address, 64);
    for (const value of y.values) expect(Number.isNaN(value) || value === 0).toBe(true);
    expect(y.values.some(Number.isNaN)).toBe(true);
  });
});
