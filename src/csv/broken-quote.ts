import { DataError } from "../base/errors.js";
import { Fault, type Scanner } from "./scanner.js";

/** The error of a broken quote in the cell that a scanner has found. */
export function quoteError({ fault }: Scanner, file: string, line: number, row?: number): DataError {
  const what =
    fault === Fault.Open
      ? "a quote is opened and never closed"
      : "text stands after a closing quote (a quote inside a cell is written twice)";
  return new DataError(`${file}, line ${line} of the file: ${what}.`, { row });
}
