import { DataError } from "../base/errors.js";

/** The error of a file that ends with its header. */
export function noRows(file: string): DataError {
  return new DataError(`${file}: there are column names, but no rows below them.`);
}
