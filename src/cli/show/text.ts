import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";

/** A narrower terminal breaks the lines itself. */
const NARROWEST = 40;

export function bold(text: string): string {
  return styleText("bold", text);
}

export function faint(text: string): string {
  return styleText("dim", text);
}

/** Lines of output; what is undefined is left out. */
export function joinLines(lines: readonly (string | undefined)[]): string {
  return lines.map((line) => (line === undefined ? "" : `${line}\n`)).join("");
}

/** Aligned columns, two blanks apart: the first to the left, the others to the right. */
export function alignTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) => alignRow(row, widths));
}

/** One row of such a table, when its widths are known beforehand. */
export function alignRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
    .join("  ")
    .trimEnd();
}

/** Columns of lists, whose lines are broken wherever they are shown. */
const LIST_WIDTH = 79;

/** A sentence as an item of a list, on several lines. */
export function listItem(text: string): string {
  return `- ${wrapAnsi(text, LIST_WIDTH).replaceAll("\n", "\n  ")}`;
}

/** A note as a line of its own. */
export function noteLine(note: string): string {
  return `Note: ${note}`;
}

/** Lines of prose as wide as the terminal, broken between words from 40 columns up; as they are where a program reads them. */
export function wrapped(line: string | undefined): string | undefined {
  return line === undefined ? undefined : wrapFor(process.stdout, line);
}

/** What is said on standard error. */
export function complaint(text: string): string {
  return `${wrapFor(process.stderr, `downhill: ${text}`)}\n`;
}

export function wrapFor({ isTTY, columns }: Pick<WriteStream, "isTTY" | "columns">, line: string): string {
  return isTTY && columns >= NARROWEST ? wrapAnsi(line, columns) : line;
}
