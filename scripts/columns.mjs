/** Rows of cells as text: the first column flush left, the others flush right. */
export function asColumns(rows) {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => String(row[c]).length)));
  const cell = (value, c) => String(value)[c === 0 ? "padEnd" : "padStart"](widths[c]);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}
