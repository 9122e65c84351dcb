import { dataset } from "downhill";
import { readCsv } from "downhill/csv";
import type { Setup } from "../../setup/setup.js";
import { cut } from "./cut.js";
import type { Rows } from "./rows.js";

/** E-mails as word frequencies, spam or not. */
export function spamRows(setup: Setup, text: string): Rows {
  const { columns, rows } = readCsv(text, { name: "spam" });
  const names = Object.keys(columns).filter((name) => name !== "spam");
  const inputs = new Float64Array(rows * names.length);
  names.forEach((name, c) => {
    const values = columns[name] as Float64Array;
    for (let r = 0; r < rows; r++) inputs[r * names.length + c] = values[r];
  });
  const labels = Array.from(columns.spam as Float64Array, (value) => (value === 1 ? "spam" : "mail"));
  return {
    ...cut(dataset({ inputs, labels }, { inputWidth: names.length, columns: names }), setup),
    task: "classification",
    shape: "table",
    target: "spam",
    columns: names,
    classes: ["mail", "spam"],
  };
}
