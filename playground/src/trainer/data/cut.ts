import type { Dataset } from "downhill";
import type { Setup } from "../../setup/setup.js";
import type { Rows } from "./rows.js";

/** Cuts a dataset as the setup has it; a part without rows is left out. A series keeps its order, other rows are shuffled by the seed. */
export function cut(
  data: Dataset,
  { validation, test, seed }: Pick<Setup, "validation" | "test" | "seed">,
): Pick<Rows, "train" | "validation" | "test" | "notes"> {
  if (validation === 0 && test === 0) return { train: data, notes: data.notes };
  const shares = { ...(validation > 0 && { validation }), ...(test > 0 && { test }) };
  const parts = data.split(data.chronological ? shares : { ...shares, shuffle: seed });
  const { train, validation: second, test: third } = parts;
  return { ...parts, notes: [train, second, third].flatMap((part) => part?.notes ?? []) };
}
