// dist: the library's two imports as one file each, the wasm beside them, types, the command line, the lecture's data.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

rmSync("dist", { recursive: true, force: true });
rmSync("build/types", { recursive: true, force: true });
execFileSync(
  process.execPath,
  [
    ...["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
    ...["--emitDeclarationOnly", "--outDir", "build/types"],
  ],
  { stdio: "inherit" },
);
// One file of types beside each file of code: Deno looks for types of modules that are there, and no others.
await buildTypes("index", "Dataset");
await buildTypes("predict-only", "Predictor", /[/\\](dataset|errors|manifest|labels|predict|rows)\.js$/);

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Types of an imported .wasm: WebAssembly.Module where the consumer's types know of it, as neither ECMAScript's nor Node's do. */
const WASM_TYPES = `declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;
export default module;
`;

/**
 * @param type   a class of which only the type is exported, which the plugin would make a value
 * @param shared the modules whose types stand in index.d.ts, so that a Dataset is the same for both imports
 */
async function buildTypes(entry, type, shared) {
  const bundle = await rollup({
    input: `build/types/${entry}.d.ts`,
    plugins: [dts()],
    external: (id) => shared?.test(id) ?? false,
  });
  const { output } = await bundle.generate({ format: "es", paths: () => "./index.js" });
  const exported = new RegExp(`(?<=^export \\{.*)\\b${type}, (?=.*\\};$)`, "m");
  if (!exported.test(output[0].code)) throw new Error(`${entry}.d.ts does not export ${type}`);
  mkdirSync("dist", { recursive: true });
  writeFileSync(`dist/${entry}.d.ts`, `${output[0].code.replace(exported, "")}export type { ${type} };\n`);
}

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
    banner: { js: `// @ts-self-types="./${entry}.d.ts"` },
    plugins: module === undefined ? [] : [wasmModule(module)],
  });
}

/** In place of src/wasm/core-module.ts or predict-module.ts: the module as the runtime's own import gives it, compiled. */
function wasmModule(path) {
  return {
    name: "wasm-module",
    setup(bundle) {
      bundle.onResolve({ filter: /\.wasm(\?module)?$/ }, () => ({ path, external: true }));
      bundle.onLoad({ filter: /[/\\]wasm[/\\](core|predict)-module\.ts$/ }, () => ({
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
        bundle.onResolve({ filter: /^(\.\.\/)+index\.js$/ }, () => ({ path: "./index.js", external: true }));
      },
    },
  ],
});

// npm makes it executable where it links the clone; a build after that must not take it away.
chmodSync("dist/cli.js", 0o755);

mkdirSync("dist/data");
for (const [from, to] of [
  ["us-births-2000-2014.csv", "births.csv.gz"],
  ["spam.csv", "spam.csv.gz"],
]) {
  writeFileSync(`dist/data/${to}`, gzipSync(readFileSync(`data/${from}`), { level: 9 }));
}
