import { beforeEach, describe, expect, test } from "vitest";

import { OPTIMIZERS } from "../../src/spec/optimizer.js";
import { Arena, type Place } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS_OF_FOUR } from "./edges.js";
import { expectBits, numbers } from "./twin.js";

/** Each optimizer's step, to the bit: the twin rounds after every operation, in the order of the formula. */

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const f = Math.fround;
const add = (a: number, b: number): number => f(a + b);
const mul = (a: number, b: number): number => f(a * b);
const div = (a: number, b: number): number => f(a / b);
const root = (a: number): number => f(Math.sqrt(a));

/** Parameters, gradient and two slots of one element, before and after. */
interface Element {
  readonly p: number;
  readonly g: number;
  readonly slots: readonly [number, number];
}
interface Stepped {
  readonly p: number;
  readonly slots?: readonly number[];
}

interface Case {
  readonly name: string;
  /** How many slots the step has; squares may not be negative. */
  readonly slots: readonly ("any" | "square")[];
  readonly run: (p: number, g: number, slots: readonly Place[], length: number, scale: number) => void;
  readonly twin: (element: Element, scale: number) => Stepped;
}

const rate = f(0.03);
const decay = f(0.01);
const momentum = f(0.9);
const epsilon = f(1e-8);
const [beta1, beta2, alpha] = [0.9, 0.999, 0.99];
const step = f(0.0123);
const bias = f(3.7);

const sgdGradient = ({ p, g }: Element, scale: number, by: number): number => add(mul(g, scale), mul(p, by));

const cases: Case[] = [
  ...[0, decay].map((by): Case => ({
    name: `sgd, weight decay ${by}`,
    slots: [],
    run: (p, g, _, length, scale) => kernels.sgdStep(p, g, length, scale, rate, by),
    twin: ({ p, g }, scale) => ({ p: f(mul(p, f(1 - rate * by)) - mul(mul(rate, scale), g)) }),
  })),
  ...[false, true].map((nesterov): Case => ({
    name: nesterov ? "nesterov" : "momentum",
    slots: ["any"],
    run: (p, g, [v], length, scale) =>
      kernels.momentumStep(p, g, v.address, length, scale, rate, momentum, Number(nesterov), decay),
    twin: (e, scale) => {
      const gradient = sgdGradient(e, scale, decay);
      const velocity = add(mul(momentum, e.slots[0]), gradient);
      const direction = nesterov ? add(gradient, mul(momentum, velocity)) : velocity;
      return { p: f(e.p - mul(rate, direction)), slots: [velocity] };
    },
  })),
  ...[1, f(1 - 0.03 * 0.01)].map((keep): Case => ({
    name: keep === 1 ? "adam" : "adamw",
    slots: ["any", "square"],
    run: (p, g, [m, v], length, scale) =>
      kernels.adamStep(p, g, m.address, v.address, length, scale, step, bias, beta1, beta2, epsilon, keep),
    twin: (e, scale) => {
      const g = mul(e.g, scale);
      const m = add(mul(f(beta1), e.slots[0]), mul(f(1 - beta1), g));
      const v = add(mul(f(beta2), e.slots[1]), mul(mul(f(1 - beta2), g), g));
      const bottom = add(mul(root(v), bias), epsilon);
      return { p: f(mul(e.p, keep) - mul(step, div(m, bottom))), slots: [m, v] };
    },
  })),
  {
    name: "rmsprop",
    slots: ["square"],
    run: (p, g, [s], length, scale) =>
      kernels.adaptiveStep(p, g, s.address, length, scale, rate, alpha, 1 - alpha, epsilon),
    twin: (e, scale) => {
      const g = mul(e.g, scale);
      const s = add(mul(f(alpha), e.slots[0]), mul(mul(f(1 - alpha), g), g));
      return { p: f(e.p - mul(rate, div(g, add(root(s), epsilon)))), slots: [s] };
    },
  },
  {
    name: "adagrad",
    slots: ["square"],
    run: (p, g, [s], length, scale) =>
      kernels.adaptiveStep(p, g, s.address, length, scale, rate, 1, 1, epsilon),
    twin: (e, scale) => {
      const g = mul(e.g, scale);
      const s = add(e.slots[0], mul(g, g));
      return { p: f(e.p - mul(rate, div(g, add(root(s), epsilon)))), slots: [s] };
    },
  },
];

test("every optimizer has a case", () => {
  for (const name of OPTIMIZERS)
    expect(
      cases.some((each) => each.name.startsWith(name)),
      name,
    ).toBe(true);
});

describe.each(cases)("$name", ({ slots, run, twin }) => {
  function check(length: number, scale: number, change?: (p: Float32Array, g: Float32Array) => void): void {
    const label = `length ${length}, scale ${scale}`;
    const p = numbers(length, length);
    const g = numbers(length, length + 1);
    change?.(p, g);
    const kept = slots.map((kind, i) =>
      numbers(length, length + 2 + i).map((value) => (kind === "square" ? f(value * value) : value)),
    );
    arena.clear();
    const pAt = arena.output(p);
    const gAt = arena.input(g, "g");
    const at = kept.map((values) => arena.output(values));
    run(pAt.address, gAt.address, at, length, scale);
    arena.check(label);
    const expected = Array.from(p, (_, i) =>
      twin({ p: p[i], g: g[i], slots: [kept[0]?.[i] ?? 0, kept[1]?.[i] ?? 0] }, scale),
    );
    expectBits(
      pAt.values,
      expected.map((element) => element.p),
      `${label}, p`,
    );
    at.forEach((slot, k) =>
      expectBits(
        slot.values,
        expected.map((element) => element.slots?.[k] ?? NaN),
        `${label}, slot ${k}`,
      ),
    );
  }

  test("every length, with and without clipping", () => {
    for (const length of LENGTHS_OF_FOUR) for (const scale of [1, f(0.37)]) check(length, scale);
  });

  test("a NaN in the gradient or the parameters reaches its own parameter only", () => {
    check(20, 1, (p, g) => {
      g[5] = NaN;
      p[18] = NaN;
    });
  });
});

test("padding stays zero under every optimizer", () => {
  for (const { slots, run, name } of cases) {
    arena.clear();
    const p = arena.output([0, 0, 0, 0]);
    const g = arena.input([0, 0, 0, 0]);
    const at = slots.map(() => arena.output([0, 0, 0, 0]));
    for (let k = 0; k < 3; k++) run(p.address, g.address, at, 4, 1);
    for (const place of [p, ...at]) expect([...place.values].map(Math.abs), name).toEqual([0, 0, 0, 0]);
  }
});

test("sumOfSquares adds four lanes in float64", () => {
  for (const length of LENGTHS_OF_FOUR) {
    const x = numbers(length, length + 9).map((value, i) => f(value * 10 ** ((i % 5) * 7 - 14)));
    arena.clear();
    const at = arena.input(x);
    const lanes = [0, 0, 0, 0];
    x.forEach((value, i) => (lanes[i % 4] += value * value));
    const sum = kernels.sumOfSquares(at.address, length);
    expect(sum, `length ${length}`).toBe(lanes[0] + lanes[2] + (lanes[1] + lanes[3]));
    arena.check(`length ${length}`);
  }
  const spoiled = arena.input([1, 2, NaN, 3]);
  expect(kernels.sumOfSquares(spoiled.address, 4)).toBeNaN();
  const large = arena.input([3e38, 3e38, 3e38, 3e38]);
  expect(kernels.sumOfSquares(large.address, 4)).toBe(4 * f(3e38) ** 2);
});

test("clearSubnormals leaves every other number as it is", () => {
  const values = [
    0,
    -0,
    1.1754944e-38,
    -1.1754944e-38,
    1.1754942e-38,
    -1e-45,
    1e-40,
    3,
    -3e38,
    NaN,
    Infinity,
  ];
  for (const length of [0, ...LENGTHS_OF_FOUR]) {
    arena.clear();
    const given = Float32Array.from({ length }, (_, i) => values[i % values.length]);
    const x = arena.output(given);
    kernels.clearSubnormals(x.address, length);
    arena.check(`length ${length}`);
    const expected = given.map((value) => (Math.abs(value) < 2 ** -126 ? 0 : value));
    expectBits(
      x.values.map((value) => value + 0),
      expected.map((value) => value + 0),
      `length ${length}`,
    );
  }
});
