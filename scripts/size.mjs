// What a browser downloads for each import of the library, and how long Node takes to its first prediction.
// Exits 1 when an import has outgrown its limit; the times are only told.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { leave } from "./results.mjs";

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const exported = JSON.parse(readFileSync("package.json", "utf8")).exports;
const fileOf = (name) => exported[name].default;

/** Name, what is imported, from which export, and the most bytes it may take with gzip. */
const IMPORTS = [
  ['{ Model, dense, adam } from "downhill"', "{ Model, dense, adam }", ".", 25_000],
  ['{ load } from "downhill/predict"', "{ load }", "./predict", 14_000],
  ['{ Model, dense, adam, dataset } from "downhill"', "{ Model, dense, adam, dataset }", "."],
  ['* from "downhill"', "*", "."],
];

const rows = [["", "minified", "gzip", "brotli", "gzip at most"]];
const counts = { passed: 0, failed: 0 };
const weigh = (name, bytes, limit) => {
  const size = gzip(bytes);
  const over = limit !== undefined && size > limit;
  if (limit !== undefined) counts[over ? "failed" : "passed"]++;
  const most = limit === undefined ? "" : `${limit}${over ? " exceeded" : ""}`;
  rows.push([name, bytes.length, size, brotliCompressSync(bytes).length, most]);
};

for (const [name, names, from, limit] of IMPORTS) {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from ${JSON.stringify(fileOf(from))};`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  weigh(name, outputFiles[0].contents, limit);
}
for (const [name, module] of [
  ["core.wasm as text, inside the first", "inlined"],
  ["predict.wasm as text, inside the second", "inlined-predict"],
]) {
  const [text] = readFileSync(`src/wasm/${module}.ts`, "utf8").match(/(?<=")[^"]{1000,}/);
  weigh(name, Buffer.from(text), 13_000);
}
const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => String(row[c]).length)));
for (const row of rows)
  console.log(row.map((cell, c) => String(cell)[c === 0 ? "padEnd" : "padStart"](widths[c])).join("  "));

await printStart();
leave("size", counts);
process.exitCode = counts.failed ? 1 : 0;

/** The whole time of `node -e` processes that import and predict beside one that does nothing: medians of interleaved runs. */
async function printStart(runs = 15) {
  const folder = mkdtempSync(join(tmpdir(), "downhill-size-"));
  const address = (name) => JSON.stringify(pathToFileURL(fileOf(name)).href);
  const saved = JSON.stringify(join(folder, "model.safetensors"));
  const { Model, dense } = await import(pathToFileURL(fileOf(".")).href);
  const options = { inputs: 4, layers: [dense(16, "relu"), dense(3)], loss: "mse", standardize: false };
  writeFileSync(JSON.parse(saved), new Model(options).save());
  const programs = {
    nothing: "0",
    "Model, built and asked once": `const { Model, dense } = await import(${address(".")});
      new Model({ inputs: 4, layers: [dense(16, "relu"), dense(3)], loss: "mse", standardize: false }).predict([1, 2, 3, 4]);`,
    "downhill/predict, loaded and asked once": `const { load } = await import(${address("./predict")});
      load((await import("node:fs")).readFileSync(${saved})).predict([1, 2, 3, 4]);`,
  };
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, program] of Object.entries(programs)) {
      const begun = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
      times[name].push(performance.now() - begun);
      if (status !== 0) throw new Error(String(stderr));
    }
  }
  rmSync(folder, { recursive: true });
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
  const empty = median(times.nothing);
  console.log(
    `\nnode -e, ${process.version}, medians of ${runs}: an empty process takes ${empty.toFixed(1)} ms`,
  );
  for (const [name, list] of Object.entries(times).slice(1))
    console.log(`  ${name}: ${(median(list) - empty).toFixed(1)} ms more`);
}
