// `npm run test:slow`: the properties of tests/fuzz over many cases. FUZZ_CASES says how many in all (default 100,000), FUZZ_SEED which.
// Prints the cases of each property, and how many calls were done and how many refused with an error of ours.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

const { FUZZ_CASES = "100000", FUZZ_SEED = "1" } = process.env;
const report = `${process.cwd()}/build/results/fuzz.jsonl`;
rmSync(report, { force: true });
const { status } = spawnSync("npx vitest run --project downhill tests/fuzz", {
  shell: true,
  stdio: "inherit",
  env: { ...process.env, FUZZ_CASES, FUZZ_SEED, FUZZ_REPORT: report },
});
const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n").map(JSON.parse) : [];
const whole = (value) => value.toLocaleString("en-US").padStart(9);
console.log(`\nseed ${FUZZ_SEED}\n    cases      done   refused   seconds  property`);
for (const { name, numRuns, accepted, refused, failed, seconds } of lines.sort((a, b) =>
  a.name < b.name ? -1 : 1,
))
  console.log(
    `${whole(numRuns)} ${whole(accepted)} ${whole(refused)} ${seconds.toFixed(1).padStart(9)}  ${name}${failed ? "  FAILED" : ""}`,
  );
const sum = (field) => whole(lines.reduce((total, line) => total + line[field], 0));
const failures = lines.filter(({ failed }) => failed).length;
console.log(
  `${sum("numRuns")} ${sum("accepted")} ${sum("refused")}            all ${lines.length} properties, ${failures} failed`,
);
process.exit(status ?? 1);
