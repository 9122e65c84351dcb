import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TOP } from "./support/markdown.js";

/** The rules of .dependency-cruiser.mjs find what is planted. That src/ keeps them is a step of `npm test`. */

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "downhill-arrows-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The rules that a tree of files breaks, each with the arrow. */
async function broken(files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "src", path)), { recursive: true });
    writeFileSync(join(folder, "src", path), text);
  }
  const options = await extractDepcruiseOptions(join(TOP, ".dependency-cruiser.mjs"));
  const { output } = await cruise(["src"], { ...options, baseDir: folder, validate: true });
  const { violations } = (output as ICruiseResult).summary;
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

const value = "export const value = 1;\n";
const type = "export type Value = number;\n";

test("arrows that point down are kept", async () => {
  const files = {
    "base/check.ts": value,
    "data/rows.ts": 'export { value } from "../base/check.js";\n',
    "judge/scores.ts": 'import { value } from "../data/rows.js";\nexport const twice = 2 * value;\n',
    "model.ts": 'export { twice } from "./judge/scores.js";\n',
    "table/index.ts": 'export { twice } from "../model.js";\n',
    "cli/main.ts": 'import { twice } from "../model.js";\nconsole.log(twice);\n',
  };
  expect(await broken(files)).toEqual([]);
});

test.each([
  ["upward", "base/check.ts", "data/rows.ts", "arrows-of-base"],
  ["sideways", "training/fit.ts", "judge/scores.ts", "arrows-of-training"],
  ["from a room to a door", "judge/scores.ts", "model.ts", "arrows-of-judge"],
  ["from an entry past the doors", "plot/index.ts", "data/rows.ts", "arrows-of-plot"],
  [
    "from an entry into a room that it has no need of",
    "table/index.ts",
    "training/fit.ts",
    "arrows-of-table",
  ],
  ["from the command past the doors", "cli/main.ts", "network/learner.ts", "arrows-of-cli"],
  ["from a door into an entry", "model.ts", "table/index.ts", "arrows-of-doors"],
  ["out of a folder that has no room", "utils/all.ts", "base/check.ts", "every-file-has-a-room"],
])("an arrow %s is an error, of a type too", async (_, from, to, rule) => {
  const address = `${"../".repeat(from.split("/").length - 1) || "./"}${to.replace(".ts", ".js")}`;
  const expected = [`${rule}: src/${from} -> src/${to}`];
  expect(await broken({ [from]: `export { value } from "${address}";\n`, [to]: value })).toEqual(expected);
  expect(await broken({ [from]: `export type { Value } from "${address}";\n`, [to]: type })).toEqual(
    expected,
  );
});

test("a circle is an error, also within a room and of types alone", async () => {
  const files = {
    "data/dataset.ts": 'import type { Part } from "./split.js";\nexport type Dataset = { parts: Part[] };\n',
    "data/split.ts": 'import type { Dataset } from "./dataset.js";\nexport type Part = { of: Dataset };\n',
  };
  expect(await broken(files)).toEqual([expect.stringMatching(/^no-circle: src\/data\//)]);
});
