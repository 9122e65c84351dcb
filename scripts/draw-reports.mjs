// Draws docs/reports: what `downhill fit --report` writes of three data sets, two of the clone's and one with texts and missing cells.
//   node scripts/draw-reports.mjs [folder [name ...]]
// The same command gives the same bytes, on one version of Node and one kind of machine. A test opens the pages in a browser.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [asked = here("docs/reports"), ...names] = process.argv.slice(2);
const folder = resolve(asked);
mkdirSync(folder, { recursive: true });
// The commands run beside the files, so that a report names them as a reader would.
const place = mkdtempSync(join(tmpdir(), "downhill-reports-"));

/** Palmer's penguins, as vega-datasets has them: five measurements of three species, some of them missing. */
function penguins() {
  const rows = JSON.parse(readFileSync(here("node_modules/vega-datasets/data/penguins.json"), "utf8"));
  const names = Object.keys(rows[0]);
  // One penguin's sex is a point.
  const cell = (value) => (value === null || value === "." ? "" : value);
  return [names, ...rows.map((row) => names.map((name) => cell(row[name])))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

try {
  writeFileSync(join(place, "births.csv"), readFileSync(here("data/us-births-2000-2014.csv")));
  writeFileSync(join(place, "spam.csv"), readFileSync(here("data/spam.csv")));
  writeFileSync(join(place, "penguins.csv"), penguins());
  for (const [name, ...options] of [
    ["births", "--target", "births", "--past", "56"],
    ["spam", "--target", "spam"],
    ["penguins", "--target", "Species", "--missing", "mean", "--hidden", "16"],
  ]) {
    if (names.length > 0 && !names.includes(name)) continue;
    const command = ["fit", `${name}.csv`, ...options, "--report", `${name}.html`];
    const { status } = spawnSync(process.execPath, [here("dist/cli.js"), ...command], {
      cwd: place,
      stdio: "inherit",
    });
    if (status !== 0) throw new Error(`downhill ${command.join(" ")}: exit code ${status}`);
    writeFileSync(join(folder, `${name}.html`), readFileSync(join(place, `${name}.html`)));
  }
} finally {
  rmSync(place, { recursive: true });
}
