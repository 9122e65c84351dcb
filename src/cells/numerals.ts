// How a number may stand in a file: with a decimal point, a decimal comma, or separators between thousands.

const WITH_POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WITH_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const COMMA_GROUPS = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const POINT_GROUPS = /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/;

/** A number as programs write it: 12, 1.5, -2e-3. */
export function isPlain(cell: string): boolean {
  return WITH_POINT.test(cell);
}

/** A number if its comma is a decimal one: 1,5. */
export function hasComma(cell: string): boolean {
  return WITH_COMMA.test(cell);
}

/** A plain number with a decimal point: 1.5. */
export function hasPoint(cell: string): boolean {
  return cell.includes(".") && WITH_POINT.test(cell);
}

/** Whether it looks like thousands with separators: 1,234 or 1.234.567,8. Of one group, it may be a decimal as well. */
export function isGrouped(cell: string): boolean {
  return COMMA_GROUPS.test(cell) || POINT_GROUPS.test(cell);
}

/** Whether its comma can only be a decimal one: 1,5 or 1.234,5, not 1,234. */
export function isSurelyDecimalComma(cell: string): boolean {
  return (WITH_COMMA.test(cell) && !isGrouped(cell)) || (cell.includes(",") && POINT_GROUPS.test(cell));
}

/**
 * Whether its number would not give it back: 007, or a whole number of more digits than a float64 has. Such a cell names
 * something, while 1.0 or 1e3 is only another way to write a number.
 */
export function isName(cell: string): boolean {
  const digits = /^[+-]?(\d+)$/.exec(cell)?.[1];
  if (digits === undefined) return false;
  return (digits.length > 1 && digits.startsWith("0")) || !isExact(digits);
}

/** Whether a float64 holds a whole number to the last digit; up to 15 digits it always does. */
function isExact(digits: string): boolean {
  if (digits.length <= 15) return true;
  const value = Number(digits);
  return Number.isFinite(value) && BigInt(value) === BigInt(digits);
}

/** Thousands without their separators: 1.234,5 as 1234,5. */
export function ungrouped(cell: string): string {
  return cell.replaceAll(COMMA_GROUPS.test(cell) ? "," : ".", "");
}

/** In a function that is marked as pure, so that bundlers leave it out of what only predicts. */
const SIGNED = /* @__PURE__ */ (() => {
  const unit = String.raw`\p{L}+[²³23]?`;
  const currency = String.raw`\p{Sc}|[A-Z]{3}(?= )`;
  return new RegExp(
    String.raw`^([+-]?)(?:(?:${currency}) ?)?([+-]?[\d.,]*\d)(?: ?(?:[%‰]|(?:\p{Sc}|°?${unit})(?:\/${unit})?))?$`,
    "u",
  );
})();

/** The number alone of a cell that has a unit, a currency or a percent sign at it: 5 of 5%, $5 and 5 kg. */
export function numberAlone(cell: string): string | undefined {
  const [, sign, digits] = SIGNED.exec(cell) ?? [];
  if (digits === undefined) return undefined;
  const number = sign + (isGrouped(digits) ? ungrouped(digits) : digits);
  return number !== cell && (isPlain(number) || hasComma(number)) ? number : undefined;
}
