import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/** One line: the processor, the engine, the commit and the time of a run. */
export function describeRun(): string {
  const { node, v8 } = process.versions;
  const machine = `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${process.arch}`;
  const date = new Date().toISOString().slice(0, 16).replace("T", " ");
  return `${machine} | Node ${node}, V8 ${v8} | commit ${commit()} | ${date} UTC`;
}

function commit(): string {
  try {
    const git = (...words: string[]): string =>
      execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return (
      git("rev-parse", "--short", "HEAD") +
      (git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " with changes")
    );
  } catch {
    return "unknown";
  }
}

/** The part of the time that a process on a quiet machine has a core. */
const QUIET = 0.95;

/** Which part of some work's time the process had a core. */
export class BusyMeter {
  private passed = 0;
  private used = 0;

  /** What `work` returns, its time counted. */
  during<Result>(work: () => Result): Result {
    const begun = performance.now();
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    this.used += (user + system) / 1000;
    this.passed += performance.now() - begun;
    return result;
  }

  get share(): number {
    return this.used / this.passed;
  }
}

/** Says on stderr when other processes had the core meanwhile. */
export function warnWhenBusy(share: number): void {
  if (share >= QUIET) return;
  console.error(
    `The machine was busy: what was timed had a core for only ${Math.round(100 * share)} % of the time. ` +
      "Its caches and the clock rate were shared too: run it alone before you quote anything.",
  );
}
