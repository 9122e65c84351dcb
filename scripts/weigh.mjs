// What a browser downloads for each import of the library.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ENTRIES, importName, PEERS } from "./entries.mjs";

const [MAIN] = ENTRIES;

/** The entries as they are weighed, and more of "downhill", for which there is no limit. */
const IMPORTS = [
  ...ENTRIES,
  { ...MAIN, weighed: "{ Model, dense, adam, dataset }", mostBytes: undefined },
  { ...MAIN, weighed: "*", mostBytes: undefined },
];

/** The binaries as text, which two of the entries hold. */
const TEXTS = [
  { name: "core.wasm as text, inside downhill", path: "src/wasm/inlined.ts" },
  { name: "predict.wasm as text, inside downhill/predict", path: "src/wasm/inlined-predict.ts" },
];
const MOST_TEXT_BYTES = 13_000;

/**
 * Weighs a clone that is built.
 *
 * @param top its folder; an entry that it does not have yet is left out
 * @returns [{ name, minified, gzip, brotli, mostBytes }], all in bytes; mostBytes is the limit of gzip, or undefined
 */
export async function weigh(top) {
  const { exports } = JSON.parse(readFileSync(join(top, "package.json"), "utf8"));
  const rows = [];
  for (const entry of IMPORTS) {
    const file = exports[entry.name]?.default;
    if (file) rows.push(weighed(nameOf(entry), await bundled(entry, resolve(top, file)), entry.mostBytes));
  }
  for (const { name, path } of TEXTS) {
    const [text] = readFileSync(join(top, path), "utf8").match(/(?<=")[^"]{1000,}/);
    rows.push(weighed(name, Buffer.from(text), MOST_TEXT_BYTES));
  }
  return rows;
}

function nameOf(entry) {
  return `${entry.weighed} from "${importName(entry)}"${entry.core ? "" : ', beside "downhill"'}`;
}

/** An import as a page's bundler makes it. */
async function bundled({ weighed: names }, file) {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from ${JSON.stringify(file)};`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["./index.js", ...PEERS],
    write: false,
  });
  return outputFiles[0].contents;
}

function weighed(name, bytes, mostBytes) {
  const gzip = gzipSync(bytes, { level: 9 }).length;
  return { name, minified: bytes.length, gzip, brotli: brotliCompressSync(bytes).length, mostBytes };
}
