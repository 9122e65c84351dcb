import { language } from "../state.js";
import { en } from "./en/index.js";
import { zh } from "./zh/index.js";

export type Language = "en" | "zh";

/** Every text of the page, by name; Chinese has the same names, which the types hold. */
export type Texts = typeof en;

const LANGUAGES: Readonly<Record<Language, Texts>> = { en, zh };

/** The texts of the language that is chosen. A view that calls it is drawn anew when the language changes. */
export function t(): Texts {
  return LANGUAGES[language.value];
}
