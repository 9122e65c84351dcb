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

/** The README and every page of docs, as paths from the top folder. */
export function pages(): string[] {
  const docs = readdirSync(`${TOP}/docs`).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.sort().map((name) => `docs/${name}`)];
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

/** One line that a program claims to print: after `// ->`, or after `// ~>` where the numbers are only about so. */
export interface Claim {
  readonly text: string;
  readonly about: boolean;
}

export function claimsOf(code: string): Claim[] {
  return [...code.matchAll(/\/\/ ([-~])>(.*)$/gm)].map(([, mark, text]) => ({
    text: text.replace(/^ /, ""),
    about: mark === "~",
  }));
}

/** The name that a program gives itself in its first line, so that later ones can import it: `// encode.mjs`. */
export function fileNameOf(code: string): string | undefined {
  return /^\/\/ ([\w-]+\.mjs)\n/.exec(code)?.[1];
}

const NUMBER = /[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?/gi;

/**
 * Whether a printed line is what was claimed: the same words, and numbers that differ by at most `tolerance` of their
 * size, or by one in the last decimal place that the claim shows.
 */
export function agrees(printed: string, claimed: string, tolerance: number): boolean {
  if (printed.trimEnd() === claimed.trimEnd()) return true;
  const words = (line: string): string => line.replace(NUMBER, "#").replace(/\s+/g, " ").trim();
  if (words(printed) !== words(claimed)) return false;
  const numbers = (line: string): string[] => line.match(NUMBER) ?? [];
  const found = numbers(printed);
  return numbers(claimed).every((text, i) => {
    const [want, got] = [valueOf(text), valueOf(found[i])];
    const decimals = /\.(\d+)/.exec(text)?.[1].length ?? 0;
    const step = decimals === 0 ? 0 : 1.01 * 10 ** -decimals;
    return Math.abs(got - want) <= Math.max(tolerance * Math.abs(want), step);
  });
}

function valueOf(text: string): number {
  return Number(text.replaceAll(",", ""));
}
