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
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") === "" ? "" : " with changes");
  } catch {
    return "unknown";
  }
}

/** The part of the time that a process on a quiet machine has a core. */
const QUIET = 0.95;

/** What `work` returns; says on stderr when other processes had this one's core meanwhile. */
export function warnWhenBusy<Result>(work: () => Result): Result {
  const begun = performance.now();
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1000 / (performance.now() - begun);
  if (share < QUIET) {
    console.error(
      `The machine was busy: this process had a core for only ${Math.round(100 * share)} % of the time. ` +
        "Its caches and the clock rate were shared too: run it alone before you quote anything.",
    );
  }
  return result;
}
