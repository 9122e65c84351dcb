import { readFileSync } from "node:fs";
import { Model } from "downhill";
import { readCsv } from "downhill/csv";
import "downhill/table";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "../../playground/src/setup/hash.js";
import {
  chooseFile,
  dropFile,
  epochOf,
  example,
  hashShown,
  isWithoutChromium,
  launch,
  openSite,
  recordFrames,
  type Site,
  trainEpochs,
  untilReady,
  WAIT,
  watchedPage,
} from "./browser.js";

/** The playground in Chromium, as `downhill playground` serves it. Needs dist: `npm run build`. */

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

let page: Page;
let complaints: string[];
let elsewhere: string[];
beforeEach(async () => {
  if (isWithoutChromium) return;
  site.asked.length = 0;
  elsewhere = [];
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  context.on("request", (request) => {
    if (!request.url().startsWith(site.address) && !/^(blob|data):/.test(request.url()))
      elsewhere.push(request.url());
  });
  ({ page, complaints } = await watchedPage(context));
  await recordFrames(page);
  await page.goto(site.address);
  await untilReady(page);
});
/** Whatever a test does: the page has broken no rule of its policy, no program of it has failed, and it has asked nobody else. */
afterEach(async () => {
  await page?.context().close();
  if (!isWithoutChromium) expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
});

const train = (): Promise<void> => page.getByRole("button", { name: "Train", exact: true }).click();
const pause = (): Promise<void> => page.getByRole("button", { name: "Pause", exact: true }).click();
const reaches = (epoch: number): Promise<void> =>
  expect.poll(() => epochOf(page), WAIT).toBeGreaterThanOrEqual(epoch);

/** y of x, a gentle curve. */
const CURVE = [
  "x,y",
  ...Array.from({ length: 150 }, (_, i) => `${i / 50},${Math.sin(i / 20).toFixed(4)}`),
].join("\n");
const FLOWERS = [
  "length,width,colour,kind",
  ...Array.from({ length: 120 }, (_, i) => {
    const isOak = (i * 7) % 3 > 0;
    return `${(i % 10) + (isOak ? 4 : 0)},${(i * 3) % 7},${["red", "blue"][(i * 5) % 2]},${isOak ? "oak" : "ash"}`;
  }),
].join("\n");

/** The losses of some epochs, from the table below the curves. */
async function lossesShown(): Promise<number[]> {
  await page.getByText("Some epochs as a table").click();
  const rows = page.locator("table.epochs tbody tr");
  await rows.first().waitFor();
  const texts = await rows.locator("td:first-of-type").allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(",", "")));
}

/** Brings the curve as a file, and waits until training can begin. */
async function chooseCurve(): Promise<void> {
  await chooseFile(page, "curve.csv", CURVE);
  await page
    .getByText(/150 rows/)
    .first()
    .waitFor();
  await untilReady(page);
}

describe.skipIf(isWithoutChromium)("training (skipped where there is no Chromium)", () => {
  test("the loss falls; a pause holds it, and it goes on from there", async () => {
    // More than there are in a moment.
    await page.getByRole("spinbutton", { name: "Epochs at most" }).fill("100000");
    await page.keyboard.press("Enter");
    await untilReady(page);
    await train();
    await reaches(30);
    await pause();
    const hash = await hashShown(page);
    const epoch = await epochOf(page);
    const losses = await lossesShown();
    expect(losses.length).toBeGreaterThan(5);
    expect(losses.at(-1)).toBeLessThan(losses[0]);
    const chart = page.getByRole("img", { name: /the training loss went from/ });
    expect(await chart.getAttribute("aria-label")).toContain(`Over ${epoch.toLocaleString("en-US")} epochs`);
    await page.waitForTimeout(400);
    expect({ epoch: await epochOf(page), hash: await hashShown(page) }).toEqual({ epoch, hash });
    await train();
    await reaches(epoch + 10);
  });

  test("one epoch at a time, from the start again: the same parameters, and others by another seed", async () => {
    const before = await hashShown(page);
    await trainEpochs(page, 3);
    const hash = await hashShown(page);
    expect(hash).not.toBe(before);
    await page.getByRole("button", { name: "Start again" }).click();
    await expect.poll(() => epochOf(page), WAIT).toBe(0);
    await expect.poll(() => hashShown(page), WAIT).toBe(before);
    await trainEpochs(page, 3);
    expect(await hashShown(page)).toBe(hash);
    await page.getByRole("button", { name: "Another seed" }).click();
    await expect.poll(() => epochOf(page), WAIT).toBe(0);
    await untilReady(page);
    await trainEpochs(page, 3);
    expect(await hashShown(page)).not.toBe(hash);
  });

  test("stop ends it: it cannot go on, but begin again", async () => {
    await trainEpochs(page, 2);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect
      .poll(() => page.getByRole("button", { name: "Train", exact: true }).isEnabled(), WAIT)
      .toBe(false);
    await page.getByText("Training was stopped after epoch 2.").waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await untilReady(page);
    expect(await epochOf(page)).toBe(0);
  });
});

describe.skipIf(isWithoutChromium)("a CSV file of one's own (skipped where there is no Chromium)", () => {
  /** The file of the model that the page hands out. */
  async function download(): Promise<Buffer> {
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download model" }).click();
    const file = await started;
    expect(file.suggestedFilename()).toMatch(/\.safetensors$/);
    return readFileSync(await file.path());
  }

  test("chosen, learnt and taken along: the same bits in Node as on the screen", async () => {
    await chooseCurve();
    await trainEpochs(page, 2);
    const shown = await page.evaluate(() => {
      const { lastFrame } = window as unknown as { lastFrame: Recorded };
      const { xs, ys } = lastFrame.pictures.output;
      return { epoch: lastFrame.epoch, xs: Array.from(xs), ys: Array.from(ys) };
    });
    expect(shown.epoch).toBe(2);
    expect(shown.xs.length).toBeGreaterThan(20);
    const model = Model.load(await download());
    expect(hashOf(new Uint8Array(model.parameters.buffer))).toBe(await hashShown(page));
    // A table's model takes records; x is its only column.
    expect(shown.xs.map((x) => model.predict({ x })[0])).toEqual(shown.ys);
  });

  test("dropped: a table of numbers and texts, with classes to tell apart", async () => {
    await dropFile(page, "trees.csv", FLOWERS);
    await page
      .getByText(/120 rows/)
      .first()
      .waitFor();
    await untilReady(page);
    await train();
    await reaches(20);
    const [first, ...others] = await lossesShown();
    expect(others.at(-1)).toBeLessThan(first);
  });

  test.each([
    ["a row that is too short", "a,b\n1,2\n3\n4,5\n"],
    ["nothing at all", ""],
    ["a header alone", "a,b\n"],
  ])("with %s: the library's own words stand beside it, and what was there goes on", async (_, text) => {
    const own = await messageOf(() => readCsv(text, { name: "bad.csv" }));
    await chooseFile(page, "bad.csv", text);
    await page.getByRole("group", { name: "Your CSV file" }).getByText(own).waitFor();
    await trainEpochs(page, 1);
  });

  test("that can be read but not learnt from: the same", async () => {
    await chooseFile(page, "same.csv", "a,b\n1,2\n");
    await page.getByRole("region", { name: "Data" }).getByRole("alert").waitFor();
  });
});

interface Recorded {
  readonly epoch: number;
  readonly pictures: { readonly output: { readonly xs: Float64Array; readonly ys: Float64Array } };
}

function messageOf(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("That was to fail.");
}

describe.skipIf(isWithoutChromium)("a link (skipped where there is no Chromium)", () => {
  test.each(["an example", "a file"])("of %s repeats it in a fresh profile, to the bit", async (what) => {
    if (what === "a file") {
      await chooseCurve();
    }
    await trainEpochs(page, 4);
    const hash = await hashShown(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${site.address}#`)).toBe(true);

    const other = await watchedPage(await browser.newContext());
    await other.page.goto(link);
    await untilReady(other.page);
    await expect.poll(() => epochOf(other.page), WAIT).toBe(4);
    expect(await hashShown(other.page)).toBe(hash);
    expect(other.complaints).toEqual([]);
    await other.page.context().close();
  });

  test("that was cut off on its way is an error, and the page works", async () => {
    await page.goto("about:blank");
    await page.goto(`${site.address}#abcdef`);
    await page.getByRole("alert").waitFor();
    await untilReady(page);
    await trainEpochs(page, 1);
  });
});

describe.skipIf(isWithoutChromium)("by keyboard alone (skipped where there is no Chromium)", () => {
  /** The name of what has the focus. */
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: it } = document;
      if (it === null || it === document.body) return "";
      const label = it instanceof HTMLInputElement ? it.labels?.[0] : it;
      return it.getAttribute("aria-label") ?? label?.textContent ?? "";
    });
  async function tabTo(name: string): Promise<void> {
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press("Tab");
      if ((await focused()).trim() === name) return;
    }
    throw new Error(`100 times Tab do not lead to ${name}.`);
  }

  test("every control can be reached, and none holds the focus", async () => {
    const wanted = await page.evaluate(() => {
      const all = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary");
      const radios = new Set<string>();
      const reachable = [...all].filter((it) => {
        if ((it as HTMLButtonElement).disabled || !it.checkVisibility({ visibilityProperty: true }))
          return false;
        if (!(it instanceof HTMLInputElement) || it.type !== "radio") return it.tabIndex >= 0;
        // Of radio buttons of one name one is in the order.
        return !radios.has(it.name) && radios.add(it.name);
      });
      return reachable.length;
    });
    const seen = await page.evaluateHandle(() => new Set<Element>());
    let isOver = false;
    for (let i = 0; i < 2 * wanted && !isOver; i++) {
      await page.keyboard.press("Tab");
      isOver = await page.evaluate((seen) => {
        const it = document.activeElement as Element;
        if (it === document.body || seen.has(it)) return true;
        seen.add(it);
        return false;
      }, seen);
    }
    expect(isOver).toBe(true);
    expect(await page.evaluate((seen) => seen.size, seen)).toBeGreaterThanOrEqual(wanted);
  });

  test("other data, training, a pause, the tour", async () => {
    await tabTo("Circle");
    await page.keyboard.press("Space");
    await untilReady(page);
    await tabTo("Epochs at most");
    await page.keyboard.type("100000");
    await page.keyboard.press("Enter");
    await untilReady(page);
    await tabTo("Train");
    await page.keyboard.press("Enter");
    await reaches(3);
    await page.keyboard.press("Enter");
    await page.getByText(/^Paused after epoch/).waitFor({ state: "attached" });
    const epoch = await epochOf(page);
    await tabTo("One epoch");
    await page.keyboard.press("Space");
    await expect.poll(() => epochOf(page), WAIT).toBe(epoch + 1);
    await tabTo("Tour");
    await page.keyboard.press("Enter");
    await page.getByRole("main", { name: "The lecture in nine steps" }).waitFor();
  });
});

describe.skipIf(isWithoutChromium)("nothing leaves the page (skipped where there is no Chromium)", () => {
  test("the server is asked for files, and for none while one trains, also on a file of one's own", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(site.asked.length).toBeGreaterThan(3);
    expect(site.asked.filter((path) => path.includes("?"))).toEqual([]);
    site.asked.length = 0;
    await train();
    await reaches(10);
    await chooseCurve();
    await trainEpochs(page, 3);
    await page.getByRole("button", { name: "Download model" }).click();
    await page.getByRole("button", { name: "中文" }).click();
    await page.waitForTimeout(300);
    expect(site.asked).toEqual([]);
  });

  test("the examples' data are all that is asked for later", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    site.asked.length = 0;
    for (const name of ["Births a day", "Spam or not"]) {
      await example(page, name);
      await untilReady(page);
      await trainEpochs(page, 1);
    }
    expect(site.asked.filter((path) => !/^\/assets\/[\w-]+\.bin$/.test(path))).toEqual([]);
  });

  test("and could not: a request to elsewhere is against its policy", async () => {
    const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(String, String));
    expect(refused).toMatch(/Failed to fetch/);
    expect(complaints.join()).toContain("Content Security Policy");
    complaints.length = 0;
    elsewhere.length = 0;
  });
});
