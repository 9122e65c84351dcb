import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const TOP = fileURLToPath(new URL("../..", import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** What stands behind the fence: js, sh, text, ... */
  readonly language: string;
  /** The line of the page, from 1, on which the fence opens. */
  readonly line: number;
  readonly text: string;
}

/** The README, in both languages, and every page of docs, as paths from the top folder. */
export function pages(): string[] {
  const docs = readdirSync(`${TOP}/docs`).filter((name) => name.endsWith(".md"));
  return ["README.md", "README.zh.md", ...docs.sort().map((name) => `docs/${name}`)];
}

export function readPage(path: string): string {
  return readFileSync(`${TOP}/${path}`, "utf8");
}

/** The fenced blocks of a page, in its order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1],
    line: page.slice(0, match.index).split("\n").length,
    text: match[2],
  }));
}

/** The lines that a program claims to print: what stands after `// ->`. */
export function claimsOf(code: string): string[] {
  return Array.from(code.matchAll(/\/\/ -> ?(.*)$/gm), ([, text]) => text);
}

/** The name that a program gives itself in its first line, so that later ones can import it: `// encode.mjs`. */
export function fileNameOf(code: string): string | undefined {
  return /^\/\/ ([\w-]+\.mjs)\n/.exec(code)?.[1];
}

/**
 * Whether a printed line is what was claimed, to the last digit: the same seed gives the same bits on every engine. Only the time that
 * a training took is another each time.
 */
export function agrees(printed: string, claimed: string): boolean {
  const timeless = (line: string): string =>
    line.replace(/ epochs in [\d.]+ s\b/, " epochs in # s").trimEnd();
  return timeless(printed) === timeless(claimed);
}
