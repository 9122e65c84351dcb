import { readFileSync } from "node:fs";
import type { Reference, Score } from "./reference.js";
import type { Task } from "./tasks.js";

/** The page that shows all of this, and what stands around its tables there. */
export const PAGE = "docs/data.md";
export const BEGIN = "<!-- made by npm run data-table -->";
export const END = "<!-- end -->";

export const COLUMNS_HEADER = [
  "| task | rows: train, test | columns | furthest apart | linear model | scikit-learn | downhill |",
  "|---|---|---|---|---|---|---|",
];

export const NETWORK_HEADER = [
  "| task | epochs | score | PyTorch | downhill | apart |",
  "|---|---|---|---|---|---|",
];

/** The score that a task is judged by. */
export function mainScore({ isRegression }: Task): "mae" | "logLoss" {
  return isRegression ? "mae" : "logLoss";
}

/**
 * @param columns how many the network sees
 * @param apart the largest distance of a mean, a deviation or a cell from scikit-learn's
 * @param ours what a linear model scores at its optimum
 */
export function columnsRow(
  task: Task,
  reference: Reference,
  columns: number,
  apart: number,
  ours: number,
): string {
  const { rows, linear } = reference;
  const score = mainScore(task);
  const judged = `${linear.kind}: ${wordsOf(score)}`;
  const cells = [
    rows.join(", "),
    columns,
    apart.toExponential(0),
    judged,
    ...[linear.test[score], ours].map(exact),
  ];
  return `| ${task.name} | ${cells.join(" | ")} |`;
}

/** How far apart two means are is told in deviations of the reference's five seeds. */
export function networkRow(task: Task, epochs: number, name: string, wanted: Score, ours: Score): string {
  const apart = Math.abs(ours.mean - wanted.mean) / wanted.sd;
  return `| ${task.name} | ${epochs} | ${wordsOf(name)} | ${spreadOf(wanted)} | ${spreadOf(ours)} | ${apart.toFixed(1)} |`;
}

/** The rows of the tables on the page, so that they can be held against what is measured. */
export function rowsOfPage(): string[] {
  const page = readFileSync(PAGE, "utf8");
  return page.slice(page.indexOf(BEGIN), page.indexOf(END)).split("\n");
}

function wordsOf(score: string): string {
  return score === "logLoss" ? "log loss" : score;
}

function spreadOf({ mean, sd }: Score): string {
  return `${rounded(mean)} ± ${rounded(sd, 2)}`;
}

/** Of a gross in millions. */
function rounded(value: number, digits = 4): string {
  return value > 1e5 ? `${(value / 1e6).toPrecision(digits)} M` : String(Number(value.toPrecision(digits)));
}

function exact(value: number): string {
  return rounded(value, 6);
}
