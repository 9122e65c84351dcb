import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { en } from "../../playground/src/i18n/en/index.js";
import { zh } from "../../playground/src/i18n/zh/index.js";
import { textHash } from "../../playground/src/link.js";
import { reportOf, type Screen } from "../../playground/src/share/report/report.js";
import { type DataChoice, defaultsFor, type Setup } from "../../playground/src/setup/setup.js";
import { ticksBetween } from "../../playground/src/views/drawing/ticks.js";
import { trainTo } from "./train.js";

const CSV = `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${(i * i) % 7}`).join("\n")}\n`;
const csv: DataChoice = { kind: "csv", name: 'a <b>"bold"</b> & name.csv', hash: textHash(CSV) };

async function screenOf(setup: Setup, epoch: number, text?: string): Promise<Screen> {
  const { session, frame } = await trainTo(setup, epoch, false, text, ["output"]);
  const { losses } = frame;
  return {
    ...{ setup, about: session.about, frame, reached: frame, picture: frame.pictures.output },
    losses: {
      epochs: losses.map((one) => one.epoch),
      train: losses.map(({ loss }) => loss),
      validation: losses.map(({ validation }) => validation ?? null),
    },
    link: "https://example.org/#abc&d",
    code: "if (1 < 2) run();",
    texts: en,
    language: "en",
    format: (value, options) => new Intl.NumberFormat("en", options).format(value),
  };
}

const read = (screen: Screen): Document => parseHTML(reportOf(screen)).document as unknown as Document;
const textOf = (node: ParentNode, selector: string): string =>
  node.querySelector(selector)?.textContent ?? "";

describe("a report", () => {
  test("says what was trained, on what, how far, and how good it is", async () => {
    const setup = { ...defaultsFor({ kind: "moons", rows: 100, noise: 0.1 }), seed: 1234 };
    const screen = await screenOf(setup, 5);
    const document = read(screen);
    const rows = [...document.querySelectorAll("tr")].map((row) => row.textContent);
    expect(rows).toContain("Hidden layers8 tanh; 8 tanh");
    expect(rows).toContain("Rows70 to learn from, 30 for validation, 0 to test");
    expect(rows).toContain("Seed1234");
    expect(rows).toContain("Trained5 of at most 1,000 epochs");
    const score = screen.frame?.score.validation as number;
    expect(rows.join("\n")).toContain(
      `the network, validation${(100 * score).toFixed(1).replace(/\.0$/, "")}%`,
    );
    expect(document.body.textContent).toContain(screen.reached.hash);
    expect(document.querySelector("a")?.getAttribute("href")).toBe("https://example.org/#abc&d");
    expect(textOf(document, "pre")).toBe("if (1 < 2) run();");
  });

  test("draws one point for each epoch, and every row of the plane", async () => {
    const document = read(await screenOf(defaultsFor({ kind: "moons", rows: 100, noise: 0.1 }), 5));
    const [losses, plane] = document.querySelectorAll("svg");
    for (const name of ["train", "validation"])
      expect(losses.querySelector(`path.${name}`)?.getAttribute("d")).toMatch(/^M[\d. ]+(L[\d. ]+){4}$/);
    expect(plane.querySelectorAll("circle")).toHaveLength(100);
    expect(plane.querySelectorAll("rect").length).toBeGreaterThan(60);
  });

  test.each<[string, Setup, string | undefined, number]>([
    ["a series", { ...defaultsFor({ kind: "births" }), past: 7, batchSize: "all" }, undefined, 1],
    ["a table", { ...defaultsFor({ kind: "spam" }), batchSize: "all" }, undefined, 1],
    ["a curve", { ...defaultsFor(csv), target: "y" }, CSV, 3],
  ])("has the picture of %s, and needs nothing else", async (_, setup, text, epoch) => {
    const html = reportOf(await screenOf(setup, epoch, text));
    const { document } = parseHTML(html) as unknown as { document: Document };
    expect(document.querySelectorAll("svg")).toHaveLength(2);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(document.querySelectorAll("script, link, img, iframe")).toHaveLength(0);
  });

  test("takes names from a file for text", async () => {
    const document = read(await screenOf({ ...defaultsFor(csv), target: "y" }, 1, CSV));
    expect(textOf(document, "h1")).toContain('a <b>"bold"</b> & name.csv');
    expect(document.querySelector("b")).toBeNull();
  });

  test("is in Chinese where the page is", async () => {
    const screen = await screenOf(defaultsFor({ kind: "xor", rows: 60, noise: 0 }), 1);
    const document = read({ ...screen, texts: zh, language: "zh" });
    expect(document.documentElement.getAttribute("lang")).toBe("zh-Hans");
    expect(textOf(document, "h1")).toBe("异或：downhill 报告");
  });

  test.each([
    [0, 10, [0, 2, 4, 6, 8, 10]],
    [-0.03, 0.12, [0, 0.05, 0.1]],
    [7000, 16000, [8000, 10000, 12000, 14000, 16000]],
  ])("has round numbers from %d to %d on its axes", (low, high, ticks) => {
    const found = ticksBetween(low, high, 5).values;
    expect(found).toHaveLength(ticks.length);
    found.forEach((tick, i) => expect(tick).toBeCloseTo(ticks[i], 10));
  });
});
