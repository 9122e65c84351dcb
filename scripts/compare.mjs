// What a change does to the downloads and to the speed: this clone beside an earlier commit, built aside. It prints and judges
// nothing.
//   node scripts/compare.mjs             beside where main stands or stood: see findBase
//   BASE=v0.1.0 node scripts/compare.mjs
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleBench } from "./bundle-bench.mjs";
import { asColumns } from "./columns.mjs";
import { temporaryFolder } from "./runtimes/processes.mjs";
import { weigh } from "./weigh.mjs";

const base = findBase();
if (base) await compare(base);
else
  console.log(
    "compare: nothing to compare with. HEAD is where main stands, and this clone does not have the commit in .ci/landed " +
      "(a shallow clone has no others). Name one: BASE=HEAD~5 npm run compare",
  );

/**
 * The commit to compare with: $BASE; or else where HEAD left origin/main; or else, for a clone of main itself, .ci/landed, where main
 * stood before the change under way.
 */
function findBase() {
  const head = commitOf("HEAD");
  const { BASE } = process.env;
  if (BASE && !commitOf(BASE)) throw new Error(`compare: BASE=${BASE} is no commit of this clone.`);
  const candidates = [
    ["BASE", BASE],
    ["where HEAD left origin/main", git("merge-base", "HEAD", "origin/main")],
    [".ci/landed", readFileSync(".ci/landed", "utf8").trim()],
  ].map(([from, name]) => ({ from, commit: name && commitOf(name) }));
  return candidates.find(({ commit }) => commit && commit !== head);
}

function commitOf(name) {
  return git("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
}

/** What git says, or undefined when it has no answer. */
function git(...words) {
  const { status, stdout } = spawnSync("git", words, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

async function compare({ from, commit }) {
  console.log(`\ncompared with ${git("log", "-1", "--format=%h %s", commit)} (${from})\n`);
  const { path: folder, remove } = temporaryFolder("base");
  try {
    buildAside(commit, folder);
    await printSizes(folder);
    await printSpeed(folder);
  } catch (error) {
    console.log(`compare: ${commit} could not be compared with. ${error.message}`);
  } finally {
    remove();
  }
}

/** Builds a commit with the packages of this clone. */
function buildAside(commit, folder) {
  const archive = execFileSync("git", ["archive", commit], { maxBuffer: 2 ** 28 });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
  const { status, stderr } = spawnSync("npm", ["run", "build", "--silent"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`It does not build with the packages of this clone:\n${stderr}`);
}

async function printSizes(folder) {
  const before = new Map((await weigh(folder)).map((size) => [size.name, size]));
  const rows = (await weigh(".")).map(({ name, gzip }) => {
    const old = before.get(name)?.gzip;
    return [name, old ?? "", gzip, old === undefined ? "new" : signed(gzip - old)];
  });
  console.log(asColumns([["bytes with gzip", "base", "now", "difference"], ...rows]));
}

function signed(value) {
  return value > 0 ? `+${value}` : String(value);
}

async function printSpeed(folder) {
  console.log("\nnow as many times as fast as base, in turns, the median and the spread of the rounds:");
  await bundleBench(["bench/versus.ts"], "build/bench");
  await bundleBench(["bench/side.ts"], "build/bench-now", ".");
  await bundleBench(["bench/side.ts"], "build/bench-base", folder);
  const sides = ["build/bench-now/side.mjs", "build/bench-base/side.mjs"].map((path) => resolve(path));
  spawnSync(process.execPath, ["build/bench/versus.mjs", ...sides], { stdio: "inherit" });
}
