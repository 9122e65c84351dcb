import type { Spread } from "../base/statistics.js";

/** What trusted tools reach on the same rows. */
export interface Reference {
  /** Mean absolute error in births, or for spam the log loss. */
  readonly train?: Spread;
  readonly test?: Spread;
  /** For spam. */
  readonly accuracy?: number;
  readonly auc?: number;
}

/** A published result: the mean and, of several seeds, their deviation. */
function known(mean: number, deviation: number | null = null): Spread {
  return { mean, deviation };
}

/**
 * PyTorch 1.13 on one core, five seeds (the naive baselines: exact). Same rows, same settings; their absolute errors
 * are what downhill's own are held against. Exact least absolute deviations, which no linear model can beat on the
 * training rows: 1625.9, 440.4, 373.9 and 349.2 for 1, 7, 28 and 56 days.
 */
export const REFERENCE: Readonly<Record<string, Reference>> = {
  "median of the training days": { train: known(1750.0), test: known(1617.5) },
  "yesterday again": { train: known(1712.2), test: known(1642.8) },
  "same weekday last week": { train: known(456.1), test: known(435.8) },
  "linear, 1 day": { train: known(1625.9, 0.0), test: known(1547.5, 0.1) },
  "linear, 7 days": { train: known(440.6, 0.0), test: known(423.6, 0.2) },
  "linear, 28 days": { train: known(376.5, 0.7), test: known(357.5, 0.8) },
  "linear, 56 days": { train: known(352.3, 1.2), test: known(344.0, 3.1) },
  "56 days, 10 ReLU": { train: known(251.7, 4.3), test: known(303.2, 5.5) },
  "56 days, 100 ReLU": { train: known(182.7, 13.1), test: known(308.2, 7.8) },
  "56 days, 1000 ReLU": { train: known(151.2, 13.2), test: known(305.6, 11.7) },
  "56 days, 2 layers of 100": { train: known(124.1, 14.2), test: known(300.4, 11.4) },
  "56 days, 3 layers of 100": { train: known(87.9, 6.5), test: known(283.9, 12.8) },
  "56 days, 4 layers of 100": { train: known(84.6, 6.0), test: known(283.3, 18.4) },
  "overfitting, MSE": { train: known(155), test: known(503) },
  "spam, logistic": { test: known(0.17), accuracy: 0.9412, auc: 0.977 },
  "spam, 100 ReLU": { test: known(0.093), accuracy: 0.9726, auc: 0.993 },
};

/** Train and test error of "overfitting, MSE" after 30 of its 300 epochs, before it began to learn by heart. */
export const OVERFITTING_AT_30 = { train: 306, test: 353 };
