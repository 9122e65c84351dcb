import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workplace } from "./cli-process.js";
import { csv, rows } from "./cli-samples.js";
import { hasChromium, openBrowser, visit } from "./support/browser.js";
import { TOP } from "./support/markdown.js";

/** Reports in a browser: those of the docs, and one of a file that would like to be a program. */

const FOLDER = join(TOP, "docs/reports");
const pages = readdirSync(FOLDER);

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

const quoted = (cell: unknown): string => `"${String(cell).replaceAll('"', '""')}"`;
const HOSTILE = [
  "<script>alert(1)</script>",
  `a&b "q" 's'`,
  "</svg><img src=x onerror=alert(1)>",
  "</style><b>kind",
];
at.write(
  "hostile.csv",
  csv(
    HOSTILE.map(quoted).join(","),
    rows(200, (i) =>
      [
        i % 7,
        ["<b onload=alert(1)>", "&amp;", "\u0007bell"][i % 3],
        i % 9 === 0 ? "" : (i * 0.37) % 5,
        (i * 7) % 5 < 2 ? "<iframe src=http://example.org>" : "]]>no",
      ]
        .map(quoted)
        .join(","),
    ),
  ),
);

/** A page is looked at four times, on a machine that may be busy. */
const PATIENCE = 240_000;

const VIEWS = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

it("docs/reports has three, each small enough to be read in one go", () => {
  expect(pages.sort()).toEqual(["births.html", "penguins.html", "spam.html"]);
  for (const page of pages) expect(statSync(join(FOLDER, page)).size).toBeLessThan(400_000);
});

it("docs/reports has what the program writes now, but for the versions", () => {
  // The one that takes a moment.
  const { status } = spawnSync(process.execPath, [
    join(TOP, "scripts/draw-reports.mjs"),
    at.folder,
    "penguins",
  ]);
  expect(status).toBe(0);
  const withoutVersions = (path: string): string =>
    readFileSync(path, "utf8").replace(/<dt>(Engine|Node|Platform)<\/dt><dd>.*?<\/dd>/g, "<dt>$1</dt>");
  expect(withoutVersions(at.path("penguins.html"))).toBe(withoutVersions(join(FOLDER, "penguins.html")));
});

describe.runIf(hasChromium)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => await browser.close());

  const clean = { complaints: [], requests: [], violations: [], scripts: 0 };

  it.each(pages)(
    "docs/reports/%s is read by anyone, in light and dark, on a desk and on a phone",
    async (page) => {
      for (const view of VIEWS) {
        const seen = await visit(browser, join(FOLDER, page), view);
        expect({ view, ...seen }).toMatchObject(clean);
        expect(seen.overhang).toBeLessThanOrEqual(0);
      }
    },
    PATIENCE,
  );

  it(
    "a file with HTML in its names and cells is shown, and not run",
    async () => {
      const fit = at.run(
        "fit",
        "hostile.csv",
        "--target",
        HOSTILE[3],
        "--missing",
        "mean",
        "--hidden",
        "4",
        "--report",
        "r.html",
      );
      expect(fit).toMatchObject({ code: 0, err: "" });
      for (const view of VIEWS) {
        const seen = await visit(browser, at.path("r.html"), view);
        expect({ view, ...seen }).toMatchObject(clean);
        expect(seen.headings[0]).toBe("Predicting </style><b>kind from 3 columns");
      }
    },
    PATIENCE,
  );

  it("a page that asks for something or breaks a rule would be found", async () => {
    at.write(
      "bad.html",
      '<!doctype html><title>t</title><main><img src="http://127.0.0.1:9/x.png"><script>console.error("no")</script></main>',
    );
    const seen = await visit(browser, at.path("bad.html"), VIEWS[0]);
    expect(seen.requests).toEqual(["http://127.0.0.1:9/x.png"]);
    expect(seen.complaints.join()).toContain("no");
    expect(seen.violations.join()).toContain("image-alt");
    expect(seen.scripts).toBe(2);
  });
});
