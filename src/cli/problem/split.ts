import { DataError, type Dataset } from "../../index.js";
import { UsageError } from "../base/failure.js";
import { count } from "../base/format.js";
import type { Problem } from "./problem.js";

/** How the rows are divided. */
export interface SplitOptions {
  /** Share of the rows, 0 for none. */
  readonly validation: number;
  /** Share of the rows, 0 for none. */
  readonly test: number;
  /** Shuffles the rows of a table. */
  readonly seed: number;
}

export interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/** The rows that a model is judged on. */
export interface JudgedPart {
  readonly name: keyof Parts;
  readonly data: Dataset;
}

/** Train, validation and test: a series in time order, a table shuffled by the seed. */
export function splitProblem(problem: Problem, { validation, test, seed }: SplitOptions): Parts {
  const { data, series } = problem;
  const shares: string[] = [];
  if (validation > 0) shares.push(`--validation ${validation}`);
  if (test > 0) shares.push(`--test ${test}`);
  if (shares.length === 0) return { train: data };
  const asked = shares.join(" and ");
  if (validation + test >= 1) throw new UsageError(`${asked}: nothing is left to train on.`);
  try {
    return data.split({
      validation: validation > 0 ? validation : undefined,
      test: test > 0 ? test : undefined,
      shuffle: series === undefined ? seed : false,
    });
  } catch (error) {
    if (error instanceof DataError) throw new DataError(tooFewRows(problem, asked), { ...error });
    throw error;
  }
}

function tooFewRows({ table, data, series }: Problem, shares: string): string {
  const rows = count(data.rows, "row");
  if (series === undefined) {
    return (
      `${table.file}: ${rows} ${data.rows === 1 ? "is" : "are"} too few for ${shares}. Every part needs a row: ` +
      `add rows, or choose other shares.`
    );
  }
  const { past, ahead } = series;
  const between = ahead > 1 ? `, and --ahead ${ahead} leaves out ${ahead - 1} between two parts` : "";
  return (
    `${table.file}: --past ${past} leaves ${rows}, too few for ${shares}. Every part needs a row${between}: ` +
    `choose a smaller --past, or other shares.`
  );
}

/** The test rows, or without any what comes nearest to rows that the training has not seen. */
export function judgedPart({ train, validation, test }: Parts): JudgedPart {
  if (test !== undefined) return { name: "test", data: test };
  if (validation !== undefined) return { name: "validation", data: validation };
  return { name: "train", data: train };
}
