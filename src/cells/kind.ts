/** What a column holds: numbers, two answers, texts, or dates with or without a time of day. */
export type Kind = "number" | "yes-no" | "text" | "date";

export const KINDS: readonly Kind[] = ["number", "yes-no", "text", "date"];
