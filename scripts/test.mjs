// The whole check: style, types, build, tests. Ends with one line that counts the tests.
import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";

const steps = [
  "node scripts/setup.mjs",
  "npx eslint .",
  "npx prettier --check --log-level warn .",
  "npx tsc -p assembly --noEmit",
  "npx tsc -p tsconfig.node.json --noEmit",
];
const report = "build/tests.json";
let failed = false;
for (const step of steps) {
  console.log(`> ${step}`);
  execSync(step, { stdio: "inherit" });
}
try {
  execSync(`npx vitest run --reporter=default --reporter=json --outputFile.json=${report}`, {
    stdio: "inherit",
  });
} catch {
  failed = true;
}
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
if (failed) process.exit(1);
