import { describe, expect, it } from "vitest";

import { type CsvOptions, readCsv } from "../../src/csv/index.js";
import { DataError, OptionError } from "../../src/index.js";

const read = (text: string, options?: CsvOptions): unknown => readCsv(text, { name: "data.csv", ...options });
/** Bytes whose memory was handed over. */
const transferred = (): Uint8Array => {
  const bytes = new TextEncoder().encode("a,b\n1,2\n");
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};
const failure = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe("an error names the line as an editor counts it, the column and the cell", () => {
  it.each<[string, string, string, CsvOptions?]>([
    [
      "a text among numbers",
      "d,x\n1,2\n2,abc\n3,4\n",
      'data.csv, line 3 of the file, column "x": "abc" is not a number. If the column is of texts, say kinds: { x: "text" }.',
    ],
    [
      "a unit",
      "my x,y\n1,1\n2 kg,2\n3,3\n",
      'data.csv, line 3 of the file, column "my x": "2 kg" is not a number. Write the number alone: 2. ' +
        'If the column is of texts, say kinds: { "my x": "text" }.',
    ],
    ["infinity", "x,y\n1,1\ninf,2\n", 'line 3 of the file, column "x": "inf" is not a finite number. If'],
    ["a number too large", "x,y\n1,1\n1e999,2\n", 'column "x": "1e999" is too large for a number. If'],
    [
      "thousands",
      'x,y\n1,1\n"12,345",2\n',
      '"12,345" is not a number. Write it without separators: 12345. If',
    ],
    [
      "a decimal comma between commas",
      'x,y\n1,1\n"12,5",2\n',
      '"12,5" is not a number. Write it with a decimal point: 12.5. If',
    ],
    [
      "a comma that may mean two things",
      "x;y\n1,234;1\n2;2\n",
      'data.csv, line 2 of the file, column "x": "1,234" may mean 1234 or 1.234. Write thousands without a separator (1234), ' +
        "or decimals with one digit more (1,2340).",
    ],
    [
      "a point that may mean two things",
      "x;y\n998;1\n1.352;2\n2.411;3\n",
      'data.csv, line 3 of the file, column "x": "1.352" may mean 1352 or 1.352. Write thousands without a separator (1352), ' +
        "or decimals with one digit more (1.3520).",
    ],
    [
      "a point beside decimal commas",
      "x;y\n850,5;1\n1.234;2\n",
      'data.csv, line 3 of the file, column "x": "1.234" has a point, but this file writes decimals with a comma ' +
        '("850,5" in line 2, column "x"). Write thousands without a separator: 1234.',
    ],
    [
      "a point in another column than the commas",
      "x;y\n1;3,5\n3.5;4,5\n",
      'line 3 of the file, column "x": "3.5" has a point, but this file writes decimals with a comma ("3,5" in line 2, column "y"). ' +
        "Write it with a comma too: 3,5.",
    ],
    [
      "a day or a month first",
      "d,x\n2/2/2015,1\n1/2/2015,2\n3/4/2015,3\n",
      'data.csv, line 3 of the file, column "d": no cell of the column shows whether "1/2/2015" begins with its day or its month. ' +
        'Say dates: "day/month" or dates: "month/day".',
    ],
    [
      "a date that no calendar has",
      "d,x\n2015-02-28,1\n2015-02-30,2\n2015-03-01,3\n",
      'data.csv, line 3 of the file, column "d": "2015-02-30" is no date. Write YYYY-MM-DD. If the column is of texts, say kinds: { d: "text" }.',
    ],
    [
      "days and months in both orders",
      "d,x\n1/13/2015,1\n13/1/2015,2\n",
      'line 3 of the file, column "d": "13/1/2015" read as month/day is no date. Write YYYY-MM-DD. If',
    ],
    [
      "what is said to be numbers",
      "x,y\na,1\n",
      'line 2 of the file, column "x": "a" is not a number.',
      { kinds: { x: "number" } },
    ],
    [
      "what is said to be yes or no",
      "x,y\nyes,1\n2,1\n",
      'line 3 of the file, column "x": "2" is neither yes nor no.',
      { kinds: { x: "yes-no" } },
    ],
    [
      "what is said to be dates",
      "x,y\n12,1\n",
      'line 2 of the file, column "x": "12" is no date. Write YYYY-MM-DD.',
      { kinds: { x: "date" } },
    ],
    ["after a quoted end of line", 'd,x\n"a\nb",1\nc,oops\nd,2\n', 'line 4 of the file, column "x": "oops"'],
    ["after comments", "sep=,\n# one\n# two\nd,x\n1,2\n2,oops\n", 'line 6 of the file, column "x"'],
    ["after blank lines and CRLF", "d,x\r\n\r\n1,2\r\n\r\n2,oops\r\n", 'line 5 of the file, column "x"'],
    ["an empty file", "", "data.csv: the file is empty."],
    ["blank lines only", "\n \n\n", "data.csv: the file is empty."],
    ["comments only", "# a\n# b\n", "data.csv: the file is empty."],
    [
      "no header",
      "1,2\n3,4\n",
      "data.csv, line 1 of the file: the first line must name the columns, and these are numbers: 1, 2.",
    ],
    ["a header alone", "a,b\n", "data.csv: there are column names, but no rows below them."],
    ["a header and empty rows", "a,b\n,\n,\n", "data.csv: there are column names, but no rows below them."],
    [
      "a row too short",
      "a,b,c\n1,2,3\n4,5\n",
      "data.csv, line 3 of the file: 2 cells, but the header in line 1 names 3 columns.",
    ],
    [
      "a row too long",
      "a,b\n1,2\n3,4,5\n",
      "data.csv, line 3 of the file: 3 cells, but the header in line 1 names 2 columns.",
    ],
    ["a row too long in quotes", 'a,b\n1,2\n3,"4",5,"6\n7"\n8,9\n', "line 3 of the file: 4 cells, but"],
    [
      "a quote never closed",
      'a,b\n1,2\n"3,4\n5,6\n',
      "data.csv, line 3 of the file: a quote is opened and never closed.",
    ],
    [
      "text behind a quote",
      'a,b\n1,2\n"3"x,4\n',
      "data.csv, line 3 of the file: text stands after a closing quote (a quote inside a cell is written twice).",
    ],
    [
      "a name used twice",
      "a,b,a\n1,2,3\n",
      'data.csv, line 1 of the file: columns 1 and 3 are both called "a". Rename one.',
    ],
    ["a zero byte", "a,b\n1,x\0y\n", "data.csv: this is not a text file. A CSV file is needed."],
    [
      "a zero byte far below",
      `a,b\n${"1,x\n".repeat(20_000)}1,\0NA\n`,
      "data.csv: this is not a text file (line 20002 has a zero byte).",
    ],
    [
      "a separator of two bytes",
      "sep=§\na§b\n1§2\n",
      'data.csv, line 1 of the file: the separator "§" is not an ASCII character. Use a semicolon.',
    ],
  ])("%s", (_, text, expected, options) => {
    for (const given of [text, new TextEncoder().encode(text)]) {
      const error = failure(() => readCsv(given, { name: "data.csv", ...options }));
      expect(error).toBeInstanceOf(DataError);
      expect((error as Error).message).toContain(expected);
    }
  });

  it("carries row and column for programs, both from 0", () => {
    const text = "d,x\n1,2\n\n2,abc\n";
    expect(failure(() => read(text))).toMatchObject({
      row: 1,
      column: 1,
      received: "abc",
      expected: "number",
    });
    expect(failure(() => read("a,b\n1,2\n3\n"))).toMatchObject({ row: 1, expected: 2, received: 1 });
    expect(failure(() => read("a;b\n1,234;2\n"))).toMatchObject({ row: 0, column: 0, received: "1,234" });
    expect(failure(() => read("d,x\n1/2/2015,1\n"))).toMatchObject({
      row: 0,
      column: 0,
      received: "1/2/2015",
    });
  });

  it("calls the file what it is told, or the text", () => {
    expect(failure(() => readCsv("a,b\n"))).toMatchObject({ message: expect.stringMatching(/^the text: /) });
  });
});

describe("what is not CSV, or not an option, is said", () => {
  it.each<[unknown, unknown, string]>([
    [undefined, undefined, "readCsv: the first argument must be a string or a Uint8Array, got undefined."],
    [["a,b"], undefined, "readCsv: the first argument must be a string or a Uint8Array, got an array of 1."],
    [
      Promise.resolve(""),
      undefined,
      "readCsv: the first argument must be a string or a Uint8Array, got a Promise (await it).",
    ],
    [transferred(), undefined, "the text: the file is empty."],
    [
      new ArrayBuffer(8),
      undefined,
      "readCsv: the first argument must be a string or a Uint8Array, got an ArrayBuffer.",
    ],
    [
      "a,b\n1,2\n",
      "data.csv",
      'readCsv: options must be an object such as { name: "data.csv" }, got "data.csv".',
    ],
    [
      "a,b\n1,2\n",
      { kind: {} },
      'readCsv: "kind": unknown option. Did you mean "kinds"? Known: name, kinds, dates.',
    ],
    ["a,b\n1,2\n", { rows: 5 }, 'readCsv: "rows": unknown option.'],
    ["a,b\n1,2\n", { name: 5 }, "readCsv: name must be a string, got 5."],
    [
      "a,b\n1,2\n",
      { kinds: [] },
      'readCsv: kinds must be an object such as { city: "text" }, got an array of 0.',
    ],
    [
      "a,b\n1,2\n",
      { kinds: { a: "numbers" } },
      'readCsv: kinds, column "a": unknown kind. Did you mean "number"? Known: number, yes-no, text, date.',
    ],
    [
      "alpha,b\n1,2\n",
      { kinds: { alfa: "text" } },
      'readCsv: kinds: unknown column "alfa". Did you mean "alpha"? Known: alpha, b.',
    ],
    ["a,b\n1,2\n", { dates: "dmy" }, "readCsv: dates: unknown order. Known: day/month, month/day."],
  ])("%j, %j", (text, options, expected) => {
    const error = failure(() => readCsv(text as string, options as CsvOptions)) as Error;
    expect(error.message).toContain(expected);
    expect(error instanceof DataError || error instanceof OptionError).toBe(true);
  });
});
