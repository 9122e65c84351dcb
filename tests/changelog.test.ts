import { expect, test } from "vitest";
import { readPage } from "./support/markdown.js";

/** Whoever changes the bits says so: the hash of the matrix is the first that one meets in CHANGELOG.md. */

/** @returns what is to be done, or undefined when the pages agree */
function unnamedChange(changelog: string, hash: string): string | undefined {
  const newest = /\b[0-9a-f]{16}\b/.exec(changelog)?.[0];
  if (newest === hash) return undefined;
  return (
    `tests/runtimes/expected.json has the hash ${hash}, the newest in CHANGELOG.md is ${newest}. If the bits are meant to ` +
    `change, add a line with ${hash} to the first section: why they change, and for whom. If not, find what changed them.`
  );
}

const { hash } = JSON.parse(readPage("tests/runtimes/expected.json")) as { hash: string };

test("CHANGELOG.md names the hash of the matrix before any other", () => {
  expect(unnamedChange(readPage("CHANGELOG.md"), hash)).toBeUndefined();
});

test("changed bits without a line fail, and with a line below the old one too", () => {
  const changed = hash.replace(/^./, "f");
  expect(unnamedChange(readPage("CHANGELOG.md"), changed)).toContain(
    `add a line with ${changed} to the first section`,
  );
  expect(unnamedChange(`the hash ${hash}\n\n## 0.1.0\n\nthe hash ${changed}\n`, changed)).toBeDefined();
  expect(unnamedChange(`the hash ${changed}\n\n## 0.1.0\n\nthe hash ${hash}\n`, changed)).toBeUndefined();
});
