// What a yield costs in each runtime, and what gets its turn while a loop computes in slices of 8 ms and yields after each:
//   node bench/yields.mjs [runtime ...]     as "Node 20", Bun, Deno, Chromium, Firefox; default: all that are here
// The runtimes are those of `npm run test:runtimes`, which installs them.
import { existsSync } from "node:fs";
import { build } from "esbuild";
import { findChromium, findFirefox, launchChromium, launchFirefox } from "../scripts/runtimes/browsers.mjs";
import { findRuntime } from "../scripts/runtimes/index.mjs";
import { runForJson } from "../scripts/runtimes/processes.mjs";
import { asColumns } from "../scripts/columns.mjs";
import { serve } from "../scripts/serve.mjs";
import { measureProcess, spread } from "./yields/measure.mjs";

const FOLDER = "build/yields";
const MS = 3000;

/** What puppeteer switches off, so that a hidden page is treated as it is elsewhere. */
const UNTHROTTLED = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

const otherNode = (major) =>
  `tests/runtimes/node_modules/node-${major}-${process.platform}-${process.arch}/bin/node`;
const PROCESSES = {
  [`Node ${parseInt(process.versions.node)}`]: [process.execPath],
  "Node 22": [otherNode(22)],
  "Node 24": [otherNode(24)],
  "Node 26": [otherNode(26)],
  Bun: [findRuntime.bun()],
  Deno: [findRuntime.deno(), "run", "-A"],
};
const PAGES = {
  Chromium: { find: findChromium, launch: launchChromium },
  "Chromium, hidden": { find: findChromium, launch: launchChromium, hidden: true },
  "Chromium, beside another such loop": { find: findChromium, launch: launchChromium, hog: true },
  Firefox: { find: findFirefox, launch: launchFirefox },
  "Firefox, beside another such loop": { find: findFirefox, launch: launchFirefox, hog: true },
};

const named = process.argv.slice(2);
const wanted = (name) => named.length === 0 || named.includes(name);

await build({
  entryPoints: ["bench/yields/process.mjs", "bench/yields/page.mjs"],
  outdir: FOLDER,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "neutral",
  external: ["node:*"],
  logLevel: "error",
});

for (const [name, [command, ...args]] of Object.entries(PROCESSES)) {
  if (!wanted(name) || !command || !existsSync(command)) continue;
  const run = [...args, `${FOLDER}/process.mjs`];
  const lines = [];
  for (const way of await runForJson(command, run)) {
    const { cost, slices, ticks, kept, fresh } = await measureProcess(
      command,
      [...run, way, String(MS)],
      "cost",
    );
    lines.push([way, cost.toFixed(1), percent(slices), percent(ticks), ...spread(kept), ...spread(fresh)]);
  }
  printTable(name, ["request p50", "p99", "max ms", "new connection p50", "p99", "max ms"], lines);
}

for (const [name, { find, launch, hidden = false, hog = false }] of Object.entries(PAGES)) {
  if (!wanted(name) || !find()) continue;
  const browser = await launch(find(), { ignoreDefaultArgs: UNTHROTTLED });
  const lines = await measurePages(browser, hidden, hog);
  await browser.close();
  printTable(
    name,
    ["frame p50", "p99", "max ms", "fetch p50", "p99", "max ms", "click p50", "p99", "max ms"],
    lines,
  );
}

async function measurePages(browser, hidden, hog) {
  const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>yields</title>
    <div id="box">moves</div><script type="module" src="/page.mjs"></script>`;
  const server = await serve(FOLDER, {
    answer(_, response, { pathname }) {
      if (pathname !== "/" && pathname !== "/ping") return false;
      response.writeHead(200, { "content-type": "text/html" }).end(pathname === "/" ? html : "here");
      return true;
    },
  });
  const page = await browser.newPage();
  await page.goto(server.origin);
  await page.waitForFunction("window.measure");
  const ways = await page.evaluate("window.ways");
  const costs = {};
  for (const way of ways) costs[way] = await page.evaluate((name) => window.costOf(name), way);
  if (hidden) await (await browser.newPage()).bringToFront();
  const lines = [];
  for (const way of hidden || hog ? ways : [undefined, ...ways]) {
    const measuring = page.evaluate((...args) => window.measure(...args), way, MS, hog);
    let isOver = false;
    const clicking = (async () => {
      while (!isOver && !hidden) {
        await page.mouse.click(100, 100);
        await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 40));
      }
    })();
    const { slices = 0, ticks = 0, gaps, fetches, clicks } = await measuring;
    isOver = true;
    await clicking;
    const spreads = [gaps, fetches, clicks].flatMap(spread);
    lines.push([way ?? "(idle)", costs[way]?.toFixed(1) ?? "", percent(slices), percent(ticks), ...spreads]);
  }
  await server.close();
  return lines;
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

function printTable(name, columns, lines) {
  console.log(
    `\n${name}\n${asColumns([["way", "us a yield", "slices", "timer ticks", ...columns], ...lines])}`,
  );
}
