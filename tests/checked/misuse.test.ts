import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { ACTIVATIONS, INITIALIZERS } from "../../src/spec/layer.js";
import { LOSSES } from "../../src/spec/loss.js";
import { loadKernels } from "../kernels/loader.js";

/** Every precondition of every kernel, violated: the checked core names it, and the place where it stands. */

const kernels = loadKernels(1 << 20, "checked") as unknown as Record<string, (...values: number[]) => void>;

/** Arrays far apart from one another, of any length needed here. */
const [A, B, C, D, E, F] = Array.from({ length: 6 }, (_, i) => 2 ** 17 + i * 2 ** 14);

/** A call of each kernel that is right: its parameters in their order. Labels, orders and states are whatever memory holds: zeros. */
const RIGHT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  allFinite: { x: A, length: 8 },
  activationForward: { activation: ACTIVATIONS.indexOf("relu"), x: A, y: B, length: 8 },
  activationBackward: { activation: ACTIVATIONS.indexOf("relu"), x: A, y: B, dy: C, dx: D, length: 8 },
  softmaxForward: { x: A, y: B, rows: 2, classes: 3, stride: 4, scratch: C },
  elementwiseLoss: {
    kind: LOSSES.indexOf("mse"),
    delta: 1,
    y: A,
    t: B,
    weights: C,
    dy: D,
    rows: 2,
    outputs: 3,
    stride: 4,
    scale: 1,
    sums: E,
  },
  crossEntropyLoss: {
    y: A,
    t: B,
    labels: C,
    weights: D,
    dy: E,
    rows: 2,
    classes: 3,
    stride: 4,
    scale: 1,
    sums: F,
    scratch: F + 64,
  },
  matmulForward: { x: A, xStride: 5, w: B, bias: C, y: D, yStride: 8, rows: 2, inputs: 5, units: 7 },
  matmulDelta: { dy: A, dyStride: 7, wt: B, dx: C, dxStride: 8, rows: 2, inputs: 5, units: 7 },
  matmulWeightGradient: {
    x: A,
    xStride: 5,
    dy: B,
    dyStride: 8,
    dw: C,
    rows: 2,
    inputs: 5,
    units: 7,
    add: 0,
    scratch: D,
  },
  matmulVectorForward: { x: A, xStride: 8, w: B, bias: 0, y: C, rows: 2, columns: 8 },
  matmulVectorGradient: { x: A, xStride: 8, dy: B, dw: C, rows: 2, columns: 8, add: 0 },
  matmulVectorDelta: { dy: A, w: B, dx: C, dxStride: 8, rows: 2, columns: 8 },
  columnSums: { dy: A, dyStride: 8, db: B, rows: 2, columns: 8, add: 0 },
  sgdStep: { p: A, g: B, length: 8, scale: 1, rate: 0.1, decay: 0 },
  momentumStep: { p: A, g: B, v: C, length: 8, scale: 1, rate: 0.1, momentum: 0.9, nesterov: 0, decay: 0 },
  adamStep: {
    p: A,
    g: B,
    m: C,
    v: D,
    length: 8,
    scale: 1,
    step: 0.1,
    root: 1,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1,
    keep: 1,
  },
  adaptiveStep: { p: A, g: B, s: C, length: 8, scale: 1, rate: 0.1, decay: 0.9, gain: 0.1, epsilon: 1 },
  clearSubnormals: { x: A, length: 8 },
  sumOfSquares: { x: A, length: 8 },
  packWeights: { outside: A, inside: B, inputs: 5, units: 7 },
  unpackWeights: { inside: A, outside: B, inputs: 5, units: 7 },
  transposeWeights: { w: A, wt: B, inputs: 5, units: 7 },
  gatherRows: { source: A, stride: 8, order: B, count: 2, target: C },
  gatherValues: { source: A, order: B, count: 2, target: C },
  seedGenerator: { state: A, low: 1, high: 0 },
  initializeLayer: { state: A, initializer: INITIALIZERS.indexOf("zeros"), theta: B, inputs: 5, units: 7 },
  identity: { order: A, length: 8 },
  shuffle: { state: A, order: B, length: 8 },
  dropout: { key: 1, first: 0, rate: 0.5, x: A, y: B, length: 8 },
};

/** What must change in a right call for a complaint, where its own words do not say that. */
const WRONG: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "silu needs x, which y has overwritten": { activation: ACTIVATIONS.indexOf("silu"), x: A, y: A },
  "crossEntropy has a kernel of its own": { kind: LOSSES.indexOf("crossEntropy") },
  "neither t nor labels": { t: 0, labels: 0 },
  "no such initializer": { initializer: INITIALIZERS.indexOf("zeros") + 1 },
  "rate is not from 0 to below 1": { rate: 1 },
};

/** The parameters that a complaint names, changed so that it is due. */
function violating(
  complaint: string,
  right: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  if (complaint in WRONG) return WRONG[complaint];
  const [name, is, other] = /^(\w+) is (null|not aligned to \d+|no multiple|less than|)(?: ?)(\w+)?/
    .exec(complaint)
    ?.slice(1) as string[];
  switch (is) {
    case "null":
      return { [name]: 0 };
    case "not aligned to 16":
      return { [name]: right[name] + 4 };
    case "not aligned to 4":
      return { [name]: right[name] + 2 };
    case "no multiple":
      return { [name]: right[name] + 2 };
    case "less than":
      return other in right ? { [other]: right[name] + 4 } : { [name]: 0 };
    default:
      return { [name]: right[other] };
  }
}

interface Assertion {
  readonly kernel: string;
  readonly complaint: string;
  readonly place: string;
}

/** All assertions in assembly/kernels. */
function assertions(): Assertion[] {
  const folder = fileURLToPath(new URL("../../assembly/kernels/", import.meta.url));
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(folder + file, "utf8");
    return [...text.matchAll(/ {2}assert\([^;]*?"(\w+): ([^"]*)",?\s*\);/g)].map((match) => ({
      kernel: match[1],
      complaint: match[2],
      place: `assembly/kernels/${file}:${text.slice(0, match.index).split("\n").length}:3`,
    }));
  });
}

describe.each(Object.entries(RIGHT))("%s", (kernel, right) => {
  const call = (change: Readonly<Record<string, number>>): void =>
    kernels[kernel](...Object.values({ ...right, ...change }));

  test("runs when it is called as it should be", () => {
    call({});
  });

  test.each(assertions().filter((assertion) => assertion.kernel === kernel))(
    "$complaint",
    ({ complaint, place }) => {
      expect(() => call(violating(complaint, right))).toThrow(
        new Error(`abort: ${kernel}: ${complaint} at ${place}`),
      );
    },
  );
});

test("no assertion of a kernel is left out here", () => {
  const named = new Set(assertions().map(({ kernel }) => kernel));
  expect([...named].sort()).toEqual(Object.keys(RIGHT).sort());
});
