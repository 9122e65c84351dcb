import type { Kernels } from "./core.js";

/** A quiet NaN with a payload that no kernel makes: what is read from it spoils every sum, what is written over it shows. */
export const GUARD = 0x7fc5a5a5;
/** Words on either side of every array. */
const GUARD_WORDS = 16;

const guard = new Float32Array(new Uint32Array([GUARD]).buffer)[0];

/** An array in the kernels' memory. */
export interface Place<Values extends Float32Array | Int32Array | Float64Array = Float32Array> {
  readonly address: number;
  readonly values: Values;
}

/** Arrays one after another in the kernels' memory, with guard words around each. */
export class Arena {
  readonly #words: Uint32Array;
  readonly #start: number;
  #end: number;
  /** Word indices of guard zones, [from, to). */
  #guards: [number, number][] = [];
  /** Arrays that a kernel must leave alone, and what they held. */
  #inputs: { at: number; copy: Uint32Array; name: string }[] = [];

  constructor(readonly kernels: Kernels) {
    this.#words = new Uint32Array(kernels.memory.buffer);
    this.#start = kernels.arenaStart() >> 2;
    this.#end = this.#start;
  }

  /** Forgets all arrays: the next case begins. */
  clear(): void {
    this.#end = this.#start;
    this.#guards = [];
    this.#inputs = [];
  }

  /** An array that a kernel writes, 16-byte aligned, filled with `values`, or all guard words where a count is given. */
  output(values: ArrayLike<number> | number): Place {
    const length = typeof values === "number" ? values : values.length;
    const at = this.#take(length);
    const view = new Float32Array(this.#words.buffer, at * 4, length);
    if (typeof values === "number") this.#words.fill(GUARD, at, at + length);
    else view.set(values);
    return { address: at * 4, values: view };
  }

  /** An array that a kernel reads and must not change. */
  input(values: ArrayLike<number>, name = "an input"): Place {
    const place = this.output(values);
    this.#keep(place.address, values.length, name);
    return place;
  }

  /** int32 that a kernel reads and must not change. */
  integers(values: ArrayLike<number>, name = "integers"): Place<Int32Array> {
    const at = this.#take(values.length);
    const view = new Int32Array(this.#words.buffer, at * 4, values.length);
    view.set(values);
    this.#keep(at * 4, values.length, name);
    return { address: at * 4, values: view };
  }

  /** int32 that a kernel writes. */
  integerOutput(values: ArrayLike<number>): Place<Int32Array> {
    const at = this.#take(values.length);
    const view = new Int32Array(this.#words.buffer, at * 4, values.length);
    view.set(values);
    return { address: at * 4, values: view };
  }

  /** float64 that a kernel writes. */
  doubles(values: ArrayLike<number>): Place<Float64Array> {
    const at = this.#take(values.length * 2);
    const view = new Float64Array(this.#words.buffer, at * 4, values.length);
    view.set(values);
    return { address: at * 4, values: view };
  }

  /** Throws when a guard word or an input was written over. */
  check(label: string): void {
    for (const [from, to] of this.#guards) {
      for (let i = from; i < to; i++) {
        if (this.#words[i] === GUARD) continue;
        const side = i < from + GUARD_WORDS ? `word ${i - from} behind` : `word ${to - i} before`;
        throw new Error(`${label}: a guard word was written over, ${side} an array (address ${i * 4})`);
      }
    }
    for (const { at, copy, name } of this.#inputs) {
      for (let i = 0; i < copy.length; i++) {
        if (this.#words[at + i] !== copy[i]) throw new Error(`${label}: ${name}[${i}] was changed`);
      }
    }
  }

  #take(length: number): number {
    const from = this.#end;
    // The array begins on a multiple of 16 bytes, and its rear guard follows without a gap.
    const at = Math.ceil((from + GUARD_WORDS) / 4) * 4;
    this.#end = at + length + GUARD_WORDS;
    if (this.#end > this.#words.length) throw new Error(`the arena is full: ${this.#end * 4} bytes`);
    this.#words.fill(GUARD, from, at);
    this.#words.fill(GUARD, at + length, this.#end);
    this.#guards.push([from, at], [at + length, this.#end]);
    return at;
  }

  #keep(address: number, length: number, name: string): void {
    const at = address >> 2;
    this.#inputs.push({ at, copy: this.#words.slice(at, at + length), name });
  }
}

/** [rows, stride] with the first `width` numbers of each row taken from `values` and guard words between rows. */
export function strided(
  values: ArrayLike<number>,
  rows: number,
  width: number,
  stride: number,
): Float32Array {
  const table = new Float32Array(rows * stride).fill(guard);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) table[r * stride + c] = values[r * width + c];
  }
  return table;
}
