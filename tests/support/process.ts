import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";

/** A folder with the library in one file and scripts that import it, to be run by Node processes of their own. */
export class Processes {
  readonly #folder = mkdtempSync(join(tmpdir(), "downhill-"));

  /** @param entry the file of src that is the library's door */
  constructor(entry = "index") {
    buildSync({
      entryPoints: [fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url))],
      outfile: join(this.#folder, "downhill.mjs"),
      bundle: true,
      format: "esm",
      logLevel: "error",
    });
  }

  /**
   * Runs `code` as a module that finds the library at "./downhill.mjs", and reads what it printed as JSON.
   *
   * @param flags for Node itself, before the script
   */
  run(code: string, flags: readonly string[] = []): unknown {
    const script = join(this.#folder, "script.mjs");
    writeFileSync(script, code);
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, script], { encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${flags.join(" ")} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  }
}

/** Whether this Node knows the flags. */
export function accepts(flags: readonly string[]): boolean {
  return spawnSync(process.execPath, [...flags, "-e", "0"]).status === 0;
}
