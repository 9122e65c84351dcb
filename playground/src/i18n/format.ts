import { language } from "../state.js";

/** A count in the language that is chosen: 5,479. */
export function count(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

/** A share: 20 %. */
export function percent(share: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent" }).format(share);
}

/** A number with so many digits behind the point. */
export function decimal(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language.value, options).format(value);
}
