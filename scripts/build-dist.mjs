// dist: the library's two imports as one file each, the wasm beside them, types, the command line, the lecture's data.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
execFileSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--emitDeclarationOnly"],
  { stdio: "inherit" },
);

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Types of an imported .wasm: WebAssembly.Module where the consumer's types know of it, as neither ECMAScript's nor Node's do. */
const WASM_TYPES = `declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;
export default module;
`;

/**
 * One import of the library as one file: Node takes 20 ms less to load that than forty modules. Nothing is minified.
 *
 * @param module where the wasm comes from instead of its bytes in the file, for runtimes that compile none
 */
async function buildLibrary(entry, outfile, module) {
  await build({
    entryPoints: [`src/${entry}.ts`],
    outfile: `dist/${outfile}.js`,
    bundle: true,
    platform: "neutral",
    target: "es2022",
    format: "esm",
    charset: "utf8",
    plugins: module === undefined ? [] : [wasmModule(module)],
  });
}

/** In place of src/wasm/binary.ts or binary-predict.ts: the module as the runtime's own import gives it, compiled. */
function wasmModule(path) {
  return {
    name: "wasm-module",
    setup(bundle) {
      bundle.onResolve({ filter: /\.wasm(\?module)?$/ }, () => ({ path, external: true }));
      bundle.onLoad({ filter: /[/\\]wasm[/\\]binary(-predict)?\.ts$/ }, () => ({
        contents: `import core from ${JSON.stringify(path)};\nexport function coreModule() {\n  return core;\n}\n`,
        loader: "js",
      }));
    },
  };
}

for (const [entry, wasm, ending] of [
  ["index", "core", ""],
  ["predict-only", "predict", "-predict"],
]) {
  copyFileSync(`build/${wasm}.wasm`, `dist/${wasm}.wasm`);
  writeFileSync(`dist/${wasm}.wasm.d.ts`, WASM_TYPES);
  await buildLibrary(entry, entry);
  await buildLibrary(entry, `workerd${ending}`, `./${wasm}.wasm`);
  await buildLibrary(entry, `edge-light${ending}`, `./${wasm}.wasm?module`);
}

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
