import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { median, spread } from "./statistics.js";

const PROGRAM = fileURLToPath(new URL("caller.mjs", import.meta.url));

/** How long a loop of the caller's own takes after a fit, beside before. */
export interface CallerCost {
  /** As in "v20.20.2". */
  readonly version: string;
  readonly ratio: number;
  readonly spread: number;
}

/**
 * On this Node, and on those that `npm run test:runtimes -- --install` has put here.
 *
 * @param processes how many of each, one after another
 */
export function measureCallers(processes: number): CallerCost[] {
  const { platform, arch, execPath } = process;
  const others = [20, 22, 24, 26].map(
    (major) => `tests/runtimes/node_modules/node-${major}-${platform}-${arch}/bin/node`,
  );
  return [execPath, ...others.filter(existsSync)].map((node) => {
    const runs = Array.from({ length: processes }, () => {
      const text = execFileSync(node, [PROGRAM], { encoding: "utf8" });
      return JSON.parse(text) as { before: number; after: number; version: string };
    });
    const ratios = runs.map(({ before, after }) => after / before);
    return { version: runs[0].version, ratio: median(ratios), spread: spread(ratios) };
  });
}
