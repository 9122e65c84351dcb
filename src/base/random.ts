/**
 * Seeded random numbers for what happens outside the core: the order of a shuffled split.
 *
 * Only 32-bit integers and Math.imul, so that every engine draws the same numbers. Generator: sfc32 (C. Doty-Humphrey,
 * PractRand), 128 bits of state, period at least 2^32. Its sequence is part of the bits that a seed stands for.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed a whole number from 0 to 2^53 - 1; different seeds give different states, and 0 is as good as any */
  constructor(seed: number) {
    this.#a = hash((seed >>> 0) + 0x9e3779b9);
    this.#b = hash(Math.floor(seed / 0x1_0000_0000) + 0x3c6ef372);
    this.#c = hash(this.#a ^ this.#b);
    for (let i = 0; i < 16; i++) this.next();
  }

  /** The next 32 random bits, 0..2^32 - 1. */
  next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A whole number from 0 to n - 1, each exactly as likely; n from 1 to 2^32 - 1. */
  below(n: number): number {
    // The lowest 2^32 mod n draws are thrown away: what is left is a whole multiple of n.
    const surplus = 0x1_0000_0000 % n;
    let bits = this.next();
    while (bits < surplus) bits = this.next();
    return bits % n;
  }
}

/** The numbers 0..n - 1 in an order decided by the seed, each order equally likely (Fisher-Yates). */
export function permutation(n: number, seed: number): Uint32Array {
  const random = new Random(seed);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** A bijection of 32 bits that leaves no trace of its input: the finalizer of splitmix32 (T. Ettinger's constants). */
function hash(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}
