import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agrees, blocksOf, claimsOf, pages, readPage, TOP, type Block } from "./support/markdown.js";

/**
 * Every program in the README and in docs is run, in the order of its page, in a folder that has the clone's `data`; what
 * it claims to print is held against what it prints. So is every `npx downhill` line, with the text that follows it.
 */

const EXACT = 0.02;
const ABOUT = 0.15;

describe.each(pages())("%s", (path) => {
  const blocks = blocksOf(readPage(path));
  const programs = blocks.filter(
    ({ language, text }) => language === "js" || commandsOf(language, text).length,
  );
  let folder = "";

  beforeAll(() => {
    if (!existsSync(join(TOP, "dist/index.js")))
      throw new Error('There is no dist: run "npm run build" first.');
    folder = mkdtempSync(join(tmpdir(), "downhill-docs-"));
    symlinkSync(join(TOP, "data"), join(folder, "data"), "junction");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  if (programs.length === 0) test("has no program", () => expect(programs).toEqual([]));

  test.each(programs.map((block) => [block.line, block] as const))("line %i", (_, block) => {
    if (block.language === "js") runModule(folder, block);
    else runCommands(folder, block, blocks[blocks.indexOf(block) + 1]);
  });
});

/** The file of this clone that `import ... from "downhill"` or `"downhill/..."` means to a package's user. */
function addressOf(name: string): string {
  const { exports } = JSON.parse(readPage("package.json"));
  return pathToFileURL(join(TOP, exports[name.replace("downhill", ".")].default)).href;
}

function runModule(folder: string, { text, line }: Block): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `line-${line}.mjs`);
  writeFileSync(
    file,
    text.replace(/from "(downhill(?:\/\w+)?)"/g, (_, name) => `from ${JSON.stringify(addressOf(name))}`),
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const printed = linesOf(stdout);
  const claims = claimsOf(text);
  const right =
    printed.length === claims.length &&
    claims.every((claim, i) => agrees(printed[i], claim.text, claim.about ? ABOUT : EXACT));
  // Compared as a whole only when something is wrong, so that the failure shows all lines side by side.
  if (!right) expect(printed).toEqual(claims.map((claim) => claim.text));
}

function runCommands(folder: string, { text, language }: Block, next: Block | undefined): void {
  const shown = next?.language === "text" ? linesOf(next.text) : undefined;
  const refused = shown?.[0].startsWith("downhill: ") ?? false;
  const cli = `"${process.execPath}" "${join(TOP, "dist/cli.js")}"`;
  let output = "";
  for (const command of commandsOf(language, text)) {
    const line = command.replace("npx downhill", cli);
    const { stdout, stderr, status } = spawnSync(line, { cwd: folder, encoding: "utf8", shell: true });
    expect({ command, status, stderr: refused ? "" : stderr }).toEqual({
      command,
      status: refused ? 2 : 0,
      stderr: "",
    });
    output = refused ? stderr : stdout;
  }
  if (shown === undefined) return;
  const printed = linesOf(output);
  const right =
    printed.length === shown.length &&
    // How long it takes, and for how many epochs, is another matter.
    shown.every((line, i) => agrees(printed[i], line, line.includes(" epochs in ") ? Infinity : ABOUT));
  if (!right) expect(printed).toEqual(shown);
}

/** The lines of a block that call the command line; comments and other commands are left alone. */
function commandsOf(language: string, text: string): string[] {
  return language === "sh" ? text.split("\n").filter((line) => line.startsWith("npx downhill ")) : [];
}

function linesOf(text: string): string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n");
}
