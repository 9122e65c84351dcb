import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The command line as it is shipped. */
export const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** What a run left behind. */
export interface Outcome {
  /** As a shell tells it: 130 for a process that SIGINT has ended. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function codeOf(signal: NodeJS.Signals | null): number | null {
  return signal === null ? null : 128 + constants.signals[signal];
}

/** A folder of its own, in which the command runs and files are named without a path. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "downhill-"));

  constructor() {
    if (!existsSync(CLI)) throw new Error(`There is no ${CLI}: run "npm run build" first.`);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return name;
  }

  files(): string[] {
    return readdirSync(this.folder).sort();
  }

  run(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: this.folder,
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** Starts a run that the test ends itself; `outcome` settles when it has ended. */
  start(...args: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: this.folder });
    const outcome = new Promise<Outcome>((resolve, reject) => {
      let out = "";
      let err = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code: code ?? codeOf(signal), out, err }));
    });
    return { child, outcome };
  }
}

/** The lines of a text as JSON objects. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
