// The benchmarks are TypeScript: esbuild makes programs for Node of them.
import { resolve } from "node:path";
import { build } from "esbuild";

/**
 * @param entries  sources in bench/
 * @param folder   where NAME.mjs of each goes: two folders deep, as the sources that look for build/kernels.wasm are
 * @param library  a built clone whose dist takes the place of src/ in what is timed; default src/ of this one
 */
export async function bundleBench(entries, folder, library) {
  await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: "inline",
    logLevel: "error",
    plugins: library ? [fromDist(library)] : [],
  });
}

function fromDist(library) {
  const path = resolve(library, "dist/index.js");
  return {
    name: "library-from-dist",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\.\/src\// }, ({ importer }) =>
        resolve(importer, "..") === resolve("bench") ? { path } : undefined,
      );
    },
  };
}
