// How soon the playground can be used, and how smooth it is while it trains, in Chromium without a graphics card.
//   node scripts/measure-playground.mjs [load] [frames]
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startPlayground } from "./playground/command.mjs";
import { defaultsFor, toLink } from "./playground/setups.mjs";
import { slowLink } from "./playground/slow-link.mjs";
import { findChromium, QUIET } from "./runtimes/browsers.mjs";
import { serve } from "./serve.mjs";

const LINE = { bitsPerSecond: 1.5e6, roundTripMs: 150 };
const ROUNDS = 5;
const FRAMES_MS = 8000;

const asked = process.argv.slice(2);
const isAsked = (part) => asked.length === 0 || asked.includes(part);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

const browser = await chromium.launch({ executablePath: findChromium(), args: QUIET });
console.log(`Chromium ${browser.version()}`);

/** Runs in the page, from its start: notes when the page is painted, when Train can be pressed, presses it, and when an epoch is done. */
function watchStart() {
  const epoch = () =>
    Number(document.querySelector(".controls .epoch")?.textContent.replaceAll(",", "") ?? 0);
  window.times = {};
  const timer = setInterval(() => {
    const { times } = window;
    const train = document.querySelector(".controls button.primary");
    if (train && !times.painted) requestAnimationFrame(() => (times.painted ??= performance.now()));
    if (!times.ready && train && !train.disabled) {
      times.ready = performance.now();
      train.click();
    }
    if (times.ready && epoch() > 0) {
      times.epoch = performance.now();
      clearInterval(timer);
    }
  }, 5);
}

/** One cold load: a new profile, nothing kept. */
async function load(port, slowdown) {
  const link = await slowLink(port, LINE);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(watchStart);
  await page.goto(`${link.origin}/`);
  await page.waitForFunction(() => window.times.epoch, undefined, { timeout: 120_000 });
  const times = await page.evaluate(() => window.times);
  const bytes = link.bytes();
  await context.close();
  await link.close();
  return { ...times, bytes };
}

async function loads(name, port, slowdown) {
  const runs = [];
  for (let i = 0; i < ROUNDS; i++) runs.push(await load(port, slowdown));
  const of = (key) => median(runs.map((run) => run[key]));
  console.log(
    `| ${name} | ${slowdown}x | ${kilobytes(of("bytes"))} | ${seconds(of("painted"))} | ${seconds(of("ready"))} | ${seconds(of("epoch"))} |`,
  );
}

if (isAsked("load")) {
  const { roundTripMs, bitsPerSecond } = LINE;
  console.log(`
A cold load over ${bitsPerSecond / 1e6} Mbit/s with ${roundTripMs} ms there and back, median of ${ROUNDS}. The slower processor is Chromium's
emulation, which slows the page's own thread, not its worker.

| server | processor | bytes until then | first view | Train can be pressed | first epoch after pressing |
|---|---|---:|---:|---:|---:|`);
  const command = await startPlayground();
  const plain = await serve(join(process.cwd(), "dist/playground"));
  for (const slowdown of [1, 4]) {
    await loads("downhill playground (gzip)", command.port, slowdown);
    await loads("one that compresses nothing", Number(new URL(plain.origin).port), slowdown);
  }
  await command.stop();
  await plain.close();
}

/** Runs in the page: ms between frames. */
function gapsBetweenFrames(ms) {
  return new Promise((resolve) => {
    const gaps = [];
    const begun = performance.now();
    let last = begun;
    const frame = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if (now - begun < ms) requestAnimationFrame(frame);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(frame);
  });
}

const epochOf = async (page) =>
  Number((await page.locator(".controls .epoch").innerText()).replaceAll(",", ""));

async function frames(name, port, setup, { slowdown = 1, train = true } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.goto(`http://127.0.0.1:${port}/#${await toLink({ setup, runTo: 0, end: false })}`);
  const button = page.locator(".controls button.primary:enabled");
  await button.waitFor();
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  if (train) {
    await button.click();
    await page.waitForTimeout(500);
  }
  const before = await epochOf(page);
  const gaps = (await page.evaluate(gapsBetweenFrames, FRAMES_MS)).sort((a, b) => a - b);
  const epochs = (await epochOf(page)) - before;
  await context.close();
  const at = (share) => gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))].toFixed(1);
  const rate = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
  const late = gaps.filter((gap) => gap > 25).length / gaps.length;
  console.log(
    `| ${name} | ${slowdown}x | ${rate.toFixed(1)} | ${at(0.5)} / ${at(0.95)} / ${at(1)} | ${(100 * late).toFixed(1)} % | ${Math.round((1000 * epochs) / FRAMES_MS)} |`,
  );
}

if (isAsked("frames")) {
  console.log(`
Frames over ${FRAMES_MS / 1000} s while it trains, on 1280 x 800.

| network | processor | frames a second | ms between frames: median / 95 % / most | over 25 ms | epochs a second |
|---|---|---:|---:|---:|---:|`);
  const births = { ...defaultsFor({ kind: "births" }), epochs: 100_000 };
  const layer = { units: 100, activation: "relu", dropout: 0 };
  const t3 = { ...births, past: 56, layers: [layer, layer, layer], loss: "mse" };
  const spiral = { ...defaultsFor({ kind: "spiral", rows: 400, noise: 0.1 }), epochs: 100_000 };
  const wide = { ...spiral, layers: [64, 64].map((units) => ({ ...layer, units })) };
  const command = await startPlayground();
  await frames("none, paused", command.port, spiral, { train: false });
  for (const slowdown of [1, 4]) {
    await frames("spiral, 2-8-8-1", command.port, spiral, { slowdown });
    await frames("spiral, 2-64-64-1", command.port, wide, { slowdown });
    await frames("births, T3: 56-100-100-100-1", command.port, t3, { slowdown });
  }
  await command.stop();
}
await browser.close();
