// dist: the library as tsc writes it, the loader and the wasm beside it, the command line as one file, the lecture's data.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], {
  stdio: "inherit",
});

const notice =
  "// @assemblyscript/loader, (c) The AssemblyScript Authors, Apache-2.0: https://www.assemblyscript.org\n";
writeFileSync("dist/wasm/loader.js", notice + readFileSync("src/wasm/loader.js", "utf8"));
copyFileSync("src/wasm/loader.d.ts", "dist/wasm/loader.d.ts");
copyFileSync("build/core.wasm", "dist/core.wasm");

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
await build({
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/cli.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  legalComments: "inline",
  // The bundled libraries are CommonJS and call require; the library itself stays the one beside.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
  },
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [
    {
      name: "library-outside",
      setup(bundle) {
        bundle.onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: "./index.js", external: true }));
      },
    },
  ],
});

mkdirSync("dist/data");
for (const [from, to] of [
  ["us-births-2000-2014.csv", "births.csv.gz"],
  ["spam.csv", "spam.csv.gz"],
]) {
  writeFileSync(`dist/data/${to}`, gzipSync(readFileSync(`data/${from}`), { level: 9 }));
}
