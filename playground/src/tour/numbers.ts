import { language } from "../state.js";

const LOCALES = { en: "en", zh: "zh-Hans" } as const;
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language.value} ${key}`;
  const known = formats.get(name) ?? new Intl.NumberFormat(LOCALES[language.value], options);
  formats.set(name, known);
  return known;
}

/** A number as the language writes it. @param digits after the decimal point */
export function written(value: number, digits = 0): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // No "-0" for what rounds to nothing.
  const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  return formatOf(`digits ${digits}`, options).format(rounded).replace("-", "−");
}

/** A share as a percentage. */
export function percent(share: number): string {
  return formatOf("percent", { style: "percent" }).format(share);
}

/** A number of any size in a few letters: 3.1 × 10²². */
export function inPowers(value: number): string {
  if (Math.abs(value) < 1e6) return written(value, Math.abs(value) < 100 ? 3 : 0);
  const power = Math.floor(Math.log10(Math.abs(value)));
  const raised = String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return `${written(value / 10 ** power, 1)} × 10${raised}`;
}
