import { expect } from "vitest";
import {
  type Activation,
  dataset,
  dense,
  dropout,
  type LayerSpec,
  type LossSpec,
  Model,
} from "../../src/index.js";
import { ACTIVATIONS } from "../../src/interop/network/chain.js";
import { Random } from "../support/random.js";

/* Models of every kind that can be written as a file of another tool, for round trips and for other tools' eyes. */

export interface Sample {
  readonly name: string;
  readonly model: Model;
  /** Rows as float32, flat [rows x inputs], in the range of the training rows. */
  readonly rows: Float32Array;
}

export interface SampleOptions {
  readonly activation: Activation;
  readonly loss: LossSpec;
  readonly standardize: boolean;
  /** Hidden layers; "dropout" for two with dropout behind each. */
  readonly hidden: 0 | 1 | 3 | "dropout";
}

const INPUTS = 5;
const OUTPUTS = 3;

export const LOSSES: readonly LossSpec[] = ["mse", "crossEntropy", "binaryCrossEntropy"];
export const HIDDEN: readonly SampleOptions["hidden"][] = [0, 1, 3, "dropout"];

/** Each of downhill's activations x losses x standardized or not x depths. */
export const SAMPLE_OPTIONS: readonly SampleOptions[] = ACTIVATIONS.flatMap((activation) =>
  LOSSES.flatMap((loss) =>
    [true, false].flatMap((standardize) =>
      HIDDEN.map((hidden) => ({ activation, loss, standardize, hidden })),
    ),
  ),
);

/** A model of one epoch, over columns whose means are up to 50 deviations from 0. */
export function sampleModel({ activation, loss, standardize, hidden }: SampleOptions): Sample {
  const count = 40;
  const random = new Random(7);
  const noise = random.list(count * INPUTS);
  const rows = Float32Array.from(noise, (value, i) =>
    standardize ? 10 * (i % INPUTS) + (1 + (i % INPUTS)) * value : value,
  );
  const outputs = loss === "binaryCrossEntropy" ? 1 : OUTPUTS;
  const inputWidth = INPUTS;
  const data =
    loss === "mse"
      ? dataset(
          {
            inputs: rows,
            targets: Float32Array.from(random.list(count * outputs), (value) => 3 * value + 20),
          },
          { inputWidth, targetWidth: outputs },
        )
      : dataset(
          {
            inputs: rows,
            labels: Array.from(
              { length: count },
              (_, row) => ["ant", "bee", "cat"][row % (outputs === 1 ? 2 : 3)],
            ),
          },
          { inputWidth, columns: ["a", "b", "c", "d", "e"] },
        );
  const layers: LayerSpec[] = [];
  for (let i = 0; i < (hidden === "dropout" ? 2 : hidden); i++) {
    layers.push(dense(4 + i, activation));
    if (hidden === "dropout") layers.push(dropout(0.25));
  }
  // Without hidden layers a regression has the activation itself, where the targets' scale allows it.
  layers.push(dense(outputs, hidden === 0 && loss === "mse" && !standardize ? activation : "linear"));
  const model = new Model({ inputs: data, layers, loss, standardize, seed: 5 });
  model.fitSync(data, { epochs: 1, batchSize: 8 });
  const lossName = typeof loss === "string" ? loss : loss.type;
  return {
    name: `${activation} ${lossName} ${standardize ? "standardized" : "plain"} ${hidden}`,
    model,
    rows,
  };
}

/** The largest |a - b| / max(1, |b|). */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < b.length; i++) {
    const difference = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i]));
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst;
}
