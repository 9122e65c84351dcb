/** 5479 as 5,479. */
export function whole(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** `1 row`, `5,479 rows`. */
export function count(n: number, what: string): string {
  return `${whole(n)} ${what}${n === 1 ? "" : "s"}`;
}

/** A measured number with a sensible count of digits: 1,750.0, 34.27, 3.141, 0.0927, 1.2e-7; a dash if there is none. */
export function number(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  const digits = size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return fixed(value, digits);
}

/** With thousands separated and exactly `digits` after the point. */
export function fixed(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function percent(share: number): string {
  return `${fixed(share * 100, 1)} %`;
}

/** `a, b, c`, or of more than `most` items the first ones and dots. */
export function listed(items: readonly string[], most: number): string {
  return items.length > most ? `${items.slice(0, most).join(", ")}, ...` : items.join(", ");
}

/** With a large letter first, where it begins with a letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A word as a shell takes it for one. */
export function shellWord(text: string): string {
  return /^[\w,.=:-]+$/.test(text) ? text : `"${text}"`;
}
