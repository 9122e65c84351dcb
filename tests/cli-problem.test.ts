import { describe, expect, it } from "vitest";
import { chooseInputs, checkNumbers } from "../src/cli/problem/inputs.js";
import { readProblem } from "../src/cli/problem/problem.js";
import { readSeriesTarget, readTarget } from "../src/cli/problem/target.js";
import { parseCsv } from "../src/cli/read/csv.js";
import type { Table } from "../src/cli/read/table.js";
import { DataError } from "../src/index.js";

const column = (...cells: (string | number)[]): Table =>
  parseCsv(`n,y\n${cells.map((cell, i) => `${i},${cell}\n`).join("")}`, "data.csv");

describe("regression or classification", () => {
  it("numbers are a regression", () => {
    const target = readTarget(column(1, 2.5, -3), "y", undefined);
    expect(target).toMatchObject({ task: "regression", values: Float64Array.of(1, 2.5, -3) });
    expect(target.announcement).toBe('"y" holds numbers: this is a regression.');
  });

  it("texts are classes, sorted by code unit", () => {
    const target = readTarget(column("b", "a", "B", "b"), "y", undefined);
    expect(target).toMatchObject({ task: "classification", classes: ["B", "a", "b"], counts: [1, 1, 2] });
    expect(target.announcement).toBe(
      '"y" is taken for 3 classes, since it holds text: this is a classification.',
    );
  });

  it("only 0 and 1 are classes, and it says how to override that", () => {
    const target = readTarget(column(1, 0, "1.0", 0), "y", undefined);
    expect(target).toMatchObject({ task: "classification", classes: [0, 1], labels: [1, 0, 1, 0] });
    expect(target.announcement).toContain(
      "since it holds only 0 and 1: this is a classification (--task regression",
    );
  });

  it("--task regression takes 0 and 1 for numbers", () => {
    expect(readTarget(column(1, 0, 1), "y", "regression").task).toBe("regression");
  });

  it("--task classification takes other numbers for classes, sorted by value", () => {
    const target = readTarget(column(10, 9, 10, 9), "y", "classification");
    expect(target).toMatchObject({ task: "classification", classes: [9, 10] });
  });

  it.each([
    [["007", "7", "010", "7"], ["007", "010", "7"], "007 would come back as 7"],
    [
      ["123456789012345678", "123456789012345679", "5", "5"],
      ["123456789012345678", "123456789012345679", "5"],
      "123456789012345678 would come back as 123456789012345680",
    ],
    [["1", "0", "00", "01"], ["0", "00", "01", "1"], "00 would come back as 0"],
    [["-01", "2", "2"], ["-01", "2"], "-01 would come back as -1"],
    [["1", "9".repeat(400), "1"], ["1", "9".repeat(400)], "would come back as Infinity"],
  ])("digits that their number does not give back are names: %j", (cells, classes, why) => {
    const target = readTarget(column(...cells), "y", undefined);
    expect(target).toMatchObject({ task: "classification", classes, labels: cells });
    expect(target.announcement).toContain(why);
    expect(target.announcement).toContain(": this is a classification (--task regression overrides).");
    expect(readTarget(column(...cells), "y", "classification")).toMatchObject({ classes });
  });

  it("a number is one however it is written, and ids are numbers if asked for", () => {
    const prices = ["1.50", "2.0", "1e3", " 5", "+7", "0.10", "-0", "0", "00.5", "9007199254740992"];
    expect(readTarget(column(...prices), "y", undefined)).toMatchObject({
      task: "regression",
      values: Float64Array.from(prices, Number),
    });
    expect(readTarget(parseCsv("n;y\n1;1,50\n2;0,7\n3;,5\n", "data.csv"), "y", undefined).task).toBe(
      "regression",
    );
    expect(readTarget(column("007", "010", "3"), "y", "regression")).toMatchObject({
      values: Float64Array.of(7, 10, 3),
    });
  });

  it("as many ids as rows are refused, with the way to take them for numbers", () => {
    const ids = Array.from({ length: 40 }, (_, i) => `1234567890123456${10 + i}`);
    expect(() => readTarget(column(...ids), "y", undefined)).toThrow(
      'column "y" has 40 different values in 40 rows. A classification needs a few classes with many rows each. They are ' +
        "taken for classes, since as a number 123456789012345610 would come back as 123456789012345620: --task regression " +
        "takes them for numbers.",
    );
    expect(readTarget(column(...ids), "y", "regression").task).toBe("regression");
  });

  it.each([
    [[2, 4, 2], "2 and 4"],
    [[1, -1, 1], "-1 and 1"],
    [["1.5", "1e3", "1.50"], "1.5 and 1000"],
  ])("only two other numbers are a regression that names --task classification: %j", (cells, two) => {
    const target = readTarget(column(...cells), "y", undefined);
    expect(target.task).toBe("regression");
    expect(target.announcement).toBe(
      `"y" holds only ${two}: this is a regression (--task classification takes them for classes).`,
    );
    expect(readTarget(column(...cells), "y", "classification")).toMatchObject({ classes: { length: 2 } });
  });

  it("one or three numbers, or two in a series, are not taken for pairs", () => {
    expect(readTarget(column(5, 5, 5), "y", undefined).announcement).toContain("holds numbers:");
    expect(readTarget(column(5, 6, 7), "y", undefined).announcement).toContain("holds numbers:");
    expect(readSeriesTarget(column(2, 4, 2), "y", undefined).announcement).toContain("holds numbers:");
  });

  it("two ways to write a class's number are one class, and it says so", () => {
    const target = readTarget(column("1.1", "1.10", "2"), "y", "classification");
    expect(target).toMatchObject({ classes: [1.1, 2], counts: [2, 1] });
    expect(target.announcement).toContain(" 1.1 and 1.10 are the same class, as equal numbers.");
    expect(readTarget(column("1.1", "1.2", "1.1"), "y", "classification").announcement).not.toContain("same");
  });

  it("a series of 0 and 1 is a classification too", () => {
    expect(readSeriesTarget(column(1, 0, 1), "y", undefined).task).toBe("classification");
  });

  it("--task classification takes numbers with a text among them for classes", () => {
    const target = readTarget(column(1, 2, "x", 1), "y", "classification");
    expect(target).toMatchObject({ task: "classification", classes: ["1", "2", "x"] });
    expect(target.announcement).toBe('"y" is taken for 3 classes, as asked: this is a classification.');
  });

  it.each([
    ["a regression", column(1, 2, "x", 4), "regression", readTarget],
    ["a series", column(1, 2, "x", 4), undefined, readSeriesTarget],
    ["a series to be classified", column(1, 0, "x", 1), "classification", readSeriesTarget],
    ["many values", column(...Array.from({ length: 40 }, (_, i) => i), "x"), undefined, readTarget],
    ["a missing value", column(1, 2, "", 4), undefined, readTarget],
  ] as const)("a cell that is no number is an error without advice in %s", (_, table, asked, read) => {
    expect(() => read(table, "y", asked)).toThrow(
      /^data\.csv, line \d+ of the file, column "y": ("x" is not a number|the cell is empty)\.[^-]*$/,
    );
  });

  const refused: [string, Table, "regression" | "classification" | undefined, typeof readTarget, string][] = [
    [
      "one text among numbers",
      column(1, 2, "x", 4),
      undefined,
      readTarget,
      'line 4 of the file, column "y": "x" is not a number. If the column names classes, say --task classification.',
    ],
    [
      "a missing number",
      column(1, "NA", 3),
      undefined,
      readTarget,
      'line 3 of the file, column "y": the value is missing ("NA")',
    ],
    [
      "a missing class",
      column("a", "", "b"),
      undefined,
      readTarget,
      'line 3 of the file, column "y": the cell is empty.',
    ],
    [
      "texts as a regression",
      column("a", "b"),
      "regression",
      readTarget,
      'line 2 of the file, column "y": "a" is not a number.',
    ],
    [
      "a series of texts",
      column("a", "b"),
      undefined,
      readSeriesTarget,
      'line 2 of the file, column "y": "a" is not a number. A series (--past) is of numbers: name another --target, ' +
        "or leave out --past.",
    ],
    [
      "a series of numbers to be classified",
      column(0, 1, 2),
      "classification",
      readSeriesTarget,
      'line 4 of the file, column "y": a series can be classified only if it holds nothing but 0 and 1.',
    ],
    ["one class", column("a", "a"), undefined, readTarget, 'data.csv: column "y" is "a" in every row.'],
    ["0 in every row", column(0, 0, 0), undefined, readTarget, 'column "y" is 0 in every row.'],
    ["nothing at all", column("", "", ""), undefined, readTarget, 'column "y" has no value in any row.'],
    [
      "a name for each row",
      column(...Array.from({ length: 40 }, (_, i) => `id${i}`)),
      undefined,
      readTarget,
      "has 40 different values in 40 rows",
    ],
  ];
  it.each(refused)("refuses %s", (_, table, asked, read, expected) => {
    expect(() => read(table, "y", asked)).toThrow(expected);
    expect(() => read(table, "y", asked)).toThrow(DataError);
  });
});

describe("numbers with a unit, a currency or a percent sign are text, and it says so", () => {
  it.each([
    ["5%", "5"],
    ["$5", "5"],
    ["5 kg", "5"],
    ["-1.5 %", "-1.5"],
    ["-$3.20", "-3.20"],
    ["USD 12", "12"],
    ["12m²", "12"],
    ["20 °C", "20"],
    ["90 km/h", "90"],
    ["3 €/m2", "3"],
  ])("%s", (cell, number) => {
    const many = Array.from({ length: 100 }, (_, i) => cell.replace(/\d+/, String(200 + i)));
    const cells = ["7", "8", "9", "7", "8", cell, ...many];
    expect(() => readTarget(column(...cells), "y", undefined)).toThrow(
      `data.csv: column "y" has 104 different values in 106 rows, and "${cell}" in line 7 is text, not a number: ` +
        `write numbers alone, here ${number}. A classification needs a few classes`,
    );
    const why = `line 7 of the file, column "y": "${cell}" is not a number. Write the number alone: ${number}.`;
    expect(() => readTarget(column(...cells), "y", "regression")).toThrow(why);
    expect(() => readSeriesTarget(column(...cells), "y", undefined)).toThrow(why);
    const inputs = parseCsv(
      `n,x,y\n${many.map((text, i) => `${i},${i === 0 ? cell : text},${i}\n`).join("")}`,
      "data.csv",
    );
    expect(() => readProblem(inputs, { target: "y" })).toThrow(
      `data.csv, line 2 of the file, column "x": "${cell}" is text, not a number. Write numbers alone (${number}), leave the ` +
        "column out with --drop x, or say --kinds x=text.",
    );
    expect(readProblem(inputs, { target: "y", kinds: { x: { kind: "text", most: 20 } } }).mixed).toHaveLength(
      2,
    );
    // A few of them may be classes.
    const few = readTarget(column("7", cell, many[0], many[1], cell), "y", undefined);
    expect(few.task).toBe("classification");
    expect(few.announcement).toContain(
      `If numbers are meant, write them alone: "${cell}" in line 3 is text, ${number} a number.`,
    );
    expect(readTarget(column(cell, many[0]), "y", "classification").announcement).not.toContain("alone");
  });

  it("with a decimal comma too", () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i};${i},5 %\n`).join("");
    expect(() => readTarget(parseCsv(`n;y\n${rows}`, "data.csv"), "y", undefined)).toThrow(
      '"0,5 %" in line 2 is text, not a number: write numbers alone, here 0,5.',
    );
  });

  it("but names are not taken for them", () => {
    for (const names of [
      ["1a", "2b", "3c"],
      ["Q1", "Q2", "Q1"],
      ["2 of 3", "1 of 3", "2 of 3"],
    ]) {
      expect(readTarget(column(...names), "y", undefined).announcement).not.toContain("alone");
    }
    const names = Array.from({ length: 60 }, (_, i) => (i === 9 ? "5 kg" : `tree ${i}`));
    expect(() => readTarget(column(...names), "y", undefined)).toThrow(
      'column "y" has 60 different values in 60 rows, and "tree 0" in line 2 is text, not a number. A classification',
    );
  });
});

describe("a table's inputs", () => {
  const table = parseCsv(
    "id,city,wind,date,price\n1,Oslo,3,2020-01-01,10\n2,Rome,4,2020-01-02,20\n",
    "data.csv",
  );
  const names = (choice: Parameters<typeof chooseInputs>[2]): string[] =>
    chooseInputs(table, "price", choice).inputs.map((input) => input.name);

  it("are the other columns but those left out", () => {
    expect(names({ drop: ["city", "date"] })).toEqual(["wind"]);
    expect(names({ features: ["wind", "id"] })).toEqual(["id", "wind"]);
  });

  const refused: [string, Parameters<typeof chooseInputs>[2], string][] = [
    ["an unknown column", { drop: ["town"] }, 'data.csv: there is no column "town".'],
    ["the target as an input", { features: ["price"] }, "that would be looking up the answer"],
    ["the target dropped", { drop: ["price"] }, '--drop names the target "price".'],
    [
      "no input at all",
      { drop: ["id", "city", "wind", "date"] },
      'no column is left as an input beside "price".',
    ],
    [
      "nothing but the number of the row",
      { drop: ["city", "wind", "date"] },
      'beside "price". Take what only numbers the rows with --features id.',
    ],
  ];
  it.each(refused)("refuses %s", (_, choice, expected) => {
    expect(() => names(choice)).toThrow(expected);
  });
});

describe("a file that is streamed needs numbers as inputs", () => {
  const table = parseCsv("city,wind,date,price\nOslo,3,2020-01-01,10\nRome,4,2020-01-02,20\n", "data.csv");
  it.each([
    [
      ["date"],
      'data.csv: column "city" holds text ("Oslo" in line 2), and inputs must be numbers. Leave it out with --drop city.',
    ],
    [
      [],
      "and so does 1 more, and inputs must be numbers. Leave it out with --drop city,date, or say --past 56 if the rows are a series.",
    ],
  ])("without %j", (drop, message) => {
    const { inputs } = chooseInputs(table, "price", { drop });
    expect(() => checkNumbers(table, inputs)).toThrow(message);
    expect(() => readProblem(table, { target: "price", drop, onlyNumbers: true })).toThrow(message);
    expect(readProblem(table, { target: "price", drop }).mixed).toHaveLength(3 - drop.length);
  });
});

describe("a column that only numbers the rows is no input", () => {
  const leftOut = (name: string, ...cells: (string | number)[]): string[] => {
    const lines = cells.map((cell, i) => `${cell},${i % 2},${i}\n`);
    return chooseInputs(parseCsv(`${name},x,y\n${lines.join("")}`, "data.csv"), "y", {}).leftOut.map(
      (column) => column.name,
    );
  };

  it.each([
    ["", "column 1", [0, 1, 2]],
    ["", "column 1", [0, 2, 7]],
    ["Unnamed: 0", "Unnamed: 0", [0, 1, 2]],
    ["id", "id", [1, 2, 3]],
    ["PassengerId", "PassengerId", [892, 893, 900]],
    ["user_id", "user_id", ["007", "008", "010"]],
    ["Customer ID", "Customer ID", [9, 10, 11]],
    ["id", "id", ["123456789012345678", "123456789012345679", "123456789012345680"]],
  ])("%j, called %j: %j", (name, called, cells) => {
    expect(leftOut(name, ...cells)).toEqual([called]);
  });

  it.each([
    ["year", [2000, 2001, 2002]],
    ["paid", [1, 2, 3]],
    ["id", [1, 1, 2]],
    ["id", [3, 2, 1]],
    ["", [0.5, 1.5, 2.5]],
    ["", [5, 1, 2]],
    ["id", [7]],
  ])("but %j of %j is one", (name, cells) => {
    expect(leftOut(name, ...cells)).toEqual([]);
  });

  it("and a nameless column elsewhere is one", () => {
    const table = parseCsv("x,,y\n4,1,1\n3,2,2\n5,3,3\n", "data.csv");
    const { inputs, leftOut } = chooseInputs(table, "y", {});
    expect(inputs.map(({ name }) => name)).toEqual(["x", "column 2"]);
    expect(leftOut).toEqual([]);
  });
});
