import { language } from "../state.js";

/** Numbers as the language writes them. A view that calls these is drawn anew when the language changes. */
const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language.value + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(language.value, options)));
  return found;
}

/** A whole number. */
export function whole(value: number): string {
  return format({ maximumFractionDigits: 0 }).format(value);
}

/** A measured number, to so many significant digits; what is very large or very small with an exponent. */
export function measured(value: number, digits = 4): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4))
    return format({ notation: "scientific", maximumSignificantDigits: Math.min(digits, 3) }).format(value);
  // Digits before the point are not rounded away: 1,097,312 rather than 1,097,000.
  const after = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return format({ maximumFractionDigits: after, minimumFractionDigits: Math.min(after, 6) }).format(value);
}

/** A share, as in 12.5 %. */
export function percent(share: number, digits = 1): string {
  return format({ style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    share,
  );
}

/** A number on an axis, with no more digits than tell it from its neighbours. */
export function tick(value: number, step: number): string {
  if (Math.abs(value) >= 1e5 && Math.abs(value) < 1e12)
    return format({ notation: "compact", maximumFractionDigits: 1 }).format(value);
  const digits = digitsOf(step);
  if (Math.abs(value) >= 1e12 || (value !== 0 && digits > 6))
    return format({ notation: "scientific", maximumSignificantDigits: 3 }).format(value);
  return format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Digits after the point that a step has, as two of 0.25; of one that is no round number those of its first digit. */
function digitsOf(step: number): number {
  const first = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const exact = [first, first + 1].find((digits) => isWhole(step * 10 ** digits)) ?? first;
  return Math.min(10, exact);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}
