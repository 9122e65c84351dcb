import type { Dataset } from "downhill";
import type { Setup } from "../../setup/setup.js";
import type { About } from "../messages.js";
import { birthsRows } from "./births.js";
import { classicRows } from "./classic.js";
import { csvRows } from "./csv.js";
import { drawnRows } from "./drawn.js";
import { spamRows } from "./spam.js";

/** Rows to learn from, to choose the best epoch by, and to judge by; the last two may be missing. */
export interface Rows extends Pick<
  About,
  "task" | "shape" | "target" | "columns" | "choices" | "classes" | "notes"
> {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/** The rows that a setup speaks of. @throws the library's errors, for data that it does not take */
export async function rowsOf(setup: Setup, text?: string): Promise<Rows> {
  switch (setup.data.kind) {
    case "births":
      return birthsRows(setup);
    case "spam":
      return spamRows(setup);
    case "csv":
      return csvRows(setup, setup.data.name, text ?? "");
    case "drawn":
      return drawnRows(setup, setup.data.points);
    default:
      return classicRows(setup, setup.data);
  }
}

/** Cuts a dataset as the setup has it; a part without rows is left out. */
export function cut(
  data: Dataset,
  { validation, test, seed }: Setup,
): Pick<Rows, "train" | "validation" | "test"> {
  const shares = { ...(validation > 0 && { validation }), ...(test > 0 && { test }) };
  if (validation === 0 && test === 0) return { train: data };
  return data.split(data.chronological ? shares : { ...shares, shuffle: seed });
}
