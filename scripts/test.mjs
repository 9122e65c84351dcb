// What a contributor runs: style, types, tests, and the packed library in Node, Chromium and workerd.
// Every step runs even if one before it failed. Ends with one line that counts the steps, the tests and the runtimes.
import { spawnSync } from "node:child_process";
import { clear, conclude, found, leave } from "./results.mjs";

const CHECKS = [
  "npx eslint .",
  "npx depcruise src --output-type err-long",
  "npx prettier --check --log-level warn .",
  "node node_modules/typescript/bin/tsc -p assembly --noEmit",
  "node node_modules/typescript/bin/tsc -p tsconfig.node.json --noEmit",
];
const VITEST =
  "npx vitest run --reporter=default --reporter=json --outputFile.json=build/results/vitest.json";
const RUNTIMES = "node scripts/runtimes.mjs --only node,chromium,workerd";

/** Runs a command with its output on the screen; whether it went well. */
function run(command) {
  console.log(`> ${command}`);
  return spawnSync(command, { shell: true, stdio: "inherit" }).status === 0;
}

clear();
if (run("node scripts/setup.mjs")) {
  const failedChecks = CHECKS.filter((command) => !run(command));
  const wentWell = run(VITEST);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = found("vitest") ?? {};
  leave("tests", {
    passed: CHECKS.length - failedChecks.length + numPassedTests,
    // A file that cannot be loaded fails without a test that could be counted.
    failed: failedChecks.length + (wentWell ? 0 : Math.max(numFailedTests, 1)),
    skipped: numPendingTests,
  });
  run(RUNTIMES);
  console.log();
  for (const command of failedChecks) console.log(`failed: ${command}`);
  conclude(["tests", "runtimes"]);
} else {
  console.log("The clone could not be set up; nothing was run.");
  leave("tests", { failed: 1 });
  conclude(["tests"]);
}
