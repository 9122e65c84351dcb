import { describe, expect, test } from "vitest";

import { Random, permutation } from "../src/base/random.js";

/** sfc32 after PractRand's source and the seeding of src/base/random.ts, in whole numbers without Math.imul or int32. */
function* sfc32(seed: number): Generator<number> {
  const mask = 0xffffffffn;
  const hash = (x: bigint): bigint => {
    let h = x & mask;
    h = ((h ^ (h >> 16n)) * 0x21f0aaadn) & mask;
    h = ((h ^ (h >> 15n)) * 0x735a2d97n) & mask;
    return h ^ (h >> 15n);
  };
  const whole = BigInt(seed);
  let a = hash((whole & mask) + 0x9e3779b9n);
  let b = hash((whole >> 32n) + 0x3c6ef372n);
  let c = hash(a ^ b);
  for (let counter = 1n; ; counter++) {
    const result = (a + b + counter) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = (((c << 21n) | (c >> 11n)) + result) & mask;
    if (counter > 16n) yield Number(result);
  }
}

describe("Random", () => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 1_700_000_000_000, Number.MAX_SAFE_INTEGER])(
    "seed %d draws what the plain definition draws",
    (seed) => {
      const random = new Random(seed);
      const plain = sfc32(seed);
      for (let i = 0; i < 1000; i++) expect(random.next()).toBe(plain.next().value);
    },
  );

  test("seeds that differ anywhere in their 53 bits draw differently", () => {
    const seen = new Set<number>();
    const seeds = [0, ...Array.from({ length: 53 }, (_, bit) => 2 ** bit)];
    for (const seed of seeds) seen.add(new Random(seed).next());
    expect(seen.size).toBe(seeds.length);
  });

  test("below(n) stays below n and throws the surplus away", () => {
    for (const n of [1, 2, 3, 7, 1000, 2 ** 31 + 1, 2 ** 32 - 1]) {
      const random = new Random(n);
      const plain = sfc32(n);
      for (let i = 0; i < 200; i++) {
        let bits: number;
        do bits = plain.next().value as number;
        while (bits < 2 ** 32 % n);
        const drawn = random.below(n);
        expect(drawn).toBe(bits % n);
        expect(drawn).toBeLessThan(n);
      }
    }
  });

  test("below(3) draws each number as often (chi-squared, 2 degrees of freedom)", () => {
    const counts = [0, 0, 0];
    const random = new Random(5);
    for (let i = 0; i < 30000; i++) counts[random.below(3)]++;
    const chi = counts.reduce((sum, count) => sum + (count - 10000) ** 2 / 10000, 0);
    expect(chi).toBeLessThan(13.8); // p = 0.001
  });
});

describe("permutation", () => {
  test("holds every number once", () => {
    for (const n of [0, 1, 2, 3, 17, 1000]) {
      expect(Array.from(permutation(n, 9)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, i) => i),
      );
    }
  });

  test("over neighbouring seeds every order of four is as likely (chi-squared, 23 degrees of freedom)", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24000; seed++) {
      const order = permutation(4, seed).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(49.7); // p = 0.001
  });

  test("the bits of a seed, fixed: a change here belongs into the changelog", () => {
    expect(Array.from(permutation(10, 0))).toEqual([3, 8, 2, 9, 4, 5, 0, 1, 6, 7]);
    expect(Array.from(permutation(10, 1))).toEqual([4, 0, 8, 3, 5, 2, 9, 6, 1, 7]);
  });
});
