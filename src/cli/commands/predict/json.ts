import { jsonLine } from "../../show/json.js";
import type { Predictions } from "./predictions.js";

/** One object a row. */
export function showResult({ header, rows }: Predictions): string {
  const lines = rows.map((row) => jsonLine(Object.fromEntries(row.map((cell, c) => [header[c], cell]))));
  return lines.join("");
}
