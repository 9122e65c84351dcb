import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { getFileInfo } from "prettier";
import { expect, test } from "vitest";

const TOP = fileURLToPath(new URL("..", import.meta.url));
const ignorePath = `${TOP}.prettierignore`;

test("prettier looks at every source: no pattern for a folder at the top leaves one of src out", async () => {
  const folders = ["assembly", "bench", "scripts", "src", "tests"];
  const listed = execFileSync("git", ["ls-files", "-z", ...folders], { cwd: TOP, encoding: "utf8" });
  const sources = listed.split("\0").filter((path) => /\.(ts|mjs|js)$/.test(path));
  expect(sources.length).toBeGreaterThan(200);
  const ignored = [];
  for (const path of sources) {
    if ((await getFileInfo(`${TOP}${path}`, { ignorePath })).ignored) ignored.push(path);
  }
  expect(ignored.filter((path) => !path.startsWith("tests/version1/"))).toEqual([]);
});
