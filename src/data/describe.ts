import { listed, show } from "../base/check.js";
import type { DatasetParts } from "./parts.js";

/** A dataset in one line: rows, inputs with their names, then targets, or classes with their counts. */
export function describeDataset({ rows, inputRows, targetRows, ...rest }: DatasetParts): string {
  const { labelIndex, classes = [], columns, weights, window } = rest;
  const parts = [counted(rows, "row"), `${counted(inputRows.width, "input")}${after(listed(columns ?? []))}`];
  if (targetRows) parts.push(counted(targetRows.width, "target"));
  if (labelIndex) {
    const counts = new Uint32Array(classes.length);
    for (const k of labelIndex) counts[k]++;
    const sizes = listed(classes, (label, k) => `${show(label)} (${counts[k]})`);
    parts.push(`${counted(classes.length, "class", "classes")}${after(sizes)}`);
  }
  if (weights) parts.push("weights");
  if (window) parts.push(`windows of past ${window.past}, ahead ${window.ahead}, gap ${window.gap}`);
  return `Dataset: ${parts.join("; ")}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A list behind what it is a list of. */
function after(list: string): string {
  return list === "" ? "" : ` ${list}`;
}
