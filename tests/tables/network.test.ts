import { expect, test } from "vitest";
import { table, type TableOptions } from "../../src/table/index.js";
import { scoresOverSeeds, SPREAD } from "./network.js";
import { mainScore, networkRow, rowsOfPage } from "./page.js";
import { readReference, type Score } from "./reference.js";
import { type Task, NAMES, seattle, seattleWindows, taskNamed } from "./tasks.js";

/**
 * Networks of five seeds are as good as PyTorch's: each mean test score lies within three deviations of PyTorch's own five seeds. Two
 * means of five seeds that differ by chance alone are 0.6 deviations apart, give or take.
 */

type Scores = Readonly<Record<string, Score>>;

function expectWithin(task: Task, ours: Scores, wanted: Scores): void {
  expect(Object.keys(ours).length).toBeGreaterThan(1);
  for (const [name, { mean }] of Object.entries(ours)) {
    const reference = wanted[name];
    // An accuracy that is 1 for every seed of PyTorch's has no spread: a row more or less is.
    const spread = Math.max(SPREAD * reference.sd, name === "accuracy" ? 1 / task.test.length : 0);
    const label = `${task.name}, ${name}: ${mean}, PyTorch ${reference.mean} ± ${reference.sd}`;
    expect(Math.abs(mean - reference.mean), label).toBeLessThanOrEqual(spread);
  }
}

test.each(NAMES)("%s", (name) => {
  const task = taskNamed(name);
  const { networks } = readReference(name);
  const data = task.data();
  // The fewest epochs of each; the others are in docs/data.md.
  const epochs = Math.min(...Object.keys(networks).map(Number));
  const ours = scoresOverSeeds(task, data, epochs);
  expectWithin(task, ours, networks[epochs]);
  const score = mainScore(task);
  // The same bits everywhere, so the page has the same digits.
  expect(rowsOfPage()).toContain(networkRow(task, epochs, score, networks[epochs][score], ours[score]));
});

/** The scores of a variant whose name has these words, by epochs. */
function variantOf(name: string, words: string): Readonly<Record<string, unknown>> {
  const { variants } = readReference(name);
  const key = Object.keys(variants).find((title) => title.includes(words));
  return variants[key as string] as Readonly<Record<string, unknown>>;
}

test("seattle-tempmax, relative to the last value", () => {
  const { mlp } = variantOf("seattle-tempmax", "relative") as { mlp: Record<string, Scores> };
  const task = taskNamed("seattle-tempmax");
  const data = seattleWindows(seattle(), "last");
  expectWithin(task, scoresOverSeeds(task, data, 20), mlp[20]);
});

test("movies-gross, trained with the mean absolute error", () => {
  const wanted = variantOf("movies-gross", "trained with MAE") as Record<string, Scores>;
  const task = taskNamed("movies-gross");
  expectWithin(task, scoresOverSeeds(task, task.data(), 5, "mae"), wanted[5]);
});

test.each([
  ["movies-gross", 5],
  ["wages", 20],
] as const)("%s, the logarithm of the target", (name, epochs) => {
  const { mlpLn } = variantOf(name, "target ln") as { mlpLn: Record<string, Scores> };
  const task = taskNamed(name);
  const { target } = task.options as { target: string };
  const rows = task.rows?.map((row) => ({ ...row, [target]: Math.log(row[target] as number) })) ?? [];
  const data = table(rows, task.options as TableOptions);
  expectWithin(task, scoresOverSeeds(task, data, epochs), mlpLn[epochs]);
});
