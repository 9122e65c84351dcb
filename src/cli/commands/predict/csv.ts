import type { Predictions } from "./predictions.js";

export function showResult({ header, rows }: Predictions): string {
  return [header, ...rows].map(csvLine).join("");
}

/** Cells with a comma, a quote or a line end are quoted. */
function csvLine(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) => {
    const text = String(cell);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\n`;
}
