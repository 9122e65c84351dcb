import { dense, Model } from "downhill";
import { errorOfCopy } from "../data/births.js";
import { type Beginning, BEGINNINGS, END, VALIDATED } from "../data/beginnings.js";
import type { Experiment } from "./experiment.js";
import { rowsOf } from "./rows.js";

const PAST = 28;
const UNITS = 100;
const EPOCHS = 300;
const EPOCHS_BETWEEN_PICTURES = 6;

export interface Losses {
  readonly epoch: number;
  /** Mean absolute errors in births. */
  readonly train: number;
  readonly validation: number;
}

export interface OverfittingResult {
  readonly parameters: number;
  readonly days: number;
  readonly losses: readonly Losses[];
  /** Where early stopping would have the weights from. */
  readonly best: Losses;
  readonly last: Losses;
  /** Of the same weekday last week, on the days of validation. */
  readonly naive: number;
}

/** Step 9: 3,001 parameters, and as many days as one likes. */
export const overfitting: Experiment<
  { readonly beginning: Beginning },
  readonly Losses[],
  OverfittingResult
> = async (births, { beginning }, { show, signal }) => {
  const train = rowsOf(births, { from: BEGINNINGS[beginning], to: END }, PAST);
  const validation = rowsOf(births, VALIDATED, PAST);
  const model = new Model({ inputs: train, layers: [dense(UNITS, "relu"), dense(1)], loss: "mae", seed: 1 });
  const losses: Losses[] = [];
  await model.fit(train, {
    epochs: EPOCHS,
    validation,
    signal,
    onEpoch: ({ epoch, loss, validationLoss }) => {
      losses.push({ epoch, train: loss, validation: validationLoss as number });
      return epoch % EPOCHS_BETWEEN_PICTURES === 0 ? show([...losses]) : undefined;
    },
  });
  return {
    ...{ parameters: model.count, days: train.rows, losses, last: losses[losses.length - 1] },
    best: losses.reduce((best, here) => (here.validation < best.validation ? here : best)),
    naive: errorOfCopy(births, VALIDATED, 7),
  };
};
