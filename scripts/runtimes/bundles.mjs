// The four bundlers, and esbuild as the tools of Workers and of edge functions use it. Each has no settings but where to read and write.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as esbuild, version as esbuildVersion } from "esbuild";
import { PEERS } from "../entries.mjs";
import { SOURCES } from "./packed.mjs";

const require = createRequire(join(SOURCES, "package.json"));
const load = async (name) => await import(pathToFileURL(require.resolve(name)).href);

/** Whether a bundler says that an optional peer is not installed, and goes on without it: the rows have none. */
const isMissingPeer = (message) =>
  PEERS.some((peer) => message.includes(`"${peer}"`) || message.includes(`'${peer}'`));

/** The page that loads a bundle. */
function writePage(folder, script) {
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html>\n<meta charset="utf-8" />\n<title>bundled</title>\n<script type="module" src="${script}"></script>\n`,
  );
}

/** Each bundles page.js of the folder, so that `out` holds an index.html, and returns the bundler's version. */
export const BUNDLERS = {
  async vite(folder, out) {
    const { build, version } = await load("vite");
    const root = join(folder, "vite");
    mkdirSync(root, { recursive: true });
    writePage(root, "../page.js");
    await build({ root, base: "./", logLevel: "error", build: { outDir: out, emptyOutDir: false } });
    return version;
  },
  async webpack(folder, out) {
    const { default: webpack } = await load("webpack");
    const compiler = webpack({
      mode: "production",
      context: folder,
      entry: "./page.js",
      output: { path: out, filename: "main.js" },
      ignoreWarnings: [({ message }) => isMissingPeer(message)],
    });
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))));
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
    writePage(out, "./main.js");
    return webpack.version;
  },
  async esbuild(folder, out) {
    const entryPoints = [join(folder, "page.js")];
    await esbuild({ entryPoints, outdir: out, bundle: true, splitting: true, format: "esm", minify: true });
    writePage(out, "./page.js");
    return esbuildVersion;
  },
  async rollup(folder, out) {
    const { rollup, VERSION } = await load("rollup");
    const { nodeResolve } = await load("@rollup/plugin-node-resolve");
    const onwarn = ({ message }) => {
      if (isMissingPeer(message)) return;
      throw new Error(message);
    };
    const bundle = await rollup({
      input: join(folder, "page.js"),
      plugins: [nodeResolve({ browser: true })],
      onwarn,
    });
    await bundle.write({ dir: out, format: "esm" });
    await bundle.close();
    writePage(out, "./page.js");
    return VERSION;
  },
};

/**
 * Bundles a Worker as wrangler does: the condition "workerd" first, .wasm left outside as a module of its own.
 *
 * @returns the names of the .wasm modules, which lie beside `outfile`
 */
export async function bundleWorker(
  entry,
  outfile,
  { conditions = ["workerd", "worker", "browser"], nodePaths } = {},
) {
  const modules = new Set();
  const outside = {
    name: "wasm-as-module",
    setup(bundle) {
      bundle.onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path, resolveDir, pluginData }) => {
        if (pluginData === outside) return undefined;
        const file = path.replace(/\?module$/, "");
        const found = await bundle.resolve(file, {
          kind: "import-statement",
          resolveDir,
          pluginData: outside,
        });
        if (found.errors.length > 0) return { errors: found.errors };
        const name = basename(found.path);
        mkdirSync(dirname(outfile), { recursive: true });
        copyFileSync(found.path, join(dirname(outfile), name));
        modules.add(name);
        return { path: `./${name}`, external: true };
      });
    },
  };
  await esbuild({
    entryPoints: [entry],
    outfile,
    conditions,
    nodePaths,
    bundle: true,
    format: "esm",
    logLevel: "error",
    plugins: [outside],
  });
  return [...modules];
}

/**
 * Bundles an edge function as its platform does: one script, where `import core from "./core.wasm?module"` is a compiled
 * module that the host has put into a global.
 *
 * @returns for each global its .wasm file
 */
export async function bundleEdgeFunction(entry, outfile) {
  const globals = new Map();
  await esbuild({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "iife",
    logLevel: "error",
    conditions: ["edge-light", "worker", "browser"],
    plugins: [
      {
        name: "wasm-as-global",
        setup(bundle) {
          bundle.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => {
            return { path: join(resolveDir, path.replace("?module", "")), namespace: "wasm" };
          });
          bundle.onLoad({ filter: /./, namespace: "wasm" }, ({ path }) => {
            const name = `wasm_${globals.size}`;
            globals.set(name, path);
            return { contents: `export default globalThis.${name};` };
          });
        },
      },
    ],
  });
  return globals;
}
