import fc from "fast-check";

import {
  adagrad,
  adam,
  adamw,
  dataset,
  type Dataset,
  dense,
  dropout,
  huber,
  type LayerSpec,
  type LossSpec,
  Model,
  type OptimizerSpec,
  rmsprop,
  sgd,
} from "../../src/index.js";
import { activation, initializer, tameNumber } from "./arbitraries.js";

/** A tiny network and rows that fit it. */
export interface Problem {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: LayerSpec[];
  readonly loss: LossSpec;
  readonly standardize: boolean;
  readonly seed: number;
  readonly rows: number;
  /** [rows][inputs] */
  readonly x: number[][];
  /** [rows][outputs], as the loss takes them. */
  readonly y: number[][];
  /** For the cross-entropies: labels in place of targets. */
  readonly labels: readonly (string | number)[] | undefined;
  readonly weights: readonly number[] | undefined;
  readonly optimizer: OptimizerSpec;
}

const rate = fc.constantFrom(1e-3, 1e-2, 0.1);

export const optimizer: fc.Arbitrary<OptimizerSpec> = fc.oneof(
  fc
    .tuple(rate, fc.constantFrom(0, 0.9), fc.boolean())
    .map(([learningRate, momentum, nesterov]) =>
      sgd({ learningRate, momentum, nesterov: nesterov && momentum > 0 }),
    ),
  rate.map((learningRate) => adam({ learningRate })),
  rate.map((learningRate) => adamw({ learningRate })),
  rate.map((learningRate) => rmsprop({ learningRate })),
  rate.map((learningRate) => adagrad({ learningRate })),
);

const hidden = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 6 }), activation, initializer)
        .map(([units, name, initializer]) => dense(units, name, { initializer })),
    },
    fc.constantFrom(0, 0.25, 0.5).map(dropout),
  ),
  { maxLength: 3 },
);

const lossSpec: fc.Arbitrary<LossSpec> = fc.constantFrom<LossSpec>(
  "mse",
  "mae",
  huber(),
  huber({ delta: 0.3 }),
  "crossEntropy",
  "binaryCrossEntropy",
);

/** @param cell what inputs and targets of regressions hold */
export function problem(cell: fc.Arbitrary<number> = tameNumber): fc.Arbitrary<Problem> {
  return fc
    .record({
      inputs: fc.integer({ min: 1, max: 5 }),
      outputs: fc.integer({ min: 1, max: 4 }),
      rows: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }) },
        fc.constantFrom(127, 128, 129, 140),
      ),
      loss: lossSpec,
      last: activation,
      hidden,
      standardize: fc.boolean(),
      seed: fc.integer(),
      optimizer,
      labelled: fc.boolean(),
      weighted: fc.boolean(),
    })
    .chain(({ inputs, rows: some, loss, last, hidden, labelled, weighted, ...rest }) => {
      const many = loss === "crossEntropy" ? Math.max(2, rest.outputs) : rest.outputs;
      const named = labelled && (loss === "crossEntropy" || loss === "binaryCrossEntropy");
      const outputs = named && loss === "binaryCrossEntropy" ? 1 : many;
      const classes = loss === "binaryCrossEntropy" ? 2 : outputs;
      // Every class is there: a class that no row has would leave an output over.
      const rows = Math.max(some, classes);
      const activation = loss === "crossEntropy" || loss === "binaryCrossEntropy" ? "linear" : last;
      const row = <Cell>(width: number, arbitrary: fc.Arbitrary<Cell>): fc.Arbitrary<Cell[]> =>
        fc.array(arbitrary, { minLength: width, maxLength: width });
      return fc
        .record({
          x: row(rows, row(inputs, cell)),
          y: row(rows, targetRow(loss, outputs, cell)),
          index: row(rows, fc.nat(classes - 1)),
          weights: row(rows, fc.constantFrom(0, 0.5, 1, 1, 2)),
        })
        .map(({ x, y, index, weights }) => ({
          ...rest,
          inputs,
          outputs,
          rows,
          loss,
          x,
          y,
          layers: [...hidden, dense(outputs, activation)],
          labels: named ? index.map((k, r) => `class ${r < classes ? r : k}`) : undefined,
          weights: weighted && weights.some((w) => w > 0) ? weights : undefined,
        }));
    });
}

function targetRow(loss: LossSpec, outputs: number, cell: fc.Arbitrary<number>): fc.Arbitrary<number[]> {
  const row = (value: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
    fc.array(value, { minLength: outputs, maxLength: outputs });
  if (loss === "binaryCrossEntropy") return row(fc.constantFrom(0, 1, 0.25));
  if (loss !== "crossEntropy") return row(cell);
  return row(fc.nat(4)).map((parts) => {
    const sum = parts.reduce((a, b) => a + b, 0);
    return sum > 0 ? parts.map((part) => part / sum) : parts.map((_, k) => Number(k === 0));
  });
}

export function dataOf({ x, y, labels, weights }: Problem): Dataset {
  const named = weights && { weights };
  return labels ? dataset({ inputs: x, labels }, named) : dataset({ inputs: x, targets: y }, named);
}

export function modelOf({ inputs, layers, loss, standardize, seed, optimizer }: Problem): Model {
  return new Model({ inputs, layers, loss, standardize, seed, optimizer });
}
