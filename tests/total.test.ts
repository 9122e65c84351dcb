import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TOP } from "./support/markdown.js";

/** The last line of the whole check: what counts as failed, and that the exit code says the same. */

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "downhill-total-"));
  mkdirSync(join(folder, "build/results"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

function total(results: Record<string, object | undefined>): { status: number | null; printed: string[] } {
  for (const [step, counts] of Object.entries(results))
    if (counts) writeFileSync(join(folder, `build/results/${step}.json`), JSON.stringify(counts));
  const script = join(TOP, "scripts/total.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, ...Object.keys(results)], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, printed: stdout.trimEnd().split("\n") };
}

test("adds up what the steps have counted", () => {
  const results = { a: { passed: 7, failed: 0 }, b: { passed: 2, failed: 0, rows: [1] } };
  expect(total(results)).toEqual({ status: 0, printed: ["9 passed, 0 failed"] });
});

test("names what was skipped", () => {
  const c = { passed: 1, failed: 0, skipped: ["deno"] };
  const { status, printed } = total({ c, d: { passed: 2, failed: 0, skipped: ["bun", "Firefox, page"] } });
  expect(status).toBe(0);
  expect(printed).toEqual([
    expect.stringMatching(/^3 skipped, /),
    "  deno",
    "  bun",
    "  Firefox, page",
    "3 passed, 0 failed",
  ]);
});

test("fails with any failure", () => {
  const results = { e: { passed: 5, failed: 2 }, f: { passed: 1, failed: 0 } };
  expect(total(results)).toEqual({ status: 1, printed: ["6 passed, 2 failed"] });
});

test("counts a step without a result as failed", () => {
  const { status, printed } = total({ g: { passed: 1, failed: 0 }, nothing: undefined });
  expect(status).toBe(1);
  expect(printed).toEqual([expect.stringMatching(/^nothing: /), "1 passed, 1 failed"]);
});
