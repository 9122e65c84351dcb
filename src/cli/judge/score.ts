import type { Dataset, Model } from "../../index.js";

/** How good predictions of numbers are. */
export interface RegressionScore {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
}

/** How good predictions of classes are. A guess without probabilities has an accuracy only. */
export interface ClassScore {
  readonly accuracy: number;
  readonly logLoss?: number;
  /** The chance that a row of the second class is ranked above one of the first; for two classes. */
  readonly auc?: number;
}

export type Score = RegressionScore | ClassScore;

/** How a model does on rows. */
export interface Judgement {
  readonly score: Score;
  /** Rows by class, confusion[actual][predicted]; for a classification. */
  readonly confusion?: readonly (readonly number[])[];
}

export function judge(model: Model, data: Dataset): Judgement {
  const result = model.evaluate(data);
  if ("mae" in result) return { score: { mae: result.mae, rmse: result.rmse, r2: result.r2 } };
  const { accuracy, loss, auc, confusion } = result;
  return { score: { accuracy, logLoss: loss, auc }, confusion };
}
