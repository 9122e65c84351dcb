import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";

/** Pages in the Chromium of the machine. */

const CHROMIUM = "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}

export interface View {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** What a page does when it is opened, and what axe says of it. */
export interface Visit {
  /** Errors and warnings of its console, and of its scripts. */
  readonly complaints: string[];
  /** All that it asks for besides itself. */
  readonly requests: string[];
  /** Rules that are broken, each with the first element that breaks it. */
  readonly violations: string[];
  /** By how many pixels it is wider than the window. */
  readonly overhang: number;
  readonly headings: string[];
  /** Elements that would run something. */
  readonly scripts: number;
}

/** Opens a file in a page of its own. */
export async function visit(browser: Browser, file: string, { width, colorScheme }: View): Promise<Visit> {
  const url = pathToFileURL(file).href;
  // axe is put into the page, which a report's own policy would forbid.
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    bypassCSP: true,
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => void (request.url() === url || requests.push(request.url())));
    await page.goto(url);
    const scripts = await page
      .locator("script, iframe, object, embed, img, link, [onerror], [onload]")
      .count();
    const headings = await page.locator("h1, h2, h3").allTextContents();
    // In text, as the types of a page are not those of the tests.
    const overhang = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
    await page.addScriptTag({ content: AXE });
    const found = (await page.evaluate("axe.run()")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    return { complaints, requests, violations, overhang, headings, scripts };
  } finally {
    await context.close();
  }
}
