import type { IncomingMessage, ServerResponse } from "node:http";
import type { Browser } from "puppeteer-core";

export interface ServeOptions {
  port?: number;
  answer?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
}
export function serve(
  folder: string,
  options?: ServeOptions,
): Promise<{ origin: string; close: () => Promise<void> }>;

export function findChromium(): string | undefined;
export function launchChromium(executablePath: string): Promise<Browser>;
/** The arguments that Chromium is started with. */
export const QUIET: readonly string[];
export function findFirefox(): string | undefined;
export function launchFirefox(executablePath: string): Promise<Browser>;

/** The names of the .wasm modules beside `outfile`. */
export function bundleWorker(
  entry: string,
  outfile: string,
  options?: { conditions?: string[] },
): Promise<string[]>;

export interface WorkerScript {
  script: string;
  modules: readonly string[];
  date?: string;
}
export interface Workers<Name extends string> {
  origins: Record<Name, string>;
  pid: number;
  lastErrors: () => string;
  stop: () => Promise<void>;
}
export function startWorkers<Name extends string>(
  binary: string,
  workers: Record<Name, WorkerScript>,
  folder: string,
): Promise<Workers<Name>>;

/** Whether a runtime that is missing is a failure. */
export const inCI: boolean;

/** What the command printed. */
export function run(
  command: string,
  args: readonly string[],
  options?: { cwd?: string; limit?: number },
): Promise<string>;
export const findRuntime: Record<"deno" | "bun" | "workerd", () => string | undefined>;
