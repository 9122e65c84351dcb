/** A public series, how it is fitted, and the largest mean absolute error on its test rows. */
export interface PublicSeries {
  name: string;
  file: string;
  target: string;
  past: number;
  most: number;
}

export const FIVE: PublicSeries[];

/** What is read here of the object that `downhill fit --json` prints. */
export interface Fitted {
  relative: "last" | false;
  calendar: string[];
  choice: { measure: string; rows: number; candidates: object[] };
  test: { mae: number };
  baselines: { model: string; mae: number }[];
}

export function fit(series: PublicSeries, ...more: string[]): Fitted;
