import type { Span } from "./births.js";

/** Step 9: where the days to learn from begin. They end with June 2013; the rest of that year is for validation. */
export const BEGINNINGS = { few: "2013-01-01", year: "2012-07-01", many: "2010-01-01" } as const;
export type Beginning = keyof typeof BEGINNINGS;

export const END = "2013-07-01";
export const VALIDATED: Span = { from: END, to: "2014-01-01" };
