import { beforeEach, describe, expect, test } from "vitest";

import { INITIALIZERS } from "../../src/spec/layer.js";
import { expectClose } from "../support/close.js";
import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS, SHAPES } from "./edges.js";
import { expectBits } from "./twin.js";

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const U32 = 0xffffffffn;
const U64 = 0xffffffffffffffffn;

/** splitmix64 (S. Vigna 2015) in whole numbers of any size: 64 bits a call. */
function* splitmix64(seed: bigint): Generator<bigint, never> {
  for (let x = seed; ;) {
    x = (x + 0x9e3779b97f4a7c15n) & U64;
    let z = x;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & U64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & U64;
    yield z ^ (z >> 31n);
  }
}

/** Five words from a seed: low and high half of each splitmix64 number. */
function seeded(seed: bigint): bigint[] {
  const draws = splitmix64(seed);
  const three = [draws.next().value, draws.next().value, draws.next().value];
  return three.flatMap((z) => [z & U32, z >> 32n]).slice(0, 5);
}

/** xoshiro128** 1.1 as D. Blackman and S. Vigna published it. */
class Xoshiro {
  readonly #s: bigint[];

  constructor(seed: bigint) {
    this.#s = seeded(seed).slice(0, 4);
  }

  next(): number {
    const s = this.#s;
    const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & U32;
    const result = (rotl((s[1] * 5n) & U32, 7n) * 9n) & U32;
    const t = (s[1] << 9n) & U32;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11n);
    return Number(result);
  }

  /** [0, 1) from the upper 24 bits. */
  uniform(): number {
    return (this.next() >>> 8) / 2 ** 24;
  }
}

function start(seed: bigint): number {
  const state = arena.integerOutput(new Int32Array(5));
  kernels.seedGenerator(state.address, Number(seed & U32), Number(seed >> 32n));
  return state.address;
}

const seeds = [0n, 1n, 42n, 0xffffffffn, 0x100000000n, 0x0123456789abcdefn, U64];

describe("the generator", () => {
  test.each(seeds)("is splitmix64 and xoshiro128** from seed %s", (seed) => {
    const state = arena.integerOutput(new Int32Array(5));
    kernels.seedGenerator(state.address, Number(seed & U32), Number(seed >> 32n));
    expect([...state.values].map((word) => BigInt(word >>> 0))).toEqual(seeded(seed));
    const twin = new Xoshiro(seed);
    for (let i = 0; i < 2000; i++) {
      expect(kernels.nextRandom(state.address) >>> 0, `draw ${i}`).toBe(twin.next());
    }
    arena.check("draws");
    expect(state.values[4] >>> 0, "dropout's key stays").toBe(Number(seeded(seed)[4]));
  });

  test("gives other numbers for every seed", () => {
    const first = new Set<number>();
    for (let seed = 0n; seed < 2000n; seed++) {
      arena.clear();
      first.add(kernels.nextRandom(start(seed)));
    }
    expect(first.size).toBe(2000);
  });
});

describe("initializeLayer", () => {
  const codes = { fanInUniform: 0, glorotUniform: 1, heNormal: 2, zeros: 3 };

  test("the codes are the places in INITIALIZERS", () => {
    expect(Object.keys(codes)).toEqual([...INITIALIZERS]);
  });

  function drawn(code: number, inputs: number, units: number, seed = 9n): Float32Array {
    arena.clear();
    const state = start(seed);
    const theta = arena.output((inputs + 1) * units);
    kernels.initializeLayer(state, code, theta.address, inputs, units);
    arena.check(`initializer ${code}, inputs ${inputs}, units ${units}`);
    return theta.values;
  }

  test("fanInUniform and glorotUniform are the generator's numbers to the bit, of every shape", () => {
    const f = Math.fround;
    for (const [inputs, units] of SHAPES) {
      const weights = inputs * units;
      for (const code of [codes.fanInUniform, codes.glorotUniform]) {
        const fanIn = code === codes.fanInUniform;
        const bound = f(Math.sqrt(fanIn ? 1 / inputs : 6 / (inputs + units)));
        const twin = new Xoshiro(9n);
        const expected = Float32Array.from({ length: weights + units }, (_, i) =>
          fanIn || i < weights ? f(bound * f(f(2 * twin.uniform()) - 1)) : 0,
        );
        expectBits(drawn(code, inputs, units), expected, `code ${code}, ${inputs} x ${units}`);
      }
    }
  });

  test("heNormal is the polar method over the generator's numbers, biases 0", () => {
    const f = Math.fround;
    for (const [inputs, units] of SHAPES) {
      const twin = new Xoshiro(9n);
      const normal = (): number => {
        for (;;) {
          const a = f(2 * twin.uniform() - 1);
          const b = f(2 * twin.uniform() - 1);
          const s = f(f(a * a) + f(b * b));
          if (s > 0 && s < 1) return a * Math.sqrt((-2 * Math.log(s)) / s);
        }
      };
      const weights = inputs * units;
      const expected = Array.from({ length: weights + units }, (_, i) =>
        i < weights ? Math.sqrt(2 / inputs) * normal() : 0,
      );
      const label = `${inputs} x ${units}`;
      expectClose(drawn(codes.heNormal, inputs, units), expected, { tolerance: 1e-6, label });
    }
  });

  test("zeros are zeros", () => {
    for (const [inputs, units] of SHAPES) {
      expectBits(drawn(codes.zeros, inputs, units), new Float32Array((inputs + 1) * units), "zeros");
    }
  });

  test.each([
    ["fanInUniform", 1 / Math.sqrt(300), 1 / 3 / 300],
    ["glorotUniform", Math.sqrt(6 / 500), 6 / 500 / 3],
    ["heNormal", Infinity, 2 / 300],
  ] as const)("%s over 300 x 200 keeps its bound, mean and variance", (name, bound, variance) => {
    const weights = drawn(codes[name], 300, 200).slice(0, 60000);
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    let most = 0;
    for (const value of weights) {
      sum += value;
      squares += value * value;
      fourth += value ** 4;
      most = Math.max(most, Math.abs(value));
    }
    const count = weights.length;
    expect(most).toBeLessThanOrEqual(Math.fround(bound));
    // Five standard errors of the mean, and of the variance (below 1.5 of it for all three).
    expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt(variance / count));
    expect(Math.abs(squares / count / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    const kurtosis = fourth / count / (squares / count) ** 2;
    expect(Math.abs(kurtosis - (name === "heNormal" ? 3 : 1.8))).toBeLessThan(0.1);
    if (bound < Infinity) expect(most).toBeGreaterThan(0.999 * bound);
  });
});

describe("shuffle", () => {
  test("identity counts from 0, and nothing else is written", () => {
    for (const length of LENGTHS) {
      arena.clear();
      const order = arena.integerOutput(new Int32Array(length).fill(-1));
      kernels.identity(order.address, length);
      arena.check(`length ${length}`);
      expect([...order.values]).toEqual(Array.from({ length }, (_, i) => i));
    }
  });

  test("is Fisher and Yates's, of every length", () => {
    for (const length of [...LENGTHS, 1000]) {
      arena.clear();
      const state = start(5n);
      const order = arena.integerOutput(Int32Array.from({ length }, (_, i) => i));
      kernels.shuffle(state, order.address, length);
      arena.check(`length ${length}`);
      const twin = new Xoshiro(5n);
      const expected = Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = Number((BigInt(twin.next()) * BigInt(i + 1)) >> 32n);
        [expected[i], expected[j]] = [expected[j], expected[i]];
      }
      expect([...order.values]).toEqual(expected);
      expect([...order.values].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
    }
  });

  test("puts every value in every place equally often (chi-square)", () => {
    const length = 10;
    const rounds = 20000;
    const state = start(2024n);
    const order = arena.integerOutput(new Int32Array(length));
    const seen = new Float64Array(length * length);
    for (let k = 0; k < rounds; k++) {
      kernels.identity(order.address, length);
      kernels.shuffle(state, order.address, length);
      order.values.forEach((value, at) => seen[value * length + at]++);
    }
    const expected = rounds / length;
    const chiSquare = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 81 degrees of freedom: mean 81, deviation 12.7. The seed is fixed, so this cannot fail by chance.
    expect(chiSquare).toBeGreaterThan(40);
    expect(chiSquare).toBeLessThan(130);
  });
});
