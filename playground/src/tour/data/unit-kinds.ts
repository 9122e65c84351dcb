/* Step 7: which networks are compared. */

export type UnitKind = "sigmoid" | "relu";
export const UNIT_KINDS: readonly UnitKind[] = ["sigmoid", "relu"];
export const UNIT_COUNTS = [1, 2, 3, 4, 5, 6, 8] as const;

/** Births by which a network may be off to count as the curve. */
export const CLOSE_ENOUGH = 145;
