import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Workplace } from "./cli-process.js";
import { HOUSES, SERIES, TREES, csv, rows, weekly } from "./cli-samples.js";

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

at.write("series.csv", SERIES);
const houses = at.write("houses.csv", HOUSES);
at.write("trees.csv", TREES);

describe("help", () => {
  it("stands alone when nothing is asked", () => {
    const { code, out, err } = at.run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of ["lecture", "fit", "predict", "evaluate", "playground"]) expect(out).toContain(name);
  });

  it.each([[], ["lecture"], ["fit"], ["predict"], ["evaluate"], ["playground"]])(
    "%s --help shows examples",
    (...command) => {
      const { code, out, err } = at.run(...command, "--help");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/\nExamples?:\n {2}downhill /);
    },
  );

  it("knows its version", () => {
    expect(at.run("--version").out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong command ends with code 2 and one clear line", () => {
  const fit = ["fit", "series.csv", "--target", "visits"];
  const cases: [string, string[], string][] = [
    [
      "an unknown command",
      ["fitt"],
      "unknown command 'fitt' (Did you mean fit?) Commands: lecture, fit, predict, evaluate, playground.",
    ],
    [
      "a command like none",
      ["xyz"],
      "unknown command 'xyz'. Commands: lecture, fit, predict, evaluate, playground.",
    ],
    [
      "a mistyped required option",
      ["fit", "series.csv", "--traget", "visits"],
      "unknown option '--traget' (Did you mean --target?)",
    ],
    ["a mistyped column", ["fit", "trees.csv", "--target", "knid"], 'Did you mean "kind"? Columns: height,'],
    ["an unknown option", [...fit, "--epoch", "3"], "unknown option '--epoch' (Did you mean --epochs?)"],
    ["no target", ["fit", "series.csv"], "'--target <column>' not specified"],
    ["no file", ["fit", "--target", "x"], "missing required argument 'data.csv'"],
    [
      "a fraction of an epoch",
      [...fit, "--epochs", "1.5"],
      "'1.5' is invalid. A whole number of at least 1 is needed.",
    ],
    ["a negative patience", [...fit, "--patience", "-1"], "'-1' is invalid. A whole number of at least 0"],
    ["a learning rate of 0", [...fit, "--learning-rate", "0"], "'0' is invalid. A number above 0 is needed."],
    ["a share of 1", [...fit, "--test", "1"], "'1' is invalid. A share of the rows is needed"],
    [
      "shares that leave nothing",
      [...fit, "--past", "7", "--test", "0.6", "--validation", "0.5"],
      "downhill: --validation 0.5 and --test 0.6: nothing is left to train on.",
    ],
    [
      "a patience without validation rows",
      [...fit, "--past", "7", "--validation", "0", "--patience", "5"],
      "downhill: --patience 5 waits for a better validation loss, and --validation 0 leaves no rows to measure one on.",
    ],
    [
      "the default patience, asked for, without validation rows",
      ["fit", "none.csv", "--target", "y", "--patience", "20", "--validation", "0.0"],
      "downhill: --patience 20 waits",
    ],
    [
      "windows that leave nothing",
      [...fit, "--past", "298"],
      "downhill: series.csv: --past 298 leaves 2 rows, too few for --validation 0.1 and --test 0.2.",
    ],
    ["a layer of no units", [...fit, "--hidden", "10,0"], "'10,0' is invalid. Sizes of layers are needed"],
    ["an unknown activation", [...fit, "--activation", "reLU"], "Allowed choices are linear, relu,"],
    ["an unknown optimizer", [...fit, "--optimizer", "lion"], "Allowed choices are sgd, adam,"],
    [
      "an unknown column",
      ["fit", "series.csv", "--target", "Visits"],
      'Did you mean "visits"? Columns: date, visits.',
    ],
    [
      "a text among the inputs of a stream",
      [...fit, "--stream"],
      'column "date" holds text ("2020-01-01" in line 2)',
    ],
    ["a file after --past", ["fit", "--target", "visits", "--past", "series.csv"], "'series.csv' is invalid"],
    [
      "--ahead without --past",
      ["fit", "houses.csv", "--target", "price", "--ahead", "2"],
      "--ahead is for series",
    ],
    ["--drop with --past", [...fit, "--past", "7", "--drop", "date"], "--drop is for tables"],
    [
      "a series too short",
      [...fit, "--past", "300"],
      "--past 300 is too large for a series of 300 values: 299 is the most",
    ],
    [
      "a loss for numbers over classes",
      ["fit", "trees.csv", "--target", "kind", "--loss", "mae"],
      "--loss mae does not fit",
    ],
    [
      "a loss for two classes over three",
      ["fit", "trees.csv", "--target", "kind", "--loss", "binaryCrossEntropy"],
      "is for two classes, there are 3",
    ],
    [
      "a loss for classes over numbers",
      ["fit", "houses.csv", "--target", "price", "--loss", "crossEntropy"],
      "--loss crossEntropy does not fit",
    ],
    [
      "texts as a regression",
      ["fit", "trees.csv", "--target", "kind", "--task", "regression"],
      'line 2 of the file, column "kind": "elm" is not a number.',
    ],
    ["a file that is not there", ["fit", "none.csv", "--target", "x"], "none.csv: no such file or folder."],
    ["a folder", ["fit", ".", "--target", "x"], "downhill: .: is a folder, not a file."],
    ["a folder as a model", ["predict", ".", "series.csv"], "downhill: .: is a folder, not a file."],
    [
      "a folder to save in that is not there",
      [...fit, "--past", "7", "--save", "none/model"],
      "--save none/model: there is no folder none.",
    ],
    ["a folder to save over", [...fit, "--past", "7", "--save", "."], "--save .: is a folder, not a file."],
    [
      "a model that is not there",
      ["predict", "none.safetensors", "series.csv"],
      "none.safetensors: no such file",
    ],
    [
      "a foreign model",
      ["predict", "series.csv", "series.csv"],
      "series.csv is not a model saved by downhill fit --save.",
    ],
    ["seeds of none", ["lecture", "--seeds", "0"], "'0' is invalid. A whole number of at least 1 is needed."],
  ];
  it.each(cases)("%s", (_, args, expected) => {
    const { code, out, err } = at.run(...args);
    expect(err).toContain(expected);
    expect(err).toMatch(/^downhill: [^\n]*\n$/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

describe("bad data ends with code 2, names line and column, and leaves every file as it was", () => {
  const good = rows(60, (i) => `${i},${weekly(i)}`);
  const spoil = (line: number, text: string): string[] => good.map((row, i) => (i === line - 2 ? text : row));
  const cases: [string, string, string][] = [
    [
      "a text",
      csv("x,y", spoil(13, "11,many")),
      'bad.csv, line 13 of the file, column "y": "many" is not a number.',
    ],
    [
      "a missing cell",
      csv("x,y", spoil(20, "18,")),
      'bad.csv, line 20 of the file, column "y": the cell is empty.',
    ],
    [
      "NaN",
      csv("x,y", spoil(20, "NaN,3")),
      'bad.csv: "x" has 1 missing cell (the first in line 20). Say what to do: --missing mean',
    ],
    [
      "Infinity",
      csv("x,y", spoil(5, "Infinity,3")),
      'line 5 of the file, column "x": "Infinity" is not a finite number.',
    ],
    [
      "a ragged row",
      csv("x,y", spoil(30, "28,3,4")),
      "bad.csv, line 30 of the file: 3 cells, but the header in line 1 names 2",
    ],
    [
      "an open quote",
      csv("x,y", spoil(30, '28,"3')),
      "bad.csv, line 30 of the file: a quote is opened and never closed.",
    ],
    [
      "CRLF and a byte order mark",
      csv(
        "\uFEFFx;y",
        spoil(13, "11;many").map((row) => row.replace(",", ";")),
        "\r\n",
      ),
      'line 13 of the file, column "y": "many"',
    ],
    ["an empty file", "", "bad.csv: the file is empty."],
    ["a header alone", "x,y\n", "bad.csv: there are column names, but no rows below them."],
    ["no header", csv("1,2", good), "the first line must name the columns"],
    [
      "two rows",
      csv("x,y", good.slice(0, 2)),
      "bad.csv: 2 rows are too few for --validation 0.1 and --test 0.2. Every",
    ],
    ["no text at all", "x,y\n1\0,2\n", "bad.csv: this is not a text file."],
  ];
  it.each(cases)("%s", (_, text, expected) => {
    at.write("bad.csv", text);
    at.write("kept.safetensors", "as before");
    const files = at.files();
    const { code, out, err } = at.run(
      "fit",
      "bad.csv",
      "--target",
      "y",
      "--save",
      "kept.safetensors",
      "--force",
    );
    expect(err).toContain(expected);
    expect(err).toMatch(/^downhill: [^\n]*\n$/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(readFileSync(at.path("kept.safetensors"), "utf8")).toBe("as before");
    expect(at.files()).toEqual(files);
  });
});

describe("saved models", () => {
  it("that are damaged are refused", () => {
    at.run("fit", houses, "--target", "price", "--epochs", "1", "--save", "whole.safetensors");
    const bytes = readFileSync(at.path("whole.safetensors"));
    at.write("cut.safetensors", bytes.subarray(0, bytes.length - 10));
    for (const command of ["predict", "evaluate"]) {
      const { code, out, err } = at.run(command, "cut.safetensors", houses);
      expect(err).toMatch(/^downhill: cut\.safetensors: [^\n]+\n$/);
      expect({ code, out }).toEqual({ code: 2, out: "" });
    }
  });

  it("are replaced as a whole and leave nothing beside them", () => {
    at.write("replaced.safetensors", "old");
    const files = at.files();
    const save = ["--save", "replaced.safetensors", "--force"];
    at.run("fit", houses, "--target", "price", "--epochs", "1", ...save);
    expect(readFileSync(at.path("replaced.safetensors")).length).toBeGreaterThan(1000);
    expect(at.files()).toEqual(files);
  });

  it("and predictions: a failing run leaves the old ones", () => {
    at.run("fit", houses, "--target", "price", "--epochs", "1", "--save", "whole.safetensors");
    at.write("old.csv", "old\n");
    at.write("broken.csv", "size,age\n1,x\n2,2\n3,3\n");
    expect(at.run("predict", "whole.safetensors", "broken.csv", "--out", "old.csv", "--force").code).toBe(2);
    expect(readFileSync(at.path("old.csv"), "utf8")).toBe("old\n");
  });
});
