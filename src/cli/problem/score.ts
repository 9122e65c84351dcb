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

/** The headings of a table of scores and the cells of one score, in the same order. */
export const SCORE_COLUMNS = {
  regression: ["MAE", "RMSE", "R2"],
  classification: ["accuracy", "log loss", "AUC"],
} as const;

/** The middle value, or the mean of the two middle ones. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The sample's standard deviation (n - 1), or null for fewer than two values, which have none. */
export function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
