// The bundles of dist, by esbuild: the entries of the package and the command.
import { join, relative } from "node:path";
import { build } from "esbuild";
import { ENTRIES, fileOf, PEERS } from "./entries.mjs";

/** What all entries take from "downhill", so that `instanceof` holds and a model is the same for all. */
const SHARED = ["src/model.ts", "src/data/dataset.ts", "src/base/errors.ts"];

/** What has state, or is most of "downhill": an entry that brings no core must not bring these. Some small parts of a fit may stand twice. */
const ONCE =
  /^src\/(wasm|training|files)\/(?!class-weights|divergence|early-stopping|fit-options|slice-size)/;

/**
 * One file of an entry: Node takes 20 ms less to load that than forty modules. Nothing is minified.
 *
 * @param wasm where a runtime that compiles no bytes has a core's module from, or undefined
 */
export async function buildEntry(entry, condition, wasm) {
  const plugins = [];
  if (!entry.core) plugins.push(librariesOutside(condition, entry));
  else if (wasm) plugins.push(wasmModule(wasm(entry.core)));
  const { metafile } = await build({
    entryPoints: [entry.source],
    outfile: `dist/${fileOf(entry, condition)}.js`,
    bundle: true,
    platform: "neutral",
    target: "es2022",
    format: "esm",
    charset: "utf8",
    banner: { js: `// @ts-self-types="./${fileOf(entry)}.d.ts"` },
    metafile: true,
    external: PEERS,
    plugins,
  });
  if (!entry.core) checkOnce(entry, metafile);
}

/**
 * Keeps other entries outside of a bundle, and with them what all share.
 *
 * @param own the entry that is bundled; none for the command
 */
function librariesOutside(condition, own) {
  const files = new Map(SHARED.map((path) => [path, `./${fileOf(ENTRIES[0], condition)}.js`]));
  for (const entry of ENTRIES) if (entry !== own) files.set(entry.source, `./${fileOf(entry, condition)}.js`);
  return {
    name: "libraries-outside",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
        const source = relative("", join(resolveDir, path)).replaceAll("\\", "/").replace(/\.js$/, ".ts");
        return files.has(source) ? { path: files.get(source), external: true } : undefined;
      });
    },
  };
}

/** @throws Error when an entry's bundle holds a second copy of what there must be one of */
function checkOnce({ source }, { inputs }) {
  const second = Object.keys(inputs).find((path) => ONCE.test(path));
  if (second)
    throw new Error(`${source}: its bundle would hold ${second}, as "downhill" does. Import a door instead.`);
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

/** The command line with the libraries that it uses, in one file. */
export async function buildCommand(version) {
  await build({
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    legalComments: "inline",
    // The libraries are CommonJS and call require.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
    },
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [librariesOutside("default")],
  });
}
