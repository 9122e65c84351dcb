// What each step of the check counted, in build/results, so that whoever runs several steps can add them up.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const FOLDER = "build/results";
const fileOf = (step) => `${FOLDER}/${step}.json`;

/**
 * @typedef Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [skipped]  what was not run, by name
 */

/** Removes the counts of a step, or of all steps: until it ends, a step has none. */
export function clearCounts(step) {
  rmSync(step ? fileOf(step) : FOLDER, { recursive: true, force: true });
}

/** @param {Counts} counts whatever else is worth keeping may stand beside them */
export function writeCounts(step, counts) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(step), `${JSON.stringify(counts, null, 2)}\n`);
}

/** @returns {Counts | undefined} undefined for a step that has not come to its end */
export function readCounts(step) {
  return existsSync(fileOf(step)) ? JSON.parse(readFileSync(fileOf(step), "utf8")) : undefined;
}

/**
 * Prints the sum over some steps and the name of whatever was skipped; the exit code becomes 1 if anything failed. A step without
 * counts did not come to its end, which is one failure.
 */
export function reportTotal(steps) {
  let passed = 0;
  let failed = 0;
  const skipped = [];
  for (const step of steps) {
    const counts = readCounts(step);
    if (!counts) console.log(`${step}: it ended without a result`);
    passed += counts?.passed ?? 0;
    failed += counts ? counts.failed : 1;
    skipped.push(...(counts?.skipped ?? []));
  }
  if (skipped.length > 0) console.log(`${skipped.length} skipped, as what they need is not on this machine:`);
  for (const name of skipped) console.log(`  ${name}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
