// dist: each entry of the package as one file, the wasm beside them, types, the command line, the lecture's data.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { buildCommand, buildEntry } from "./build-bundles.mjs";
import { buildTypes } from "./build-types.mjs";
import { CONDITIONS, ENTRIES, exportsOf, fileOf } from "./entries.mjs";

const { exports, version } = JSON.parse(readFileSync("package.json", "utf8"));
for (const entry of ENTRIES) {
  // The order of the conditions counts: the first that a runtime knows is taken.
  const wanted = JSON.stringify(exportsOf(entry), null, 2);
  if (JSON.stringify(exports[entry.name], null, 2) !== wanted)
    throw new Error(`package.json: under "exports", "${entry.name}" must be ${wanted}`);
}

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/data", { recursive: true });
await buildTypes();

/** Types of an imported .wasm: WebAssembly.Module where the consumer's types know of it, as neither ECMAScript's nor Node's do. */
const WASM_TYPES = `declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;
export default module;
`;

for (const entry of ENTRIES) {
  for (const [condition, wasm] of Object.entries(CONDITIONS)) await buildEntry(entry, condition, wasm);
  if (!entry.core) continue;
  copyFileSync(`build/${entry.core}.wasm`, `dist/${entry.core}.wasm`);
  writeFileSync(`dist/${entry.core}.wasm.d.ts`, WASM_TYPES);
}

copyFileSync("build/worker-thread.js", "dist/worker-thread.js");
// It exports nothing: it is imported for what it does.
writeFileSync("dist/worker-thread.d.ts", "export {};\n");

await buildCommand(version);
// npm makes it executable where it links the clone; a build after that must not take it away.
chmodSync("dist/cli.js", 0o755);

for (const [from, to] of [
  ["us-births-2000-2014.csv", "births.csv.gz"],
  ["spam.csv", "spam.csv.gz"],
]) {
  writeFileSync(`dist/data/${to}`, gzipSync(readFileSync(`data/${from}`), { level: 9 }));
}
