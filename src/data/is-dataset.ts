import { kindOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import type { DatasetParts } from "./parts.js";

/** What a Dataset calls itself, by which it is known. */
export const DATASET = "Dataset";

/**
 * Whether `value` is a Dataset, also one of another copy of this package. By its name, not by `instanceof`: code that only
 * takes datasets then has no need of the class and what it can do (splits, shuffles, checks), and bundlers leave those out.
 */
export function isDataset(value: unknown): value is DatasetParts {
  return kindOf(value) === DATASET;
}

/** `data`, if it is a Dataset that still has its rows. @throws DataError otherwise */
export function checkDataset(caller: string, data: unknown): DatasetParts {
  if (isDataset(data)) {
    // A typed array whose memory was transferred to another thread is empty; a dataset never is. Of a table only the targets are.
    const { inputRows, targetRows, labelIndex } = data;
    if ([inputRows.values, targetRows?.values, labelIndex].every((list) => list?.length !== 0)) return data;
    throw new DataError(`${caller}: the data's memory was transferred to a worker. Make the dataset again.`);
  }
  throw new DataError(
    `${caller}: expected a Dataset, got ${show(data)}. Make one with dataset({ inputs, targets }) or windows(series, ...).`,
    { expected: "Dataset", received: data },
  );
}
