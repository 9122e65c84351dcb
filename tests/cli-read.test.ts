import { describe, expect, it } from "vitest";
import { parseCsv } from "../src/cli/read/csv.js";
import { findCalendar, unreadDates } from "../src/cli/read/dates.js";
import type { Table } from "../src/cli/read/table.js";
import { DataError } from "../src/index.js";

const read = (text: string): Table => parseCsv(text, "data.csv");
const numbers = (text: string, column: string): number[] => {
  const table = read(text);
  return Array.from(table.numbers(table.column(column)));
};

describe("a CSV file is read whatever it looks like", () => {
  const cases: [string, string][] = [
    ["commas", "a,b\n1,2.5\n3,-4e-1\n"],
    ["no line end after the last row", "a,b\n1,2.5\n3,-4e-1"],
    ["CRLF", "a,b\r\n1,2.5\r\n3,-4e-1\r\n"],
    ["CR alone", "a,b\r1,2.5\r3,-4e-1\r"],
    ["a byte order mark", "\uFEFFa,b\n1,2.5\n3,-4e-1\n"],
    ["quotes", '"a","b"\n"1","2.5"\n"3","-4e-1"\n'],
    ["semicolons", "a;b\n1;2.5\n3;-4e-1\n"],
    ["semicolons and decimal commas", "a;b\n1;2,5\n3;-0,4\n"],
    ["semicolons, quotes, CRLF and a byte order mark", '\uFEFF"a";"b"\r\n"1";"2,5"\r\n"3";"-0,4"\r\n'],
    ["tabs", "a\tb\n1\t2.5\n3\t-4e-1\n"],
    ["bars", "a|b\n1|2.5\n3|-4e-1\n"],
    ["blanks around cells", " a , b \n 1 , +2.5 \n 3, -.4 \n"],
    ["blank lines", "\n\na,b\n\n1,2.5\n   \n3,-4e-1\n\n\n"],
    ["a separator after each line", "a,b,\n1,2.5,\n3,-4e-1,\n"],
    ["a line that names the separator", "sep=;\na;b\n1;2,5\n3;-0,4\n"],
    ["such a line before commas", '\uFEFF"sep=,"\r\na,b\r\n1,2.5\r\n3,-0.4\r\n'],
    ["such a line with a separator of its own", "SEP=^\na^b\n1^2.5\n3^-0.4\n"],
    ["comments above the header", '# "births, by day\n#\n\n# source: us, 2014\na,b\n1,2.5\n3,-4e-1\n'],
    ["both", "sep=;\n# births\na;b\n1;2,5\n3;-0,4\n"],
    ["empty rows at the end, as spreadsheets leave them", "a,b\n1,2.5\n3,-4e-1\n,\n,\n"],
  ];
  it.each(cases)("%s", (_, text) => {
    expect(numbers(text, "a")).toEqual([1, 3]);
    expect(numbers(text, "b")).toEqual([2.5, -0.4]);
  });

  it("keeps separators, quotes and line ends inside quotes", () => {
    const table = read('name,x\n"Oslo, ""the\ncity""",1\nRome,2\n');
    expect(table.column("name").cells).toEqual(['Oslo, "the\ncity"', "Rome"]);
    expect([table.line(0), table.line(1)]).toEqual([2, 4]);
  });

  it("finds semicolons between decimal commas even where commas would cut more", () => {
    expect(numbers("a;b\n1,5;2,5\n0,25;3,5\n", "b")).toEqual([2.5, 3.5]);
  });

  it.each([
    ["between commas", "x,y\n1.352,1\n998,2\n", [1.352, 998]],
    ["between bars", "x|y\n1.352|1\n998|2\n", [1.352, 998]],
    ["between semicolons if all have a point", "x;y\n1.352;1\n2.411;2\n", [1.352, 2.411]],
    ["between semicolons if a cell decides", "x;y\n1.352;1\n998;2\n2.5;3\n", [1.352, 998, 2.5]],
    ["between semicolons if a cell begins with 0", "x;y\n1.352;1\n2;2\n0.411;3\n", [1.352, 2, 0.411]],
    ["between semicolons if one digit more decides", "x;y\n1.3520;1\n998;2\n2.411;3\n", [1.352, 998, 2.411]],
    ["beside texts with commas", "x;y\n1.352;a 3,5\n2.5;b\n", [1.352, 2.5]],
  ])("takes three decimals for decimals %s", (_, text, expected) => {
    expect(numbers(text, "x")).toEqual(expected);
  });

  it.each(["1.352,47", "1.234.567", "12,345"])(
    "takes a column of %s for numbers, so that its error helps",
    (cell) => {
      const table = read(`x;y\n${`${cell};1\n`.repeat(3)}`);
      expect(table.kind(table.column("x"))).toBe("numbers");
    },
  );

  it("keeps all digits of a large number", () => {
    expect(numbers("t\n1700000000123\n1700000000124\n", "t")).toEqual([1700000000123, 1700000000124]);
  });

  it.each([
    ["#,name\n1,Bulbasaur\n2,Ivysaur\n", ["#", "name"]],
    ["# x,y\n1,2\n", ["# x", "y"]],
    ["# by hand\n#id;y\n1;2,5\n", ["#id", "y"]],
    ["#x\n1\n2\n", ["#x"]],
  ])("takes a line with # for the names above numbers: %j", (text, names) => {
    expect(read(text).columns.map(({ name }) => name)).toEqual(names);
  });

  it("names a column without a name by its place", () => {
    expect(read(",x\n0,5\n1,6\n").columns.map(({ name }) => name)).toEqual(["column 1", "x"]);
  });
});

describe("an error names the line as an editor counts it, and the column", () => {
  const cases: [string, string, string][] = [
    [
      "a text where a number should be",
      "d,x\n1,2\n2,abc\n",
      'data.csv, line 3 of the file, column "x": "abc" is not a number.',
    ],
    ["an empty cell", "d,x\n1,\n2,3\n", 'data.csv, line 2 of the file, column "x": the cell is empty.'],
    ["NA", "d,x\n1,2\n2,NA\n", 'line 3 of the file, column "x": the value is missing ("NA").'],
    ["a dash", "d,x\n1,2\n2,-\n", 'line 3 of the file, column "x": the value is missing ("-").'],
    ["NaN", "d,x\n1,NaN\n2,3\n", 'line 2 of the file, column "x": the value is missing ("NaN").'],
    [
      "a blank line in a file of one column",
      "x\n1\n\n3\n",
      'line 3 of the file, column "x": the cell is empty.',
    ],
    [
      "Infinity",
      "x,y\n1,1\nInfinity,2\n",
      'line 3 of the file, column "x": "Infinity" is not a finite number.',
    ],
    ["a number too large", "x,y\n1,1\n1e999,2\n", 'column "x": "1e999" is too large for a number.'],
    ["hexadecimal", "x,y\n1,1\n0x10,2\n", '"0x10" is not a number.'],
    ["thousands", 'x,y\n1,1\n"12,345",2\n', '"12,345" is not a number. Write it without separators: 12345.'],
    [
      "a decimal comma between commas",
      'x,y\n1,1\n"12,5",2\n',
      '"12,5" is not a number. Write it with a decimal point: 12.5.',
    ],
    [
      "commas that may mean two things",
      "x;y\n1,234;1\n2;2\n",
      'line 2 of the file, column "x": "1,234" may mean 1234 or 1.234.',
    ],
    [
      "thousands with points and a decimal comma",
      "x;y\n1.352,47;1\n2,5;2\n",
      '"1.352,47" is not a number. Write it without separators: 1352,47.',
    ],
    [
      "the same between commas",
      'x,y\n1,1\n"1.352,47",2\n',
      '"1.352,47" is not a number. Write it without separators: 1352.47.',
    ],
    [
      "a million with points",
      "x;y\n998;1\n1.234.567;2\n",
      '"1.234.567" is not a number. Write it without separators: 1234567.',
    ],
    [
      "points that may mean two things",
      "x;y\n998;1\n1.352;2\n2.411;3\n",
      'line 3 of the file, column "x": "1.352" may mean 1352 or 1.352. Write thousands without a separator (1352), ' +
        "or decimals with one digit more (1.3520).",
    ],
    ["the same between tabs", "x\ty\n998\t1\n-1.352\t2\n", '"-1.352" may mean -1352 or -1.352.'],
    ["the same alone", "x\n998\n1.352\n", '"1.352" may mean 1352 or 1.352.'],
    [
      "a point for thousands beside decimal commas",
      "x;y\n850,5;1\n1.234;2\n",
      'line 3 of the file, column "x": "1.234" has a point, but this file writes decimals with a comma ' +
        '("850,5" in line 2, column "x"). Write thousands without a separator: 1234.',
    ],
    [
      "a decimal point in a file with decimal commas",
      "x;y\n1;3,5\n3.5;4,5\n",
      'line 3 of the file, column "x": "3.5" has a point, but this file writes decimals with a comma ' +
        '("3,5" in line 2, column "y"). Write it with a comma too: 3,5.',
    ],
    [
      "after a quoted line end",
      'd,x\n"a\nb",1\nc,oops\n',
      'line 4 of the file, column "x": "oops" is not a number.',
    ],
    ["after comments", "sep=,\n# one\n# two\nd,x\n1,2\n2,oops\n", 'line 6 of the file, column "x"'],
    ["after blank lines and CRLF", "d,x\r\n\r\n1,2\r\n\r\n2,oops\r\n", 'line 5 of the file, column "x"'],
  ];
  it.each(cases)("%s", (_, text, expected) => {
    expect(() => numbers(text, "x")).toThrow(expected);
    expect(() => numbers(text, "x")).toThrow(DataError);
  });

  const files: [string, string, string][] = [
    ["an empty file", "", "data.csv: the file is empty."],
    ["blank lines only", "\n \n\n", "data.csv: the file is empty."],
    ["comments only", "# a\n# b\n", "data.csv: the file is empty."],
    [
      "a comment and no header",
      "# source: us\n1,2\n3,4\n",
      "data.csv, line 2 of the file: the first line must name",
    ],
    ["a header alone", "a,b\n", "data.csv: there are column names, but no rows below them."],
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
    [
      "a quote never closed",
      'a,b\n1,2\n"3,4\n5,6\n',
      "data.csv, line 3 of the file: a quote is opened and never closed.",
    ],
    [
      "text after a quote",
      'a,b\n1,2\n"3"x,4\n5,6\n',
      "data.csv, line 3 of the file: text stands after a closing quote",
    ],
    [
      "no header",
      "1,2\n3,4\n",
      "data.csv, line 1 of the file: the first line must name the columns, and these are numbers: 1, 2.",
    ],
    ["a name used twice", "a,b,a\n1,2,3\n", 'line 1 of the file: columns 1 and 3 are both called "a".'],
  ];
  it.each(files)("%s", (_, text, expected) => {
    expect(() => read(text)).toThrow(expected);
    expect(() => read(text)).toThrow(DataError);
  });

  it("carries row and column for programs, both from 0", () => {
    const failure = (): unknown => {
      try {
        return numbers("d,x\n1,2\n2,abc\n", "x");
      } catch (error) {
        return error;
      }
    };
    expect(failure()).toMatchObject({ row: 1, column: 1, received: "abc" });
  });

  it("lists the columns when there is none of the name asked for", () => {
    expect(() => read("Date,Births\n1,2\n").column("births")).toThrow(
      'data.csv: there is no column "births". Did you mean "Births"? Columns: Date, Births.',
    );
  });

  it.each(["animl", "Aniaml", "anmal ", "animals"])("takes %s for animal", (typed) => {
    expect(() => read("weight,animal\n1,2\n").column(typed)).toThrow('Did you mean "animal"? Columns:');
  });

  it.each(["price", "a", ""])("takes %j for nothing else", (typed) => {
    expect(() => read("weight,animal\n1,2\n").column(typed)).toThrow(`no column "${typed}". Columns:`);
  });
});

describe("dates", () => {
  it.each([
    ["2014-12-30", "2014-12-31", "2015-01-01"],
    ["2014/12/30", "2014/12/31", "2015/1/1"],
    ["30.12.2014", "31.12.2014", "01.01.2015"],
    ["2014-12-30T06:00", "2014-12-31T06:00", "2015-01-01T06:00"],
    ["2014-12-30 6:00", "2014-12-31 6:00", "2015-01-01 6:00"],
    ["2014-12-30T00:00:00.000+01:00", "2014-12-31T00:00:00.000+01:00", "2015-01-01T00:00:00.000+01:00"],
    ["30.12.2014 06:00", "31.12.2014 06:00", "01.01.2015 06:00"],
    ["30/12/2014", "31/12/2014", "01/01/2015"],
    ["12/30/2014", "12/31/2014", "1/1/2015"],
    ["12-30-2014", "12-31-2014", "1-1-2015"],
    ["30-Dec-2014", "31-Dec-2014", "01-Jan-2015"],
    ["30 Dec 2014", "31 Dec 2014", "1 January 2015"],
    ["Dec 30 2014", "Dec 31 2014", "Jan 1 2015"],
  ])("%s is a day", (...days) => {
    const calendar = findCalendar(read(`x,when\n${days.map((day) => `1,${day}\n`).join("")}`));
    expect(calendar).toMatchObject({ order: "forward", step: "day", isSteady: true });
    expect(calendar?.column.name).toBe("when");
  });

  it.each([
    ["2015-01-01,2015-01-03", "forward"],
    ["2015-01-02,2015-01-01", "backward"],
    ["2015-01-02,2015-01-01,2015-01-04", "mixed"],
  ])("%s runs %s", (days, order) => {
    const rows = days.split(",").map((day) => `${day},1\n`);
    expect(findCalendar(read(`d,x\n${rows.join("")}`))).toMatchObject({ order, isSteady: false });
  });

  it.each([
    ["2015-01-01,2015-01-01", [0, 1]],
    ["2015-01-01,2015-01-02,2015-01-01,2015-01-02", [0, 2]],
    ["2015-01-02,2015-01-02,2015-01-01,2015-01-01", [0, 1]],
    ["2015-01-01 12:00,2015-01-01 12:00,2015-01-02 12:00,2015-01-02 12:00", [0, 1]],
    ["2015-01-01 12:00,2015-01-01 13:00,2015-01-01 12:00,2015-01-01 13:00", [0, 2]],
    ["2015-01-01,2015-01-03", undefined],
    ["2015-10-25 01:00,2015-10-25 02:00,2015-10-25 02:00,2015-10-25 03:00", undefined],
    ["2015-10-25 02:00,2015-10-25 02:30,2015-10-25 02:00,2015-10-25 02:30", undefined],
    ["2015-10-25 02:00,2015-10-25 02:00,2016-10-30 02:00,2016-10-30 02:00", undefined],
  ])("%s repeat in rows %j", (days, repeated) => {
    const rows = days.split(",").map((day) => `${day},1\n`);
    expect(findCalendar(read(`d,x\n${rows.join("")}`))?.repeated).toEqual(repeated);
  });

  it("that repeat are left for a column whose dates do not", () => {
    const table = read("week,day\n2015-01-05,2015-01-05\n2015-01-05,2015-01-06\n");
    expect(findCalendar(table)).toMatchObject({ column: { name: "day" }, repeated: undefined });
  });

  it.each([
    ["1/2/2015 1/3/2015", 'no row shows whether "1/2/2015" begins with its day or its month'],
    [
      "1/13/2015 13/1/2015",
      '"13/1/2015" in line 3 is not in a format that is understood (YYYY-MM-DD, YYYY/MM/DD, ',
    ],
    ["2015-02-27 2015-02-28 2015-02-30", '"2015-02-30" in line 4 is not in a format'],
    ["1/13/15 1/14/15", '"1/13/15" in line 2 is not in a format'],
    ["20150113 20150114", '"20150113" in line 2 is not in a format'],
    ["2015/01 2015/02", '"2015/01" in line 2 is not in a format'],
    ["13-Mär-2015 14-Mär-2015", '"13-Mär-2015" in line 2 is not in a format'],
    ["2-1-2015 3-1-2015", 'no row shows whether "2-1-2015" begins with its day or its month'],
    ["1/13/2015T2h 1/14/2015T2h", '"1/13/2015T2h" in line 2 is not in a format'],
  ])("%s are seen and not understood", (days, expected) => {
    const table = read(
      `x,d\n${days
        .split(" ")
        .map((day) => `1,${day}\n`)
        .join("")}`,
    );
    expect(findCalendar(table)).toBeUndefined();
    expect(unreadDates(table)).toContain('column "d" looks like dates, but ');
    expect(unreadDates(table)).toContain(expected);
  });

  it.each(["3.5", "1.2.3", "192.168.0.1", "12-5", "2015", "may 5", "12345678", "5/7"])(
    "%s does not look like one",
    (cell) => {
      expect(unreadDates(read(`d,x\n${cell},1\n`))).toBeUndefined();
    },
  );

  it.each(["2015-02-30", "2015-13-01", "20150101", "7", "Monday"])("%s is no day", (cell) => {
    expect(findCalendar(read(`d,x\n${cell},1\n`))).toBeUndefined();
  });
});
