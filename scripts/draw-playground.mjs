// Pictures of the playground for its page: docs/figures/playground/*.webp. Each view is one that a link leads to, trained to an epoch, so
// that it looks the same each time; fonts are those of the machine.
//   node scripts/draw-playground.mjs [name ...]
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { startPlayground } from "./playground/command.mjs";
import { defaultsFor, toLink } from "./playground/setups.mjs";
import { findChromium, QUIET } from "./runtimes/browsers.mjs";

const FOLDER = "docs/figures/playground";
/** Of 1: small, and no text is blurred. */
const QUALITY = 0.5;
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Of the tour, whose pictures stand three side by side. */
const SMALL = 0.6;

const spiral = { setup: { ...defaultsFor({ kind: "spiral", rows: 400, noise: 0.1 }) }, runTo: 600 };
const births = { setup: defaultsFor({ kind: "births" }), runTo: 40 };

/** Each view: what is looked at, and how. `act` does what no link can say. */
const VIEWS = {
  playground: { ...spiral, size: DESK },
  births: { ...births, size: DESK },
  csv: { ...spiral, runTo: 0, size: DESK, act: bringFlats },
  dark: { ...spiral, size: DESK, theme: "dark" },
  phone: { ...spiral, size: PHONE },
  chinese: { ...births, size: DESK, language: "中文" },
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      `tour-${i + 1}`,
      { fragment: `tour/${i + 1}`, size: DESK, scale: SMALL, act: runStep },
    ]),
  ),
};

/** The README's flats, as a file. */
async function bringFlats(page) {
  const flats = Array.from({ length: 400 }, (_, i) => {
    const [m2, floor, district] = [30 + ((37 * i) % 101), i % 9 ? i % 6 : "", i % 4 ? "harbour" : "centre"];
    return `${m2},${floor},${district},${m2 * (district === "centre" ? 6 : 4) + 8 * Number(floor) + ((13 * i) % 21)}`;
  });
  const text = ["m2,floor,district,price", ...flats].join("\n");
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Choose a file" }).click(),
  ]);
  await chooser.setFiles({ name: "flats.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page
    .getByText(/400 rows/)
    .first()
    .waitFor();
  await page.locator(".controls button.primary:enabled").click();
  await page.getByText(/^Training (has ended|was stopped)/).waitFor({ state: "attached", timeout: 60_000 });
}

async function runStep(page) {
  await page.locator("[data-run]").click();
  await page.locator("[data-result=done]").waitFor({ timeout: 60_000 });
}

async function openView(browser, port, { setup, runTo = 0, fragment, size, theme = "light", language, act }) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const link = fragment ?? (await toLink({ setup, runTo, end: false }));
  await page.goto(`http://127.0.0.1:${port}/#${link}`);
  if (fragment === undefined) {
    const isThere = (epoch) =>
      Number(document.querySelector(".controls .epoch")?.textContent.replaceAll(",", "")) >= epoch;
    await page.waitForFunction(isThere, runTo, { timeout: 60_000 });
    await page.locator(".controls button.primary:enabled").waitFor();
  }
  await act?.(page);
  if (language) await page.getByRole("button", { name: language }).click();
  // The last frame is drawn, nothing has the focus, and no pointer is over anything.
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(800);
  return page;
}

/** A PNG as WebP, by the browser itself. */
function asWebP(page, png, scale = 1) {
  return page.evaluate(
    async ([base64, quality, scale]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(Math.round(scale * bitmap.width), Math.round(scale * bitmap.height));
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const blob = await canvas.convertToBlob({ type: "image/webp", quality });
      const text = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) =>
        String.fromCharCode(byte),
      ).join("");
      return btoa(text);
    },
    [png.toString("base64"), QUALITY, scale],
  );
}

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(VIEWS);
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...QUIET, "--force-color-profile=srgb"],
});
const { port, stop } = await startPlayground();
let total = 0;
for (const name of names) {
  const page = await openView(browser, port, VIEWS[name]);
  const file = `${FOLDER}/${name}.webp`;
  const before = statSync(file, { throwIfNoEntry: false }) && readFileSync(file);
  const bytes = Buffer.from(await asWebP(page, await page.screenshot(), VIEWS[name].scale), "base64");
  writeFileSync(file, bytes);
  total += bytes.length;
  console.log(`${file}: ${bytes.length} bytes${before?.equals(bytes) ? ", as before" : ""}`);
  await page.context().close();
}
console.log(`together ${total} bytes`);
await browser.close();
await stop();
