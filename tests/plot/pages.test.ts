import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, inCI } from "../../scripts/runtimes/index.mjs";
import * as downhill from "../../src/index.js";
import * as plot from "../../src/plot/index.js";
import * as table from "../../src/table/index.js";
import { TOP } from "../support/markdown.js";
import { cases } from "./cases.mjs";

/**
 * The pictures in a real page, all of them at once, in both themes and two widths: well-formed, accessible, nothing cut off, no text on another.
 * And the same bytes in another process and in the page itself, whose own document then draws. Needs dist: `npm run build`.
 */

const executablePath = findChromium();
/** For drawing all of it, on a machine that has other work. */
const LONG = 300_000;
const skipped = executablePath === undefined && !inCI;
const NAMES = Object.keys(cases(plot, downhill, table));

const kept = new Map<string, Promise<Record<string, string>>>();

/** All pictures; drawn once for the same options. */
async function drawAll(options: plot.PlotOptions = {}): Promise<Record<string, string>> {
  const key = JSON.stringify(options);
  const drawing = kept.get(key) ?? drawAnew(options);
  kept.set(key, drawing);
  return drawing;
}

async function drawAnew(options: plot.PlotOptions = {}): Promise<Record<string, string>> {
  const drawn: Record<string, string> = {};
  for (const [name, draw] of Object.entries(cases(plot, downhill, table))) drawn[name] = await draw(options);
  return drawn;
}

/** A program that draws all cases with dist, as text: what it gives is an object by name. */
const program = (imports: (name: string) => string): string => `
  import * as downhill from ${imports("dist/index.js")};
  import * as plot from ${imports("dist/plot.js")};
  import * as table from ${imports("dist/table.js")};
  import { cases } from ${imports("tests/plot/cases.mjs")};
  const drawn = {};
  for (const [name, draw] of Object.entries(cases(plot, downhill, table))) drawn[name] = await draw();
`;

/** Where two texts part, with what stands there; "" for equal ones, whose difference would fill screens. */
function firstDifference(a: string, b: string): string {
  if (a === b) return "";
  // Its class follows from all of it.
  const [one, other] = [a, b].map((svg) => svg.replace(/dh-[a-z0-9]{5,7}\b/g, ""));
  let at = 0;
  while (one[at] === other[at]) at++;
  return `${one.slice(Math.max(0, at - 200), at + 60)} | ${other.slice(Math.max(0, at - 200), at + 60)}`;
}

test("the same bytes again, and in another process", { timeout: LONG }, async () => {
  const here = await drawAll();
  expect(await drawAnew()).toEqual(here);
  const code = `${program((path) => JSON.stringify(pathToFileURL(TOP + path).href))} console.log(JSON.stringify(drawn));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(here);
});

test(
  "each picture has a class of its own, and no other name that could be there twice",
  { timeout: LONG },
  async () => {
    const all = Object.values({ ...(await drawAll()), ...(await drawAll({ theme: "dark" })) });
    for (const svg of all) {
      const [, name] = /^<svg [^>]*class="(dh-\w+)"/.exec(svg) as string[];
      expect(svg).not.toMatch(/ id="|url\(#|aria-/);
      // Every rule is for this picture alone.
      const rules =
        /<style>(.*?)<\/style>/.exec(svg)?.[1].replace("@media (prefers-color-scheme:dark){", "") ?? "";
      for (const [selector] of rules.matchAll(/[^{}]+(?=\{)/g))
        expect(selector.startsWith(`.${name}`)).toBe(true);
    }
  },
);

describe.skipIf(skipped)("in Chromium (skipped where there is none)", () => {
  let browser: Browser;
  beforeAll(async () => {
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ];
    browser = await chromium.launch({
      executablePath,
      args: [...args, "--disable-component-update", "--disable-sync"],
    });
  }, LONG);
  afterAll(() => browser?.close());

  async function pageWith(body: string, colorScheme: "light" | "dark", width = 1400): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const style = "<style>:root { color-scheme: light dark }</style>";
    await page.setContent(
      `<!doctype html><html lang="en"><title>Plots</title>${style}<main><h1>Plots</h1>${body}</main></html>`,
    );
    return page;
  }

  test(
    "the page's own document draws the same bytes, and linkedom is not asked for",
    { timeout: LONG },
    async () => {
      const { outputFiles } = await build({
        stdin: {
          contents: `${program((path) => JSON.stringify(`./${path}`))} globalThis.drawn = drawn;`,
          resolveDir: TOP,
        },
        bundle: true,
        format: "esm",
        write: false,
        external: ["linkedom"],
        logLevel: "error",
      });
      const page = await pageWith("", "light");
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.addScriptTag({ content: outputFiles[0].text, type: "module" });
      await page.waitForFunction("globalThis.drawn", undefined, { timeout: LONG });
      const drawn = await page.evaluate<Record<string, string>>("globalThis.drawn");
      expect(errors).toEqual([]);
      for (const [name, svg] of Object.entries(await drawAll()))
        expect(firstDifference(drawn[name], svg), name).toBe("");
      await page.close();
    },
  );

  test.each(["light", "dark"] as const)(
    "axe finds no fault with them in one page, %s",
    { timeout: LONG },
    async (scheme) => {
      // Those of many cells are no different to axe, and take it half a minute.
      const drawn = Object.entries(await drawAll({ width: 360 }));
      const pictures = drawn.filter(([name]) => !name.endsWith("many")).map(([, svg]) => svg);
      const page = await pageWith(pictures.join("\n"), scheme);
      await page.addScriptTag({
        content: readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
      });
      const found = (await page.evaluate("axe.run(document)")) as {
        violations: { id: string }[];
        passes: { id: string }[];
      };
      expect(found.violations.map(({ id }) => id)).toEqual([]);
      expect(found.passes.map(({ id }) => id)).toContain("svg-img-alt");
      await page.close();
    },
  );

  describe.each([640, 360])("%d pixels wide", (width) => {
    let pictures: Record<string, string>;
    beforeAll(async () => (pictures = await drawAll(width === 640 ? {} : { width })), LONG);

    test("each is well-formed XML", async () => {
      const page = await pageWith("", "light");
      const faults = await page.evaluate(
        `(${((texts: Record<string, string>) =>
          Object.entries(texts).flatMap(([name, text]) => {
            // In the page, where there is one.
            const { DOMParser } = globalThis as never as {
              DOMParser: new () => {
                parseFromString(
                  text: string,
                  type: string,
                ): { querySelector(name: string): { textContent: string } | null };
              };
            };
            const fault = new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror");
            return fault ? [`${name}: ${fault.textContent}`] : [];
          })).toString()})(${JSON.stringify(pictures)})`,
      );
      expect(faults).toEqual([]);
      await page.close();
    });

    test("the dark theme is what a reader with a dark system sees, also of a file", async () => {
      const { loss } = pictures;
      const address = `data:image/svg+xml,${encodeURIComponent(loss)}`;
      const paperOf = async (page: Page): Promise<string> => {
        const pixels = await page.evaluate(`(async () => {
          const image = new Image();
          image.src = ${JSON.stringify(address)};
          await image.decode();
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.drawImage(image, 0, 0);
          const inline = getComputedStyle(document.querySelector("svg > rect")).fill;
          return inline + " " + Array.from(canvas.getImageData(2, 2, 1, 1).data).join();
        })()`);
        await page.close();
        return String(pixels);
      };
      expect(await paperOf(await pageWith(loss, "light"))).toBe("rgb(255, 255, 255) 255,255,255,255");
      expect(await paperOf(await pageWith(loss, "dark"))).toBe("rgb(20, 23, 28) 20,23,28,255");
    });

    test("nothing is cut off, and no text lies on another", async () => {
      const page = await pageWith(NAMES.map((name) => `<div>${pictures[name]}</div>`).join("\n"), "light");
      const faults = await page.evaluate(`(() => {
        const faults = [];
        const names = ${JSON.stringify(NAMES)};
        [...document.querySelectorAll("main > div > svg")].forEach((svg, k) => {
          const paper = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")].map((text) => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            return { left, right, top, bottom, text: text.textContent, aslant: /rotate/.test(text.getAttribute("transform")) };
          });
          for (const text of texts)
            if (text.left < paper.left || text.right > paper.right || text.top < paper.top || text.bottom > paper.bottom)
              faults.push(names[k] + ": cut off: " + text.text);
          texts.forEach((a, i) => {
            for (const b of texts.slice(0, i)) {
              // The box of a text that stands aslant is larger than the text.
              if (a.aslant || b.aslant) continue;
              const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              // Lines of 12 pixels stand 16 apart; boxes are higher than letters.
              if (across > 0.5 && down > 3.5) faults.push(names[k] + ": " + a.text + " lies on " + b.text);
            }
          });
        });
        return faults;
      })()`);
      expect(faults).toEqual([]);
      await page.close();
    });
  });
});
