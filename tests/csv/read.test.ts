import Papa from "papaparse";
import { describe, expect, it } from "vitest";

import { type CsvOptions, type CsvTable, readCsv } from "../../src/csv/index.js";

/** The columns as ordinary arrays. */
const columns = (text: string | Uint8Array, options?: CsvOptions): Record<string, unknown[]> => {
  const found = readCsv(text, options).columns;
  return Object.fromEntries(Object.entries(found).map(([name, cells]) => [name, Array.from<unknown>(cells)]));
};
const kinds = (text: string, options?: CsvOptions): Record<string, string> => ({
  ...readCsv(text, options).kinds,
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a file is read whatever it looks like, as text and as bytes", () => {
  it.each([
    ["commas", "a,b\n1,2.5\n3,-4e-1\n"],
    ["no line end after the last row", "a,b\n1,2.5\n3,-.4"],
    ["CRLF", "a,b\r\n1,2.5\r\n3,-0.4\r\n"],
    ["CR alone", "a,b\r1,2.5\r3,-0.4\r"],
    ["a byte order mark", "\uFEFFa,b\n1,2.5\n3,-4e-1\n"],
    ["quotes", '"a","b"\n"1","2.5"\n"3","-0.4"\n'],
    ["blanks behind quotes", '"a" ,"b"  \n"1" ,"2.5" \n3,"-0.4"\t\n'],
    ["semicolons", "a;b\n1;2.5\n3;-0.4\n"],
    ["semicolons and decimal commas", "a;b\n1;2,5\n3;-0,4\n"],
    ["tabs and decimal commas, which papaparse cuts at the commas", "a\tb\n1\t2,5\n3\t-,4\n"],
    ["bars", "a|b\n1|2.5\n3|-4e-1\n"],
    ["blanks around cells", " a , b \n 1 , +2.5 \n 3, -.4 \n"],
    ["blank lines", "\n\na,b\n\n1,2.5\n   \n3,-4e-1\n\n\n"],
    ["a line that names the separator", "sep=;\na;b\n1;2,5\n3;-0,4\n"],
    ["comments above the header", '# "births, by day\n#\n\n# source: us\r\na,b\n1,2.5\n3,-4e-1\n'],
    ["empty rows at the end", "a,b\n1,2.5\n3,-4e-1\n,\n,\n"],
    [
      "more digits than a quick reader takes",
      "a,b\n1.0000000000000000000,2.50000000000000000\n3,-0.4000000000000000\n",
    ],
  ])("%s", (_, text) => {
    const expected = { a: [1, 3], b: [2.5, -0.4] };
    expect(columns(text)).toEqual(expected);
    expect(columns(bytes(text))).toEqual(expected);
    expect(kinds(text)).toEqual({ a: "number", b: "number" });
  });

  it("UTF-16 by its mark", () => {
    const little = new Uint8Array(Buffer.from("\uFEFFcity,x\nÅrhus,1\n", "utf16le"));
    expect(columns(little)).toEqual({ city: ["Århus"], x: [1] });
    expect(columns(new Uint8Array(Buffer.from(little).swap16()))).toEqual({ city: ["Århus"], x: [1] });
  });

  it("Windows-1252 where the bytes are not UTF-8, and says so", () => {
    const table = readCsv(new Uint8Array(Buffer.from("city,x\nÅrhus,1\n", "latin1")));
    expect(table.columns.city).toEqual(["Århus"]);
    expect(table.notes).toEqual(["the bytes are not UTF-8, and were read as Windows-1252."]);
  });

  it("a view of bytes, and a Buffer of Node's", () => {
    expect(columns(bytes("xx\na,b\n1,2\nyy").subarray(3, 10))).toEqual({ a: [1], b: [2] });
    expect(columns(Buffer.from("a,b\n1,2\n"))).toEqual({ a: [1], b: [2] });
  });

  it("bytes that threads share", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(9));
    shared.set(bytes("é,b\n1,2\n"));
    expect(columns(shared)).toEqual({ é: [1], b: [2] });
  });

  it("records longer than a piece, of which each is gone through a few times only", () => {
    const long = "é\n".repeat(400_000);
    const text = `a,b\n"${long}",1\n"${long}x",2\n`;
    expect(columns(text)).toEqual({ a: [long.trim(), `${long}x`], b: [1, 2] });
    expect(readCsv(bytes(text)).line(1)).toBe(400_003);
  });

  it("names that objects have by themselves", () => {
    const table = readCsv("__proto__,constructor,toString\n1,a,2\n3,b,4\n");
    expect(Object.keys(table.columns)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Array.from<unknown>(table.columns["__proto__"])).toEqual([1, 3]);
    expect(Object.entries(table.records()[1])).toEqual([
      ["__proto__", 3],
      ["constructor", "b"],
      ["toString", 4],
    ]);
    expect(readCsv("a,b\n1,2\n").columns.constructor).toBeUndefined();
  });

  it("an index without a name, as pandas writes it", () => {
    const table = readCsv(",x\n0,5\n1,6\n");
    expect(Object.keys(table.columns)).toEqual(["column 1", "x"]);
    expect(table.notes).toEqual(['column 1 of the file has no name, and is called "column 1".']);
    expect(kinds("a,b,\n1,2,\n3,4,\n")).toEqual({ a: "number", b: "number" });
  });

  it("a number to the last bit, as JavaScript reads it", () => {
    const cells = [
      "0.1",
      "-0",
      "123456789.012345",
      "9007199254740992",
      "1e-7",
      "0.1000000000000000055",
      "4.35",
      "1e22",
      "5e-324",
    ];
    expect(columns(`x,y\n${cells.map((cell) => `${cell},1\n`).join("")}`).x).toEqual(cells.map(Number));
  });

  it("what the first rows did not show: texts after a thousand numbers, numbers after a thousand missing cells", () => {
    const first = "1,,7\n".repeat(60_000);
    const table = readCsv(`a,b,c\n${first}x,2,8\n${"y,3,9\n".repeat(70_000)}`);
    expect({ ...table.kinds }).toEqual({ a: "text", b: "number", c: "number" });
    expect([table.columns.a[59_999], table.columns.a[60_000]]).toEqual(["1", "x"]);
    expect([table.columns.b[59_999], table.columns.b[60_000], table.columns.c[60_000]]).toEqual([NaN, 2, 8]);
    expect([table.rows, table.line(60_000)]).toEqual([130_001, 60_002]);
  });
});

describe("kinds", () => {
  it.each([
    ["numbers", ["1", "2.5"], "number", [1, 2.5]],
    ["0 and 1, of which who uses them decides", ["0", "1"], "number", [0, 1]],
    ["one cell missing", ["1", ""], "number", [1, NaN]],
    ["pandas' True and False", ["True", "False"], "yes-no", [true, false]],
    ["yes and no", ["yes", "NO", "", "Yes"], "yes-no", [true, false, null, true]],
    ["Y, N and 1", ["Y", "n", "1"], "yes-no", [true, false, true]],
    ["yes, no and maybe", ["yes", "no", "maybe"], "text", ["yes", "no", "maybe"]],
    ["days", ["2014-12-31", "2015-1-1"], "date", ["2014-12-31", "2015-01-01"]],
    ["days with a time", ["2014-12-31 08:30", "2015-01-01"], "date", ["2014-12-31T08:30:00", "2015-01-01"]],
    [
      "days of which one shows that the day is first",
      ["1/2/2015", "13/2/2015"],
      "date",
      ["2015-02-01", "2015-02-13"],
    ],
    [
      "days of which one shows that the month is first",
      ["1/2/2015", "1/13/2015"],
      "date",
      ["2015-01-02", "2015-01-13"],
    ],
    ["months", ["Jan 1 2000", "NA", "01-Mar-1958"], "date", ["2000-01-01", null, "1958-03-01"]],
    ["texts", ["Oslo", "Rome"], "text", ["Oslo", "Rome"]],
    ["texts, few of them numbers", ["Oslo", "1", "Rome"], "text", ["Oslo", "1", "Rome"]],
    ["codes with zeros in front", ["007", "123"], "text", ["007", "123"]],
    ["ids of more digits than a number holds", ["9007199254740993", "1"], "text", ["9007199254740993", "1"]],
    ["hexadecimal", ["0x10", "0x11"], "text", ["0x10", "0x11"]],
    ["nothing", ["", "NA"], "empty", [null, null]],
  ])("%s", (_, cells, kind, values) => {
    const text = `x,n\n${cells.map((cell) => `${cell},1\n`).join("")}`;
    expect(columns(text).x).toEqual(values);
    expect(kinds(text).x).toBe(kind);
  });

  it.each([
    ["number", ["007", "2"], [7, 2]],
    ["number", ["9007199254740993", "2"], [9007199254740992, 2]],
    ["text", ["1", "2.50"], ["1", "2.50"]],
    ["text", ["2014-12-31", ""], ["2014-12-31", null]],
    ["yes-no", ["1", "0", "?"], [true, false, null]],
    ["date", ["1420101000", "1420101001.5"], ["2015-01-01T08:30:00", "2015-01-01T08:30:01.500"]],
    ["date", ["1420101000000", "NA"], ["2015-01-01T08:30:00", null]],
    ["date", ["20150131", "2015-02-01"], ["2015-01-31", "2015-02-01"]],
    ["date", ["2015", "2016"], ["2015-01-01", "2016-01-01"]],
  ] as const)("that are said: %s for %j", (kind, cells, values) => {
    const text = `x y,n\n${cells.map((cell) => `${cell},1\n`).join("")}`;
    expect(columns(text, { kinds: { "x y": kind } })["x y"]).toEqual(values);
  });

  it("the order of day and month, where it is said", () => {
    const text = "d,x\n1/2/2015,1\n2/3/2015,2\n";
    expect(columns(text, { dates: "day/month" }).d).toEqual(["2015-02-01", "2015-03-02"]);
    expect(columns(text, { dates: "month/day" }).d).toEqual(["2015-01-02", "2015-02-03"]);
    expect(columns(text, { kinds: { d: "text" } }).d).toEqual(["1/2/2015", "2/3/2015"]);
    expect(columns(text, { kinds: { d: "date" }, dates: "month/day" }).d).toEqual([
      "2015-01-02",
      "2015-02-03",
    ]);
  });

  it.each(["NA", "n/a", "NaN", "NULL", "?", "-", ""])("%j is missing, and in quotes a text", (word) => {
    const table = readCsv(`c,x\n${word},${word}\n"${word}",2\nDE,3\n`);
    expect(table.columns).toMatchObject({
      c: [null, word === "" ? null : word, "DE"],
      x: Float64Array.of(NaN, 2, 3),
    });
  });
});

describe("notes", () => {
  const notes = (text: string, options?: CsvOptions): readonly string[] => readCsv(text, options).notes;
  it.each<[string, string[]]>([
    ["a,b\n1,2\n", []],
    [
      "zip,x\n00501,1\n10001,2\n",
      [
        'column "zip" is text: as a number "00501" in line 2 would come back as 501. Where numbers are meant, say kinds: { zip: "number" }.',
      ],
    ],
    ["x,y\n1,\n2,NA\n", ['column "y" has no value in any row.']],
    [
      "timestamp,x\n1420101000,1\n1420101060,2\n",
      [
        'column "timestamp" is numbers, such as 1420101000, which may be Unix time: say kinds: { timestamp: "date" } if they are dates.',
      ],
    ],
    [
      "my date,x\n20150131,1\n20150201,2\n",
      [
        'column "my date" is numbers, such as 20150131, which may be days: say kinds: { "my date": "date" } if they are dates.',
      ],
    ],
    ["time,x\n12.5,1\n13.5,2\n", []],
    ["price,x\n1420101000,1\n1420101060,2\n", []],
  ])("%j", (text, expected) => {
    expect(notes(text)).toEqual(expected);
  });

  it("none on what was said", () => {
    expect(notes("zip,time\n007,1420101000\n", { kinds: { zip: "text", time: "number" } })).toEqual([]);
  });
});

it("records are plain objects with null for what is missing", () => {
  const records = readCsv("city,x,ok,day\nOslo,,yes,2014-12-31\n,2,,\n").records();
  expect(records).toEqual([
    { city: "Oslo", x: null, ok: true, day: "2014-12-31" },
    { city: null, x: 2, ok: null, day: null },
  ]);
  expect(JSON.parse(JSON.stringify(records))).toEqual(records);
});

it("lines are those of the file: quoted ends of lines, blank lines and comments counted", () => {
  const table = readCsv('# one\na,b\n"x\ny",1\n\nz,2\nw,3\n"p\r\nq\r\nr",4\nv,5\n');
  expect(Array.from({ length: table.rows }, (_, row) => table.line(row))).toEqual([3, 6, 7, 8, 11]);
  expect(table.columns.a).toEqual(["x\ny", "z", "w", "p\nq\nr", "v"]);
});

describe("against papaparse, on plain files", () => {
  /** Whole numbers from a seed (mulberry32). */
  const numbers = (seed: number): (() => number) => {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return (t ^ (t >>> 14)) >>> 0;
    };
  };
  const cell = (next: () => number): string => {
    const value = next() - 2 ** 31;
    const ways = [
      `${value}`,
      `${value / 1024}`,
      (value / 1e6).toFixed(next() % 9),
      `${value * 2 ** -40}`,
      `${value}e-${next() % 12}`,
      "",
    ];
    return ways[next() % ways.length];
  };

  it.each([1, 2, 3])("numbers of any size, seed %i", (seed) => {
    const next = numbers(seed);
    const rows = Array.from({ length: 3000 }, () => Array.from({ length: 7 }, () => cell(next)));
    const text = Papa.unparse({ fields: [..."abcdefg"], data: rows });
    const theirs = Papa.parse<Record<string, string>>(text, { header: true }).data;
    const ours: CsvTable = readCsv(text);
    expect(ours.rows).toBe(theirs.length);
    for (const name of "abcdefg") {
      const expected = theirs.map((row) => (row[name] === "" ? NaN : Number(row[name])));
      expect(ours.columns[name]).toEqual(Float64Array.from(expected));
      expect(readCsv(bytes(text)).columns[name]).toEqual(Float64Array.from(expected));
    }
  });

  it("texts with all that needs quotes", () => {
    const next = numbers(4);
    const letters = [..."aé😀 ,;\"\n|\t'"];
    const rows = Array.from({ length: 2000 }, () =>
      Array.from(
        { length: 3 },
        () => `x${Array.from({ length: next() % 30 }, () => letters[next() % letters.length]).join("")}x`,
      ),
    );
    const text = Papa.unparse({ fields: ["a", "b", "c"], data: rows });
    const ours = readCsv(text);
    for (const [c, name] of ["a", "b", "c"].entries())
      expect(ours.columns[name]).toEqual(rows.map((row) => row[c]));
    expect(readCsv(bytes(text)).columns).toEqual(ours.columns);
  });
});
