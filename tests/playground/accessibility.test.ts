import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  isWithoutChromium,
  launch,
  openSite,
  type Site,
  trainEpochs,
  untilReady,
  watchedPage,
} from "./browser.js";

/** axe-core finds nothing to complain of, in both languages and both themes. Needs dist: `npm run build`. */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let site: Site;
beforeAll(async () => {
  if (!isWithoutChromium) browser = await launch();
  site = await openSite();
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

/** What is wrong: the rule, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

const LOOKS = (["light", "dark"] as const).flatMap((theme) =>
  (["English", "中文"] as const).map((language) => [theme, language] as const),
);

describe.skipIf(isWithoutChromium).each(LOOKS)(
  "%s, %s (skipped where there is no Chromium)",
  (theme, language) => {
    /** A page as somebody sees it whose system has this theme, and who has chosen this language. */
    async function open(): Promise<Page> {
      const { page } = await watchedPage(await browser.newContext({ colorScheme: theme }));
      await page.goto(site.address);
      await untilReady(page);
      return page;
    }
    const speak = (page: Page): Promise<void> => page.getByRole("button", { name: language }).click();

    test("the playground: as it opens, trained, with all that can be opened, with other data", async () => {
      const page = await open();
      await trainEpochs(page, 3);
      for (const name of ["Births a day", "Spam or not", "Draw a curve"]) {
        await page.getByRole("group", { name: "Examples" }).getByRole("button", { name }).click();
        await untilReady(page);
        await trainEpochs(page, 3);
        await speak(page);
        await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
        expect({ name, found: await violations(page) }).toEqual({ name, found: [] });
        await page.getByRole("button", { name: "English" }).click();
      }
      await page.context().close();
    });

    test("each step of the tour", { timeout: 120_000 }, async () => {
      const page = await open();
      await speak(page);
      for (let step = 1; step <= 9; step++) {
        await page.goto(`${site.address}#tour/${step}`);
        await page.locator("[data-run]").waitFor();
        expect({ step, found: await violations(page) }).toEqual({ step, found: [] });
      }
      await page.context().close();
    });
  },
);
