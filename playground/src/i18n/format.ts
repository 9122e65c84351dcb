import { language } from "../state.js";

/** A number as the chosen language writes it. A view that calls it is drawn anew when the language changes. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language.value, options).format(value);
}
