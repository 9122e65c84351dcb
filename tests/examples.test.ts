import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  bundleWorker,
  findChromium,
  findRuntime,
  inCI,
  launchChromium,
  run,
  serve,
  startWorkers,
} from "../scripts/runtimes/index.mjs";
import { TOP } from "./support/markdown.js";

/** Every example does what its README says. A runtime that is not here is skipped, in CI it fails. */

const { deno, bun, workerd } = findRuntime;

/** A test that needs something of this machine. */
const needing = (find: () => string | undefined) => test.skipIf(find() === undefined && !inCI);
const there = (find: () => string | undefined): string => {
  const found = find();
  if (found === undefined) throw new Error("What this example runs in is not installed here.");
  return found;
};

const WORKER = join(TOP, "examples/cloudflare-worker/worker.js");
const INSTALL_MS = 600_000;
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "downhill-examples-"));
  const install = ["scripts/runtimes.mjs", "--install", "--only", "chromium,deno,bun"];
  if (inCI) await run(process.execPath, install, { cwd: TOP, limit: INSTALL_MS });
}, INSTALL_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every folder has a README, and the list has every folder", () => {
  const folders = readdirSync(join(TOP, "examples"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const list = readFileSync(join(TOP, "examples/README.md"), "utf8");
  for (const { name } of folders) {
    expect(readdirSync(join(TOP, "examples", name))).toContain("README.md");
    expect(list).toContain(`[${name}](${name})`);
  }
});

test("node", async () => {
  const file = join(folder, "births.safetensors");
  const printed = await run(process.execPath, [join(TOP, "examples/node/births.mjs"), file]);
  expect(Number(/off by (\d+) on the test days/.exec(printed)?.[1])).toBeLessThan(350);
  expect(printed).toMatch(/tomorrow, \d{4,5} births/);
});

needing(deno)("deno (skipped where Deno is not installed)", async () => {
  const script = join(TOP, "examples/deno/main.ts");
  await run(there(deno), ["check", "--quiet", script]);
  const printed = await run(there(deno), ["run", "--no-prompt", "--quiet", script]);
  expect(Number(/right on (\d+) %/.exec(printed)?.[1])).toBeGreaterThan(90);
  expect(printed).toMatch(/gold: black text .*\nnavy: white text/);
});

needing(bun)("bun (skipped where Bun is not installed)", async () => {
  const file = join(folder, "taxi.safetensors");
  const printed = await run(there(bun), ["run", join(TOP, "examples/bun/main.ts"), file]);
  expect(printed).toContain("3.50 to start, 2.10 a km, 0.40 a minute\n8 km in 15 minutes: 26.30");
});

describe("pages (skipped where there is no Chromium)", () => {
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve(TOP);
    const found = findChromium();
    if (found) browser = await launchChromium(found);
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  /** Opens a page, and returns its <output> when it says so. */
  async function outputOf(path: string, until: RegExp): Promise<string> {
    if (!browser) throw new Error("Chromium is not installed here.");
    const page = await browser.newPage();
    const errors: unknown[] = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(server.origin + path);
    const limit = Date.now() + 30_000;
    for (;;) {
      const text = String(await page.evaluate("document.querySelector('output').textContent"));
      expect(errors).toEqual([]);
      if (until.test(text)) {
        await page.close();
        return text;
      }
      if (Date.now() > limit) throw new Error(`${path} still says: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  needing(findChromium)("browser", async () => {
    const text = await outputOf("/examples/browser/", /epoch 500:/);
    expect(Number(/off by ([\d.]+) pixels/.exec(text)?.[1])).toBeLessThan(15);
  });

  needing(findChromium)("worker", async () => {
    const text = await outputOf("/examples/worker/", /Done/);
    expect(Number(/(\d+) of 200 points right/.exec(text)?.[1])).toBeGreaterThan(190);
  });
});

describe("cloudflare-worker (skipped where workerd is not installed)", () => {
  const question = (width: number, rows: number) => {
    // Whole numbers of a linear congruential generator; the class is the largest of the first three.
    let state = 1;
    const inputs = Array.from({ length: rows }, () =>
      Array.from({ length: width }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32),
    );
    const labels = inputs.map(([a, b, c]) => (a >= b && a >= c ? "a" : b >= c ? "b" : "c"));
    return { inputs, labels, ask: inputs.slice(0, 5) };
  };

  let workers: Awaited<ReturnType<typeof startWorkers<"learn">>> | undefined;
  // Each test has a new process, so that its first request is the first.
  beforeEach(async () => {
    const binary = workerd();
    if (!binary) return;
    const script = join(folder, "worker/worker.js");
    const modules = await bundleWorker(WORKER, script);
    workers = await startWorkers(binary, { learn: { script, modules } }, folder);
  });
  afterEach(() => workers?.stop());

  const post = async (body: unknown) => {
    if (!workers) throw new Error("workerd is not installed here.");
    const response = await fetch(workers.origins.learn, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };

  needing(workerd)("learns from the rows and answers", async () => {
    const { inputs, labels, ask } = question(4, 120);
    const { status, answer } = await post({ inputs, labels, ask });
    expect(status).toBe(200);
    expect(answer.loss).toBeLessThan(0.1);
    expect((answer.answers as { label: string }[]).map(({ label }) => label)).toEqual(labels.slice(0, 5));
  });

  needing(workerd)("explains what it refuses", async () => {
    const { status, answer } = await post({ inputs: [[1, 2], [3]], labels: ["a", "b"], ask: [] });
    expect(status).toBe(400);
    expect(answer.error).toMatch(/^dataset: inputs\[1\]/);
  });

  /** The milliseconds are printed and not judged: they are those of this machine and of what else it does. */
  test.skipIf(!workerd() || process.platform !== "linux")(
    "answers one request after another; their CPU is printed",
    async () => {
      const body = question(24, 200);
      const { pid } = workers!;
      const times: number[] = [];
      for (let i = 0; i < 25; i++) {
        // The main thread of workerd runs the Worker.
        const time = await cpuMilliseconds(`/proc/${pid}/task/${pid}`, async () =>
          expect((await post(body)).status).toBe(200),
        );
        times.push(time);
      }
      const [first, ...rest] = times;
      const median = rest.sort((a, b) => a - b)[rest.length >> 1];
      console.log(
        `cloudflare-worker: 24-16-3, 200 rows, 160 epochs: ${median.toFixed(1)} ms of CPU a request, ` +
          `the first ${first.toFixed(1)} ms; Workers allow 10`,
      );
    },
  );
});

/** How long a thread is on a CPU during some work: by the kernel's count in nanoseconds. */
async function cpuMilliseconds(thread: string, work: () => Promise<void>): Promise<number> {
  const count = (): number => Number(readFileSync(`${thread}/schedstat`, "utf8").split(" ")[0]);
  const before = count();
  await work();
  return (count() - before) / 1e6;
}
