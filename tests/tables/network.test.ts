import { expect, test } from "vitest";
import { type Dataset } from "../../src/index.js";
import { scoresOverSeeds, SPREAD } from "./network.js";
import { mainScore, networkRow, rowsOfPage } from "./page.js";
import { readReference, type Score } from "./reference.js";
import { type Task, NAMES, seattle, seattleWindows, taskNamed } from "./tasks.js";

/**
 * Networks of five seeds are as good as PyTorch's: each mean test score lies within three deviations of PyTorch's own five seeds. Two
 * means of five seeds that differ by chance alone are 0.6 deviations apart, give or take.
 */

function expectWithin(
  task: Task,
  data: Dataset,
  epochs: number,
  wanted: Readonly<Record<string, Score>>,
): Record<string, Score> {
  const ours = scoresOverSeeds(task, data, epochs);
  expect(Object.keys(ours).length).toBeGreaterThan(1);
  for (const [name, { mean }] of Object.entries(ours)) {
    const reference = wanted[name];
    // An accuracy that is 1 for every seed of PyTorch's has no spread: a row more or less is.
    const spread = Math.max(SPREAD * reference.sd, name === "accuracy" ? 1 / task.test.length : 0);
    const label = `${task.name}, ${epochs} epochs, ${name}: ${mean}, PyTorch ${reference.mean} ± ${reference.sd}`;
    expect(Math.abs(mean - reference.mean), label).toBeLessThanOrEqual(spread);
  }
  return ours;
}

test.each(NAMES)("%s", (name) => {
  const task = taskNamed(name);
  const { networks } = readReference(name);
  const data = task.data();
  // The fewest epochs of each; the others are in docs/data.md.
  const epochs = Math.min(...Object.keys(networks).map(Number));
  const ours = expectWithin(task, data, epochs, networks[epochs]);
  const score = mainScore(task);
  // The same bits everywhere, so the page has the same digits.
  expect(rowsOfPage()).toContain(networkRow(task, epochs, score, networks[epochs][score], ours[score]));
});

test("seattle-tempmax, relative to the last value", () => {
  const { variants } = readReference("seattle-tempmax");
  const [{ mlp }] = Object.values(variants) as { mlp: Record<string, Record<string, Score>> }[];
  const task = taskNamed("seattle-tempmax");
  expectWithin(task, seattleWindows(seattle(), "last"), 20, mlp[20]);
});
