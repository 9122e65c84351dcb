// The core: AssemblyScript to wasm, its bytes as base64 in a module, and the loader's one file beside it.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin", "asc.js");
// The core that ships, and one with every kernel exported for tests and benchmarks.
for (const [entry, target] of [
  ["assembly/index.ts", "release"],
  ["assembly/testing.ts", "kernels"],
]) {
  execFileSync(process.execPath, [asc, entry, "--config", "asconfig.json", "--target", target], {
    stdio: "inherit",
  });
}

const base64 = readFileSync("build/core.wasm").toString("base64");
writeFileSync(
  "src/wasm/inlined.ts",
  `/** build/core.wasm as base64; made by scripts/build-core.mjs. */\nexport const BASE64: string =\n  "${base64}";\n`,
);
copyFileSync("node_modules/@assemblyscript/loader/index.js", "src/wasm/loader.js");
console.log(`core.wasm: ${readFileSync("build/core.wasm").length} bytes`);
