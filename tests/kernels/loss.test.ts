import { beforeEach, describe, expect, test } from "vitest";

import { LOSSES } from "../../src/spec/loss.js";
import { expectClose } from "../support/close.js";
import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS, ROWS } from "./edges.js";
import { expectBits, expectSame, numbers, padded } from "./twin.js";

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const f = Math.fround;
const delta = f(0.7);

interface Kind {
  readonly name: string;
  readonly code: number;
  /** The loss of one element and its slope by y; rounded after every operation where `exact`, else in float64. */
  readonly loss: (y: number, t: number) => number;
  readonly slope: (y: number, t: number) => number;
  readonly exact: boolean;
}

const codeOf = (name: (typeof LOSSES)[number]): number => LOSSES.indexOf(name);

const kinds: Kind[] = [
  {
    name: "mse",
    code: codeOf("mse"),
    exact: true,
    loss: (y, t) => f(f(y - t) * f(y - t)),
    slope: (y, t) => f(2 * f(y - t)),
  },
  {
    name: "mae",
    code: codeOf("mae"),
    exact: true,
    loss: (y, t) => Math.abs(f(y - t)),
    slope: (y, t) => Math.sign(f(y - t)),
  },
  {
    name: "huber",
    code: codeOf("huber"),
    exact: true,
    loss: (y, t) => {
      const d = f(y - t);
      const size = Math.abs(d);
      if (size > delta) return f(delta * f(size - f(delta * 0.5)));
      return f(f(d * d) * 0.5);
    },
    slope: (y, t) => Math.max(-delta, Math.min(delta, f(y - t))),
  },
  {
    name: "binaryCrossEntropy",
    code: codeOf("binaryCrossEntropy"),
    exact: false,
    loss: (y, t) => Math.max(y, 0) - y * t + Math.log1p(Math.exp(-Math.abs(y))),
    slope: (y, t) => 1 / (1 + Math.exp(-y)) - t,
  },
];

/** A table of [rows, stride] numbers whose gaps, where a stride of 1 has none, are the given padding. */
function table(
  values: ArrayLike<number>,
  rows: number,
  width: number,
  stride: number,
  gap: number,
): Float32Array {
  const length = stride === 1 ? padded(rows) : rows * stride;
  const result = new Float32Array(length).fill(gap);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) result[r * stride + j] = values[r * width + j];
  }
  return result;
}

test("every loss is there: crossEntropy, which has a kernel of its own, further down", () => {
  expect([...kinds.map(({ name }) => name), "crossEntropy"].sort()).toEqual([...LOSSES].sort());
});

describe.each(kinds)("$name", ({ name, code, loss, slope, exact }) => {
  function check(rows: number, outputs: number, weighted: boolean, inPlace: boolean): void {
    const label = `rows ${rows}, outputs ${outputs}${weighted ? ", weighted" : ""}${inPlace ? ", in place" : ""}`;
    const stride = outputs === 1 ? 1 : padded(outputs) + (rows % 2) * 4;
    const scale = f(0.013);
    const y = numbers(rows * outputs, rows + outputs).map((value) => value * 2);
    const t = numbers(rows * outputs, rows + outputs + 1);
    if (name === "binaryCrossEntropy")
      t.forEach((value, i) => (t[i] = i % 7 === 3 ? 0.25 : value > 0 ? 1 : 0));
    else t.forEach((_, i) => i % 4 === 1 && (t[i] = i % 8 === 1 ? y[i] : f(y[i] + delta)));
    const weights = numbers(rows, rows).map((value, r) => (r % 5 === 2 ? 0 : Math.abs(value)));
    arena.clear();
    const before = [...numbers(padded(outputs), 2)];
    const logits = table(y, rows, outputs, stride, 1);
    const yAt = inPlace ? arena.output(logits) : arena.input(logits, "y");
    const tAt = arena.input(table(t, rows, outputs, stride, 0.5), "t");
    const weightAt = weighted ? arena.input(table(weights, rows, 1, 1, 9), "weights").address : 0;
    const dy = inPlace ? yAt : arena.output(logits.length);
    const sums = arena.doubles(before);
    kernels.elementwiseLoss(
      code,
      delta,
      yAt.address,
      tAt.address,
      weightAt,
      dy.address,
      rows,
      outputs,
      stride,
      scale,
      sums.address,
    );
    arena.check(label);

    const weightOf = (r: number): number => (weighted ? weights[r] : 1);
    const expected = [...before];
    const gradient = new Float64Array(rows * outputs);
    for (let i = 0; i < rows * outputs; i++) {
      const r = Math.floor(i / outputs);
      const product = loss(y[i], t[i]) * weightOf(r);
      expected[i % outputs] += exact ? f(product) : product;
      const factor = f(weightOf(r) * scale);
      gradient[i] = exact ? f(slope(y[i], t[i]) * factor) : slope(y[i], t[i]) * factor;
    }
    // The element's losses are float32; their sum is float64, in any order.
    expectClose(sums.values, expected, { tolerance: exact ? 1e-13 * (rows + 1) : 1e-6, label });
    const found = Float64Array.from(
      gradient,
      (_, i) => dy.values[Math.floor(i / outputs) * stride + (i % outputs)],
    );
    const unsigned = (value: number): number => value + 0;
    if (exact) expectBits(found.map(unsigned), gradient.map(unsigned), `${label}, dy`);
    else expectClose(found, gradient, { tolerance: 1e-8, label: `${label}, dy` });
    for (let r = 0; r < rows && stride > 1; r++) {
      for (let j = outputs; j < padded(outputs); j++) expectSame(dy.values[r * stride + j], 0, label);
      const gap = dy.values.subarray(r * stride + padded(outputs), (r + 1) * stride);
      for (const value of gap) expectSame(value, inPlace ? 1 : NaN, `${label}, gap`);
    }
    for (let r = rows; stride === 1 && r < padded(rows); r++) expectSame(dy.values[r], 0, label);
  }

  test("every number of rows and outputs, with and without weights, in place too", () => {
    for (const rows of ROWS) {
      for (const outputs of LENGTHS.filter((length) => length > 0)) {
        for (const weighted of [false, true]) {
          check(rows, outputs, weighted, false);
          check(rows, outputs, weighted, true);
        }
      }
    }
  });

  test("a NaN shows in the sum of its output and of no other", () => {
    const y = arena.input([1, NaN, 2, 0, 1, 2, 2, 0]);
    const t = arena.input([0, 1, 1, 0, 1, 0, 1, 0]);
    const dy = arena.output(8);
    const sums = arena.doubles([0, 0, 0, 0]);
    kernels.elementwiseLoss(code, delta, y.address, t.address, 0, dy.address, 2, 3, 4, 1, sums.address);
    expect([...sums.values].map(Number.isNaN)).toEqual([false, true, false, false]);
  });
});

test("binary cross-entropy holds at logits of 1e5", () => {
  const y = arena.input([1e5, -1e5, 1e5, -1e5]);
  const t = arena.input([1, 0, 0, 1]);
  const dy = arena.output(4);
  const sums = arena.doubles([0, 0, 0, 0]);
  kernels.elementwiseLoss(
    codeOf("binaryCrossEntropy"),
    0,
    y.address,
    t.address,
    0,
    dy.address,
    4,
    1,
    1,
    1,
    sums.address,
  );
  expect(sums.values[0]).toBe(2e5);
  // sigmoid never falls below sigmoid(-87) = 1.6e-38.
  expectClose(dy.values, [0, 0, 1, -1], { tolerance: 2e-38, label: "dy" });
});

describe("crossEntropy", () => {
  type Targets = "labels" | "probabilities";

  function check(rows: number, classes: number, targets: Targets, weighted: boolean, inPlace: boolean): void {
    const label = `rows ${rows}, classes ${classes}, ${targets}${weighted ? ", weighted" : ""}`;
    const stride = padded(classes) + (rows % 2) * 4;
    const scale = f(0.031);
    const y = numbers(rows * classes, rows + classes).map((value) => value * 4);
    const labels = Array.from({ length: rows }, (_, r) => (r * 7 + classes) % classes);
    const shares = numbers(rows * classes, rows + classes + 2).map(Math.abs);
    const t = shares.map((share, i) => {
      const r = Math.floor(i / classes);
      if (targets === "labels") return i % classes === labels[r] ? 1 : 0;
      return share / shares.subarray(r * classes, (r + 1) * classes).reduce((sum, part) => sum + part, 0);
    });
    const weights = numbers(rows, rows).map((value, r) => (r % 5 === 2 ? 0 : Math.abs(value)));
    arena.clear();
    const logits = table(y, rows, classes, stride, 3);
    const yAt = inPlace ? arena.output(logits) : arena.input(logits, "y");
    const tAt = targets === "labels" ? 0 : arena.input(table(t, rows, classes, stride, 0), "t").address;
    const labelsAt = targets === "labels" ? arena.integers(labels, "labels").address : 0;
    const weightAt = weighted ? arena.input(weights, "weights").address : 0;
    const dy = inPlace ? yAt : arena.output(logits.length);
    const sums = arena.doubles([0.5]);
    kernels.crossEntropyLoss(
      yAt.address,
      tAt,
      labelsAt,
      weightAt,
      dy.address,
      rows,
      classes,
      stride,
      scale,
      sums.address,
      arena.output(20).address,
    );
    arena.check(label);
    let sum = 0.5;
    const gradient = new Float64Array(rows * classes);
    for (let r = 0; r < rows; r++) {
      const row = y.subarray(r * classes, (r + 1) * classes);
      const top = Math.max(...row);
      const total = row.reduce((all, logit) => all + Math.exp(logit - top), 0);
      const weight = weighted ? weights[r] : 1;
      row.forEach((logit, j) => {
        const target = t[r * classes + j];
        // Softly: a row of shares sums to 1 within float32 only.
        sum -= weight * target * (logit - top - Math.log(total));
        gradient[r * classes + j] = weight * scale * (Math.exp(logit - top) / total - target);
      });
    }
    expectClose(sums.values, [sum], { tolerance: 1e-6, label });
    const found = gradient.map((_, i) => dy.values[Math.floor(i / classes) * stride + (i % classes)]);
    expectClose(found, gradient, { tolerance: 3e-8, label: `${label}, dy` });
    for (let r = 0; r < rows; r++) {
      for (let j = classes; j < padded(classes); j++) expectSame(dy.values[r * stride + j] + 0, 0, label);
      const gap = dy.values.subarray(r * stride + padded(classes), (r + 1) * stride);
      for (const value of gap) expectSame(value, inPlace ? 3 : NaN, `${label}, gap`);
    }
  }

  test.each(["labels", "probabilities"] as const)("%s: every number of rows and classes", (targets) => {
    for (const rows of ROWS) {
      for (const classes of LENGTHS.filter((length) => length > 0)) {
        for (const weighted of [false, true]) {
          for (const inPlace of [false, true]) check(rows, classes, targets, weighted, inPlace);
        }
      }
    }
  });

  test("holds at logits of 1e5; a NaN shows in the sum", () => {
    const y = arena.input([1e5, -1e5, 0, 0, -1e5, 1e5, 0, 0]);
    const labels = arena.integers([0, 0]);
    const dy = arena.output(8);
    const sums = arena.doubles([0]);
    kernels.crossEntropyLoss(
      y.address,
      0,
      labels.address,
      0,
      dy.address,
      2,
      3,
      4,
      1,
      sums.address,
      arena.output(20).address,
    );
    expect(sums.values[0]).toBe(2e5);
    expect([...dy.values].map((value) => value + 0)).toEqual([0, 0, 0, 0, -1, 1, 0, 0]);
    for (let bad = 0; bad < 3; bad++) {
      const spoiled = arena.output([1, 2, 3, 0]);
      spoiled.values[bad] = NaN;
      const sum = arena.doubles([0]);
      kernels.crossEntropyLoss(
        spoiled.address,
        0,
        labels.address,
        0,
        dy.address,
        1,
        3,
        4,
        1,
        sum.address,
        arena.output(20).address,
      );
      expect(sum.values[0], `NaN at ${bad}`).toBeNaN();
    }
  });
});
