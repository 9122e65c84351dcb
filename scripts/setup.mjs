// Brings a clone to where it can run: packages installed, dist built. Does nothing where all is there already.
// The first script of `npm start` and `npm test`, so it uses Node alone. It speaks on stderr: stdout is for the scripts after it.
import { execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRIES, fileOf } from "./entries.mjs";

const run = (command) => {
  console.error(`> ${command}`);
  execSync(command, { stdio: ["inherit", process.stderr, "inherit"] });
};

/** Whether every package of the lock file that this machine needs is installed in its version. */
function isInstalled() {
  if (!existsSync("node_modules/.package-lock.json")) return false;
  const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  const present = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

/** What the build writes among the sources. */
const GENERATED = [
  ...["inlined", "inlined-predict", "record"].map((name) => `src/wasm/${name}.ts`),
  "src/worker/program-text.ts",
];

/** The scripts that `npm run build` runs or reads. */
const BUILDS = /^(build-.*|no-inline|entries|record|unchecked)\.mjs$/;

/** A hash of everything that dist is made of. */
function fingerprint() {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else if (!GENERATED.includes(path)) {
      hash.update(path).update(readFileSync(path));
    }
  };
  for (const root of [
    "assembly",
    "src",
    "playground",
    ...readdirSync("scripts").flatMap((name) => (BUILDS.test(name) ? [`scripts/${name}`] : [])),
    "data",
    "package.json",
    "package-lock.json",
    "asconfig.json",
    "tsconfig.json",
  ]) {
    visit(root);
  }
  return hash.digest("hex");
}

if (isInstalled()) console.error("packages: installed");
else run("npm ci --no-audit --no-fund");

const stamp = "build/stamp";
const current = fingerprint();
const files = ENTRIES.map((entry) => `dist/${fileOf(entry)}.js`);
const built = [...files, "dist/cli.js", ...GENERATED].every((path) => existsSync(path));
if (built && existsSync(stamp) && readFileSync(stamp, "utf8") === current) {
  console.error("dist: up to date");
} else {
  run("npm run build --silent");
  writeFileSync(stamp, current);
}
