import { count, listed } from "../base/format.js";
import type { Problem } from "../problem/problem.js";
import type { SeriesShape } from "../problem/rows.js";
import { fieldNames } from "./choice.js";

/** Input columns that are all named in one line; of more, the first few. */
const MOST_INPUTS = 12;
const FIRST_INPUTS = 10;

/** What the target is predicted from, in a line. */
export function describeInputs({ inputs, series }: Pick<Problem, "inputs" | "series">): string {
  if (series !== undefined) return `inputs: ${describeWindow(series)}`;
  const named = inputs.length > MOST_INPUTS ? listed(inputs, FIRST_INPUTS) : inputs.join(", ");
  return `${count(inputs.length, "input")}: ${named}`;
}

/** `the 28 values before, relative to the last of them, and weekday, to predict the next 7` */
export function describeWindow({ past, ahead, gap, relative, calendar = [] }: SeriesShape): string {
  const values = past === 1 ? "value" : `${past} values`;
  const measured = relative ? ", relative to the last of them" : "";
  const fields = calendar.length > 0 ? `${measured && ","} and ${fieldNames(calendar)}` : "";
  const skipped = gap > 0 ? ` after a gap of ${gap}` : "";
  return `the ${values} before${measured}${fields}, to predict the next ${ahead === 1 ? "one" : ahead}${skipped}`;
}
