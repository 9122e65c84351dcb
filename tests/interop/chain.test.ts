import { describe, expect, test } from "vitest";
import { DataError } from "../../src/index.js";
import { Chain } from "../../src/interop/network/chain.js";
import { networkOf } from "../../src/interop/network/from-model.js";
import type { Network } from "../../src/interop/network/network.js";
import { modelOf } from "../../src/interop/network/to-model.js";
import { activations } from "../reference/activation.js";
import { largestDifference, sampleModel, SAMPLE_OPTIONS } from "./samples.js";

/** The one place through which all formats pass: what becomes of scalers, normalizations, links, and what is refused. */

const W1 = [1, -2, 0.5, 3, 0.25, -1];
const B1 = [0.5, -0.5, 1];
const W2 = [1, -1, 2];
const ROWS = [
  [0.3, -1.2],
  [2, 5],
  [-4, 0.1],
];

/** A chain of caller "read" over rows of two numbers. */
function chain(
  build: (chain: Chain) => void,
  known: Parameters<Chain["finish"]>[0] = {},
): [Network, string[]] {
  const made = new Chain("read", 2);
  build(made);
  return [made.finish(known), made.remarks];
}

function predictions(network: Network): number[] {
  return Array.from(modelOf("test", network, []).predictAll(ROWS));
}

const relu = activations.relu.value;
const dot = (weights: number[], row: number[]): number => row.reduce((sum, x, k) => sum + weights[k] * x, 0);
const sums = (row: number[], weights: number[], biases: number[]): number[] =>
  biases.map((b, j) => b + dot(weights.slice(j * row.length, (j + 1) * row.length), row));

describe("arithmetic between layers", () => {
  test("a subtraction and a division in front are the inputs' scaler, to the bit", () => {
    const [network] = chain((made) => {
      made.step("Sub", "subtract", [0.1, 2014]);
      made.step("Div", "divide", [0.3, 4]);
      made.dense("dense", { units: 3, weight: W1, bias: B1 });
    });
    expect(network.inputScaling).toEqual({
      mean: Float64Array.of(0.1, 2014),
      deviation: Float64Array.of(0.3, 4),
    });
    expect(network.layers).toMatchObject([{ weight: Float32Array.from(W1) }]);
    const wanted = ROWS.flatMap(([x, y]) => sums([(x - 0.1) / 0.3, (y - 2014) / 4], W1, B1));
    expect(largestDifference(predictions(network), wanted)).toBeLessThan(1e-5);
  });

  test("a normalization in front is the scaler; where its gamma is not above 0 it is folded", () => {
    const normalization = { mean: [1, 2], variance: [4, 9], epsilon: 0.5, beta: [0.1, -0.2] };
    for (const [gamma, isScaler] of [
      [[2, 0.5], true],
      [[2, -0.5], false],
      [[2, 0], false],
    ] as const) {
      const [network, remarks] = chain((made) => {
        made.normalize("bn", { ...normalization, gamma });
        made.dense("dense", { units: 3, weight: W1, bias: B1 });
      });
      expect(network.inputScaling !== undefined).toBe(isScaler);
      expect(remarks).toEqual([]);
      const wanted = ROWS.flatMap((row) => {
        const normal = row.map(
          (x, c) =>
            ((x - normalization.mean[c]) / Math.sqrt(normalization.variance[c] + 0.5)) * gamma[c] +
            normalization.beta[c],
        );
        return sums(normal, W1, B1);
      });
      expect(largestDifference(predictions(network), wanted)).toBeLessThan(1e-6);
    }
  });

  test.each(["before the activation", "behind the activation"])(
    "a normalization between layers, %s, is folded with a remark",
    (place) => {
      const [mean, variance, gamma, beta] = [
        [1, 0, -1],
        [2, 1, 0.5],
        [1, -3, 0.5],
        [0.1, 0.2, 0.3],
      ];
      const normal = { mean, variance, epsilon: 1e-3, gamma, beta };
      const [network, remarks] = chain((made) => {
        made.dense("dense", { units: 3, weight: W1, bias: B1 });
        if (place === "before the activation") made.normalize('layer 1 "bn"', normal);
        made.activation("relu", "relu");
        if (place === "behind the activation") made.normalize('layer 1 "bn"', normal);
        made.dense("last", { units: 1, weight: W2 });
      });
      expect(remarks).toEqual([expect.stringMatching(/^layer 1 "bn", a batch normalization, is folded/)]);
      const scale = (x: number, c: number): number =>
        ((x - mean[c]) / Math.sqrt(variance[c] + 1e-3)) * gamma[c] + beta[c];
      const wanted = ROWS.map((row) => {
        const hidden = sums(row, W1, B1);
        const units =
          place === "before the activation" ? hidden.map(scale).map(relu) : hidden.map(relu).map(scale);
        return dot(W2, units);
      });
      expect(largestDifference(predictions(network), wanted)).toBeLessThan(1e-6);
    },
  );

  test("a factor and a term behind the last layer are the targets' scaler; a factor below 0 goes into the weights", () => {
    for (const factor of [5, -5]) {
      const [network] = chain((made) => {
        made.dense("dense", { units: 1, weight: [1, 2], bias: [3] });
        made.step("Mul", "multiply", [factor]);
        made.step("Add", "add", [7]);
      });
      expect(network.targetScaling !== undefined).toBe(factor > 0);
      const wanted = ROWS.map((row) => (3 + dot([1, 2], row)) * factor + 7);
      expect(largestDifference(predictions(network), wanted)).toBeLessThan(1e-6);
    }
  });
});

describe("what is last decides the loss", () => {
  const dense = (units: number) => (made: Chain) =>
    made.dense("dense", { units, weight: W1.slice(0, 2 * units) });
  test.each([
    ["softmax", 3, (made: Chain) => made.softmax("s"), {}, "crossEntropy", "softmax"],
    ["a sigmoid", 1, (made: Chain) => made.activation("s", "sigmoid"), {}, "binaryCrossEntropy", "sigmoid"],
    [
      "a sigmoid for mse",
      1,
      (made: Chain) => made.activation("s", "sigmoid"),
      { loss: "mse" },
      "mse",
      "none",
    ],
    ["nothing", 1, () => undefined, {}, "mse", "none"],
    ["nothing, with classes", 3, () => undefined, { classes: ["a", "b", "c"] }, "crossEntropy", "softmax"],
    ["nothing, with two classes", 1, () => undefined, { classes: [0, 1] }, "binaryCrossEntropy", "sigmoid"],
    ["tanh", 1, (made: Chain) => made.activation("s", "tanh"), {}, "mse", "none"],
  ] as const)("%s", (_, units, end, known, loss, link) => {
    const [network, remarks] = chain((made) => {
      dense(units)(made);
      end(made);
    }, known);
    expect(network).toMatchObject({ loss, link });
    expect(remarks).toHaveLength("classes" in known ? 1 : 0);
  });
});

describe("what does not fit is refused, with its place", () => {
  const dense = (made: Chain): void => made.dense("dense", { units: 3, weight: W1, bias: B1 });
  test.each<[RegExp, (made: Chain) => void, Parameters<Chain["finish"]>[0]?]>([
    [/^read: there is no dense layer/, () => undefined],
    [
      /^read: a puts the inputs through "relu" before the first dense layer/,
      (made) => made.activation("a", "relu"),
    ],
    [
      /^read: b is "tanh" behind "relu"/,
      (made) => (dense(made), made.activation("a", "relu"), made.activation("b", "tanh")),
    ],
    [
      /^read: n has the slope 0.1, downhill's leakyRelu has 0.01/,
      (made) => (dense(made), made.leakyRelu("n", 0.1)),
    ],
    [/^read: n has alpha 0.5, downhill's elu has 1/, (made) => (dense(made), made.elu("n", 0.5))],
    [
      /^read: d follows a softmax \(s\)/,
      (made) => (dense(made), made.softmax("s"), made.dense("d", { units: 1, weight: W2 })),
    ],
    [
      /^read: s is a softmax over one number/,
      (made) => (made.dense("d", { units: 1, weight: [1, 2] }), made.softmax("s")),
    ],
    [
      /^read: d takes 2 numbers, the layer before it gives 3\./,
      (made) => (dense(made), made.dense("d", { units: 3, weight: W1 })),
    ],
    [
      /^read: d takes 3 numbers, a row of inputs has 2\./,
      (made) => made.dense("d", { units: 1, weight: W2 }),
    ],
    [/^read: d has 5 weights for 3 units/, (made) => made.dense("d", { units: 3, weight: W1.slice(1) })],
    [/^read: d has 2 biases for 3 units/, (made) => made.dense("d", { units: 3, weight: W1, bias: [1, 2] })],
    [/^read: d has NaN as number 1 of its weight/, (made) => made.dense("d", { units: 1, weight: [1, NaN] })],
    [
      /^read: d has 1e\+39 as number 0 of its bias/,
      (made) => made.dense("d", { units: 1, weight: [1, 2], bias: [1e39] }),
    ],
    [/^read: n has 0 as number 1: no finite result/, (made) => made.step("n", "divide", [1, 0])],
    [/^read: n takes 3 numbers, a row of inputs has 2/, (made) => made.step("n", "add", [1, 0, 1])],
    [/^read: n drops the share 1;/, (made) => made.dropout("n", 1)],
    [
      /^read: dense has numbers beyond float32 once/,
      (made) => (made.dense("dense", { units: 1, weight: [1e30, 1] }), made.step("n", "multiply", [-1e30])),
    ],
    [
      /^read: classes must be 3, one for each output, got "a", "b"/,
      (made) => (dense(made), made.softmax("s")),
      { classes: ["a", "b"] },
    ],
    [/^read: classes are given, but loss "mse"/, dense, { classes: ["a", "b", "c"], loss: "mse" }],
    [/^read: columns must be 2 names/, dense, { columns: ["a"] }],
    [
      /^read: s is a softmax: the loss must be "crossEntropy", got "mse"/,
      (made) => (dense(made), made.softmax("s")),
      { loss: "mse" },
    ],
  ])("%s", (message, build, known) => {
    expect(() => chain(build, known)).toThrow(DataError);
    expect(() => chain(build, known)).toThrow(message);
  });
});

test("a dropout behind the last layer is left out, with a remark; one before it stays", () => {
  const [network, remarks] = chain((made) => {
    made.dense("dense", { units: 3, weight: W1 });
    made.dropout("d1", 0.5);
    made.dense("last", { units: 1, weight: W2 });
    made.dropout("d2", 0.25);
  });
  expect(network.layers.map(({ type }) => type)).toEqual(["dense", "dropout", "dense"]);
  expect(remarks).toEqual([expect.stringMatching(/^d2, a dropout behind the last dense layer, is left out/)]);
});

test("every model is the same once it has been a network, and trains on", () => {
  for (const options of SAMPLE_OPTIONS) {
    const { name, model, rows } = sampleModel(options);
    const again = modelOf("test", networkOf("write", model), []);
    expect(again.predictAll(rows), name).toEqual(model.predictAll(rows));
    expect(again.parameters, name).toEqual(model.parameters);
    expect(again.classes, name).toEqual(model.classes);
    expect(again.columns, name).toEqual(model.columns);
  }
});
