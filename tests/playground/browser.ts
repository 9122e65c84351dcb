import { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium, inCI, QUIET } from "../../scripts/runtimes/index.mjs";
import { readFiles } from "../../src/cli/commands/playground/files.js";
import { serverOf } from "../../src/cli/commands/playground/server.js";
import { expect } from "vitest";
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
  const text = await page.getByRole("group", { name: "Train and pause" }).locator(".epoch").innerText();
  return Number(text.replaceAll(",", ""));
}

/** Chooses one of the page's own data sets. */
export async function example(page: Page, name: string): Promise<void> {
  await page.getByRole("group", { name: "Examples" }).getByRole("button", { name }).click();
}

/** Keeps the last frame that the trainer has sent in `window.lastFrame`, as the page got it. Before the page is opened. */
export async function recordFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = Worker;
    window.Worker = class extends Native {
      constructor(...args: ConstructorParameters<typeof Native>) {
        super(...args);
        this.addEventListener("message", ({ data }: MessageEvent<{ frame?: unknown }>) => {
          if (data.frame) Object.assign(window, { lastFrame: data.frame });
        });
      }
    };
  });
}

/** Until it has trained to some epoch: one epoch at a time. */
export async function trainEpochs(page: Page, epochs: number): Promise<void> {
  const one = page.getByRole("button", { name: "One epoch" });
  for (let i = 0; i < epochs; i++) {
    const before = await epochOf(page);
    await one.click();
    await expect.poll(() => epochOf(page), WAIT).toBe(before + 1);
  }
}

/** The hash of all parameters that the page shows while it rests. */
export async function hashShown(page: Page): Promise<string> {
  const hash = page.getByText(/^[0-9a-f]{16}$/);
  await hash.waitFor();
  return hash.innerText();
}

/** How long something of the page may take on a machine that has more to do. */
export const WAIT = { timeout: 20_000 };

/** Chooses a file as a person does, by the button. */
export async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Choose a file" }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** Drops a file onto the middle of the page. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: "text/csv" }));
      return transfer;
    },
    [name, text] as const,
  );
  for (const event of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("main", event, { dataTransfer: data });
}
