import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, inCI, launchChromium, serve } from "../scripts/runtimes/index.mjs";
import {
  agrees,
  blocksOf,
  claimsOf,
  fileNameOf,
  pages,
  readPage,
  TOP,
  type Block,
} from "./support/markdown.js";

/**
 * Every program in the README and in docs is run, in the order of its page, as a reader's would be: in a folder with the
 * clone's `data` where downhill is installed. What it claims to print is held against what it prints. So are every
 * `npx downhill` line, with the text that follows it, and every page with a module, in Chromium.
 */

const PAGE_MS = 30_000;

describe.each(pages())("%s", (path) => {
  const blocks = blocksOf(readPage(path));
  const programs = blocks.filter(
    (block) => block.language === "js" || isPage(block) || commandsOf(block).length > 0,
  );
  let folder = "";

  beforeAll(() => {
    if (!existsSync(join(TOP, "dist/index.js")))
      throw new Error('There is no dist: run "npm run build" first.');
    folder = mkdtempSync(join(tmpdir(), "downhill-docs-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(TOP, "data"), join(folder, "data"), "junction");
    symlinkSync(TOP, join(folder, "node_modules/downhill"), "junction");
    symlinkSync(join(TOP, "node_modules/express"), join(folder, "node_modules/express"), "junction");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  if (programs.length === 0) test("has no program", () => expect(programs).toEqual([]));

  for (const block of programs) {
    const skipped = isPage(block) && findChromium() === undefined && !inCI;
    test.skipIf(skipped)(
      `line ${block.line}${isPage(block) ? " (skipped where there is no Chromium)" : ""}`,
      () => {
        if (block.language === "js") return runModule(folder, block);
        if (isPage(block)) return runPage(folder, block);
        return runCommands(folder, block, blocks[blocks.indexOf(block) + 1]);
      },
    );
  }
});

function runModule(folder: string, { text, line }: Block): void {
  const file = join(folder, fileNameOf(text) ?? `line-${line}.mjs`);
  writeFileSync(file, text);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expectClaims(linesOf(stdout), text);
}

/** Opens the block as a page, and waits until it has logged as many lines as it claims, or something went wrong. */
async function runPage(folder: string, { text, line }: Block): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error("Chromium is not installed here.");
  writeFileSync(join(folder, `line-${line}.html`), `<!doctype html><link rel="icon" href="data:,">\n${text}`);
  const server = await serve(folder);
  const browser = await launchChromium(chromium);
  try {
    const page = await browser.newPage();
    const printed: string[] = [];
    const errors: string[] = [];
    page.on("console", (message) => void printed.push(message.text()));
    page.on("pageerror", (error) => void errors.push(String(error)));
    await page.goto(`${server.origin}/line-${line}.html`);
    const limit = Date.now() + PAGE_MS;
    while (printed.length < claimsOf(text).length && errors.length === 0 && Date.now() < limit)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(errors).toEqual([]);
    expectClaims(printed, text);
  } finally {
    await browser.close();
    await server.close();
  }
}

function expectClaims(printed: string[], program: string): void {
  const claims = claimsOf(program);
  const right = printed.length === claims.length && claims.every((claim, i) => agrees(printed[i], claim));
  // Compared as a whole only when something is wrong, so that the failure shows all lines side by side.
  if (!right) expect(printed).toEqual(claims);
}

function runCommands(folder: string, block: Block, next: Block | undefined): void {
  const shown = next?.language === "text" ? linesOf(next.text) : undefined;
  const refused = shown?.[0].startsWith("downhill: ") ?? false;
  const cli = `"${process.execPath}" "${join(TOP, "dist/cli.js")}"`;
  let output = "";
  for (const command of commandsOf(block)) {
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
  const right = printed.length === shown.length && shown.every((line, i) => agrees(printed[i], line));
  if (!right) expect(printed).toEqual(shown);
}

/** Whether a block is a page that runs something. */
function isPage({ language, text }: Block): boolean {
  return language === "html" && text.includes('<script type="module">') && claimsOf(text).length > 0;
}

/** The lines of a block that call the command line; comments and other commands are left alone. */
function commandsOf({ language, text }: Block): string[] {
  return language === "sh" ? text.split("\n").filter((line) => line.startsWith("npx downhill ")) : [];
}

function linesOf(text: string): string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n");
}
