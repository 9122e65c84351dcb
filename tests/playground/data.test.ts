import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Model, dense } from "downhill";
import { describe, expect, it } from "vitest";
import { areClasses, firstPast, firstTarget } from "../../playground/src/setup/columns.js";
import { defaultsFor, type Setup } from "../../playground/src/setup/setup.js";
import { bring } from "../../playground/src/trainer/data/bring.js";
import { decode } from "../../playground/src/trainer/data/decode.js";
import { Files } from "../../playground/src/trainer/data/files.js";
import { NoFile } from "../../playground/src/trainer/data/no-file.js";
import { inflate } from "../../playground/src/trainer/data/inflate.js";
import { LastRows, type Rows, rowsOf, type Sources } from "../../playground/src/trainer/data/rows.js";

const EXAMPLES = {
  births: readFileSync("data/us-births-2000-2014.csv", "utf8"),
  spam: readFileSync("data/spam.csv", "utf8"),
};
const files = new Files();
const sources: Sources = {
  example: (name) => Promise.resolve(EXAMPLES[name]),
  file: (name, hash) => files.get(name, hash),
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The rows of a CSV file, with what is chosen of it. */
function csv(text: string, choices: Partial<Setup> = {}): Promise<Rows> {
  const hash = files.keep(bytesOf(text));
  const data = { kind: "csv", name: "mine.csv", hash } as const;
  return rowsOf({ ...defaultsFor(data), validation: 0, test: 0, ...choices }, sources);
}

const births = (choices: Partial<Setup> = {}): Promise<Rows> =>
  rowsOf({ ...defaultsFor({ kind: "births" }), ...choices }, sources);

describe("births", () => {
  const all = EXAMPLES.births
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));

  it("are cut in time order: oldest first, and no day is lost but the first ones", async () => {
    const { train, validation, test, columns } = await births({ past: 7 });
    const parts = [train, validation, test];
    expect(parts.flatMap((part) => [...(part?.targets ?? [])])).toEqual(all.slice(7));
    expect(parts.map((part) => part?.rows)).toEqual([3284, 1094, 1094]);
    expect([...train.inputs.slice(0, 7)]).toEqual(all.slice(0, 7));
    expect([columns[0], columns[6]]).toEqual(["births[-7]", "births[-1]"]);
  });

  it.each([1, 14, 400])("look back %i days", async (past) => {
    const { train, shape } = await births({ past });
    expect(train.inputWidth).toBe(past);
    expect(shape).toBe(past === 1 ? "curve" : "series");
  });

  it("have no test rows where none are wanted", async () => {
    const { train, validation, test } = await births({ past: 7, test: 0 });
    expect([train.rows, validation?.rows, test]).toEqual([4378, 1094, undefined]);
  });
});

describe("spam", () => {
  it("has its share of spam in every part, although the file is sorted", async () => {
    const { train, validation, test, classes } = await rowsOf(defaultsFor({ kind: "spam" }), sources);
    expect(classes).toEqual(["mail", "spam"]);
    expect(train.inputWidth).toBe(57);
    for (const part of [train, validation, test]) {
      const spam = part?.labels?.filter((label) => label === "spam").length as number;
      // 1,896 of the file's 6,046, to the nearest row.
      expect(Math.abs(spam - ((part?.rows as number) * 1896) / 6046)).toBeLessThan(1);
    }
  });

  it("has the cells of the file", async () => {
    const { train } = await rowsOf({ ...defaultsFor({ kind: "spam" }), validation: 0, test: 0 }, sources);
    const [, ...lines] = EXAMPLES.spam.trim().split("\n");
    for (const row of [0, 3000, 6045]) {
      const cells = lines[row].split(",").map(Number);
      expect([...train.inputs.slice(row * 57, (row + 1) * 57)]).toEqual(cells.slice(0, 57));
      expect(train.targets[row]).toBe(cells[57]);
    }
  });
});

describe("a CSV file as a table", () => {
  const FLATS =
    "m2,district,sold,built,price\n70,harbour,yes,2001-05-01,300\n50,centre,no,1990-01-01,310\n,harbour,yes,1995-01-01,200\n90,,no,1980-01-01,500\n";

  it("predicts the target from all other columns", async () => {
    const rows = await csv(FLATS, { target: "price" });
    expect(rows).toMatchObject({ task: "regression", shape: "table", target: "price" });
    expect(rows.columns).toEqual(["m2", "district", "sold", "built"]);
    expect([...rows.train.targets]).toEqual([300, 310, 200, 500]);
  });

  it("takes the inputs that are chosen, and no others", async () => {
    const rows = await csv(FLATS, { target: "price", inputs: ["district", "sold"] });
    expect(rows.columns).toEqual(["district", "sold"]);
    expect(rows.train.inputWidth).toBe(2);
  });

  it("leaves out rows without a target, and says so", async () => {
    const rows = await csv(FLATS, { target: "m2" });
    expect(rows.train.rows).toBe(3);
    expect(rows.notes).toContain('1 of 4 rows are dropped, since "m2" is missing there');
  });

  it("gives each part its share of every class", async () => {
    const lines = Array.from(
      { length: 100 },
      (_, i) => `${(37 * i) % 101},${(13 * i) % 7},${i < 20 ? "rare" : "common"}`,
    );
    const rows = await csv(`a,b,kind\n${lines.join("\n")}\n`, { validation: 0.2, test: 0.2 });
    const rare = [rows.train, rows.validation, rows.test].map(
      (part) => part?.labels?.filter((label) => label === "rare").length,
    );
    expect(rare).toEqual([12, 4, 4]);
  });

  it("says which part has no row of a class, and that rows have copies in another part", async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i},x${i % 2}`);
    const lacking = await csv(`a,kind\n${lines.join("\n")}\n99,once\n`, { validation: 0.2, test: 0.2 });
    expect(lacking.notes.join("\n")).toMatch(/has no row of the class "once"/);
    const copies = Array.from({ length: 40 }, (_, i) => `${i % 4},x,${i % 4}.5`);
    const copied = await csv(`a,b,c\n${copies.join("\n")}\n`, { test: 0.25 });
    expect(copied.notes.join("\n")).toMatch(/test: 10 rows stand in the training part too/);
  });

  it("takes 0 and 1 for classes, and numbers for what is said", async () => {
    const zeros = "a,b\n1,0\n2,1\n3,0\n4,1\n";
    expect(await csv(zeros)).toMatchObject({ task: "classification", classes: ["0", "1"] });
    expect(await csv(zeros, { targetKind: "number" })).toMatchObject({ task: "regression" });
    const three = "a,b\n1,3\n2,1\n3,2\n4,1\n";
    expect(await csv(three)).toMatchObject({ task: "regression" });
    expect(await csv(three, { targetKind: "classes" })).toMatchObject({
      task: "classification",
      classes: ["1", "2", "3"],
    });
  });

  it("keeps the most frequent texts of a column that has a great many, and leaves out names of rows", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `name ${i},ticket ${i % 40},${i % 5},${(7 * i) % 11}`);
    const rows = await csv(`name,ticket,deck,fare\n${lines.join("\n")}\n`);
    expect(rows.columns).toEqual(["ticket", "deck"]);
    expect(rows.notes.join("\n")).toMatch(/"name" is another text in each row/);
    const all = await csv(`name,ticket,deck,fare\n${lines.join("\n")}\n`, {
      inputs: ["name", "ticket", "deck"],
    });
    expect(all.columns).toEqual(["name", "ticket", "deck"]);
    const model = new Model({ inputs: all.train, layers: [dense(1)], loss: "mae" });
    // Twenty texts of either column and one input for all others, and the deck.
    expect(model.count).toBe(2 * 21 + 1 + 1);
  });

  it("is a curve or a plane where that can be drawn, and else a table", async () => {
    const text = "a,b,c,y\n1,2,3,4\n4,3,2,1\n2,2,1,3\n";
    const shapeOf = async (inputs: string[]) => (await csv(text, { inputs })).shape;
    expect(await shapeOf(["a"])).toBe("curve");
    expect(await shapeOf(["c", "a"])).toBe("plane");
    expect(await shapeOf(["a", "b", "c"])).toBe("table");
    expect((await csv("a,y\n1,2\n,3\n4,4\n")).shape).toBe("table");
    expect((await csv("a,y\nu,2\nv,3\nu,4\n")).shape).toBe("table");
  });
});

describe("a CSV file as a series", () => {
  const days = Array.from({ length: 40 }, (_, i) => [
    new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
    (i * i) % 17,
  ]);
  const text = `day,sales\n${days.map((cells) => cells.join(",")).join("\n")}\n`;

  it("is cut into windows in time order", async () => {
    const { train, test, shape, columns } = await csv(text, { target: "sales", past: 3, test: 0.2 });
    const sales = days.map(([, value]) => value);
    expect(shape).toBe("series");
    expect(columns).toEqual(["sales[-3]", "sales[-2]", "sales[-1]"]);
    expect([...train.targets, ...(test?.targets ?? [])]).toEqual(sales.slice(3));
    expect([...train.inputs.slice(0, 3)]).toEqual(sales.slice(0, 3));
  });

  it("refuses days that are out of order", async () => {
    const [first, second, ...others] = days;
    const mixed = `day,sales\n${[second, first, ...others].map((cells) => cells.join(",")).join("\n")}\n`;
    await expect(csv(mixed, { target: "sales", past: 3 })).rejects.toThrow(
      /dates\[1\] \("2024-01-01"\) is not after/,
    );
  });

  it("names the line of a missing value, and refuses texts", async () => {
    await expect(csv("a,b\n1,x\n2,y\n\n,x\n4,y\n", { target: "a", past: 1 })).rejects.toThrow(
      /mine\.csv, line 5 of the file, column "a": this cell is missing/,
    );
    await expect(csv("a,b\n1,x\n2,y\n", { target: "b", past: 1 })).rejects.toThrow(/no series of numbers/);
  });
});

describe("errors are the library's, with the file and the line", () => {
  it.each([
    ["an empty file", "", "mine.csv: the file is empty."],
    ["no rows", "a,b\n", "mine.csv: there are column names, but no rows below them."],
    ["no header", "1,2\n3,4\n", "mine.csv, line 1 of the file: the first line must name the columns"],
    ["ragged rows", "a,b\n1,2\n3\n", "mine.csv, line 3 of the file: 1 cell, but the header"],
    [
      "a text among numbers",
      "a,b\n1,2\n3,4\n5,x7\n",
      'mine.csv, line 4 of the file, column "b": "x7" is not a number',
    ],
    ["one class", "a,b\n1,x\n2,x\n", 'mine.csv, column "b": every row is "x".'],
    ["one column", "a\n1\n2\n", 'no column is left as an input beside "a"'],
    ["dates as target", "a,b\n1,2024-01-01\n2,2024-01-02\n", "is of dates"],
  ])("%s", async (_, text, message) => {
    await expect(csv(text).catch((error: Error) => error.message)).resolves.toContain(message);
  });

  it("for choices that cannot be", async () => {
    await expect(csv("a,b\n1,2\n", { target: "c" })).rejects.toThrow('there is no column "c"');
    await expect(csv("a,b\n1,2\n", { inputs: ["c"] })).rejects.toThrow(/"c"/);
    await expect(csv("a,b\n1,2\n", { inputs: [] })).rejects.toThrow("choose at least one input");
    await expect(csv("a,b\n1,2\n2,3\n", { test: 0.2 })).rejects.toThrow(/less than half a row/);
  });

  it("for a file that is not here", async () => {
    const data = { kind: "csv", name: "yours.csv", hash: "0".repeat(16) } as const;
    await expect(rowsOf(defaultsFor(data), sources)).rejects.toThrow(NoFile);
  });
});

describe("bringing a file", () => {
  const brought = (source: string | Uint8Array<ArrayBuffer>, languages = ["en"]) =>
    bring({ name: "mine.csv", source: new Blob([source]), languages }, files);

  it("tells what is in it", async () => {
    const file = await brought(
      "day,city,n,flag,x\n2024-01-01,Oslo,0,yes,\n2024-01-02,,1,no,\n2024-01-03,Rome,1,no,NA\n",
    );
    expect(file).toMatchObject({
      facts: {
        rows: 3,
        inTimeOrder: true,
        columns: [
          { name: "day", kind: "date", missing: 0 },
          { name: "city", kind: "text", missing: 1, different: 2 },
          { name: "n", kind: "number", missing: 0, different: 2, isZeroOrOne: true },
          { name: "flag", kind: "yes-no", missing: 0 },
          { name: "x", kind: "empty", missing: 3 },
        ],
        firstRows: [
          ["2024-01-01", "Oslo", "0", "true", null],
          ["2024-01-02", null, "1", "false", null],
          expect.anything(),
        ],
      },
    });
  });

  it("gives the same hash and text to a link, and no text of a large file", async () => {
    const text = "\uFEFFa,b\n1,2\n";
    expect(await brought(text)).toMatchObject({ text, facts: { hash: files.keep(bytesOf(text)) } });
    expect(await brought(`a,b\n${"1,2\n".repeat(20_000)}`)).not.toHaveProperty("text");
  });

  it("gives the library's words where it cannot be read", async () => {
    expect(await brought("a,b\n1\n")).toEqual({
      message: expect.stringContaining("mine.csv, line 2 of the file: 1 cell"),
    });
    expect(await brought(new Uint8Array([80, 75, 3, 4, 20, 0, 6, 0]))).toEqual({
      message: "mine.csv: this is not a text file. A CSV file is needed.",
    });
  });

  it("keeps the last four files", async () => {
    const some = new Files();
    const hashes = [1, 2, 3, 4, 5].map((n) => some.keep(bytesOf(`a,b\n${n},1\n`)));
    expect(() => some.get("f", hashes[0])).toThrow(NoFile);
    expect(some.get("f", hashes[1]).table.columns.a[0]).toBe(2);
  });

  it("knows encodings", () => {
    const text = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const utf8 = bytesOf("a,ü\n");
    expect(decode(utf8, ["zh"])).toEqual({ bytes: utf8 });
    // "München,数据" as Windows and Chinese spreadsheets have them.
    const western = decode(new Uint8Array([0x4d, 0xfc, 0x6e, 0x2c]), ["en"]);
    expect([western.encoding, text(western.bytes)]).toEqual(["windows-1252", "Mün,"]);
    const chinese = decode(new Uint8Array([0xca, 0xfd, 0xbe, 0xdd]), ["zh-CN"]);
    expect([chinese.encoding, text(chinese.bytes)]).toEqual(["gb18030", "数据"]);
    const wide = decode(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0]), ["en"]);
    expect([wide.encoding, text(wide.bytes)]).toEqual(["utf-16le", "a,"]);
  });
});

describe("what a file is taken for", () => {
  const facts = async (text: string) => {
    const file = await bring({ name: "f", source: new Blob([text]), languages: [] }, new Files());
    if ("message" in file) throw new Error(file.message);
    return file.facts;
  };

  it("the target is the last column that tells anything", async () => {
    expect(firstTarget(await facts("a,b,c,d\n1,2,2024-01-01,x\n2,3,2024-01-02,x\n"))).toBe("b");
    expect(firstTarget(await facts("a\n1\n1\n"))).toBe("a");
  });

  it("numbers in the order of time are a series, others are a table", async () => {
    const days = (order: (i: number) => number) =>
      Array.from(
        { length: 100 },
        (_, i) => `${new Date(Date.UTC(2024, 0, 1 + order(i))).toISOString().slice(0, 10)},${(i * i) % 97}`,
      ).join("\n");
    expect(firstPast(await facts(`day,n\n${days((i) => i)}\n`))).toBe(28);
    expect(firstPast(await facts(`day,n\n${days((i) => (7 * i) % 100)}\n`))).toBeUndefined();
    expect(firstPast(await facts("day,n\n2024-01-01,1\n2024-01-02,2\n"))).toBeUndefined();
  });

  it("many numbers are never classes", async () => {
    const { columns } = await facts(`n\n${Array.from({ length: 30 }, (_, i) => i).join("\n")}\n`);
    expect(areClasses(columns[0], "classes")).toBe(false);
  });
});

it("a curve that was drawn has its points", async () => {
  const points = [
    [-0.5, 0.25],
    [0.5, -1],
  ] as const;
  const { train, shape } = await rowsOf(defaultsFor({ kind: "drawn", points }), sources);
  expect([shape, [...train.inputs], [...train.targets]]).toEqual(["curve", [-0.5, 0.5], [0.25, -1]]);
  await expect(rowsOf(defaultsFor({ kind: "drawn", points: [] }), sources)).rejects.toThrow();
});

it("rows are made again when the data change, and not when the network does", async () => {
  const last = new LastRows(sources);
  const setup = defaultsFor({ kind: "moons", rows: 100, noise: 0 });
  const rows = await last.of(setup);
  expect(await last.of({ ...setup, layers: [], learningRate: 1, epochs: 3 })).toBe(rows);
  for (const change of [
    { seed: 9 },
    { test: 0.1 },
    { validation: 0 },
    { data: { ...setup.data, noise: 0.2 } as never },
  ])
    expect(await last.of({ ...setup, ...change })).not.toBe(rows);
});

it("fetched data are inflated, unless the server or the browser did it already", async () => {
  const text = "a,b\n1,2\n";
  expect(await inflate(new Uint8Array(gzipSync(text)))).toBe(text);
  expect(await inflate(new Uint8Array(bytesOf(text)))).toBe(text);
});
