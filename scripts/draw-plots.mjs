// Draws the pictures of docs/plots.md by the programs that stand there: each writes its SVG.
//   node scripts/draw-plots.mjs [folder]
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [out = "docs/figures/plots"] = process.argv.slice(2);
const page = readFileSync("docs/plots.md", "utf8");
const folder = mkdtempSync(join(tmpdir(), "downhill-plots-"));
try {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("data"), join(folder, "data"), "junction");
  symlinkSync(resolve("."), join(folder, "node_modules/downhill"), "junction");
  for (const [k, [, program]] of [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].entries()) {
    const [, name = `program-${k}.mjs`] = /^\/\/ ([\w-]+\.mjs)\n/.exec(program) ?? [];
    writeFileSync(join(folder, name), program);
    const { status, stderr } = spawnSync(process.execPath, [name], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`${program}\n${stderr}`);
  }
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".svg")))
    copyFileSync(join(folder, file), join(out, file));
} finally {
  rmSync(folder, { recursive: true });
}
