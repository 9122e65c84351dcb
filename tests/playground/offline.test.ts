import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../scripts/runtimes/index.mjs";
import {
  BUILT,
  epochOf,
  example,
  isWithoutChromium,
  launch,
  untilReady,
  watchedPage,
  WAIT,
} from "./browser.js";

/** The page without a network, and the page that has a new version. Needs dist: `npm run build`. */

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  if (!isWithoutChromium) browser = await launch("--host-resolver-rules=MAP playground.test 127.0.0.1");
});
afterAll(async () => browser?.close());
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that knows nothing of the page and keeps nothing, with the page in one of its folders. */
async function serveCopy(): Promise<string> {
  folder = mkdtempSync(join(tmpdir(), "downhill-offline-"));
  cpSync(BUILT, join(folder, "some/folder"), { recursive: true });
  server = await serve(folder);
  return `${server.origin}/some/folder/`;
}

const read = (name: string): string => readFileSync(join(folder, "some/folder", name), "utf8");
const write = (name: string, text: string): void => writeFileSync(join(folder, "some/folder", name), text);
const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");

/** Another version of the page: it describes itself by another word. */
function renew(word: string, { listToo }: { listToo: boolean }): void {
  const page = read("index.html");
  const next = page.replace(/(name="description"\s+content=")[^"]*/, `$1${word}`);
  expect(next).not.toBe(page);
  const worker = read("service-worker.js");
  expect(worker).toContain(hashOf(page));
  write("index.html", next);
  if (!listToo) return;
  const version = /VERSION = "(.*)"/.exec(worker)?.[1] as string;
  write(
    "service-worker.js",
    worker.replace(hashOf(page), hashOf(next)).replace(version, hashOf(next).slice(0, 16)),
  );
}

const wordOf = (page: Page): Promise<string | null> =>
  page.locator("meta[name=description]").getAttribute("content");

/** Until the page is kept: the service worker is active. */
const untilKept = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready);

/** The versions that are kept whole. */
const versions = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.installing ? [] : caches.keys();
  });

describe.skipIf(isWithoutChromium)("without a network (skipped where there is no Chromium)", () => {
  test("the page opens again and trains, with all of its examples", async () => {
    const address = await serveCopy();
    const { page, complaints } = await watchedPage(await browser.newContext());
    await page.goto(address);
    await untilReady(page);
    await untilKept(page);
    await server.close();

    await page.goto("about:blank");
    for (const link of [address, `${address}index.html`]) {
      await page.goto(link);
      await untilReady(page);
    }
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await expect.poll(() => epochOf(page), WAIT).toBeGreaterThan(0);
    for (const name of ["Spam or not", "Births a day"]) {
      await example(page, name);
      await untilReady(page);
      await page.getByRole("button", { name: "One epoch" }).click();
      await expect.poll(() => epochOf(page), WAIT).toBe(1);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a page that was never there does not open", async () => {
    const address = await serveCopy();
    const { page } = await watchedPage(await browser.newContext());
    await server.close();
    await expect(page.goto(address)).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
    await page.context().close();
  });
});

describe.skipIf(isWithoutChromium)("a new version (skipped where there is no Chromium)", () => {
  test("is there at the next load, and without a network after that", async () => {
    const address = await serveCopy();
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address);
    await untilKept(page);
    const [first] = await versions(page);
    for (const word of ["second", "third"]) {
      renew(word, { listToo: true });
      const before = await versions(page);
      await page.goto(address);
      expect(await wordOf(page)).toBe(word);
      await untilReady(page);
      const isNew = async (): Promise<boolean> =>
        (await versions(page)).some((name) => !before.includes(name));
      // Chromium looks for a newer one a second after the page is there.
      await expect.poll(isNew, WAIT).toBe(true);
    }
    // Of the old ones one is kept, for pages that are still open.
    await expect.poll(() => versions(page), WAIT).toHaveLength(2);
    expect(await versions(page)).not.toContain(first);
    await server.close();
    await page.goto("about:blank");
    await page.goto(address);
    expect(await wordOf(page)).toBe("third");
    await untilReady(page);
    await page.context().close();
  });

  test("that is there by half is shown, and not kept", async () => {
    const address = await serveCopy();
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address);
    await untilKept(page);
    const word = await wordOf(page);
    renew("half", { listToo: false });
    // The list is another too, but does not go with the page.
    write("service-worker.js", read("service-worker.js").replace(/VERSION = "....../, 'VERSION = "broken'));
    await page.goto(address);
    expect(await wordOf(page)).toBe("half");
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update().catch(() => undefined);
    });
    expect((await versions(page)).filter((name) => name.includes("broken"))).toEqual([]);
    await server.close();
    await page.goto("about:blank");
    await page.goto(address);
    expect(await wordOf(page)).toBe(word);
    await page.context().close();
  });

  test("a server's error is no version", async () => {
    const address = await serveCopy();
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address);
    await untilKept(page);
    rmSync(join(folder, "some/folder/index.html"));
    await page.goto(address);
    await untilReady(page);
    await page.context().close();
  });
});

test.skipIf(isWithoutChromium)(
  "over http from elsewhere the page does without (skipped where there is no Chromium)",
  async () => {
    const address = (await serveCopy()).replace("127.0.0.1", "playground.test");
    const { page, complaints } = await watchedPage(await browser.newContext());
    await page.goto(address);
    await untilReady(page);
    expect(await page.evaluate(() => [isSecureContext, "serviceWorker" in navigator])).toEqual([
      false,
      false,
    ]);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await expect.poll(() => epochOf(page), WAIT).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);
