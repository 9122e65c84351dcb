import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { jsonLines, Workplace } from "./cli-process.js";
import { csv, noise, rows, SHORT, weekly } from "./cli-samples.js";

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
    const value = (i: number): number => (i < 210 ? 7 : weekly(i));
    at.write(
      "flat.csv",
      csv(
        "visits",
        rows(300, (i) => String(value(i))),
      ),
    );
    const notes = notesOf("fit", "flat.csv", "--target", "visits", "--past", "2", "--gap", "1", ...SHORT);
    expect(notes.filter((note) => note.includes("in every row"))).toEqual([
      "the value 3 steps before is 7 in every row that the scale was fitted on: it is left out of the predictions.",
      "the value 2 steps before is 7 in every row that the scale was fitted on: it is left out of the predictions.",
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
