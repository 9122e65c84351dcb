// Child processes: run to their end, or kept running until they are stopped. Each is ended by its own id.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIMIT_MS = 120_000;

/** What is done when this process ends, however early. */
const cleanups = new Set();
process.on("exit", () => cleanups.forEach((cleanUp) => cleanUp()));

/** Has a child killed if this process ends first. */
function endingWithUs(child) {
  const end = () => child.kill("SIGKILL");
  cleanups.add(end);
  child.once("exit", () => cleanups.delete(end)).once("error", () => cleanups.delete(end));
  return child;
}

/** A new folder, removed by `remove()` or when this process ends. */
export function temporaryFolder(name) {
  const path = mkdtempSync(join(tmpdir(), `downhill-${name}-`));
  const remove = () => {
    cleanups.delete(remove);
    rmSync(path, { recursive: true, force: true });
  };
  cleanups.add(remove);
  return { path, remove };
}

/** Runs a command to its end; resolves to what it printed. @throws Error with its last lines on stderr */
export function run(command, args, { cwd, env, limit = LIMIT_MS } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, NODE_OPTIONS: "", ...env }, timeout: limit };
    const child = execFile(
      command,
      args,
      { ...options, killSignal: "SIGKILL", maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.killed) reject(new Error(`no answer within ${limit / 1000} s`));
        else reject(new Error(lastLines(stderr || stdout || error.message)));
      },
    );
    endingWithUs(child);
  });
}

/** Runs a command whose last line is JSON, and reads it. */
export async function runForJson(command, args, options) {
  const lines = (await run(command, args, options)).trim().split("\n");
  return JSON.parse(lines[lines.length - 1]);
}

/**
 * Starts a command that goes on until `stop()`.
 *
 * @param options.fds  how many pipes it gets besides the three usual ones; they are child.stdio[3] and on
 */
export function start(command, args, { cwd, env, fds = 0 } = {}) {
  const options = {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe", ...Array(fds).fill("pipe")],
  };
  const child = endingWithUs(spawn(command, args, options));
  let errors = "";
  child.stdout.resume();
  child.stderr.on("data", (text) => (errors = (errors + text).slice(-4000)));
  const ended = new Promise((resolve) => child.once("close", resolve).once("error", resolve));
  return {
    child,
    ended,
    lastErrors: () => lastLines(errors),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The first line of a pipe of a started command that `read` makes something of. */
export function lineOf({ child, ended, lastErrors }, fd, read) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdio[fd].on("data", (chunk) => {
      text += chunk;
      for (const line of text.split("\n").slice(0, -1)) {
        const value = read(line);
        if (value !== undefined) resolve(value);
      }
    });
    ended.then(() => reject(new Error(`it ended: ${lastErrors()}`)));
    setTimeout(() => reject(new Error(`not ready within 30 s: ${lastErrors()}`)), 30_000).unref();
  });
}

/** A promise with a limit in time. */
export function within(milliseconds, promise, what) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing within ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function lastLines(text) {
  return text.trim().split("\n").slice(-12).join("\n");
}
