import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { curveChart } from "../src/cli/report/curve-chart.js";
import { DescentPath } from "../src/cli/report/descent-path.js";
import { htmlPage } from "../src/cli/report/document.js";
import { errorChart } from "../src/cli/report/error-chart.js";
import { drawn, type Figure, figureHtml } from "../src/cli/report/figure.js";
import { html, raw } from "../src/cli/report/html.js";
import { commandLine } from "../src/cli/report/repeat.js";
import { table } from "../src/cli/report/table.js";
import { DataError } from "../src/index.js";
import { CLI, jsonLines, Workplace } from "./cli-process.js";
import { ANSWERS, HOUSES, SERIES, SHORT, TREES } from "./cli-samples.js";

/** Reports: what they are made of, and what `fit` and `lecture` write. */

/** The text of a page without its tags, as far as a test looks at it. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");

describe("html", () => {
  it("escapes what is put in, in elements and attributes, and nothing twice", () => {
    const cell = html`<td title="${`"'`}">${"<b> & </b>"}</td>`;
    expect(cell.text).toBe('<td title="&quot;&#39;">&lt;b&gt; &amp; &lt;/b&gt;</td>');
    expect(html`${[cell, raw("<br>"), undefined, false, 5]}`.text).toBe(`${cell.text}<br>5`);
  });

  it("puts a sign in the place of what a page cannot hold", () => {
    expect(html`${"a\u0000b\u0007c\ud800d\uffffe\u0085f\tg\nh😀"}`.text).toBe(
      "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\tg\nh😀",
    );
  });
});

describe("a page", () => {
  const page = htmlPage({
    title: "<T>",
    lead: html`<p>L</p>`,
    sections: [{ title: "S & S", content: "text" }],
  });

  it("is HTML that forbids everything but its own style", () => {
    expect(page.startsWith("<!doctype html>\n")).toBe(true);
    expect(page).toContain("<title>&lt;T&gt;</title>");
    expect(page).toMatch(
      /<meta\s+http-equiv="Content-Security-Policy"\s+content="default-src 'none'; style-src 'unsafe-inline'; /,
    );
    expect(page).toMatch(/<html lang="en">/);
    expect(page).not.toMatch(/\bsrc=|\bhref=|@import|url\(|<script/);
  });

  it("has tables whose headings say what they head", () => {
    const { text } = table(
      "id",
      "C",
      [{ heading: "A" }, { heading: "B", isNumber: true }],
      [{ cells: ["<r>", "-1.5"] }],
    );
    expect(text).toContain(`<th scope="col">A</th><th scope="col" class="number">B</th>`);
    expect(text).toContain('<th scope="row">&lt;r&gt;</th><td class="number">\u22121.5</td>');
    expect(text).toContain('aria-labelledby="id"');
    expect(text).toContain('<span id="id">C</span>');
  });
});

describe("a picture that cannot be drawn", () => {
  it("leaves its reason in the page, and a fault of the program is none of that", async () => {
    const figure = await drawn(() => Promise.reject(new DataError("loss[0][1] is Infinity & <no> number")));
    expect(figureHtml(figure as Figure).text).toBe(
      "<h3>A picture that could not be drawn</h3>\n<figure>\n" +
        "<figcaption>loss[0][1] is Infinity &amp; &lt;no&gt; number</figcaption>\n</figure>\n",
    );
    await expect(drawn(() => Promise.reject(new TypeError("x is not a function")))).rejects.toThrow(
      TypeError,
    );
  });
});

describe("the path of a descent", () => {
  const pathOf = (epochs: number, count = 1): { path: DescentPath; asked: number } => {
    const path = new DescentPath(count);
    let asked = 0;
    for (let epoch = 0; epoch <= epochs; epoch++)
      path.add(epoch, () => {
        asked++;
        return Float32Array.of(epoch);
      });
    return { path, asked };
  };
  const epochsOf = (path: DescentPath, until: number): number[] =>
    path.until(until, Float32Array.of(until)).map(([epoch]) => epoch);

  it("has every epoch of a short training, until the one that the model is of", () => {
    expect(epochsOf(pathOf(5).path, 3)).toEqual([0, 1, 2, 3]);
  });

  it.each([199, 200, 201, 399, 400, 1000, 12_345])(
    "of %d epochs has at most 200 points, evenly spaced",
    (epochs) => {
      const { path, asked } = pathOf(epochs);
      const points = epochsOf(path, epochs + 1).slice(0, -1);
      expect(points.length).toBeLessThanOrEqual(200);
      expect(points.length).toBeGreaterThanOrEqual(Math.min(epochs, 100));
      expect(points[0]).toBe(0);
      const steps = new Set(points.slice(1).map((epoch, i) => epoch - points[i]));
      expect(steps.size).toBe(1);
      expect(epochs - points[points.length - 1]).toBeLessThan([...steps][0]);
      // Parameters that are not kept are not copied: half as many as before are asked for each time that it is thinned.
      expect(asked).toBeLessThanOrEqual(100 * (2 + Math.log2(epochs)));
    },
  );

  it("of a large network has fewer", () => {
    expect(epochsOf(pathOf(300, 100_000).path, 301).length).toBeLessThanOrEqual(51);
    expect(epochsOf(pathOf(300, 1e9).path, 301).length).toBeLessThanOrEqual(9);
  });
});

describe("a command line", () => {
  it("is what a shell takes for the same words", () => {
    const words = ["fit", "a b.csv", "--target", `it's "$HOME" \`x\` \\`, "--drop", "é,*", "x=1,y", ""];
    const { stdout } = spawnSync(
      "sh",
      ["-c", `printf '%s\\n' ${commandLine(words).slice("downhill ".length)}`],
      { encoding: "utf8" },
    );
    expect(stdout.split("\n").slice(0, -1)).toEqual(words);
    expect(commandLine(["fit", "data/x.csv", "--past", "56"])).toBe("downhill fit data/x.csv --past 56");
  });
});

describe("the charts of the lecture", () => {
  it("place errors where they belong", () => {
    const svg = errorChart(
      [{ name: "a", train: 0, test: 100 }],
      { name: "guess, 50", value: 50 },
      "births",
      720,
    );
    const at = (pattern: RegExp): number => Number(pattern.exec(svg)?.[1]);
    const [train, test] = [at(/class="train" cx="([\d.]+)"/), at(/class="test" cx="([\d.]+)"/)];
    const mark = at(/class="mark" d="M([\d.]+) /);
    expect(mark).toBeCloseTo((train + test) / 2, 0);
    expect(svg).toContain("<desc>a: 0 and 100. guess, 50.</desc>");
  });

  it("draw curves from the first epoch to the last", () => {
    const errors = [
      { epoch: 1, train: 200, test: 100 },
      { epoch: 2, train: 100, test: 200 },
    ];
    const svg = curveChart(errors, 2, "births", 720);
    const [, x1, y1, x2, y2] = (
      /class="train-line" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/.exec(svg) ?? []
    ).map(Number);
    expect(svg).toContain(`class="test-line" d="M${x1} ${y2}L${x2} ${y1}"`);
    expect(y2).toBeGreaterThan(y1);
    expect(svg).toContain("kept: epoch 2");
  });
});

describe("downhill fit --report", () => {
  const at = new Workplace();
  afterAll(() => rmSync(at.folder, { recursive: true }));
  at.write("houses.csv", HOUSES);
  at.write("trees.csv", TREES);
  at.write("answers.csv", ANSWERS);
  at.write("series.csv", SERIES);
  const report = (name: string): string => readFileSync(at.path(name), "utf8");
  const headings = (page: string): string[] =>
    [...page.matchAll(/<h[123]>(.*?)<\/h[123]>/g)].map(([, text]) => text);

  it("says what was asked, and the answer beside the best naive guess, with the figures of the result", () => {
    const fit = ["fit", "houses.csv", "--target", "price", ...SHORT, "--report", "houses.html"];
    const { code, out, err } = at.run(...fit);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\nThe report is in houses\.html, a page for a browser\.\n$/);
    const [, mae] = /this model +([\d.]+)/.exec(out) ?? [];
    const [, median] = /median of the training rows +([\d.]+)/.exec(out) ?? [];
    const page = report("houses.html");
    expect(textOf(page)).toContain(
      `Yes: on 40 test rows it is off by ${mae} on average; the best naive guess, "median of the training rows", by ${median}.`,
    );
    expect(headings(page)).toEqual([
      "Predicting price from 2 columns",
      "How good it is",
      "Where it is right and wrong",
      "What is left over",
      "The data",
      "The model",
      "The training",
      "Loss by epoch",
      "The way downhill",
      "Inside the model",
      "Which columns matter to it",
      "What it says everywhere",
      "Its weights",
      "To repeat it",
    ]);
    expect(textOf(page)).toContain(`downhill ${fit.join(" ")} Seed 1`);
    expect(textOf(page)).toContain(
      `Node ${process.versions.node} Platform ${process.platform}, ${process.arch}`,
    );
  });

  it("has the same bytes each time, and the model of a fit without it", () => {
    const fit = ["fit", "trees.csv", "--target", "kind", ...SHORT];
    expect(at.run(...fit, "--save", "plain.safetensors").code).toBe(0);
    expect(at.run(...fit, "--save", "reported.safetensors", "--report", "trees.html").code).toBe(0);
    const first = report("trees.html");
    // A report may take the place of a report.
    expect(at.run(...fit, "--save", "reported.safetensors", "--report", "trees.html").code).toBe(0);
    expect(report("trees.html")).toBe(first);
    expect(readFileSync(at.path("reported.safetensors"))).toEqual(readFileSync(at.path("plain.safetensors")));
    expect(first).not.toContain(new Date().getFullYear().toString());
  });

  it("shows a series in time: its parts, how it is cut, predictions", () => {
    const { code, err } = at.run(
      "fit",
      "series.csv",
      "--target",
      "visits",
      "--past",
      "14",
      ...SHORT,
      "--report",
      "series.html",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const text = textOf(report("series.html"));
    // 300 days from 2020-01-01 on, 286 windows: 200 train, 29 validation, 57 test. By the calendar, counted by hand.
    expect(text).toContain("Training 200 69.9 % 2020-01-15 2020-08-01");
    expect(text).toContain("Validation 29 10.1 % 2020-08-02 2020-08-30");
    expect(text).toContain("Test 57 19.9 % 2020-08-31 2020-10-26");
    expect(text).toContain("Predictions and what came");
    expect(text).toMatch(/How the series is cut was chosen on the 29 validation rows/);
  });

  it("counts apart what lies between the parts of a series with a gap", () => {
    const options = [
      "--past",
      "14",
      "--ahead",
      "3",
      "--gap",
      "2",
      "--relative",
      "none",
      "--calendar",
      "none",
    ];
    expect(
      at.run("fit", "series.csv", "--target", "visits", ...options, ...SHORT, "--report", "gap.html").code,
    ).toBe(0);
    const text = textOf(report("gap.html"));
    // 282 windows: each is predicted from 16 rows before, three days at once; 4 windows are left out before each part.
    expect(text).toContain("Training 190 69.3 % 2020-01-17 2020-07-26");
    expect(text).toContain("Validation 28 10.2 % 2020-07-29 2020-08-27");
    expect(text).toContain("Test 56 20.4 % 2020-08-30 2020-10-26");
  });

  it("shows classes: which is taken for which, and of two whether the probabilities hold", () => {
    expect(at.run("fit", "answers.csv", "--target", "yes", ...SHORT, "--report", "answers.html").code).toBe(
      0,
    );
    const page = report("answers.html");
    expect(headings(page)).toContain("Which class is taken for which");
    expect(headings(page)).toContain("Can the probabilities be believed");
    expect(textOf(page)).toMatch(
      /Yes: it is right on [\d.]+ % of 40 test rows \(log loss [\d.]+\); the best naive guess, "always \d/,
    );
  });

  it("is there for one epoch, without validation and test rows too", () => {
    const options = ["--epochs", "1", "--validation", "0", "--test", "0", "--report", "one.html"];
    expect(at.run("fit", "houses.csv", "--target", "price", ...options).code).toBe(0);
    const page = report("one.html");
    expect(headings(page)).not.toContain("Loss by epoch");
    expect(textOf(page)).toContain("on the rows of the training?");
  });

  it("is there for a file that is streamed, and for standard input", () => {
    expect(
      at.run("fit", "houses.csv", "--target", "price", ...SHORT, "--stream", "--report", "stream.html").code,
    ).toBe(0);
    expect(textOf(report("stream.html"))).toContain("each part drawn by the seed");
    const { status } = spawnSync(
      process.execPath,
      [CLI, "fit", "-", "--target", "price", ...SHORT, "--report", "in.html"],
      {
        cwd: at.folder,
        input: HOUSES,
      },
    );
    expect(status).toBe(0);
    expect(textOf(report("in.html"))).toContain("the same bytes on standard input");
  });

  it("with --json stands in the object, which is all that is printed", () => {
    const { code, out } = at.run(
      "fit",
      "houses.csv",
      "--target",
      "price",
      ...SHORT,
      "--json",
      "--report",
      "json.html",
    );
    expect(code).toBe(0);
    expect(jsonLines(out)).toHaveLength(1);
    expect(jsonLines(out)[0]).toMatchObject({ report: "json.html" });
  });

  it("of a training that Ctrl-C stops is written too", async () => {
    const endless = ["--epochs", "10000000", "--patience", "0", "--hidden", "8", "--report", "stopped.html"];
    const { child, outcome } = at.start("fit", "houses.csv", "--target", "price", ...endless);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    await setTimeout(700);
    child.kill("SIGINT");
    const { code, err } = await outcome;
    expect({ code, err }).toEqual({ code: 130, err: "" });
    const text = textOf(report("stopped.html"));
    expect(text).toMatch(/Epochs [\d,]+ of at most 10,000,000, stopped by Ctrl-C/);
    expect(text).toMatch(/It was stopped by Ctrl-C; --epochs \d+ stops it there\./);
  });

  describe("takes the place of", () => {
    const fit = (path: string, ...more: string[]) =>
      at.run("fit", "houses.csv", "--target", "price", ...SHORT, "--report", path, ...more);

    it("no file that is no report, unless --force says so", () => {
      at.write("mine.html", "<!doctype html><p>mine</p>");
      expect(fit("mine.html")).toEqual({
        ...{ code: 2, out: "" },
        err: "downhill: --report mine.html: the file is not a report of downhill, and would be replaced. Write to another file, or add --force.\n",
      });
      expect(report("mine.html")).toBe("<!doctype html><p>mine</p>");
      expect(fit("mine.html", "--force").code).toBe(0);
      expect(report("mine.html")).toContain("Predicting price");
    });

    it("no file that is read, nor the model's", () => {
      expect(fit("houses.csv", "--force").err).toContain("is read by the command and would be lost");
      expect(fit("x", "--save", "./x").err).toContain("--report x: the same file as --save.");
      expect(fit("nowhere/x.html").err).toContain("--report nowhere/x.html: there is no folder nowhere.");
      expect(at.files()).not.toContain("x");
    });
  });
});

describe("without the packages that draw", () => {
  const at = new Workplace();
  afterAll(() => rmSync(at.folder, { recursive: true }));
  beforeAll(() => {
    // Where no node_modules is above it.
    cpSync(dirname(CLI), at.path("dist"), { recursive: true });
    writeFileSync(at.path("package.json"), '{ "type": "module" }');
    at.write("houses.csv", HOUSES);
  });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(at.folder, "dist/cli.js"), ...args], {
      cwd: at.folder,
      encoding: "utf8",
    });

  it.each([
    ["fit", "houses.csv", "--target", "price", "--report", "r.html"],
    ["lecture", "--report", "r.html"],
  ])("%s says before the training what to install", (...command) => {
    const { status, stdout, stderr } = run(...command);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^downhill: --report: @observablehq\/plot could not be imported, .* npm install @observablehq\/plot linkedom\n$/,
    );
    expect(at.files()).not.toContain("r.html");
  });

  it("everything else works", () => {
    expect(run("fit", "houses.csv", "--target", "price", ...SHORT).status).toBe(0);
  });
});

describe("downhill lecture --report", () => {
  const at = new Workplace();
  afterAll(() => rmSync(at.folder, { recursive: true }));

  it("has the figures of the text, changes none of them, and is said in the last line", () => {
    const plain = at.run("lecture", "--quick", "--json");
    const { code, out, err } = at.run("lecture", "--quick", "--report", "lecture.html");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\nThe report, with pictures, is in lecture\.html: open it in a browser\.\n$/);
    const page = readFileSync(at.path("lecture.html"), "utf8");
    const text = page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    for (const { model, trainMae, testMae } of jsonLines(plain.out)) {
      if (trainMae === undefined) continue;
      const figures = [trainMae, testMae].map((value) =>
        Number(value).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
      );
      expect(text).toMatch(
        new RegExp(`${String(model)} ${figures[0]} \\S+ (± \\S+ )?${figures[1]} `.replaceAll(".", "\\.")),
      );
    }
    expect([...page.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title)).toEqual([
      "Windows of 1, 7, 28 and 56 days",
      "Width and depth, training beside test",
      "A year that no training has seen",
      "Without and with early stopping, training beside test",
      "Error by epoch: overfitting, MSE",
      "Error by epoch: overfitting, MSE, early stopping",
      "Which is taken for which",
      "Can the probabilities be believed",
    ]);
    expect(page.length).toBeLessThan(400_000);
  });

  it("is written of the rows that are done when Ctrl-C comes", async () => {
    const { child, outcome } = at.start("lecture", "--report", "stopped.html");
    let seen = "";
    child.stdout?.on("data", (text: string) => {
      seen += text;
      if (seen.includes("linear, 7 days")) child.kill("SIGINT");
    });
    const { code, err } = await outcome;
    expect({ code, err }).toEqual({ code: 130, err: "" });
    const page = readFileSync(at.path("stopped.html"), "utf8");
    expect(textOf(page)).toMatch(/It was stopped by Ctrl-C after \d models?; what is here is whole\./);
    expect(page).toContain("linear, 7 days");
  });
});
