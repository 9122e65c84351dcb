// What each step of the check found: counts in build/results, so that whoever runs several steps can add them up.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const FOLDER = "build/results";
const fileOf = (step) => `${FOLDER}/${step}.json`;

/** Forgets what earlier runs found. */
export function clear() {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Forgets what a step left before: from now on it has left nothing until it comes to its end. */
export function forget(step) {
  rmSync(fileOf(step), { force: true });
}

/** @param counts passed, failed and skipped, and whatever else is worth keeping */
export function leave(step, counts) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(step), `${JSON.stringify(counts, null, 2)}\n`);
}

/** What a step left, or undefined. */
export function found(step) {
  return existsSync(fileOf(step)) ? JSON.parse(readFileSync(fileOf(step), "utf8")) : undefined;
}

/**
 * Prints the sum over some steps; the exit code becomes 1 if anything failed. A step that left nothing did not come to its end
 * and counts as one failure.
 */
export function conclude(steps) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const step of steps) {
    const counts = found(step) ?? { failed: 1 };
    if (!found(step)) console.log(`${step}: it ended without a result`);
    for (const kind of Object.keys(sum)) sum[kind] += counts[kind] ?? 0;
  }
  if (sum.skipped > 0) console.log(`${sum.skipped} skipped: what they need is not on this machine`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}
