import { styleText } from "node:util";

/** One line on standard output. */
export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** One JSON object on a line of its own; a number that is not finite becomes null. */
export function sayJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function bold(text: string): string {
  return styleText("bold", text);
}

export function faint(text: string): string {
  return styleText("dim", text);
}

/** 5479 as 5,479. */
export function whole(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** `1 row`, `5,479 rows`. */
export function count(n: number, what: string): string {
  return `${whole(n)} ${what}${n === 1 ? "" : "s"}`;
}

/** A measured number with a sensible count of digits: 1,750.0, 34.27, 3.141, 0.0927, 1.2e-7. */
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

/** The shortest decimal number that reads back as the same float32. */
export function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

export function sparse(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Aligned columns, two blanks apart: the first to the left, the others to the right. */
export function alignTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => (row[c] ?? "").length)));
  return rows.map((row) => alignRow(row, widths));
}

/** One row of such a table, when its widths are known beforehand. */
export function alignRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
    .join("  ")
    .trimEnd();
}

/** A CSV line; cells with a comma, a quote or a line end are quoted. */
export function csvLine(cells: readonly (string | number)[]): string {
  const line = cells.map((cell) => {
    const text = String(cell);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${line.join(",")}\n`;
}
