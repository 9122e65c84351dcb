// The matrix: the packed library in every runtime, with one hash everywhere.
//   node scripts/runtimes.mjs [--only node,chromium,workerd] [--json | --markdown] [--resume] [--update] [--install]
// --only takes groups or single rows; --json prints one object a line, --markdown the table of docs/runtimes.md;
// --resume takes over the rows that the last run left in build/results; --update writes tests/runtimes/expected.json and
// checkpoint.js from this Node; --install only installs what rows and tests need.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { clearCounts, readCounts, writeCounts } from "./results.mjs";
import { ensureDebian, ensurePackages, inCI } from "./runtimes/install.mjs";
import { SOURCES } from "./runtimes/packed.mjs";
import { ROWS } from "./runtimes/rows.mjs";
import { asLine, asMarkdown } from "./runtimes/table.mjs";
import { Workbench } from "./runtimes/workbench.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    json: { type: "boolean" },
    markdown: { type: "boolean" },
    resume: { type: "boolean" },
    update: { type: "boolean" },
    install: { type: "boolean" },
  },
});
const names = values.update ? ["node"] : values.only?.split(",");
const unknown = names?.filter((name) => !ROWS.some(({ id, group }) => name === id || name === group));
if (unknown?.length) {
  const known = [...new Set(ROWS.flatMap(({ id, group }) => [group, id]))];
  process.stderr.write(`runtimes: there is no ${unknown.join(", ")}. Known: ${known.join(", ")}\n`);
  process.exit(2);
}
const rows = ROWS.filter(({ id, group }) => !names || names.includes(id) || names.includes(group));
const file = join(SOURCES, "expected.json");
const expected = JSON.parse(readFileSync(file, "utf8"));

const needs = new Set(rows.map((row) => row.needs));
if (needs.has("packages")) ensurePackages();
// Tests need things that no row does: without --only, --install means all.
ensureDebian(values.install && !names ? undefined : needs);
if (values.install) process.exit(0);

/** Which networks and which entries came out otherwise, or undefined. */
function differences({ hash, parts, entries }) {
  const wrongParts = parts.filter((part) => expected.parts[part.name] !== part.hash);
  const wrong = [...wrongParts, ...entries.filter((entry) => expected.entries[entry.name] !== entry.hash)];
  if (hash === expected.hash && wrong.length === 0) return undefined;
  const names = wrong.map((one) => `${one.name} (${one.hash})`).join("; ") || "the order";
  return hash === expected.hash
    ? `other numbers: ${names}`
    : `hash ${hash} is not ${expected.hash}: ${names}`;
}

/** The checkpoint that all runtimes go on from. */
const checkpointModule = (text) =>
  `/** A checkpoint made in Node ${process.versions.node}, as text: npm run test:runtimes -- --update. */\nexport const CHECKPOINT =\n  "${text}";\n`;

async function resultOf(row, bench) {
  const { id, name } = row;
  if (row.missing?.()) return { id, name, result: inCI ? "failed" : "skipped", error: "not installed here" };
  try {
    const outcome = await row.run(bench);
    if (values.update) {
      const byName = (list) => Object.fromEntries(list.map((one) => [one.name, one.hash]));
      const { hash, parts, entries } = outcome;
      const text = JSON.stringify({ hash, parts: byName(parts), entries: byName(entries) }, null, 2);
      writeFileSync(file, `${text}\n`);
      writeFileSync(join(SOURCES, "checkpoint.js"), checkpointModule(outcome.checkpoint));
      return { id, name, ...outcome, result: "passed" };
    }
    const error = differences(outcome);
    return { id, name, ...outcome, result: error ? "failed" : "passed", error };
  } catch (error) {
    return { id, name, result: "failed", error: error.message };
  }
}

const earlier = (values.resume && readCounts("runtimes")?.rows) || [];
clearCounts("runtimes");
const bench = new Workbench();
const results = [];
// Ending this process ends the others and removes the folders.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
try {
  for (const row of values.update ? rows.slice(0, 1) : rows) {
    const known = earlier.find(({ id }) => id === row.id);
    const { parts, entries, checkpoint, ...result } = known ?? (await resultOf(row, bench));
    results.push(result);
    if (values.json) console.log(JSON.stringify(result));
    else if (!values.markdown) console.log(asLine(result));
  }
} finally {
  await bench.close();
}
if (values.markdown) console.log(asMarkdown(results));

const named = (wanted) =>
  results
    .filter(({ result }) => result === wanted)
    .map(({ id, name }) => `${name.replaceAll("`", "")} (${id})`);
const [passed, failed, skipped] = ["passed", "failed", "skipped"].map(named);
writeCounts("runtimes", { passed: passed.length, failed: failed.length, skipped, rows: results });
if (!values.json && !values.markdown) {
  const andSkipped = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
  console.log(`\nexpected hash: ${expected.hash}`);
  console.log(`runtimes: ${passed.length} passed, ${failed.length} failed${andSkipped}`);
  if (skipped.length > 0) {
    console.log("To install what is missing, browsers as root on Debian: npm run test:runtimes -- --install");
    console.log("Or say where it is: CHROMIUM_PATH, FIREFOX_PATH.");
  }
}
process.exitCode = failed.length > 0 ? 1 : 0;
