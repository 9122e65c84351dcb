import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { writeWhole } from "../src/cli/write/output-file.js";

const folder = mkdtempSync(join(tmpdir(), "downhill-output-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what killed processes left half written is removed, and nothing else", () => {
  const { pid: ended } = spawnSync(process.execPath, ["-e", "0"]);
  const others = [`.other.${ended}.part`, `.kept.${process.ppid}.part`, ".kept.part", `.kept.${ended}.parts`];
  for (const name of [`.kept.${ended}.part`, ...others]) writeFileSync(join(folder, name), "half");
  writeWhole(join(folder, "kept"), "whole");
  expect(readFileSync(join(folder, "kept"), "utf8")).toBe("whole");
  expect(readdirSync(folder).sort()).toEqual([...others, "kept"].sort());
});
