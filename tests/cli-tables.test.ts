import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { load } from "../src/predict-only.js";
import { jsonLines, Workplace } from "./cli-process.js";
import { csv, noise, rows } from "./cli-samples.js";

/** Tables of mixed kinds through the command line: what becomes of each column, what is refused, and that predictions are the library's. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

const CITIES = ["Bergen", "Oslo", "Rome"];
const line = (i: number): string => {
  const wind = i % 10 === 3 ? "NA" : (noise(i) * 9).toFixed(3);
  const day = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
  const y = (i % 3) * 10 + (i % 2) * 3 + (i % 7);
  return `${wind},${CITIES[i % 3]},${i % 2 ? "yes" : "no"},${day},00${i % 7},${y}`;
};
const MIXED = csv("wind,city,member,day,code,y", rows(300, line));
at.write("mixed.csv", MIXED);

const fit = (...args: string[]) => at.run("fit", "mixed.csv", "--target", "y", "--epochs", "60", ...args);

describe("what becomes of each column", () => {
  it("is said in a line each, and in --json", () => {
    const { out, code } = fit("--missing", "mean", "--calendar", "weekday");
    expect(code).toBe(0);
    const lines = out.split("\n").filter((text) => text.startsWith("  "));
    expect(lines).toEqual([
      "  wind: number; 30 missing cells: the mean, and a column that says where",
      "  city: text, a column for each of 3 categories (Bergen, Oslo, Rome)",
      "  member: yes or no, as 1 or 0",
      "  day: date, as days since 1970, weekday",
      "  code: text, a column for each of 7 categories (000, 001, 002, 003, 004, 005, ...)",
    ]);
    // 1 + 1 for where it is missing, 3, 1, 1 + 7, 7.
    expect(out).toContain("network 21-100-100-1");
    const [json] = jsonLines(fit("--missing", "wind=median", "--json").out);
    expect(json.columns).toEqual([
      { name: "wind", kind: "number", missing: { cells: 30, by: "median" } },
      { name: "city", kind: "text", categories: CITIES },
      { name: "member", kind: "yes-no" },
      { name: "day", kind: "date" },
      { name: "code", kind: "text", categories: rows(7, (i) => `00${i}`) },
    ]);
    expect((json.test as { r2: number }).r2).toBeGreaterThan(0.9);
  });

  it("can be said: 007 as a number, categories cut, rows dropped", () => {
    const [json] = jsonLines(fit("--missing", "drop", "--kinds", "code=number,city=text:2", "--json").out);
    expect(json.columns).toEqual([
      { name: "wind", kind: "number", missing: { cells: 30, by: "drop" } },
      { name: "city", kind: "text", categories: [expect.any(String), expect.any(String)] },
      { name: "member", kind: "yes-no" },
      { name: "day", kind: "date" },
      { name: "code", kind: "number" },
    ]);
    const { train, validation, test } = json.rows as Record<string, number>;
    expect(train + validation + test).toBe(270);
    expect(json.notes).toContain('30 of 300 rows are dropped, since "wind" is missing there.');
  });

  it("plain numbers without a gap are taken as before", () => {
    at.write(
      "plain.csv",
      csv(
        "a,b,y",
        rows(60, (i) => `${noise(i)},${i % 2},${i}`),
      ),
    );
    const [json] = jsonLines(at.run("fit", "plain.csv", "--target", "y", "--epochs", "2", "--json").out);
    expect(json.columns).toBeUndefined();
  });
});

describe("predictions", () => {
  fit("--missing", "mean", "--save", "mixed.safetensors");
  const some = MIXED.split("\n").slice(0, 6);

  it("are those of downhill/predict from records", () => {
    at.write("some.csv", `${some.join("\n")}\n`);
    const { out } = at.run("predict", "mixed.safetensors", "some.csv");
    const predictor = load(readFileSync(at.path("mixed.safetensors")));
    const records = some.slice(1).map((text) => {
      const [wind, city, member, day, code] = text.split(",");
      return { wind: wind === "NA" ? null : Number(wind), city, member, day, code };
    });
    const predicted = records.map((record) => predictor.predict(record)[0]);
    expect(out.trimEnd().split("\n").slice(1).map(Number)).toEqual(predicted);
  });

  it.each([
    [
      "a category never seen",
      "Oslo",
      "Atlantis",
      /some.csv, line 3 of the file: "city" is "Atlantis", a category that no training row had\. .*--unknown ignore/,
    ],
    [
      "a text for a number",
      /^[^,]+(?=,Bergen)/m,
      "strong",
      /line 2 of the file, column "wind": "strong" is not a number/,
    ],
    ["no date", "2020-01-03", "soon", /line 4 of the file, column "day": "soon" is no date/],
    [
      "neither yes nor no",
      "yes",
      "perhaps",
      /line 3 of the file, column "member": "perhaps" is neither yes nor no/,
    ],
    ["another column", "city", "town", /there is no column "city"/],
  ])("of %s are refused by line", (_, from, to, message) => {
    at.write("some.csv", `${some.join("\n").replace(from, to)}\n`);
    const { code, out, err } = at.run("predict", "mixed.safetensors", "some.csv");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });

  it("of categories never seen are made where it was said so", () => {
    fit("--missing", "mean", "--unknown", "ignore", "--save", "ignoring.safetensors");
    at.write("some.csv", `${some.join("\n").replace("Oslo", "Atlantis")}\n`);
    expect(at.run("predict", "ignoring.safetensors", "some.csv")).toMatchObject({ code: 0, err: "" });
  });

  it("are measured by evaluate", () => {
    const [json] = jsonLines(at.run("evaluate", "mixed.safetensors", "mixed.csv", "--json").out);
    expect(json).toMatchObject({ rows: 300, trainedOn: true });
    expect(json.r2 as number).toBeGreaterThan(0.9);
  });
});

describe("what is refused", () => {
  const names = csv(
    "name,y",
    rows(60, (i) => `n${i % 59},${i}`),
  );
  it.each([
    [
      "missing cells",
      MIXED,
      [],
      /"wind" has 30 missing cells \(the first in line 5\)\. Say what to do: --missing mean .* --missing wind=mean; or --drop wind/,
    ],
    [
      "a great many categories",
      names,
      [],
      /column "name" has 59 different texts in 60 rows.*--drop name.*--kinds name=text:20/,
    ],
    [
      "dates that may be read in two ways",
      csv(
        "d,y",
        rows(9, (i) => `${i + 1}/2/2015,${i}`),
      ),
      [],
      /line 2 of the file, column "d": no cell .* "1\/2\/2015" begins with its day or its month\. Say --dates day\/month/,
    ],
    ["an unknown kind", MIXED, ["--kinds", "city=word"], /Kinds: number, yes-no, text, date/],
    [
      "an unknown column",
      MIXED,
      ["--missing", "winds=mean"],
      /there is no column "winds"\. Did you mean "wind"\?/,
    ],
    ["an unknown choice", MIXED, ["--missing", "zero"], /mean, median, drop or error/],
    [
      "kinds of a stream",
      MIXED,
      ["--stream", "--kinds", "city=text"],
      /--kinds is for files that are read whole/,
    ],
    ["kinds of a series", MIXED, ["--past", "3", "--kinds", "city=text"], /--kinds is for tables/],
  ])("%s", (_, text, args, message) => {
    at.write("refused.csv", text);
    const { code, err } = at.run("fit", "refused.csv", "--target", "y", ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it("but dates whose order is said are read", () => {
    at.write(
      "dates.csv",
      csv(
        "d,y",
        rows(60, (i) => `${(i % 9) + 1}/2/2015,${i % 9}`),
      ),
    );
    const args = ["fit", "dates.csv", "--target", "y", "--epochs", "2", "--json"];
    expect(at.run(...args, "--dates", "day/month")).toMatchObject({ code: 0 });
  });
});

describe("the target", () => {
  const gaps = csv(
    "a,y",
    rows(60, (i) => `${i},${i % 20 === 7 ? "" : (i % 5) + 0.5}`),
  );

  it("with gaps is refused, and says how such rows are left out", () => {
    at.write("gaps.csv", gaps);
    const args = ["fit", "gaps.csv", "--target", "y", "--epochs", "2", "--json"];
    expect(at.run(...args).err).toMatch(
      /line 9 of the file, column "y": the cell is empty.* 3 rows lack the target: --missing y=drop leaves them out/,
    );
    for (const missing of ["y=drop", "drop"]) {
      const [json] = jsonLines(at.run(...args, "--missing", missing).out);
      const { train, validation, test } = json.rows as Record<string, number>;
      expect(train + validation + test).toBe(57);
    }
    expect(at.run(...args, "--missing", "y=mean").err).toMatch(
      /line 9 of the file, column "y": the cell is empty/,
    );
  });

  it("cannot be filled, nor its kind said as that of an input", () => {
    const refused = (...args: string[]): string => fit(...args).err;
    expect(refused("--missing", "wind=mean,y=median")).toMatch(
      /the target "y" cannot be filled\. Say --missing y=drop\./,
    );
    expect(refused("--missing", "mean", "--kinds", "y=text")).toMatch(
      /--kinds names the target "y": --task regression or classification decides what it is/,
    );
  });

  it("of dates is refused", () => {
    at.write(
      "gaps.csv",
      csv(
        "a,y",
        rows(40, (i) => `${i},2015-01-${10 + (i % 9)}`),
      ),
    );
    expect(at.run("fit", "gaps.csv", "--target", "y").err).toMatch(/the target "y" is of dates/);
  });
});

it("options that list columns may be said twice", () => {
  const [json] = jsonLines(
    fit(
      "--missing",
      "wind=mean",
      "--kinds",
      "city=text:1",
      "--kinds",
      "code=number",
      "--drop",
      "day",
      "--drop",
      "member",
      "--json",
    ).out,
  );
  expect(
    (json.columns as { name: string; kind: string }[]).map(({ name, kind }) => `${name} ${kind}`),
  ).toEqual(["wind number", "city text", "code number"]);
});

it("a category that only other rows have is told in the command's words", () => {
  at.write(
    "rare.csv",
    csv(
      "c,y",
      rows(60, (i) => `${i % 2 ? `rare${i % 30}` : "common"},${i}`),
    ),
  );
  const { code, err } = at.run("fit", "rare.csv", "--target", "y", "--epochs", "2", "--seed", "3");
  expect(code).toBe(2);
  expect(err).toMatch(
    /rare.csv, a (validation|test) row: "c" is "rare\d+", a category that no training row had.*--unknown ignore.*--kinds NAME=text:20/,
  );
});

it("years that go back are several series, and no series of their own", () => {
  at.write(
    "two.csv",
    csv(
      "who,Year,y",
      rows(80, (i) => `${i < 40 ? "a" : "b"},${1960 + (i % 40)},${i % 7}`),
    ),
  );
  expect(at.run("fit", "two.csv", "--target", "y", "--past", "5").err).toMatch(
    /line 42 of the file, column "Year": 1960 comes after 1999, and a series is in time order/,
  );
});

it("hours that are missing are noted", () => {
  const hour = (i: number): string => new Date(Date.UTC(2020, 0, 1, i < 100 ? i : i + 5)).toISOString();
  at.write(
    "hours.csv",
    csv(
      "t,y",
      rows(200, (i) => `${hour(i)},${i % 24}`),
    ),
  );
  const [json] = jsonLines(
    at.run("fit", "hours.csv", "--target", "y", "--past", "24", "--epochs", "2", "--hidden", "none", "--json")
      .out,
  );
  expect(json.notes).toContainEqual(
    expect.stringMatching(/^5 hours are missing .* windows count rows, not hours\.$/),
  );
});
