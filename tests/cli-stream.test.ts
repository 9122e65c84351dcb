import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { readNumberLines, TEXT } from "../src/cli/stream/number-lines.js";
import { chunksOf } from "../src/cli/stream/chunks.js";
import { PartsOfRows, Sample } from "../src/cli/stream/lots.js";
import { Model } from "../src/index.js";
import { Workplace } from "./cli-process.js";
import { Random } from "./support/random.js";

/** `fit --stream`: a CSV file of which only some rows are in memory. */

const folder = mkdtempSync(join(tmpdir(), "downhill-stream-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

async function chunks(path: string): Promise<{ text: string; line: number }[]> {
  const found = [];
  for await (const { bytes, line } of chunksOf(path))
    found.push({ text: Buffer.from(bytes).toString(), line });
  return found;
}

describe("chunks of a file", () => {
  const long = "x".repeat(70);
  const plain = Array.from({ length: 40_000 }, (_, i) => `${i},${long}\n`).join("");
  const quoted = Array.from({ length: 40_000 }, (_, i) => `${i},"a ""b""\n${long}\r\n"\n`).join("");

  test.each([
    ["plain lines", plain, 40_000],
    ["no end of line at the end", plain.slice(0, -1), 40_000],
    ["ends of lines in quotes", quoted, 120_000],
    ["one line", "a,b", 1],
    ["quotes that open nothing", plain.replace(/,x/g, `,5" pipe x`), 40_000],
    ["empty quoted cells", plain.replace(/,x/g, ',"",x'), 40_000],
  ])("%s: whole records, the lines counted", async (_, content, lines) => {
    const path = write("chunks.csv", content);
    const found = await chunks(path);
    expect(found.map(({ text }) => text).join("")).toBe(content);
    expect(found.length > 1).toBe(content.length > 1 << 20);
    for (const { text, line } of found) {
      const before = content.indexOf(text.slice(0, 200));
      expect(line).toBe(content.slice(0, before).split("\n").length);
    }
    expect(content.trimEnd().split("\n").length).toBeLessThanOrEqual(lines);
    for (const { text } of found) expect(text).toMatch(/^(\d+|a),/);
    const zipped = await chunks(write("chunks.csv.gz", gzipSync(content)));
    expect(zipped.map(({ text }) => text).join("")).toBe(content);
  });

  test("a byte order mark is left out; what is no UTF-8 text is an error", async () => {
    expect(await chunks(write("bom.csv", "\uFEFFa,b\n1,2\n"))).toEqual([{ text: "a,b\n1,2\n", line: 1 }]);
    await expect(chunks(write("utf16.csv", Buffer.from("\uFEFFa,b\n", "utf16le")))).rejects.toThrow(/UTF-16/);
    await expect(chunks(write("bytes.csv", Uint8Array.of(1, 0, 2)))).rejects.toThrow(/not a text file/);
    await expect(chunks(write("cut.gz", gzipSync(plain).subarray(0, 999)))).rejects.toThrow(
      /gzip file is damaged/,
    );
  });
});

describe("numbers straight from bytes", () => {
  const read = (text: string, places: number[], strict = -1) =>
    readNumberLines(Buffer.from(text), {
      delimiter: 44,
      width: places.length,
      places: Int32Array.from(places),
      rowWidth: Math.max(0, ...places) + 1,
      strict,
    });

  const digits = fc.stringMatching(/^[+-]?\d{1,9}(\.\d{0,6})?$/);
  test("each is what Number gives, to the bit", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(digits, digits), { minLength: 1 }), fc.boolean(), (rows, windows) => {
        const end = windows ? "\r\n" : "\n";
        const found = read(rows.map((row) => row.join()).join(end), [1, 0]);
        expect(found?.rows).toBe(rows.length);
        expect(Array.from(found?.numbers ?? [])).toEqual(rows.flatMap(([a, b]) => [Number(b), Number(a)]));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("texts, passed over cells, blank lines", () => {
    expect(read("1,yes,2,zz\n\n3,no,4,y\n", [0, TEXT, 1, -1])).toMatchObject({
      rows: 2,
      numbers: Float64Array.of(1, 2, 3, 4),
      texts: ["yes", "no"],
    });
  });

  test.each([
    ["a quote", '1,"2"\n'],
    ["a blank", "1, 2\n"],
    ["an empty cell", "1,\n"],
    ["a word", "1,NA\n"],
    ["an exponent", "1,1e5\n"],
    ["sixteen digits", "1,1234567890123456\n"],
    ["a lone sign", "1,-\n"],
    ["too few cells", "1\n"],
    ["too many", "1,2,3\n"],
    ["a cell that goes on", "1,2x\n"],
    ["a decimal comma", "1;2,5\n"],
  ])("%s is left to the parser that knows all of CSV", (_, text) => {
    expect(read(`5,6\n${text}`, [0, 1])).toBeUndefined();
  });

  test("a name of digits is left to it as well, where it matters; so is a missing text", () => {
    expect(read("1,007\n", [0, 1], 1)).toBeUndefined();
    expect(read("007,1\n", [0, 1], 1)?.numbers).toEqual(Float64Array.of(7, 1));
    for (const word of ["NA", "nan", "?", "ä", "a b"]) expect(read(`1,${word}\n`, [0, TEXT])).toBeUndefined();
  });
});

test("parts are drawn in about the shares asked for, the same each time", () => {
  const draw = () => {
    const parts = new PartsOfRows(7, { validation: 0.1, test: 0.2 });
    return Array.from({ length: 100_000 }, () => parts.next());
  };
  const drawn = draw();
  expect(draw()).toEqual(drawn);
  const share = (part: number): number => drawn.filter((one) => one === part).length / drawn.length;
  expect([0, 1, 2].map(share).map((value) => value.toFixed(2))).toEqual(["0.70", "0.10", "0.20"]);
});

test("a sample has each value as likely as any other", () => {
  let sum = 0;
  for (let seed = 0; seed < 200; seed++) {
    const sample = new Sample(50, seed);
    for (let value = 0; value < 1000; value++) sample.add(value);
    expect(sample.values).toHaveLength(50);
    sum += sample.values.reduce((a, b) => a + b, 0) / 50;
  }
  // The mean of 10,000 draws from 0..999 is off by 2.9 on average.
  expect(Math.abs(sum / 200 - 499.5)).toBeLessThan(12);
});

describe("downhill fit --stream", () => {
  const at = new Workplace();
  afterAll(() => rmSync(at.folder, { recursive: true }));
  const random = new Random(4);
  const ROWS = 30_000;
  const rows = random.table(ROWS, 4).map((row) => row.map((x) => Number(x.toFixed(5))));
  const y = rows.map(([a, b, c]) => (2 * a - b + Math.sin(3 * c)).toFixed(6));
  const kind = rows.map(([a, b]) => (a > b ? "above" : "below"));
  const header = "a,b,c,d,y,kind\n";
  const line = (r: number): string => `${rows[r].join()},${y[r]},${kind[r]}`;
  const all = Array.from({ length: ROWS }, (_, r) => line(r));
  at.write("plain.csv", `${header}${all.join("\n")}\n`);
  at.write(
    "quoted.csv",
    `${header}${all.map((text) => text.replace(/,/g, '","').replace(/^|$/g, '"')).join("\r\n")}\r\n`,
  );
  writeFileSync(at.path("plain.csv.gz"), gzipSync(`${header}${all.join("\n")}\n`));
  const SHORT = ["--stream", "--epochs", "2", "--hidden", "8", "--json"];
  const fit = (...args: string[]): Record<string, never> => {
    const { code, out, err } = at.run("fit", ...args, ...SHORT);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return JSON.parse(out) as Record<string, never>;
  };
  const untimed = ({ file: _, seconds: __, history, ...rest }: Record<string, never>): object => ({
    ...rest,
    history: (history as object[]).map((epoch) => ({ ...epoch, elapsedMs: 0 })),
  });

  test("the same file gives the same bytes; quotes, zipping and ends of lines change no bit", () => {
    const one = fit("plain.csv", "--target", "y", "--drop", "kind", "--save", "one.safetensors");
    fit("plain.csv", "--target", "y", "--drop", "kind", "--save", "two.safetensors");
    expect(readFileSync(at.path("two.safetensors"))).toEqual(readFileSync(at.path("one.safetensors")));
    for (const file of ["quoted.csv", "plain.csv.gz"])
      expect(untimed(fit(file, "--target", "y", "--drop", "kind"))).toMatchObject({
        history: (untimed(one) as { history: object }).history,
        test: one.test,
      });
    expect(one.rows).toMatchObject({ test: expect.any(Number) as number });
    expect(one.shuffleRows).toBe(16_384);
  });

  test("finds what the fit in memory finds, and predict and evaluate go on with its model", () => {
    const options = ["--target", "y", "--drop", "kind", "--epochs", "8"];
    const streamed = JSON.parse(
      at.run("fit", "plain.csv", ...options, "--stream", "--json", "--save", "s.safetensors").out,
    ) as Record<string, { mae: number }>;
    const whole = JSON.parse(at.run("fit", "plain.csv", ...options, "--json").out) as Record<
      string,
      { mae: number }
    >;
    expect(streamed.test.mae / whole.test.mae).toBeLessThan(1.3);
    expect(whole.test.mae / streamed.test.mae).toBeLessThan(1.3);
    const { err, out } = at.run("evaluate", "s.safetensors", "plain.csv");
    expect(out + err).toContain("trained on");
    expect(Model.load(readFileSync(at.path("s.safetensors"))).columns).toEqual(["a", "b", "c", "d"]);
  });

  test("classes, by name", () => {
    const result = fit("plain.csv", "--target", "kind", "--drop", "y");
    expect(result.classes).toEqual(["above", "below"]);
    expect((result.test as { accuracy: number }).accuracy).toBeGreaterThan(0.9);
  });

  test("the order of the rows in memory is drawn in a window, 0 for none", () => {
    const losses = (rows: string): unknown =>
      (
        fit("plain.csv", "--target", "y", "--drop", "kind", "--shuffle-rows", rows).history as {
          loss: number;
        }[]
      ).map(({ loss }) => loss);
    expect(losses("0")).toEqual(losses("0"));
    expect(new Set([losses("0"), losses("1000"), losses("16384")].map(String)).size).toBe(3);
  });

  // Far below the first rows, by which the columns are judged.
  const spoiled = (r: number, text: string): string =>
    [...all.slice(0, r), text, ...all.slice(r + 1)].join("\n");
  test.each([
    [
      "text among numbers",
      "1,oops,3,4,5,above",
      'line 29002 of the file, column "b": "oops" is not a number',
    ],
    ["a missing cell", "1,,3,4,5,above", 'line 29002 of the file, column "b": the cell is empty'],
    ["a row too short", "1,2,3", "line 29002 of the file: 3 cells, but the header in line 1 names 6 columns"],
    [
      "a name of digits",
      "1,2,3,4,007,above",
      'line 29002 of the file, column "y": as a number "007" would come back as 7',
    ],
    ["an infinite number", "1,2,3,4,1e999,above", "is too large for a number"],
    ["a quote that never closes", '1,2,3,4,"5,above', "a quote is opened and never closed"],
  ])("%s is an error that names the line, and nothing is saved", (_, text, expected) => {
    at.write("spoiled.csv", header + spoiled(29_000, text));
    const { code, err } = at.run(
      "fit",
      "spoiled.csv",
      "--target",
      "y",
      "--drop",
      "kind",
      ...SHORT,
      "--save",
      "none.safetensors",
    );
    expect(code).toBe(2);
    expect(err).toContain(expected);
    expect(existsSync(at.path("none.safetensors"))).toBe(false);
  });

  test("0 and 1 in the first rows, other numbers further down", () => {
    const content = Array.from(
      { length: 200_000 },
      (_, r) => `${r % 97},${r % 89},${r === 190_000 ? 7 : r % 2}`,
    );
    at.write("counts.csv", `a,b,sold\n${content.join("\n")}\n`);
    const { code, err } = at.run("fit", "counts.csv", "--target", "sold", ...SHORT);
    expect(code).toBe(2);
    expect(err).toMatch(
      /column "sold" has 7, while the first \d+ rows hold only 0 and 1\. Say --task regression/,
    );
    expect(fit("counts.csv", "--target", "sold", "--task", "regression").task).toBe("regression");
  });

  test("decimal commas are those of the first rows, and a size in inches opens no quote", () => {
    const cell = (r: number): string => (r < 40_000 ? `${r % 7},${r % 1000}5` : "5,531");
    const lines = Array.from({ length: 120_000 }, (_, r) => `${cell(r)};${r % 3} 5" pipe;${(r % 7) * 2}`);
    at.write("commas.csv", `a;b;y\n${lines.join("\n")}`);
    expect(fit("commas.csv", "--target", "y", "--drop", "b").rows).toMatchObject({
      train: expect.any(Number) as number,
    });
    at.write("stray.csv", `a;b;y\n${[...lines, "1.5;x;2"].join("\n")}`);
    const { code, err } = at.run("fit", "stray.csv", "--target", "y", "--drop", "b", ...SHORT);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('line 120002 of the file, column "a": "1.5" has a point'),
    ]);
  });

  test("a file of a few rows, of which chance keeps none for validation; a folder; a rate that is too large", () => {
    at.write("few.csv", "a,y\n1,2\n2,4\n3,6\n4,8\n5,11\n");
    const { code, err } = at.run("fit", "few.csv", "--target", "y", ...SHORT, "--test", "0.4");
    if (code !== 0) expect(err).toMatch(/5 rows are too few to keep some for a test/);
    expect(at.run("fit", ".", "--target", "y", "--stream").err).toBe(
      "downhill: .: is a folder, not a file.\n",
    );
    const options = ["--optimizer", "sgd", "--loss", "mse", "--learning-rate", "1e9", ...SHORT];
    const wild = at.run("fit", "plain.csv", "--target", "y", "--drop", "kind", ...options);
    expect(wild.err).toContain("Try --learning-rate 0.001. Nothing was saved.");
  });

  test.each([
    [["--past", "7"], "--past is not for rows that are streamed"],
    [["--batch", "all"], "--batch all needs all rows at once"],
    [["--on-diverge", "halve"], "--on-diverge halve needs rows that are gone"],
    [["--checkpoint", "c"], "--checkpoint is not for rows that are streamed"],
    [
      ["--validation", "0", "--test", "0"],
      "--validation 0 and --test 0 leave no rows in memory to judge the model on",
    ],
  ])("%j: an error that says why", (options, text) => {
    const { code, err } = at.run(
      "fit",
      "plain.csv",
      "--target",
      "y",
      "--drop",
      "kind",
      "--stream",
      ...options,
    );
    expect(code).toBe(2);
    expect(err).toContain(`--stream: ${text}`);
  });

  test("--shuffle-rows without --stream, and standard input, are errors", () => {
    const one = at.run("fit", "plain.csv", "--target", "y", "--shuffle-rows", "5");
    expect([one.code, one.err]).toEqual([
      2,
      "downhill: --shuffle-rows is for a file that is streamed: say --stream too.\n",
    ]);
    expect(at.run("fit", "-", "--target", "y", "--stream").err).toContain("can be read only once");
  });
});
