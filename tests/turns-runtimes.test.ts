import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  findChromium,
  findFirefox,
  findRuntime,
  inCI,
  launchChromium,
  launchFirefox,
  run,
  serve,
} from "../scripts/runtimes/index.mjs";

/**
 * What gets its turn in real runtimes, counted in slices of 4 ms, so that a busy machine does not matter: Deno's sockets had to wait for 61
 * slices and more, Firefox's frames for 19. What it is in time, and beside other ways: bench/yields.mjs.
 */

const TOP = fileURLToPath(new URL("..", import.meta.url));
const SLICES = 150;

/** Fetches an address while slices run; how many had run when its answer came, of `SLICES`. */
const FETCHING = `
  import { Turns } from "./src/base/turns.js";
  export async function fetchBetweenSlices(address, slices = ${SLICES}) {
    const turns = new Turns();
    let done = 0;
    let answered = Infinity;
    let ticks = 0;
    const interval = setInterval(() => ticks++, 1);
    void fetch(address).then((response) => response.text()).then(() => (answered = done));
    while (done < slices) {
      const until = performance.now() + 4;
      while (performance.now() < until);
      done++;
      await turns.next();
    }
    clearInterval(interval);
    turns.close();
    return { answered, ticks };
  }`;

const PROCESS = `${FETCHING}
  import { createServer } from "node:http";
  const server = createServer((_, response) => response.end("here"));
  server.listen(0, "127.0.0.1", async () => {
    const outcome = await fetchBetweenSlices("http://127.0.0.1:" + server.address().port);
    console.log(JSON.stringify(outcome));
    process.exit();
  });`;

const PAGE = `${FETCHING}
  window.fetchBetweenSlices = fetchBetweenSlices;
  window.framesBetweenSlices = async () => {
    let frames = 0;
    const frame = () => {
      frames++;
      document.body.style.opacity = frames % 2 ? 1 : 0.9;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    await fetchBetweenSlices("/");
    return frames;
  };`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "downhill-turns-"));
  const bundle = (contents: string, name: string): Promise<unknown> =>
    build({
      stdin: { contents, resolveDir: TOP },
      outfile: join(folder, name),
      bundle: true,
      format: "esm",
      platform: "neutral",
      external: ["node:*"],
      logLevel: "error",
    });
  await bundle(`globalThis.process ??= (await import("node:process")).default;${PROCESS}`, "process.mjs");
  await bundle(PAGE, "page.mjs");
});
afterAll(() => rmSync(folder, { recursive: true }));

const processes: [string, () => string | undefined, string[]][] = [
  ["Node", () => process.execPath, []],
  ["Bun", findRuntime.bun, []],
  ["Deno", findRuntime.deno, ["run", "-A"]],
];

describe.each(processes)("%s", (_, find, args) => {
  test.skipIf(find() === undefined && !inCI)(
    "timers run, and a request is answered, between slices",
    async () => {
      const printed = await run(find() as string, [...args, join(folder, "process.mjs")]);
      const { answered, ticks } = JSON.parse(printed);
      expect(answered).toBeLessThan(20);
      expect(ticks).toBeGreaterThan(SLICES / 2);
    },
  );
});

describe.each([
  ["Chromium", findChromium, launchChromium],
  ["Firefox", findFirefox, launchFirefox],
])("%s", (_, find, launch) => {
  test.skipIf(find() === undefined && !inCI)("timers, fetches and frames come between slices", async () => {
    const browser = await launch(find() as string);
    const server = await serve(folder, {
      answer(_, response, { pathname }) {
        if (pathname !== "/") return false;
        const html = `<!doctype html><title>turns</title><body>moves<script type="module" src="/page.mjs"></script>`;
        response.writeHead(200, { "content-type": "text/html" }).end(html);
        return true;
      },
    });
    try {
      const page = await browser.newPage();
      await page.goto(server.origin);
      await page.waitForFunction("window.framesBetweenSlices");
      const { answered, ticks } = (await page.evaluate(`fetchBetweenSlices("/")`)) as {
        answered: number;
        ticks: number;
      };
      expect(answered).toBeLessThan(40);
      expect(ticks).toBeGreaterThan(SLICES / 4);
      expect(await page.evaluate("framesBetweenSlices()")).toBeGreaterThan(SLICES / 12);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
