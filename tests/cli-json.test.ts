import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { jsonLines, Workplace } from "./cli-process.js";
import { ANSWERS, csv, HOUSES, rows, SERIES, TREES } from "./cli-samples.js";

/** The keys of --json are those that docs/command-line.md lists, and no others. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));
at.write("houses.csv", HOUSES);
at.write("trees.csv", TREES);
at.write("answers.csv", ANSWERS);
at.write("series.csv", SERIES);
at.write(
  "rain.csv",
  csv(
    "rain",
    rows(200, (i) => String(Number(i % 7 < 3))),
  ),
);

at.write(
  "mixed.csv",
  csv(
    "wind,city,y",
    rows(60, (i) => `${i % 9 === 0 ? "" : i % 11},${["Oslo", "Rome"][i % 2]},${i}`),
  ),
);

const page = readFileSync(new URL("../docs/command-line.md", import.meta.url), "utf8");

/** The rows of a command's table of keys: the keys of the first cell, the names in the second. */
function tableOf(command: string): { keys: string[]; names: string[] }[] {
  const section = page.slice(page.indexOf(`\n## ${command}\n`)).split("\n## ")[1];
  const [, table = ""] = /\n\| key +\| +\|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(section) ?? [];
  const namesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  return table
    .trimEnd()
    .split("\n")
    .map((row) => {
      const [keys, meaning] = row.split(" | ");
      return { keys: namesIn(keys), names: namesIn(meaning) };
    });
}

const keysOf = (json: unknown): string[] => Object.keys(json as object);

const fits = [
  "houses.csv --target price --save houses.safetensors --resume --checkpoint none",
  "trees.csv --target kind --save trees.safetensors --test 0",
  "answers.csv --target yes --save answers.safetensors --test 0 --validation 0",
  "series.csv --target visits --past 14 --ahead 2 --save series.safetensors",
  "rain.csv --target rain --past 7 --save rain.safetensors",
  "houses.csv --target price --stream",
  "mixed.csv --target y --missing mean --report mixed.html",
].map(
  (args) => jsonLines(at.run("fit", ...args.split(" "), "--epochs", "3", "--hidden", "8", "--json").out)[0],
);

it("of fit", () => {
  const table = tableOf("fit");
  const named = (key: string): string[] => table.find(({ keys }) => keys.includes(key))?.names ?? [];
  const parts = ["validation", "train"];
  const found = new Set(fits.flatMap(keysOf).filter((key) => !parts.includes(key)));
  // Only Ctrl-C gives it.
  found.add("checkpoint");
  expect([...found].sort()).toEqual(table.flatMap(({ keys }) => keys).sort());
  // Without test rows the score is under these.
  for (const key of parts) expect(named("test")).toContain(key);

  const inside = (key: string, objects: unknown[], more: string[] = []): void => {
    const keys = [...new Set(objects.flatMap(keysOf))];
    expect(keys.length, key).toBeGreaterThan(0);
    expect(
      keys.filter((name) => !named(key).includes(name) && !more.includes(name)),
      key,
    ).toEqual([]);
  };
  inside(
    "rows",
    fits.map(({ rows }) => rows),
  );
  inside(
    "history",
    fits.flatMap(({ history }) => history),
  );
  inside(
    "test",
    fits.map(({ test, validation, train }) => test ?? validation ?? train),
  );
  inside(
    "baselines",
    fits.flatMap(({ baselines }) => baselines),
    named("test"),
  );
  expect(named("stoppedBy")).toContain(fits[0].stoppedBy);
});

it("of evaluate", () => {
  const found = ["houses", "trees", "answers", "series"].flatMap((name) =>
    keysOf(jsonLines(at.run("evaluate", `${name}.safetensors`, `${name}.csv`, "--json").out)[0]),
  );
  const documented = tableOf("evaluate").flatMap(({ keys }) => keys);
  expect([...new Set(found)].sort()).toEqual(documented.sort());
});

describe("of predict", () => {
  const documented = tableOf("predict").flatMap(({ keys, names }) => [...keys, ...names]);
  it.each([
    ["houses", [], ["prediction"]],
    [
      "trees",
      [],
      ["prediction", "probability", "probability of elm", "probability of fir", "probability of oak"],
    ],
    ["series", [], ["date", "visits", "prediction 1", "prediction 2"]],
    ["series", ["--steps", "3"], ["step", "date", "prediction"]],
    ["rain", [], ["line", "rain", "probability of 1"]],
    ["rain", ["--steps", "3"], ["step", "prediction", "probability of 1"]],
  ])("%s %j", (name, options, expected) => {
    const [line] = jsonLines(
      at.run("predict", `${name}.safetensors`, `${name}.csv`, ...options, "--json").out,
    );
    expect(keysOf(line)).toEqual(expected);
    // Names of columns and of classes are the file's own.
    const own = ["date", "visits", "rain", "probability of elm", "probability of fir"];
    expect(expected.filter((key) => !documented.includes(key) && !own.includes(key))).toEqual([]);
  });
});
