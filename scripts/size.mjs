// What a browser downloads for each import of the library, and how long Node takes to its first prediction.
// Exits 1 when an import has outgrown its limit; the times are only told.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeCounts } from "./results.mjs";
import { asColumns } from "./columns.mjs";
import { weigh } from "./weigh.mjs";

const sizes = await weigh(".");
const limited = sizes.filter(({ mostBytes }) => mostBytes !== undefined);
const exceeded = limited.filter(({ gzip, mostBytes }) => gzip > mostBytes);
const lines = sizes.map((size) => [
  size.name,
  size.minified,
  size.gzip,
  size.brotli,
  `${size.mostBytes ?? ""}${exceeded.includes(size) ? " exceeded" : ""}`,
]);
console.log(asColumns([["bytes", "minified", "gzip", "brotli", "gzip at most"], ...lines]));

await printStart();
writeCounts("size", { passed: limited.length - exceeded.length, failed: exceeded.length });
process.exitCode = exceeded.length > 0 ? 1 : 0;

/** The whole time of `node -e` processes that import and predict beside one that does nothing: medians of interleaved runs. */
async function printStart(runs = 15) {
  const folder = mkdtempSync(join(tmpdir(), "downhill-size-"));
  const file = join(folder, "model.safetensors");
  const [library, predict] = ["index", "predict"].map((name) => pathToFileURL(`dist/${name}.js`).href);
  const { Model, dense } = await import(library);
  const options = { inputs: 4, layers: [dense(16, "relu"), dense(3)], loss: "mse", standardize: false };
  writeFileSync(file, new Model(options).save());
  const programs = {
    nothing: "0",
    "Model, built and asked once": `const { Model, dense } = await import(${JSON.stringify(library)});
      new Model({ inputs: 4, layers: [dense(16, "relu"), dense(3)], loss: "mse", standardize: false }).predict([1, 2, 3, 4]);`,
    "downhill/predict, loaded and asked once": `const { load } = await import(${JSON.stringify(predict)});
      load((await import("node:fs")).readFileSync(${JSON.stringify(file)})).predict([1, 2, 3, 4]);`,
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
