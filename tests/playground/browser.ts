import { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium, inCI, QUIET } from "../../scripts/runtimes/index.mjs";
import { readFiles } from "../../src/cli/commands/playground/files.js";
import { serverOf } from "../../src/cli/commands/playground/server.js";
import { TOP } from "../support/markdown.js";

/** The page as `npm run build` has made it. */
export const BUILT = join(TOP, "dist/playground");

/** Whether these tests are left out: there is no Chromium, and it is not the CI, where that is a failure. */
export const isWithoutChromium = findChromium() === undefined && !inCI;

export function launch(...more: string[]): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("Chromium is not installed here.");
  return chromium.launch({ executablePath, args: [...QUIET, ...more] });
}

/** The page over HTTP, as `downhill playground` serves it, and what is asked of the server. */
export interface Site {
  readonly address: string;
  readonly asked: string[];
  readonly close: () => Promise<void>;
}

export async function openSite(folder = BUILT): Promise<Site> {
  const server: Server = serverOf(readFiles(folder));
  const asked: string[] = [];
  server.prependListener("request", ({ url }: { url?: string }) => asked.push(url ?? ""));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** A page with the complaints of the browser and of the page's own programs. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
}

/** A page of a fresh profile, or of one that is given. */
export async function watchedPage(from: Browser | BrowserContext): Promise<Watched> {
  const page = await from.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return { page, complaints };
}

/** Until the data are read and the model is built. */
export async function untilReady(page: Page): Promise<void> {
  const train = page.getByRole("button", { name: /^(Train|训练)/ });
  await train.and(page.locator(":enabled")).waitFor();
}

/** The epoch that the page shows. */
export async function epochOf(page: Page): Promise<number> {
  const text = await page.getByRole("status").filter({ hasText: /Epoch/ }).first().innerText();
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", ""));
}

/** Chooses one of the page's own data sets. */
export async function example(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}
