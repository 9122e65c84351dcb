import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { Browser } from "puppeteer-core";

import { findChromium, inCI, launchChromium, serve } from "../scripts/runtimes/index.mjs";
import { dense, Model } from "../src/index.js";
import { compile } from "../src/wasm/compile.js";
import { caught } from "./support/caught.js";
import { TOP } from "./support/markdown.js";
import { wasm } from "./support/wasm.js";

/** A page whose Content-Security-Policy does not let it compile WebAssembly is told what to add. Needs dist: `npm run build`. */

const MESSAGE =
  "downhill: Content-Security-Policy forbids WebAssembly. Add 'wasm-unsafe-eval' to script-src.";

describe("the engines' own words", () => {
  const native = { Module: wasm.Module, Instance: wasm.Instance };
  afterEach(() => void Object.assign(wasm, native));

  /** Whoever compiles, or instantiates, gets this error. */
  const refuse = (what: keyof typeof native, error: Error): void => {
    const Refusing = class {
      constructor() {
        throw error;
      }
    };
    Object.assign(wasm, { [what]: Refusing });
  };
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });

  // Seen in Chromium 156, Firefox 153 and WebKitGTK 2.50. Later WebKits refuse to compile.
  const refused = "Refused to create a WebAssembly object because";
  const source = "is not an allowed source of script in the following Content Security Policy directive";
  test.each<[string, keyof typeof native, string]>([
    [
      "Chromium",
      "Module",
      "WebAssembly.Module(): Compiling or instantiating WebAssembly module violates the following Content Security policy " +
        `directive because 'unsafe-eval' ${source}: "script-src 'self'".`,
    ],
    ["Firefox", "Module", "call to WebAssembly.Module() blocked by CSP"],
    ["WebKit", "Instance", `${refused} 'unsafe-eval' or 'wasm-unsafe-eval' ${source}: "script-src 'self'".`],
    ["Safari 15", "Instance", `${refused} 'unsafe-eval' ${source}: "script-src 'self'".`],
  ])("%s", (_, what, text) => {
    const error = new Error(text);
    refuse(what, error);
    const told = caught(Error, what === "Module" ? () => compile("") : () => model.predict([0]));
    expect(told.message).toBe(MESSAGE);
    expect(told.cause).toBe(error);
  });

  test("any other failure stays what it is", () => {
    const old = new Error("WebAssembly.Module(): invalid opcode 0xfd @+123 (enable with --wasm-simd)");
    refuse("Module", old);
    expect(caught(Error, () => compile(""))).toBe(old);
    const full = new Error("WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory");
    refuse("Instance", full);
    expect(caught(Error, () => model.predict([0]))).toBe(full);
  });
});

describe("in Chromium (skipped where there is none)", () => {
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve(TOP, {
      answer(_, response, url) {
        const policy = url.searchParams.get("policy");
        if (policy === null) return false;
        response
          .writeHead(200, { "content-type": "text/html", "content-security-policy": policy })
          .end("<!doctype html><title>downhill</title>");
        return true;
      },
    });
    const found = findChromium();
    if (found) browser = await launchChromium(found);
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  const PREDICT = `import("/dist/index.js").then(({ Model, dense }) => {
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
    return String(model.predict([0]).length);
  }).catch((error) => error.message)`;
  const fitIn = (options: string): string => `(async () => {
    const { Model, dataset, dense } = await import("/dist/index.js");
    const { fit } = await import("/dist/worker.js");
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    const { epochs } = await fit(model, dataset({ inputs: [1, 2], targets: [1, 2] }), ${options});
    return String(epochs.length);
  })().catch((error) => error.message)`;

  /** What a page under a policy answers. */
  async function outcome(policy: string, question = PREDICT): Promise<string> {
    if (!browser) throw new Error("Chromium is not installed here.");
    const page = await browser.newPage();
    try {
      await page.goto(`${server.origin}/?policy=${encodeURIComponent(policy)}`);
      return String(await page.evaluate(question));
    } finally {
      await page.close();
    }
  }

  test.skipIf(findChromium() === undefined && !inCI)(
    "the page is told, and the advice is right",
    async () => {
      expect(await outcome("script-src 'self'")).toBe(MESSAGE);
      expect(await outcome("script-src 'self' 'wasm-unsafe-eval'")).toBe("1");
    },
  );

  test.skipIf(findChromium() === undefined && !inCI)(
    "of downhill/worker too: it may start from text, or is given an address",
    async () => {
      const strict = "script-src 'self' 'wasm-unsafe-eval'";
      expect(await outcome(strict, fitIn("{ epochs: 3 }"))).toBe(
        "fit: the worker could not be started. A Content-Security-Policy may forbid it: allow worker-src blob:, or give " +
          '{ worker: url } of a script that imports "downhill/worker-thread.js". model.fit needs no worker.',
      );
      expect(await outcome(`${strict}; worker-src blob:`, fitIn("{ epochs: 3 }"))).toBe("3");
      const given = fitIn('{ epochs: 3, worker: "/dist/worker-thread.js" }');
      expect(await outcome(strict, given)).toBe("3");
      const absent = fitIn('{ epochs: 3, worker: "/dist/absent.js" }');
      expect(await outcome(strict, absent)).toMatch(/could not be started\. Its script must import/);
    },
  );
});
