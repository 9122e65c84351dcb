// What else runs while fit trains: frames of a page in Chromium and Firefox, requests to a server in Node. Beside each the same without a fit.
//   node bench/host.mjs [Chromium | Firefox | Node] [seconds]     after npm run build
import { build } from "esbuild";
import { asColumns } from "../scripts/columns.mjs";
import { findChromium, findFirefox, launchChromium, launchFirefox } from "../scripts/runtimes/browsers.mjs";
import { serve } from "../scripts/serve.mjs";
import { FITS } from "./host/fits.mjs";
import { measureProcess, spread } from "./yields/measure.mjs";

const FOLDER = "build/host";
const [only, seconds = "10"] = process.argv.slice(2);
const MS = 1000 * Number(seconds);
const wanted = (name) => only === undefined || only === name;
const NAMES = [undefined, ...Object.keys(FITS)];

await build({
  entryPoints: ["bench/host/page.mjs"],
  outfile: `${FOLDER}/page.mjs`,
  bundle: true,
  format: "esm",
  logLevel: "error",
});

const BROWSERS = {
  Chromium: [findChromium, launchChromium],
  Firefox: [findFirefox, launchFirefox],
};
for (const [name, [find, launch]] of Object.entries(BROWSERS)) {
  if (!wanted(name) || !find()) continue;
  const browser = await launch(find());
  printTable(name, "frame", await measurePage(browser));
  await browser.close();
}
if (wanted("Node")) {
  const lines = [];
  for (const name of NAMES) {
    const args = ["bench/host/process.mjs", ...(name ? [name, String(MS)] : ["", String(MS)])];
    const { kept, fresh, ...measured } = await measureProcess(process.execPath, args, "isOver");
    lines.push(line(name, measured, [...kept, ...fresh]));
  }
  printTable(`Node ${process.versions.node}`, "request", lines);
}

async function measurePage(browser) {
  const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title>
    <div id="box">moves</div><script type="module" src="/page.mjs"></script>`;
  const server = await serve(FOLDER, {
    answer(_, response, { pathname }) {
      if (pathname !== "/") return false;
      response.writeHead(200, { "content-type": "text/html" }).end(html);
      return true;
    },
  });
  const page = await browser.newPage();
  const lines = [];
  for (const name of NAMES) {
    await page.goto(server.origin);
    await page.waitForFunction("window.measure");
    const { gaps, ...measured } = await page.evaluate((...args) => window.measure(...args), name, MS);
    lines.push(line(name, measured, gaps));
  }
  await server.close();
  return lines;
}

function line(name, { epochs, answered, isSame }, times) {
  if (name !== undefined && !isSame) throw new Error(`${name}: fit and fitSync disagree`);
  return [
    name ?? "(idle)",
    String(epochs ?? ""),
    ...spread(times),
    answered?.toFixed(1) ?? "",
    String(times.length),
  ];
}

function printTable(title, what, lines) {
  const head = ["", "epochs", `${what} p50`, "p99", "max ms", "abort ms", `${what}s`];
  console.log(`\n${title}\n${asColumns([head, ...lines])}`);
}
