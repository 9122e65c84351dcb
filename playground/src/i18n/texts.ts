import { signal } from "@preact/signals";
import { language } from "../state.js";
import { en } from "./en/index.js";

export type Language = "en" | "zh";

/** Every text of the page, by name; Chinese has the same names, which the types hold. */
export type Texts = typeof en;

/** The languages that have been loaded. */
const loaded = signal<Readonly<{ en: Texts; zh?: Texts }>>({ en });

/**
 * The texts of the language that is chosen, or English ones until those are there. A view that calls it is drawn anew when they are, and
 * when the language changes.
 */
export function t(): Texts {
  return loaded.value[language.value] ?? en;
}

/** Loads the texts of the language that is chosen: of two languages a person needs one. */
export async function loadTexts(): Promise<void> {
  if (loaded.value[language.value] !== undefined) return;
  try {
    const { zh } = await import("./zh/index.js");
    loaded.value = { ...loaded.value, zh };
  } catch {
    // Without a network, on a page that was not kept: English stays.
  }
}
