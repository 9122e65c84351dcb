import { type Dataset, windows } from "downhill";
import { type Births, dayOf, type Span } from "../data/births.js";

/** The days of a span, each with the `past` days before it, which may reach back further. */
export function rowsOf(births: Births, { from, to }: Span, past: number): Dataset {
  return windows(births.subarray(dayOf(from) - past, dayOf(to)), { past });
}
