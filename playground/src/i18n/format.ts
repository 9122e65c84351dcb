import { language } from "../state.js";

/** A number as the chosen language writes it. A view that calls it is drawn anew when the language changes. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language.value, options).format(value);
}

/** A share: 20%. */
export function percent(share: number): string {
  return formatNumber(share, { style: "percent" });
}

/** A number with so many digits behind the point. */
export function decimal(value: number, digits: number): string {
  return formatNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
