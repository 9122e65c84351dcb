import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPage, TOP } from "../support/markdown.js";

test(
  "the pictures of docs/plots.md are what its programs draw, and it shows them all",
  { timeout: 300_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "downhill-plots-"));
    const { status, stderr } = spawnSync(process.execPath, ["scripts/draw-plots.mjs", folder], {
      cwd: TOP,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const shown = [...readPage("docs/plots.md").matchAll(/\]\(figures\/plots\/([\w-]+\.svg)\)/g)].map(
      ([, name]) => name,
    );
    const drawn = readdirSync(folder);
    expect(drawn).toEqual([...shown].sort());
    expect(drawn.length).toBeGreaterThan(10);
    for (const name of drawn) {
      const isSame = readFileSync(join(folder, name), "utf8") === readPage(`docs/figures/plots/${name}`);
      expect(
        isSame,
        `${name}: if its program or its look has changed, run: node scripts/draw-plots.mjs`,
      ).toBe(true);
    }
    rmSync(folder, { recursive: true });
  },
);
