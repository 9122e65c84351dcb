import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/**
 * Bytes that a page downloads: the code bundled and minified, and the files it fetches beside (wasm), each gzipped. Code that
 * a dynamic import may fetch later does not count.
 */
export async function downloadSize({ code, files = [] }) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: HERE },
    outdir: join(HERE, "out"),
    absWorkingDir: HERE,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // What some packages import only under Node.
    external: [
      "node:*",
      "fs",
      "path",
      "os",
      "util",
      "crypto",
      "worker_threads",
      "perf_hooks",
      "url",
      "module",
    ],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
    write: false,
    metafile: true,
  });
  const chunks = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const fetched = new Set();
  const visit = (name) => {
    if (fetched.has(name)) return;
    fetched.add(name);
    for (const { path, kind, external } of metafile.outputs[name].imports) {
      if (kind === "import-statement" && !external) visit(path);
    }
  };
  visit(Object.keys(metafile.outputs).find((name) => metafile.outputs[name].entryPoint));
  const parts = [
    ...Array.from(fetched, (name) => chunks.get(join(HERE, name))),
    ...files.map((file) => readFileSync(join(HERE, "node_modules", file))),
  ];
  return parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
}

/** The version of a package, installed here or being this very repository. */
export function versionOf(name) {
  const path =
    name === "downhill" ? join(HERE, "../../package.json") : join(HERE, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}
