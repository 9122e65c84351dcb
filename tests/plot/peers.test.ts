import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TOP } from "../support/markdown.js";

/** A project that has not installed what draws, or not all of it. Needs dist: `npm run build`. */

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "downhill-peers-"));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  for (const name of ["index.js", "plot.js"]) copyFileSync(join(TOP, "dist", name), join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program in the project says of a picture that it draws. */
function draw(): Record<string, unknown> {
  const code = `
    import { DownhillError } from "./index.js";
    import { MissingPeerError, importancePlot } from "./plot.js";
    const told = (error) => ({
      isOurs: error instanceof MissingPeerError && error instanceof DownhillError,
      name: error.name, peer: error.peer, message: error.message, cause: error.cause?.code, shown: Object.keys(error),
    });
    const items = [{ column: "a", mean: 1, deviation: 0 }];
    const refused = await importancePlot([]).catch((error) => error.name);
    console.log(JSON.stringify({ refused, ...(await importancePlot(items).then((svg) => ({ svg }), told)) }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Record<string, unknown>;
}

const errorOf = (peer: string): object => ({
  refused: "DataError",
  isOurs: true,
  name: "MissingPeerError",
  peer,
  message: expect.stringMatching(
    new RegExp(`^importancePlot: ${peer} could not .* npm install @observablehq/plot linkedom$`),
  ),
  cause: "ERR_MODULE_NOT_FOUND",
});

describe("each package that is missing is named, after the data are found to be right", () => {
  test("none is there", () => expect(draw()).toMatchObject(errorOf("@observablehq/plot")));

  test("linkedom is not there", () => {
    mkdirSync(join(folder, "node_modules/@observablehq"), { recursive: true });
    link("@observablehq/plot");
    expect(draw()).toMatchObject(errorOf("linkedom"));
  });

  test("both are there", () => {
    link("linkedom");
    expect(draw()).toMatchObject({ refused: "DataError", svg: expect.stringMatching(/^<svg /) });
  });
});

function link(name: string): void {
  symlinkSync(join(TOP, "node_modules", name), join(folder, "node_modules", name), "junction");
}
