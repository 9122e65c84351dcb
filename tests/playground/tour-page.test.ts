import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isWithoutChromium, launch, openSite, type Site, watchedPage } from "./browser.js";

/** The tour in Chromium. That its numbers are right: tour.test.ts. Needs dist: `npm run build`. */

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

const STEPS = Array.from({ length: 9 }, (_, i) => i + 1);
/** One has to wait for the longest, a network that learns by heart, for some seconds. */
const LONGEST = { timeout: 60_000 };

/** Runs a step's experiment; what it says in the end. */
async function outcome(page: Page, step: number): Promise<string> {
  await page.goto(`${site.address}#tour/${step}`);
  const title = page.getByText(new RegExp(`^(Step ${step} of 9|第 ${step} 步)`));
  await title.first().waitFor();
  await page.locator("[data-run]").click();
  await page.locator("[data-result=done], [data-result=failed]").waitFor(LONGEST);
  expect(await page.locator("[data-result]").getAttribute("data-result")).toBe("done");
  return page.locator("[data-result]").getByRole("status").innerText();
}

const numbersIn = (text: string): string[] => (text.match(/-?\d+(,\d{3})*(\.\d+)?/g) ?? []).sort();

describe.skipIf(isWithoutChromium)("each step of the tour (skipped where there is no Chromium)", () => {
  test.each(STEPS)(
    "step %i runs to its result, with the same numbers in both languages",
    { timeout: 120_000 },
    async (step) => {
      const { page, complaints } = await watchedPage(await browser.newContext());
      await page.goto(site.address);
      const english = await outcome(page, step);
      expect(english).toMatch(/\d/);
      expect(english).not.toMatch(/NaN|undefined|Infinity/);
      await page.getByRole("button", { name: "中文" }).click();
      const chinese = await page.locator("[data-result]").getByRole("status").innerText();
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect(numbersIn(chinese)).toEqual(numbersIn(english));
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test("one goes through all of them by Next and the arrow keys, and back", async () => {
    const { page, complaints } = await watchedPage(await browser.newContext());
    await page.goto(`${site.address}#tour/1`);
    for (const step of STEPS.slice(0, -1)) {
      await page.getByText(`Step ${step} of 9`).first().waitFor();
      if (step % 2) await page.getByRole("button", { name: /^Next/ }).click();
      else await page.keyboard.press("ArrowRight");
    }
    await page.getByText("Step 9 of 9").first().waitFor();
    expect(page.url()).toBe(`${site.address}#tour/9`);
    await page.reload();
    await page.getByText("Step 9 of 9").first().waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByText("Step 8 of 9").first().waitFor();
    await page.goto(`${site.address}#tour/9`);
    await page.getByRole("button", { name: /^To the playground/ }).click();
    await page.getByRole("main", { name: "Playground" }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a step answers its keys as soon as it is there, before it is painted", async () => {
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(`${site.address}#tour/5`);
    await page.getByText("Step 5 of 9").first().waitFor();
    const shown = await page.evaluate(async () => {
      const step = () => document.querySelector("[aria-current=step]")?.textContent;
      const steps: unknown[] = [];
      const press = (key: string) =>
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const keys = ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"];
      for (const key of keys) {
        const before = step();
        const changed = new Promise<void>((resolve) => {
          // Called in a microtask, right after the page has changed.
          const observer = new MutationObserver(() => {
            if (step() === before) return;
            observer.disconnect();
            resolve();
          });
          observer.observe(document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            characterData: true,
          });
        });
        press(key);
        await changed;
        steps.push(step());
      }
      return steps;
    });
    expect(shown).toEqual(["6", "7", "6", "5", "4"]);
    await page.context().close();
  });
});
