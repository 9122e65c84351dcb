import { Readable } from "node:stream";

import { describe, expect, it } from "vitest";

import {
  type CsvColumn,
  type CsvSource,
  type CsvStreamOptions,
  readCsv,
  streamCsv,
} from "../../src/csv/index.js";
import { DataError } from "../../src/index.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All batches as one table. */
async function whole(source: CsvSource, options?: CsvStreamOptions) {
  const columns: Record<string, unknown[]> = {};
  const lines: number[] = [];
  const sizes: number[] = [];
  const notes: string[] = [];
  let kinds = {};
  for await (const table of streamCsv(source, options)) {
    for (const [name, cells] of Object.entries<CsvColumn>(table.columns))
      (columns[name] ??= []).push(...cells);
    for (let row = 0; row < table.rows; row++) lines.push(table.line(row));
    sizes.push(table.rows);
    notes.push(...table.notes);
    kinds = { ...table.kinds };
  }
  return { columns, kinds, lines, sizes, notes };
}

function asWhole(text: string) {
  const { columns, kinds, rows, line, notes } = readCsv(text);
  return {
    columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells]])),
    kinds: { ...kinds },
    lines: Array.from({ length: rows }, (_, row) => line(row)),
    notes: [...notes],
  };
}

const failure = async (text: string, options: CsvStreamOptions): Promise<unknown> => {
  try {
    return await whole([text], { name: "data.csv", ...options });
  } catch (error) {
    return error;
  }
};

/** Rows of all kinds, of which the first two show them. */
const MIXED =
  '\uFEFF# by hand\r\ncity,x,ok,day,zip\n"Oslo, N",1.5,True,2014-12-31,007\nRome,-2e3,False,2015-01-01 08:30,1\r\n\n' +
  'NA,,,,\r"a ""b""\r\nc😀",12345678901234567890.5,no,2015-02-01,2\n,,,,\n,,,,\n"NA",NA,yes,,3\né,0.1,?,-,4\n,,,,\n\n';

describe("a stream gives what the whole file gives, however it is cut", () => {
  it.each([1, 2, 3, 5, 7, 11, 64])("in pieces of %i bytes", async (size) => {
    const all = bytes(MIXED);
    const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
      all.subarray(i * size, (i + 1) * size),
    );
    // Empty rows come with those that follow them.
    expect(await whole(pieces, { rows: 2 })).toMatchObject({ ...asWhole(MIXED), sizes: [2, 2, 4] });
  });

  it.each([1, 2, 3, 50])("in strings of %i units, which cuts characters", async (size) => {
    const pieces = Array.from({ length: Math.ceil(MIXED.length / size) }, (_, i) =>
      MIXED.slice(i * size, (i + 1) * size),
    );
    expect(await whole(pieces)).toMatchObject({ ...asWhole(MIXED), sizes: [8] });
  });

  it.each([1, 3, 1000, 9999, 30_000])("in batches of %i rows", async (rows) => {
    const lines = Array.from({ length: 10_000 }, (_, row) => `${row},${row / 8},${row % 3 ? "a" : "b"}`);
    const text = `a,b,c\n${lines.join("\r\n")}`;
    const found = await whole([text.slice(0, 70_001), text.slice(70_001)], { rows });
    expect(found).toMatchObject(asWhole(text));
    expect(new Set(found.sizes.slice(0, -1))).toEqual(new Set(rows < 10_000 ? [rows] : []));
  });

  it.each([
    ["a web stream", () => new Blob([MIXED]).stream()],
    [
      "a web stream that is no iterable, as in Safari",
      () => ({ getReader: () => new Blob([MIXED]).stream().getReader() }),
    ],
    ["a stream of Node's", () => Readable.from([Buffer.from(MIXED)])],
    ["a response", () => new Response(MIXED).body],
  ])("from %s", async (_, source) => {
    expect(await whole(source() as CsvSource)).toMatchObject(asWhole(MIXED));
  });

  it("from memory that is written again", async () => {
    async function* reused() {
      const memory = new Uint8Array(8);
      for (const part of ["a,b\n1,2\n", "3,4\n5,6\n", "7,8\n9,0\n"]) {
        memory.set(bytes(part));
        await undefined;
        yield Buffer.from(memory.buffer);
      }
    }
    expect((await whole(reused())).columns).toEqual({ a: [1, 3, 5, 7, 9], b: [2, 4, 6, 8, 0] });
  });

  it("a record of a thousand pieces", async () => {
    const long = "x\n".repeat(500_000);
    const all = bytes(`a,b\n"${long}y",1\nz,2\n`);
    const pieces = Array.from({ length: 1001 }, (_, i) => all.subarray(i * 1000, (i + 1) * 1000));
    expect((await whole(pieces)).columns).toEqual({ a: [`${long}y`, "z"], b: [1, 2] });
  });

  it("decimal commas and a separator that a first batch decides", async () => {
    const text = "a;b\n1,5;x\n2;y\n-3,25;z\n";
    expect(await whole([text], { rows: 1 })).toMatchObject(asWhole(text));
  });
});

it("the source is let go of where the reader leaves early", async () => {
  let ended = false;
  async function* source() {
    try {
      for (;;) {
        await undefined;
        yield "a,b\n1,2\n".repeat(20_000);
      }
    } finally {
      ended = true;
    }
  }
  const tables = streamCsv(source(), { rows: 1, kinds: { a: "text", b: "text" } });
  for await (const { rows } of tables) {
    expect(rows).toBe(1);
    break;
  }
  expect(ended).toBe(true);
});

describe("a later cell that does not fit what the first rows decided", () => {
  it.each<[string, string, CsvStreamOptions, string]>([
    [
      "a text among numbers",
      "a,b\n1,2\n3,x\n",
      { rows: 1 },
      'data.csv, line 3 of the file, column "b": "x" is not a number. If the column is of texts, say kinds: { b: "text" }.',
    ],
    [
      "a code among numbers",
      "a,b\n1,2\n007,3\n",
      { rows: 1 },
      'line 3 of the file, column "a": as a number "007" would come back as 7. If',
    ],
    [
      "maybe",
      "a,b\nyes,2\nmaybe,3\n",
      { rows: 1 },
      'line 3 of the file, column "a": "maybe" is neither yes nor no. If',
    ],
    [
      "no date",
      "a,b\n2015-01-01,2\nsoon,3\n",
      { rows: 1 },
      'line 3 of the file, column "a": "soon" is no date. Write YYYY-MM-DD. If',
    ],
    [
      "a date that may be two",
      "a,b\n2015-01-01,2\n1/2/2015,3\n",
      { rows: 1 },
      'column "a": "1/2/2015" may begin with its day or its month. Say dates: "day/month" or dates: "month/day". If',
    ],
    [
      "the first value of a column",
      "a,b\n1,\n2,3\n",
      { rows: 1 },
      'line 3 of the file, column "b": "3" is the first value of the column, and the first rows decide what it holds. If the column is of texts, ' +
        'say kinds: { b: "text" }.',
    ],
    [
      "a value below no name",
      "a,\n1,\n2,3\n",
      { rows: 1 },
      "line 3 of the file: column 2 has no name, and had no value in the first rows. Give it a name.",
    ],
    [
      "a comma after points",
      "a;b\n1.234;x\n2,5;y\n",
      { rows: 1 },
      'data.csv, line 2 of the file, column "a": "1.234" has a point, but this file writes decimals with a comma ("2,5" in line 3, column "a").',
    ],
    [
      "a row too short",
      "a,b\n1,2\n3\n",
      { rows: 1 },
      "data.csv, line 3 of the file: 1 cell, but the header in line 1 names 2 columns.",
    ],
    [
      "a quote never closed",
      'a,b\n1,2\n"3,4\n',
      { rows: 1 },
      "data.csv, line 3 of the file: a quote is opened and never closed.",
    ],
    ["no rows", "a,b\n\n,\n", {}, "data.csv: there are column names, but no rows below them."],
    ["nothing", "", {}, "data.csv: the file is empty."],
    ["an unknown column", "a,b\n1,2\n", { kinds: { c: "text" } }, 'streamCsv: kinds: unknown column "c".'],
    [
      "a batch of no rows",
      "a,b\n1,2\n",
      { rows: 0 },
      "streamCsv: rows must be a whole number of at least 1, got 0.",
    ],
  ])("%s", async (_, text, options, expected) => {
    expect(await failure(text, options)).toMatchObject({ message: expect.stringContaining(expected) });
  });

  it("with the row of the whole file", async () => {
    const error = await failure("a,b\n1,2\n3,4\n5,x\n", { rows: 1 });
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ row: 2, column: 1, received: "x" });
  });

  it.each<[unknown, string]>([
    [
      "a,b\n1,2\n",
      'streamCsv: the source must be a stream, or an iterable of Uint8Arrays or strings, got "a,b',
    ],
    [bytes("a,b\n1,2\n"), "got a Uint8Array of 8"],
    [undefined, "got undefined"],
    [[5], "streamCsv: a piece of the source must be a Uint8Array or a string, got 5."],
    [
      [Buffer.from("city,x\nÅrhus,1\n", "latin1")],
      "the text, line 2 of the file: there are characters that are not UTF-8",
    ],
    [
      [Buffer.from("\uFEFFcity,x\nÅrhus,1\n", "utf16le")],
      "the text: this file is UTF-16, and can only be streamed as UTF-8.",
    ],
  ])("a source that is none: %s", async (source, expected) => {
    await expect(whole(source as CsvSource)).rejects.toThrow(expected);
    await expect(whole(source as CsvSource)).rejects.toThrow(DataError);
  });

  it("numbers that are said to be some may be 007", async () => {
    expect((await whole(["a,b\n1,2\n007,3\n"], { rows: 1, kinds: { a: "number" } })).columns.a).toEqual([
      1, 7,
    ]);
  });
});
