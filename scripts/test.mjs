// What a contributor runs: style, types, tests, and the packed library in Node, Chromium and workerd.
// Every step runs even if one before it failed. Ends with one line that counts the steps, the tests and the runtimes.
import { spawnSync } from "node:child_process";
import { clearCounts, readCounts, reportTotal, writeCounts } from "./results.mjs";

const CHECKS = [
  "npx eslint .",
  "npx depcruise src --output-type err-long",
  "npx prettier --check --log-level warn .",
  "node node_modules/typescript/bin/tsc -p assembly --noEmit",
  "node node_modules/typescript/bin/tsc -p tsconfig.node.json --noEmit",
  "node node_modules/typescript/bin/tsc -p playground --noEmit",
  "node node_modules/typescript/bin/tsc -p playground/src/offline --noEmit",
];
const VITEST =
  "npx vitest run --reporter=default --reporter=json --outputFile.json=build/results/vitest.json";
const RUNTIMES = "node scripts/runtimes.mjs --only node,chromium,workerd";

/** Runs a command with its output on the screen; whether it went well. */
function run(command) {
  console.log(`> ${command}`);
  return spawnSync(command, { shell: true, stdio: "inherit" }).status === 0;
}

/** The names of vitest's tests that were not run, from the report that it wrote. */
function skippedTests({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests
    .filter(({ status }) => status === "pending" || status === "skipped")
    .map(({ fullName }) => fullName);
}

clearCounts();
if (run("node scripts/setup.mjs")) {
  const failedChecks = CHECKS.filter((command) => !run(command));
  const wentWell = run(VITEST);
  const report = readCounts("vitest") ?? { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  writeCounts("tests", {
    passed: CHECKS.length - failedChecks.length + report.numPassedTests,
    // A file that cannot be loaded fails without a test that could be counted.
    failed: failedChecks.length + (wentWell ? 0 : Math.max(report.numFailedTests, 1)),
    skipped: skippedTests(report),
  });
  run(RUNTIMES);
  console.log();
  for (const command of failedChecks) console.log(`failed: ${command}`);
  reportTotal(["tests", "runtimes"]);
} else {
  console.log("The clone could not be set up; nothing was run.");
  writeCounts("tests", { passed: 0, failed: 1 });
  reportTotal(["tests"]);
}
