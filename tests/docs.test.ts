import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { BIRTHS, SPAM } from "../src/cli/lecture/experiment.js";
import { REFERENCE } from "../src/cli/lecture/reference.js";
import * as downhill from "../src/index.js";
import { ACTIVATIONS, INITIALIZERS } from "../src/spec/layer.js";
import { LOSSES } from "../src/spec/loss.js";
import { agrees, blocksOf, pages, readPage, TOP } from "./support/markdown.js";

/** The pages speak of what is there: every public name, every option, every link, and the same numbers everywhere. */

describe("docs/api.md", () => {
  const api = readPage("docs/api.md");
  /** `name`, `name(...)` or `data.name`. */
  const speaksOf = (name: string): boolean => new RegExp(`\`([\\w]+\\.)?${name}[\`(]`).test(api);

  test("has every exported value and type", () => {
    const source = readPage("src/index.ts").replace(/\/\*[\s\S]*?\*\//g, "");
    const lists = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, list]) => list);
    const names = lists.flatMap((list) =>
      list.split(",").map((name) => name.replace(/^\s*type\s/, "").trim()),
    );
    const exported = new Set([...names.filter((name) => name !== ""), ...Object.keys(downhill)]);
    expect(exported.size).toBeGreaterThan(50);
    const missing = [...exported].filter((name) => name !== "Model" && !speaksOf(name));
    expect(missing).toEqual([]);
  });

  test("begins with every entry that a program can import", () => {
    const { exports } = JSON.parse(readPage("package.json")) as { exports: Record<string, unknown> };
    // A file of its own, for pages and bundlers, is no entry.
    const entries = Object.keys(exports).filter((path) => !/\.\w+$/.test(path));
    const opening = api.slice(0, api.indexOf("\n## "));
    expect(entries.length).toBeGreaterThan(3);
    for (const path of entries) expect(opening).toContain(`\`"${path.replace(".", "downhill")}"\``);
  });

  test("has every member of Model and of its datasets", () => {
    const data = downhill.windows([1, 2, 3], { past: 1 });
    const inside = [
      "constructor",
      "inputRows",
      "targetRows",
      "labelIndex",
      "window",
      "source",
      "stageReaders",
      "length",
      "name",
      "prototype",
    ];
    const members = [
      ...Object.getOwnPropertyNames(downhill.Model.prototype),
      ...Object.getOwnPropertyNames(downhill.Model),
      ...Object.getOwnPropertyNames(Object.getPrototypeOf(data)),
      ...Object.keys(data),
      "notes",
    ];
    expect(members.filter((name) => !inside.includes(name) && !speaksOf(name))).toEqual([]);
  });
});

describe("docs/training.md", () => {
  const training = readPage("docs/training.md");

  test("has every activation, initializer and loss", () => {
    const names = [...ACTIVATIONS, ...INITIALIZERS, ...LOSSES.filter((name) => name !== "huber")];
    expect(names.filter((name) => !training.includes(`| \`"${name}"\``))).toEqual([]);
    expect(training).toContain("| `huber({ delta: 1 })`");
  });

  test("has every option of fit, and no other", () => {
    const table = training.slice(
      training.indexOf("## The options of fit"),
      training.indexOf("`fit` returns"),
    );
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    const data = downhill.dataset({ inputs: [1, 2], targets: [1, 2] });
    const model = new downhill.Model({ inputs: 1, layers: [downhill.dense(1)], loss: "mse" });
    let text = "";
    try {
      model.fitSync(data, { epochs: 1, nothing: 0 } as downhill.FitOptions);
    } catch (error) {
      text = (error as Error).message;
    }
    expect(`${[...named].sort().join(", ")}.`).toBe(
      `${/Known: (.*)\./.exec(text)?.[1].split(", ").sort().join(", ")}.`,
    );
  });

  test("has the optimizers' defaults", () => {
    for (const build of [downhill.sgd, downhill.adam, downhill.adamw, downhill.rmsprop, downhill.adagrad]) {
      const { type, ...options }: Record<string, unknown> = { ...build() };
      const row = new RegExp(`^\\| \`${type}\` \\|.*$`, "m").exec(training)?.[0] ?? "";
      const shared = type === "adamw" ? { weightDecay: options.weightDecay } : options;
      for (const [name, value] of Object.entries(shared)) {
        const shown = new RegExp(`\`${name}: ([^\`]+)\``).exec(row)?.[1];
        expect(shown === undefined ? shown : JSON.parse(shown), `${type} ${name}`).toBe(value);
      }
    }
  });
});

describe("docs/command-line.md", () => {
  const page = readPage("docs/command-line.md");
  const helpOf = (command: string): string =>
    spawnSync(process.execPath, [join(TOP, "dist/cli.js"), command, "--help"], { encoding: "utf8" }).stdout;

  const COMMANDS = ["lecture", "fit", "predict", "evaluate", "playground"];

  test.each(COMMANDS)("has every option of %s, and no other", (command) => {
    const section = page.slice(page.indexOf(`\n## ${command}\n`)).split("\n## ")[1];
    const inHelp = [...helpOf(command).matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
    const inPage = new Set([...section.matchAll(/`(--[\w-]+)/g)].map(([, name]) => name));
    expect(inHelp.length).toBeGreaterThan(0);
    expect(inHelp.filter((name) => !inPage.has(name))).toEqual([]);
    // A section may speak of another command's options, but of none that is nowhere.
    const anywhere = COMMANDS.map(helpOf).join("");
    expect([...inPage].filter((name) => !anywhere.includes(name))).toEqual([]);
  });
});

/** The rows of a page's tables: the cells by the first one. */
const rowsOf = (page: string): Map<string, string[]> =>
  new Map(
    [...page.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => {
      const [name, ...cells] = row.split(" | ");
      return [name, cells];
    }),
  );

describe("README.md", () => {
  const readme = readPage("README.md");
  const firstScreen = readme.slice(0, readme.indexOf("## Install"));

  test("begins with a picture, the two commands, an example, and when to take it and when not", () => {
    const parts = [
      "](docs/figures/",
      "npm start",
      "npm test",
      "```js",
      "**Take it when**",
      "**Leave it when**",
    ];
    const places = parts.map((part) => firstScreen.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  test("its example has about ten lines", () => {
    const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const code = example.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//"));
    expect(code.length).toBeLessThanOrEqual(11);
  });

  test("is short, and its tables are narrow", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(157);
    for (const [name, cells] of rowsOf(readme)) expect(1 + cells.length, name).toBeLessThanOrEqual(5);
  });

  test("compares by the figures of docs/performance.md, in thousands a second", () => {
    const measured = rowsOf(readPage("docs/performance.md"));
    const number = (cell: string): number => {
      const [, digits, unit] = /^~?([\d.,]+) ?([kM]?)$/.exec(cell) ?? [];
      return digits === undefined ? NaN : Number(digits.replace(",", "")) * { "": 1, k: 1e3, M: 1e6 }[unit]!;
    };
    const header = [...measured.values()].find((cells) => cells.includes("T5")) ?? [];
    const cellOf = (name: string, column: string): number =>
      number(measured.get(name)![header.indexOf(column)]);
    const compared = [...rowsOf(readme)].filter(([name]) => measured.has(name) && name !== "library");
    expect(compared.length).toBeGreaterThan(5);
    for (const [name, cells] of compared) {
      const wanted = [
        cellOf(name, "T3") / 1e3,
        cellOf(name, "T5") / 1e3,
        1e3 / cellOf(name, "predict 1 row, T3, us"),
        cellOf(name, "1,024 rows, T5") / 1e3,
      ];
      const rounded = wanted.map((value) =>
        value ? String(Number(value.toPrecision(value < 100 ? 2 : 3))) : "-",
      );
      expect(cells, name).toEqual(rounded);
    }
  });

  test("its picture is what its script draws", () => {
    const folder = mkdtempSync(join(tmpdir(), "downhill-figure-"));
    const file = join(folder, "births.svg");
    const { status, stderr } = spawnSync(process.execPath, ["scripts/draw-births.mjs", file], {
      cwd: TOP,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const drawn = readFileSync(file, "utf8");
    rmSync(folder, { recursive: true });
    expect(drawn).toBe(readPage("docs/figures/births.svg"));
  });
});

describe("README.zh.md", () => {
  test("has the programs, commands and figures of README.md", () => {
    const [english, chinese] = ["README.md", "README.zh.md"].map(readPage);
    expect(blocksOf(chinese).map(({ text }) => text)).toEqual(blocksOf(english).map(({ text }) => text));
    const [theirs, ours] = [english, chinese]
      .map(rowsOf)
      .map((rows) => [...rows].filter(([name]) => name !== "library" && name !== "库"));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours).toEqual(theirs);
  });
});

describe("docs/results.md", () => {
  const table = rowsOf(readPage("docs/results.md"));
  const naive = ["median of the training days", "yesterday again", "same weekday last week"];
  const models = [...naive, ...BIRTHS.map(({ model }) => model), ...SPAM.map(({ model }) => model)];

  test("has every row of the lecture, beside the reference", () => {
    expect([...table.keys()].filter((name) => models.includes(name))).toEqual(models);
    for (const name of models) {
      const cells = table.get(name) ?? [];
      const { train, test, accuracy, auc } = REFERENCE[name] ?? {};
      const spam = name.startsWith("spam");
      const wanted = spam ? [accuracy, test?.mean, auc] : [train?.mean, test?.mean];
      wanted.forEach((value, i) => {
        const cell = cells[2 * i + 1];
        if (value === undefined) expect(cell).toBe("–");
        else expect(parseFloat(cell.replace(",", "")), `${name}: ${cell}`).toBe(value);
      });
    }
  });

  test("and docs/lecture.md quotes the same numbers", () => {
    const quoted = [...rowsOf(readPage("docs/lecture.md"))].filter(([name]) => models.includes(name));
    expect(quoted.length).toBeGreaterThan(5);
    for (const [name, cells] of quoted) {
      const [train, , test] = table.get(name) ?? [];
      expect(cells, name).toEqual([train, test]);
    }
  });
});

const examples = readdirSync(join(TOP, "examples"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("README.md"))
  .map((path) => `examples/${path.replaceAll("\\", "/")}`);

describe.each([...pages(), ...examples, "CHANGELOG.md", "data/README.md"])("%s", (path) => {
  const page = readPage(path);

  test("links to what is there", () => {
    const slug = (title: string): string =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replace(/ /g, "-");
    const broken = [...page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
      .filter(([, target, anchor]) => {
        const file = target === "" ? path : normalize(join(dirname(path), target));
        if (!existsSync(join(TOP, file))) return true;
        if (anchor === undefined) return false;
        const titles = [...readPage(file).matchAll(/^#+ (.*)$/gm)].map(([, title]) => slug(title));
        return !titles.includes(anchor);
      })
      .map(([link]) => link);
    expect(broken).toEqual([]);
  });
});

describe("the comparison of claimed and printed lines", () => {
  test("takes the same line and nothing else, but for the time that a training took", () => {
    expect(agrees("off by 2.54 days  ", "off by 2.54 days")).toBe(true);
    expect(agrees("off by 2.54 days", "off by 2.5 days")).toBe(false);
    expect(agrees("71", "72")).toBe(false);
    expect(agrees("0.001: 30415, then 14", "0.001: 30334, then 14")).toBe(false);
    expect(agrees("8 rows", "8 lines")).toBe(false);
    expect(agrees("64 epochs in 12.3 s, stopped early", "64 epochs in 0.1 s, stopped early")).toBe(true);
    expect(agrees("65 epochs in 0.1 s, stopped early", "64 epochs in 0.1 s, stopped early")).toBe(false);
    expect(agrees("in 0.2 s", "in 0.1 s")).toBe(false);
  });
});
