// The whole check: style, types, build, tests. Ends with one line that counts the tests.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const steps = [
  "node scripts/setup.mjs",
  "npx eslint .",
  "npx prettier --check --log-level warn .",
  "node node_modules/typescript/bin/tsc -p assembly --noEmit",
  "node node_modules/typescript/bin/tsc -p tsconfig.node.json --noEmit",
];
const report = "build/tests.json";

/** Runs a command with its output on the screen; whether it went well. */
function run(command) {
  console.log(`> ${command}`);
  return spawnSync(command, { shell: true, stdio: "inherit" }).status === 0;
}

for (const step of steps) {
  if (run(step)) continue;
  console.log(`The step "${step}" failed; no test was run.\n0 passed, 1 failed`);
  process.exit(1);
}
const passed = run(`npx vitest run --reporter=default --reporter=json --outputFile.json=${report}`);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
process.exit(passed ? 0 : 1);
