import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { parseCsv } from "../src/cli/read/csv.js";
import { candidatesOf, type Choice } from "../src/cli/problem/choice.js";
import { readProblem } from "../src/cli/problem/problem.js";
import { describeChoice } from "../src/cli/show/choice.js";
import { Model, nextWindow } from "../src/index.js";
import { jsonLines, Workplace } from "./cli-process.js";
import { csv, noise, rows, SERIES, weekly } from "./cli-samples.js";

/** How the command line cuts a series: relative or not, with the calendar or not, chosen on the validation rows. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

const date = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T00:00", "");
const dated = (n: number, time: (i: number) => number, value: (i: number) => number): string =>
  csv(
    "when,y",
    rows(n, (i) => `${date(time(i))},${value(i)}`),
  );
const DAY = 86_400_000;
const START = Date.UTC(2015, 0, 1);
const months = (n: number, value: (i: number) => number): string => dated(n, (i) => Date.UTC(2000, i), value);

let level = 0;
const walk = rows(300, (i) => (level += 10 + 40 * (noise(7 * i) - 0.5)));
/** Goes up by some 10 a month, by chance, and is 60 higher each December: changes and dates tell, levels do not. */
const grown = (i: number): number => walk[i] + (i % 12 === 11 ? 60 : 0);
const SHORT = ["--hidden", "none", "--epochs", "100"];

describe("what may be chosen", () => {
  const candidates = (text: string, more: object = {}): unknown[] => {
    const options = { target: "y", past: 3, ...more };
    return candidatesOf(readProblem(parseCsv(text, "data.csv"), options), options).map(
      ({ relative, calendar }) => [relative, calendar.join()],
    );
  };
  const both = (fields: string): unknown[] => [
    ...["last", false].flatMap((relative) => [
      [relative, ""],
      [relative, fields],
    ]),
  ];
  const onlyRelative = [
    ["last", ""],
    [false, ""],
  ];
  const hours = (n: number): string => dated(n, (i) => START + (i * DAY) / 24, noise);
  const days = (n: number): string => dated(n, (i) => START + i * DAY, noise);

  it.each<[string, string, unknown[]]>([
    ["two days of hours", hours(48), both("hour")],
    ["not quite two days", hours(47), onlyRelative],
    ["two weeks of hours", hours(24 * 14), both("hour,weekday")],
    ["two weeks of days", days(14), both("weekday")],
    ["not quite two weeks", days(13), onlyRelative],
    ["two years of days", days(730), both("weekday,month")],
    ["two years of weeks", dated(105, (i) => START + 7 * i * DAY, noise), both("month")],
    ["two years of months", months(24, noise), both("month")],
    ["not quite two years", months(23, noise), onlyRelative],
    ["quarters", dated(40, (i) => Date.UTC(2000, 3 * i), noise), onlyRelative],
    [
      "no dates",
      csv(
        "y",
        rows(40, (i) => `${noise(i)}`),
      ),
      onlyRelative,
    ],
    ["working days", dated(100, (i) => START + (i + 2 * Math.floor(i / 5)) * DAY, noise), onlyRelative],
    [
      "yes and no",
      dated(
        40,
        (i) => START + i * DAY,
        (i) => i % 2,
      ),
      [
        [false, ""],
        [false, "weekday"],
      ],
    ],
  ])("%s", (_, text, expected) => {
    expect(candidates(text)).toEqual(expected);
  });

  it("is less where the user has decided", () => {
    const text = months(30, noise);
    expect(candidates(text, { relative: "last" })).toEqual([
      ["last", ""],
      ["last", "month"],
    ]);
    expect(candidates(text, { relative: "none" })).toEqual([
      [false, ""],
      [false, "month"],
    ]);
    expect(candidates(text, { calendar: [] })).toEqual(onlyRelative);
    expect(candidates(text, { calendar: ["quarter"] })).toEqual([
      ["last", "quarter"],
      [false, "quarter"],
    ]);
    expect(candidates(text, { past: 1 })).toEqual([
      [false, ""],
      [false, "month"],
    ]);
    expect(candidates(text, { relative: "none", calendar: [] })).toEqual([[false, ""]]);
  });

  it("is told in a line", () => {
    const way = (relative: "last" | false, error: number | null, ...calendar: "month"[]) => ({
      relative,
      calendar,
      error,
    });
    const choice: Choice = {
      chosen: { relative: "last", calendar: [] },
      measure: "MAE",
      rows: 1200,
      candidates: [way("last", 2.01), way("last", 1.99, "month"), way(false, 2.4), way(false, null, "month")],
    };
    expect(describeChoice(choice)).toBe(
      "chosen on the 1,200 validation rows: relative to the last value, no calendar (MAE 2.010; relative, calendar month 1.990; " +
        "absolute, no calendar 2.400; absolute, calendar month –; what is smaller is within chance)",
    );
    const [one, , other] = choice.candidates;
    expect(describeChoice({ ...choice, rows: 1, measure: "log loss", candidates: [one, other] })).toBe(
      "chosen on the 1 validation row: relative to the last value (log loss 2.010; absolute 2.400)",
    );
  });
});

describe("a series that grows and knows the month", () => {
  at.write("grown.csv", months(240, grown));
  const fit = ["fit", "grown.csv", "--target", "y", "--past", "6", ...SHORT];
  const chosen = at.run(...fit, "--save", "chosen.safetensors");
  const [json] = jsonLines(at.run(...fit, "--json").out);
  const load = (name: string): Model => Model.load(readFileSync(at.path(name)));

  it("is made relative, with the month, and a line says by how much", () => {
    expect(chosen).toMatchObject({ code: 0, err: "" });
    expect(chosen.out).toMatch(
      /\nchosen on the 23 validation rows: relative to the last value, calendar month \(MAE [\d.]+; relative, no calendar [\d.]+; absolute/,
    );
    expect(chosen.out).toContain(
      "inputs: the 6 values before, relative to the last of them, and month, to predict the next one\n",
    );
    expect(chosen.out).toContain("when 2000-01-01 to 2019-12-01, one a month\n");
    expect(json).toMatchObject({
      ...{ past: 6, relative: "last", calendar: ["month"] },
      choice: { measure: "MAE", rows: 23 },
    });
    const { candidates } = json.choice as { candidates: { relative: unknown; error: number }[] };
    expect(candidates.map(({ relative }) => relative)).toEqual(["last", "last", false, false]);
    expect(candidates[1].error).toBeLessThan(candidates[0].error);
    const test = json.test as { mae: number };
    for (const { mae } of json.baselines as { mae: number }[]) expect(test.mae).toBeLessThan(mae);
  });

  it("is the same model, to the bit, where the options say what was chosen", () => {
    const said = at.run(
      ...fit,
      "--relative",
      "last",
      "--calendar",
      "month",
      "--save",
      "said.safetensors",
    ).out;
    expect(said).not.toContain("chosen on");
    expect(load("said.safetensors").parameters).toEqual(load("chosen.safetensors").parameters);
    const none = at.run(
      ...fit,
      "--relative",
      "none",
      "--calendar",
      "none",
      "--save",
      "none.safetensors",
      "--json",
    ).out;
    expect(jsonLines(none)[0]).toMatchObject({ relative: false, calendar: [] });
    expect(load("none.safetensors").spec).not.toHaveProperty("encoding");
  });

  it("is not chosen by the test rows", () => {
    // The same training and validation rows, and other test rows.
    const other = months(240, (i) => (i < 193 ? grown(i) : 1000 * noise(i)));
    at.write("other.csv", other);
    const [result] = jsonLines(at.run("fit", "other.csv", ...fit.slice(2), "--json").out);
    expect(result.choice).toEqual(json.choice);
  });

  it("goes on with the months, as nextWindow does in a program", () => {
    const lines = at
      .run("predict", "chosen.safetensors", "grown.csv", "--steps", "3")
      .out.trimEnd()
      .split("\n");
    expect(lines[0]).toBe("step,when,prediction");
    const model = load("chosen.safetensors");
    const values = rows(240, grown);
    for (const [k, line] of lines.slice(1).entries()) {
      const dates = rows(values.length + 1, (i) => Date.UTC(2000, i));
      const [value] = model.predict(
        nextWindow(values, { past: 6, relative: "last", dates, calendar: ["month"] }),
      );
      expect(line).toBe(`${k + 1},2020-0${k + 1}-01,${value}`);
      values.push(value);
    }
    expect(at.run("predict", "chosen.safetensors", "grown.csv", "--steps").out.split("\n")).toHaveLength(3);
  });

  it("is measured and predicted with its dates, and not without", () => {
    expect(at.run("evaluate", "chosen.safetensors", "grown.csv").out).toContain("this model");
    const within = at.run("predict", "chosen.safetensors", "grown.csv").out.split("\n");
    expect(within[1]).toMatch(new RegExp(`^2000-07-01,${grown(6)},[\\d.]+$`));
    at.write(
      "bare.csv",
      csv(
        "y",
        rows(240, (i) => String(grown(i))),
      ),
    );
    for (const command of ["predict", "evaluate"]) {
      expect(at.run(command, "chosen.safetensors", "bare.csv")).toMatchObject({
        code: 2,
        err: "downhill: bare.csv: month of the calendar is an input, and no column is of dates.\n",
      });
    }
    at.write(
      "uneven.csv",
      dated(100, (i) => START + i * i * DAY, grown),
    );
    expect(at.run("predict", "chosen.safetensors", "uneven.csv", "--steps", "1").err).toContain(
      'the dates in "when" are no steady step apart, so that it is unknown which date comes next.',
    );
  });

  it("is taken up with what was chosen, to the same bytes", () => {
    const kept = [...fit, "--checkpoint", "kept.checkpoint", "--every", "40"];
    at.run(...kept);
    const resumed = at.run(...kept, "--resume", "--save", "resumed.safetensors");
    expect(resumed.out).toContain("going on from kept.checkpoint: ");
    expect(resumed.out).toContain(
      "chosen on the 23 validation rows: relative to the last value, calendar month",
    );
    expect(readFileSync(at.path("resumed.safetensors"))).toEqual(readFileSync(at.path("chosen.safetensors")));
    expect(at.run(...kept, "--resume", "--relative", "none").err).toContain("--relative was chosen");
  });
});

describe("predict dates what a model says at once", () => {
  it("of days, by --steps alone", () => {
    at.write("series.csv", SERIES);
    const fit = ["fit", "series.csv", "--target", "visits", "--past", "14", "--ahead", "7", ...SHORT];
    at.run(...fit, "--save", "week.safetensors");
    const lines = jsonLines(at.run("predict", "week.safetensors", "series.csv", "--steps", "--json").out);
    expect(lines.map((line) => line.date)).toEqual(rows(7, (i) => date(Date.UTC(2020, 0, 301 + i))));
    for (const [i, { prediction }] of lines.entries())
      expect(Math.abs((prediction as number) - weekly(300 + i))).toBeLessThan(120);
  });

  it("of hours", () => {
    at.write(
      "hours.csv",
      dated(
        200,
        (i) => START + (i * DAY) / 24,
        (i) => (i % 24) + noise(i),
      ),
    );
    const fit = at.run(
      "fit",
      "hours.csv",
      "--target",
      "y",
      "--past",
      "24",
      ...SHORT,
      "--save",
      "hours.safetensors",
    );
    expect(fit.out).toContain("one an hour\n");
    expect(fit.out).toContain("\nsame hour yesterday ");
    expect(fit.out).not.toContain("same hour last week");
    const out = at.run("predict", "hours.safetensors", "hours.csv", "--steps", "2").out.split("\n");
    expect(out.slice(1, 3).map((line) => line.split(",")[1])).toEqual([
      "2015-01-09T08:00:00",
      "2015-01-09T09:00:00",
    ]);
  });
});

it("says in its last line where it has found nothing", () => {
  let height = 0;
  const chance = rows(300, (i) => (height += noise(7 * i) - 0.5));
  at.write("walk.csv", csv("y", chance.map(String)));
  const { out } = at.run("fit", "walk.csv", "--target", "y", "--past", "5", "--relative", "none");
  expect(out.trimEnd().split("\n").at(-1)).toMatch(
    /^Note: on the 30 validation rows this model is no better than the naive guess "last value again" \(MAE 0\.\d+ beside 0\.\d+\): it has found nothing, so use the guess\. Try a --past longer than 5, /,
  );
  const { notes } = jsonLines(
    at.run("fit", "walk.csv", "--target", "y", "--past", "5", "--relative", "none", "--json").out,
  )[0];
  expect((notes as string[]).at(-1)).toMatch(/^on the 30 validation rows/);
});

describe("errors", () => {
  at.write(
    "plain.csv",
    csv(
      "y",
      rows(60, (i) => String(noise(i))),
    ),
  );
  const fit = ["fit", "plain.csv", "--target", "y"];
  it.each([
    [["--relative", "last"], "--relative is for series: say --past too, the steps to look back on."],
    [
      ["--past", "1", "--relative", "last"],
      "--relative last needs --past 2 or more: a single value less itself is 0.",
    ],
    [
      ["--past", "3", "--calendar", "weekday,month"],
      "plain.csv: weekday and month of the calendar are inputs, and no column is of dates.",
    ],
    [
      ["--past", "3", "--calendar", "day"],
      "Names such as weekday,month are needed, or none. Known: hour, weekday, month, quarter, dayOfYear.",
    ],
    [["--past", "3", "--calendar", "month,month"], "Names such as weekday,month are needed, or none."],
    [["--past", "3", "--relative", "first"], "Allowed choices are last, none."],
  ])("%j", (more, text) => {
    const { code, out, err } = at.run(...fit, ...more);
    expect(err).toContain(text);
    expect([code, out]).toEqual([2, ""]);
  });
});
