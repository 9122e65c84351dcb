import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { instantiateKernels } from "./kernels/core.js";

/**
 * The errors that assembly/kernels/exponential.ts states, over all float32 numbers.
 *
 * Every 1009th bit pattern of the whole line, 4.3 million a function, and every single one about its worst place. The
 * stated numbers come from all 2^32.
 */

interface Claim {
  readonly name: string;
  /** Its number in `evaluate`. */
  readonly code: number;
  readonly exact: (x: number) => number;
  /** Arguments outside are answered by `outside`, or are not the function's business. */
  readonly domain?: readonly [number, number];
  readonly outside?: (x: number) => number;
  /** Where its error is largest. */
  readonly worst: number;
}

const sigmoid = (x: number): number => {
  const small = Math.exp(-Math.abs(x));
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
};

const LEAST = Math.fround(-86.6);
/** What sigmoid gives at -87 and for all below. */
const LEAST_SIGMOID = 1.6458114537543937e-38;

const claims: readonly Claim[] = [
  { name: "exp", code: 0, exact: Math.exp, domain: [LEAST, Infinity], outside: () => 0, worst: 70.37191 },
  { name: "expm1", code: 1, exact: Math.expm1, worst: 0.35823232 },
  { name: "log", code: 2, exact: Math.log, worst: 0.69997680187 },
  { name: "log1p", code: 3, exact: Math.log1p, domain: [0, 1], worst: 0.39741235971 },
  {
    ...{ name: "sigmoid", code: 4, exact: sigmoid, worst: -16.635704 },
    ...{ domain: [-87, Infinity] as const, outside: () => LEAST_SIGMOID },
  },
  { name: "tanh", code: 5, exact: Math.tanh, worst: 4.5050907 },
  {
    ...{ name: "softplus", code: 6, worst: -2.0303099, domain: [LEAST, Infinity] as const, outside: () => 0 },
    exact: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  },
];

const source = readFileSync(
  fileURLToPath(new URL("../assembly/kernels/exponential.ts", import.meta.url)),
  "utf8",
);

/** The number in "At most N ULP off" above a function. */
function statedUlp(name: string): number {
  const before = source.slice(0, source.indexOf(`export function ${name}(`));
  const comment = before.slice(before.lastIndexOf("/**"));
  const stated = /At most ([\d.]+) ULP/.exec(comment)?.[1];
  if (stated === undefined) throw new Error(`exponential.ts states no error for ${name}`);
  return Number(stated);
}

const CHUNK = 1 << 14;
const kernels = instantiateKernels();
const start = kernels.arenaStart();
const bits = new Uint32Array(kernels.memory.buffer, start, CHUNK);
const x = new Float32Array(kernels.memory.buffer, start, CHUNK);
const y = new Float32Array(kernels.memory.buffer, start + 4 * CHUNK, CHUNK);

/** 1 / ULP of the float32 numbers with the exponent of a float64, by that float64's exponent bits. */
const perUlp = Float64Array.from({ length: 2048 }, (_, bits) => 2 ** -Math.max(bits - 1023 - 23, -149));
const double = new Float64Array(1);
const doubleBits = new Uint32Array(double.buffer);

/** The error of a float32 in units of the exact result's last place; an infinity or NaN must be one. */
function ulpOff(actual: number, exact: number): number {
  if (Object.is(actual, exact) || actual === exact) return 0;
  const rounded = Math.fround(exact);
  if (!Number.isFinite(rounded)) return Object.is(actual, rounded) ? 0 : Infinity;
  double[0] = exact;
  const error = Math.abs(actual - exact) * perUlp[(doubleBits[1] >>> 20) & 2047];
  return Number.isNaN(error) ? Infinity : error;
}

/** The largest error over `count` bit patterns from `from` on, `step` apart. */
function sweep(claim: Claim, from: number, step: number, count: number): { ulp: number; at: number } {
  const { exact, domain, outside } = claim;
  let ulp = 0;
  let at = NaN;
  for (let done = 0; done < count; done += CHUNK) {
    for (let i = 0; i < CHUNK; i++) bits[i] = from + (done + i) * step;
    kernels.evaluate(claim.code, start, start + 4 * CHUNK, CHUNK);
    for (let i = 0; i < CHUNK; i++) {
      const value = x[i];
      const inside = domain === undefined || (value >= domain[0] && value <= domain[1]) || value !== value;
      if (!inside && !outside) continue;
      const off = ulpOff(y[i], inside ? exact(value) : (outside as (x: number) => number)(value));
      if (off > ulp) {
        ulp = off;
        at = value;
      }
    }
  }
  return { ulp, at };
}

describe.each(claims)("$name", (claim) => {
  const { name, worst } = claim;

  test("keeps within the error it states", () => {
    const whole = sweep(claim, 0, 1009, 2 ** 32 / 1009);
    expect(whole.ulp, `${name}(${whole.at})`).toBeLessThanOrEqual(statedUlp(name));
  });

  test("reaches nearly that error where it is worst, so that the statement is no exaggeration", () => {
    const place = new Uint32Array(Float32Array.of(worst).buffer)[0];
    const near = sweep(claim, place - 8 * CHUNK, 1, 16 * CHUNK);
    expect(near.ulp, `${name}(${near.at})`).toBeLessThanOrEqual(statedUlp(name));
    expect(near.ulp, `${name}(${near.at})`).toBeGreaterThan(0.9 * statedUlp(name));
  });
});

test("the edges", () => {
  const cases: readonly (readonly [code: number, x: number, y: number])[] = [
    [0, NaN, NaN],
    [0, Infinity, Infinity],
    [0, -Infinity, 0],
    [0, 0, 1],
    [1, NaN, NaN],
    [1, Infinity, Infinity],
    [1, -Infinity, -1],
    [1, 0, 0],
    [2, NaN, NaN],
    [2, 0, -Infinity],
    [2, -0, -Infinity],
    [2, Infinity, Infinity],
    [2, -1, NaN],
    [2, -Infinity, NaN],
    [2, 1, 0],
    [3, NaN, NaN],
    [3, 0, 0],
    [4, NaN, NaN],
    [4, Infinity, 1],
    [4, -Infinity, LEAST_SIGMOID],
    [4, 0, 0.5],
    [5, NaN, NaN],
    [5, Infinity, 1],
    [5, -Infinity, -1],
    [5, 0, 0],
    [6, NaN, NaN],
    [6, Infinity, Infinity],
    [6, -Infinity, 0],
  ];
  for (const [code, argument, result] of cases) {
    x.fill(argument, 0, 4);
    kernels.evaluate(code, start, start + 4 * CHUNK, 4);
    for (let lane = 0; lane < 4; lane++) {
      const name = claims[code].name;
      if (Number.isNaN(result)) expect(y[lane], `${name}(${argument})`).toBeNaN();
      else expect(y[lane] + 0, `${name}(${argument})`).toBe(result);
    }
  }
});
