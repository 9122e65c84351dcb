import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { worseNote } from "../src/cli/show/score-notes.js";
import { jsonLines, Workplace } from "./cli-process.js";
import { ANSWERS, HOUSES, csv, noise, rows, SHORT, weekly } from "./cli-samples.js";

/** What is to be known besides the figures: lines of the text, and under "notes" in --json. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

/** The notes of a command, which must be the same in both. */
function notesOf(...args: string[]): string[] {
  const text = at.run(...args);
  expect(text).toMatchObject({ code: 0, err: "" });
  const lines = text.out.split("\n").filter((line) => line.startsWith("Note: "));
  const { notes } = jsonLines(at.run(...args, "--json").out)[0];
  expect(notes).toEqual(lines.map((line) => line.slice("Note: ".length)));
  return notes as string[];
}

/** 100 rows of two classes, and of others so many rows each. */
const withRare = (...rare: [string, number][]): string => {
  const names = rare.flatMap(([name, n]) => rows(n, () => name));
  return csv(
    "a,b,kind",
    rows(100, (i) => `${noise(i)},${noise(i + 1)},${names[i] ?? "xy"[i % 2]}`),
  );
};

describe("a part of the rows that has none of a class is noted", () => {
  it.each([
    [[["z", 1]], ["validation", "test"], 'the class "z"', "it"],
    [
      [
        ["u", 1],
        ["v", 1],
      ],
      ["validation", "test"],
      'the classes "u", "v"',
      "them",
    ],
    [[["w", 4]], ["validation"], 'the class "w"', "it"],
  ] as [[string, number][], string[], string, string][])("%j: %j", (rare, parts, which, them) => {
    at.write("rare.csv", withRare(...rare));
    const notes = notesOf("fit", "rare.csv", "--target", "kind", ...SHORT);
    for (const part of ["train", "validation", "test"]) {
      const note = `${part} has no row of ${which}: its scores say nothing of ${them}.`;
      expect(notes.includes(note), note).toBe(parts.includes(part));
    }
  });

  it("the training rows too, once", () => {
    at.write("rare.csv", withRare(["z", 1]));
    const notes = notesOf("fit", "rare.csv", "--target", "kind", ...SHORT, "--test", "0.6");
    const ofTraining = notes.filter((note) => note.startsWith("train has no row"));
    expect(ofTraining).toEqual(['train has no row of the class "z": nothing of it can be learned.']);
  });

  it("none where each part has all", () => {
    at.write("common.csv", withRare());
    const notes = notesOf("fit", "common.csv", "--target", "kind", ...SHORT);
    expect(notes.filter((note) => note.includes("has no row"))).toEqual([]);
  });
});

describe("a column that never changes is noted by its name", () => {
  it.each(["country", 'its "(own)" is 3 in every row', "4"])("%s", (name) => {
    const header = `a,b,"${name.replaceAll('"', '""')}",y`;
    at.write(
      "constant.csv",
      csv(
        header,
        rows(100, (i) => `${noise(i)},${noise(i + 1)},5,${noise(i)}`),
      ),
    );
    expect(notesOf("fit", "constant.csv", "--target", "y", ...SHORT)).toContain(
      `column "${name}" is 5 in every row that the scale was fitted on: it is left out of the predictions.`,
    );
  });

  it("and of a series by its place before the prediction", () => {
    // The training rows end where the values begin to change: their windows are all the same.
    const value = (i: number): number => (i < 212 ? 7 : weekly(i));
    at.write(
      "flat.csv",
      csv(
        "visits",
        rows(300, (i) => String(value(i))),
      ),
    );
    const args = ["flat.csv", "--target", "visits", "--past", "2", "--gap", "1", "--ahead", "2"];
    const notes = notesOf("fit", ...args, ...SHORT, "--relative", "none");
    expect(notes.filter((note) => note.includes("in every row"))).toEqual([
      "the value 3 steps before is 7 in every row that the scale was fitted on: it is left out of the predictions.",
      "the value 2 steps before is 7 in every row that the scale was fitted on: it is left out of the predictions.",
      'the target "visits" is 7 in every row.',
    ]);
    const relative = notesOf("fit", ...args, ...SHORT, "--relative", "last");
    expect(relative.filter((note) => note.includes("in every row"))).toEqual([
      "the value 3 steps before, less the last one, is 0 in every row that the scale was fitted on: it is left out of the predictions.",
      'the target "visits" is 7 in every row.',
    ]);
  });
});

it.each([
  ["id", 2, "--features id,x0,x1 takes it too"],
  ["id", 11, "--features id,x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10 takes it too"],
  ["id", 12, "--features, with it and the names of all other inputs, takes it"],
])("what only numbers the rows is left out, and how to take it: %s and %d others", (name, others, how) => {
  const columns = rows(others, (c) => `x${c}`);
  at.write(
    "numbered.csv",
    csv(
      [name, ...columns, "y"].join(),
      rows(100, (i) => [i, ...columns.map((_, c) => noise(i + 31 * c)), noise(i)].join()),
    ),
  );
  expect(notesOf("fit", "numbered.csv", "--target", "y", ...SHORT)).toContain(
    `"${name}" only numbers the rows and is left out; ${how}.`,
  );
});

it("two columns that only number the rows", () => {
  at.write(
    "numbered.csv",
    csv(
      "id,a,b,user_id,y",
      rows(100, (i) => `${i},${noise(i)},${noise(i + 9)},${7 + 3 * i},${noise(i)}`),
    ),
  );
  expect(notesOf("fit", "numbered.csv", "--target", "y", ...SHORT)).toContain(
    '"id" and "user_id" only number the rows and are left out; --features id,user_id,a,b takes them too.',
  );
});

describe("a model that a naive guess beats", () => {
  at.write("houses.csv", HOUSES);
  at.write("answers.csv", ANSWERS);
  at.write(
    "noise.csv",
    csv(
      "a,b,y",
      rows(400, (i) => `${noise(i)},${noise(i + 1e4)},${100 * noise(i + 2e4)}`),
    ),
  );
  at.write(
    "rain.csv",
    csv(
      "rain",
      rows(200, (i) => String(Math.floor(i / 9) % 2)),
    ),
  );
  const rate = "Try a smaller --learning-rate first, such as 0.001.";
  const epochs = "It was still getting better: try more --epochs first.";
  const smaller =
    "Try a smaller network first, such as --hidden none, then other inputs: these may not tell the target.";
  const inputs = "Try other inputs: these may not tell the target.";
  const cases: [string, string, string][] = [
    ["houses.csv --target price --learning-rate 1000", "MAE", rate],
    ["houses.csv --target price --learning-rate 1000 --loss mse", "RMSE", rate],
    ["houses.csv --target price --epochs 1 --optimizer sgd --learning-rate 1e-6 --seed 3", "MAE", epochs],
    ["answers.csv --target yes --learning-rate 1000", "log loss", rate],
    ["noise.csv --target y", "MAE", smaller],
    ["noise.csv --target y --hidden none --learning-rate 0.01", "MAE", inputs],
    ["rain.csv --target rain --past 3 --epochs 1", "accuracy", epochs],
  ];
  it.each(cases)("%s: by %s, and what to try first", (args, measure, advice) => {
    const notes = notesOf("fit", ...args.split(" "));
    const [note] = notes.filter((text) => text.startsWith("the naive guess"));
    expect(note).toMatch(/^the naive guess ".*" is better than this model: /);
    expect(note).toContain(` this model: ${measure} `);
    expect(note.endsWith(`. ${advice}`), note).toBe(true);
  });

  it("is told by evaluate too, without advice", () => {
    const model = "bad.safetensors";
    at.run("fit", "houses.csv", "--target", "price", "--learning-rate", "1000", "--save", model);
    expect(notesOf("evaluate", model, "houses.csv")).toContainEqual(
      expect.stringMatching(/^the naive guess "[^"]*" is better than this model: MAE \S+ beside \S+\.$/),
    );
  });

  it("is told of none that is better than all guesses", () => {
    for (const args of [
      ["houses.csv", "--target", "price"],
      ["answers.csv", "--target", "yes"],
    ]) {
      const notes = notesOf("fit", ...args, "--save", "good.safetensors", ...SHORT);
      expect(notes.filter((text) => text.includes("naive guess"))).toEqual([]);
      expect(notesOf("evaluate", "good.safetensors", args[0])).toEqual([]);
    }
  });

  it("is compared with the best of the guesses, and NaN is worse than any", () => {
    const baselines = [
      { name: "bad", score: { mae: 5, rmse: 6, r2: 0 } },
      { name: "good", score: { mae: 2, rmse: 9, r2: 0 } },
    ];
    const note = (mae: number, rmse: number, loss = "mae") =>
      worseNote({ mae, rmse, r2: 0 }, baselines, loss);
    expect(note(7, 9)).toBe('the naive guess "good" is better than this model: MAE 2.000 beside 7.000.');
    expect(note(7, 9, "mse")).toBe(
      'the naive guess "bad" is better than this model: RMSE 6.000 beside 9.000.',
    );
    expect(note(NaN, NaN, "huber")).toContain("MAE 2.000 beside –");
    expect(note(2, 9)).toBeUndefined();
    expect(note(9, 6, "mse")).toBeUndefined();
  });
});

it("evaluate's notes are in --json too", () => {
  at.write(
    "series.csv",
    csv(
      "date,visits",
      rows(60, (i) => `2020-01-${10 + Math.floor(i / 3)} 10:${i === 1 ? 75 : 10 + i},${weekly(i)}`),
    ),
  );
  const fit = ["fit", "series.csv", "--target", "visits", "--past", "7", ...SHORT];
  const unread = 'column "date" looks like dates, but';
  expect(notesOf(...fit, "--save", "series.safetensors")).toContainEqual(expect.stringContaining(unread));
  expect(notesOf("evaluate", "series.safetensors", "series.csv")).toEqual([expect.stringContaining(unread)]);
});
