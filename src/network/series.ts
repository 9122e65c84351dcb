import { checkCount, checkOptions } from "../base/check.js";
import { OptionError } from "../base/errors.js";
import type { Encoding, SeriesEncoding } from "../spec/encoding.js";

/** What is done to windows of a series before they are scaled. */
export interface Series {
  /** The column of the newest value, which is subtracted from those up to it; -1 for none. */
  readonly origin: number;
  /** The first of the columns that stay as they are. */
  readonly firstIndicator: number;
}

/** @throws OptionError for counts that a row of `inputs` numbers does not have */
export function readSeries(encoding: Encoding | undefined, inputs: number): Series {
  const caller = "Model: encoding";
  const { relative = 0, indicators = 0 } = (encoding ?? {}) as Partial<SeriesEncoding>;
  if (encoding) checkOptions(caller, encoding, ["type", "relative", "indicators"], '"series"');
  checkCount(caller, "relative", relative, 0);
  checkCount(caller, "indicators", indicators, 0);
  if (relative + indicators <= inputs) return { origin: relative - 1, firstIndicator: inputs - indicators };
  throw new OptionError(
    `${caller}: relative ${relative} and indicators ${indicators} are more than the ${inputs} inputs of a row.`,
    { expected: inputs, received: relative + indicators },
  );
}
