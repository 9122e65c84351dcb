import { beforeEach, describe, expect, test } from "vitest";

import { ACTIVATIONS, type Activation } from "../../src/spec/layer.js";
import { activations } from "../reference/activation.js";
import { expectClose, ulpError } from "../support/close.js";
import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS, LENGTHS_OF_FOUR } from "./edges.js";
import { expectBits, numbers, padded } from "./twin.js";

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const f = Math.fround;

/** Those that are + - * / and comparisons only, rounded after every operation: the same bits. */
const exactly: Partial<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => (x < 0 ? 0 : x),
  leakyRelu: (x) => (x < 0 ? f(x * f(0.01)) : x),
  hardSigmoid: (x) => {
    const line = f(f(x / 6) + 0.5);
    return line < 0 ? 0 : line > 1 ? 1 : line;
  },
};

/** dx from y and dy, to the bit; softplus and silu need an exponential and are held against float64. */
const slopes: Partial<Record<Activation, (y: number, dy: number) => number>> = {
  linear: (_, dy) => dy,
  relu: (y, dy) => (y > 0 ? dy : 0),
  leakyRelu: (y, dy) => f(dy * (y > 0 ? 1 : f(0.01))),
  elu: (y, dy) => f(dy * f((y < 0 ? y : 0) + 1)),
  sigmoid: (y, dy) => f(dy * f(y * f(1 - y))),
  hardSigmoid: (y, dy) => (y > 0 && y < 1 ? f(dy / 6) : 0),
  tanh: (y, dy) => f(dy * f(f(1 - y) * f(1 + y))),
};

/** Kinks and their neighbours, both zeros, and where exponentials end. */
const special = [0, -0, 1e-40, -1e-40, 1e-8, -1e-8, 3, -3, 2.9999, -2.9999, 1, -1];
const far = [20, -20, 80, -80, 90, -90, 1000, -1000, 1e30, -1e30];

function arguments_(length: number, seed: number): Float32Array {
  return numbers(length, seed).map((value, i) =>
    i % 5 === 4 ? special[(i + seed) % special.length] : 3 * value,
  );
}

describe.each(ACTIVATIONS.map((name, code) => [name, code] as const))("%s", (name, code) => {
  const { value, derivative } = activations[name];
  const near = (actual: ArrayLike<number>, x: Float32Array, label: string): void => {
    x.forEach((argument, i) => {
      const exact = value(argument);
      // silu is a product of a sigmoid of a few ULP.
      expect(ulpError(actual[i], exact), `${label}, ${name}(${argument}) = ${actual[i]}`).toBeLessThan(4);
    });
  };

  test("every length, into another array and in place", () => {
    for (const length of LENGTHS_OF_FOUR) {
      const label = `length ${length}`;
      const x = arguments_(length, length);
      arena.clear();
      const from = arena.input(x, "x");
      const to = arena.output(length);
      const both = arena.output(x);
      kernels.activationForward(code, from.address, to.address, length);
      kernels.activationForward(code, both.address, both.address, length);
      arena.check(label);
      const twin = exactly[name];
      if (twin) expectBits(to.values.map(unsigned), x.map(twin).map(unsigned), label);
      else near(to.values, x, label);
      expectBits(both.values, to.values, `${label}, in place`);
    }
  });

  test("backward: every length, into another array and in place", () => {
    for (const length of LENGTHS_OF_FOUR) {
      const label = `length ${length}`;
      const x = arguments_(length, length);
      const dy = numbers(length, length + 1);
      arena.clear();
      const xAt = arena.input(x, "x");
      const y = arena.output(length);
      kernels.activationForward(code, xAt.address, y.address, length);
      const yAt = arena.input(y.values, "y");
      const dyAt = arena.input(dy, "dy");
      const dx = arena.output(length);
      const both = arena.output(dy);
      kernels.activationBackward(code, xAt.address, yAt.address, dyAt.address, dx.address, length);
      kernels.activationBackward(code, xAt.address, yAt.address, both.address, both.address, length);
      arena.check(label);
      const twin = slopes[name];
      if (twin)
        expectBits(
          dx.values.map(unsigned),
          x.map((_, i) => unsigned(twin(y.values[i], dy[i]))),
          label,
        );
      const exact = x.map((argument, i) => dy[i] * derivative(argument));
      expectClose(dx.values, exact, { tolerance: 1e-6, label });
      expectBits(both.values, dx.values, `${label}, in place`);
    }
  });

  test("far out there is neither NaN nor overflow", () => {
    const x = Float32Array.from([...far, 0, 0]);
    const xAt = arena.input(x);
    const y = arena.output(12);
    const dy = arena.input(new Float32Array(12).fill(1));
    const dx = arena.output(12);
    kernels.activationForward(code, xAt.address, y.address, 12);
    kernels.activationBackward(code, xAt.address, y.address, dy.address, dx.address, 12);
    expectClose(
      y.values.map((actual, i) => actual / Math.max(1, Math.abs(x[i]))),
      x.map((argument) => value(argument) / Math.max(1, Math.abs(argument))),
      { tolerance: 1e-6, label: name },
    );
    expectClose(dx.values, x.map(derivative), { tolerance: 1e-6, label: `${name}'` });
  });

  test("NaN in, NaN out, and nowhere else", () => {
    for (let bad = 0; bad < 8; bad++) {
      arena.clear();
      const x = numbers(8, 1);
      x[bad] = NaN;
      const xAt = arena.input(x);
      const y = arena.output(8);
      kernels.activationForward(code, xAt.address, y.address, 8);
      expect([...y.values].map(Number.isNaN)).toEqual([...x].map(Number.isNaN));
    }
  });
});

test.each(["elu", "sigmoid", "tanh", "softplus", "silu"] as const)("%s: backward keeps a NaN", (name) => {
  const code = ACTIVATIONS.indexOf(name);
  for (let bad = 0; bad < 4; bad++) {
    for (const spoiled of ["y", "dy"]) {
      arena.clear();
      const y = numbers(4, 2);
      const dy = numbers(4, 3);
      (spoiled === "y" ? y : dy)[bad] = NaN;
      // x, which silu reads, is NaN where y is.
      const xAt = arena.input(y);
      const yAt = arena.input(y);
      const dyAt = arena.input(dy);
      const dx = arena.output(4);
      kernels.activationBackward(code, xAt.address, yAt.address, dyAt.address, dx.address, 4);
      expect([...dx.values].map(Number.isNaN), `NaN in ${spoiled}`).toEqual(
        [0, 1, 2, 3].map((i) => i === bad),
      );
    }
  }
});

/** Both zeros as 0. */
function unsigned(value: number): number {
  return value === 0 ? 0 : value;
}

describe("softmaxForward", () => {
  test("every number of classes and rows, tight and padded strides, in place too", () => {
    for (const classes of LENGTHS.filter((length) => length > 0)) {
      for (const rows of [0, 1, 2, 3, 5]) {
        const label = `classes ${classes}, rows ${rows}`;
        const stride = padded(classes) + (rows % 2) * 4;
        const x = numbers(rows * stride, classes + rows).map((value) => value * 5);
        arena.clear();
        const from = arena.input(x, "x");
        const to = arena.output(rows * stride);
        const both = arena.output(x);
        const scratch = arena.output(20).address;
        kernels.softmaxForward(from.address, to.address, rows, classes, stride, scratch);
        kernels.softmaxForward(both.address, both.address, rows, classes, stride, scratch);
        arena.check(label);
        for (let r = 0; r < rows; r++) {
          const row = to.values.subarray(r * stride, r * stride + padded(classes));
          const logits = [...x.subarray(r * stride, r * stride + classes)];
          const top = Math.max(...logits);
          const powers = logits.map((logit) => Math.exp(logit - top));
          const total = powers.reduce((sum, power) => sum + power, 0);
          const padding = new Array<number>(padded(classes) - classes).fill(0);
          const exact = [...powers.map((power) => power / total), ...padding];
          expectClose(row, exact, { tolerance: 5e-7, label: `${label}, row ${r}` });
          // The stride's gap is left alone.
          for (let j = padded(classes); j < stride; j++) expect(to.values[r * stride + j]).toBeNaN();
          expectBits(both.values.slice(r * stride, r * stride + row.length), row, `${label}, in place`);
        }
      }
    }
  });

  test("holds at logits of any size, and a NaN spoils its row only", () => {
    const x = arena.input([1e5, -1e5, 99999, 0, -1e5, -1e5, -1e5, -1e5, 3e38, -3e38, 0, 0, 1, NaN, 2, 3]);
    const y = arena.output(16);
    const scratch = arena.output(20).address;
    kernels.softmaxForward(x.address, y.address, 4, 4, 4, scratch);
    const e = Math.exp(-1);
    const exact = [1 / (1 + e), 0, e / (1 + e), 0, 0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0, NaN, NaN, NaN, NaN];
    expectClose(y.values, exact, { tolerance: 5e-7, label: "softmax" });
  });
});
