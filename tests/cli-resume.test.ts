import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { dataset, dense, Model } from "../src/index.js";
import { jsonLines, Workplace } from "./cli-process.js";
import { csv, noise, rows, SERIES } from "./cli-samples.js";

/** What --checkpoint, --every and --resume are answered with. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));
at.write("series.csv", SERIES);

describe("--resume of another training says what differs, before anything else", () => {
  at.write(
    "small.csv",
    csv(
      "a,b,c,y",
      rows(60, (i) => `${noise(i)},${noise(i + 1)},${noise(i + 2)},${noise(i + 3)}`),
    ),
  );
  at.write(
    "others.csv",
    csv(
      "p,q,y",
      rows(60, (i) => `${noise(i)},${noise(i + 1)},${noise(i + 3)}`),
    ),
  );
  at.write("longer.csv", csv(SERIES.trimEnd(), ["2021-01-01,1000"]));
  const table = ["small.csv", "--target", "y", "--hidden", "4", "--epochs", "3"];
  const series = "series.csv --target visits --past 14 --epochs 3 --patience 0 --hidden none".split(" ");
  const file = "--checkpoint kept.checkpoint --every 1".split(" ");
  const seriesFile = "--checkpoint series.checkpoint --every 1".split(" ");
  at.run("fit", ...table, ...file);
  at.run("fit", ...series, ...seriesFile);

  const cases: [string, string[], string][] = [
    ["a seed", [...table, ...file, "--seed", "2"], "--seed was 1"],
    ["a share", [...table, ...file, "--validation", ".2"], "--validation was 0.1"],
    ["no validation", [...table, ...file, "--validation", "0"], "--validation was 0.1"],
    ["another share", [...table, ...file, "--test", "0.3"], "--test was 0.2"],
    ["the epochs", [...table, ...file, "--epochs", "4"], "--epochs was 3"],
    ["the batch", [...table, ...file, "--batch", "all"], "--batch was 32"],
    ["the patience", [...table, ...file, "--patience", "0"], "--patience was 20"],
    ["the layers", [...table, ...file, "--hidden", "none"], "--hidden was 4"],
    ["the activation", [...table, ...file, "--activation", "tanh"], "--activation was relu"],
    ["the rate", [...table, ...file, "--learning-rate", "0.5"], "--learning-rate was 0.001"],
    ["the optimizer", [...table, ...file, "--optimizer", "sgd"], "--optimizer was adam"],
    ["the loss", [...table, ...file, "--loss", "mse"], "--loss was mae"],
    ["a divergence", [...table, ...file, "--on-diverge", "halve"], "--on-diverge was throw"],
    ["two of them", [...table, ...file, "--seed", "2", "--test", "0"], "--test was 0.2, --seed was 1"],
    ["a column dropped", [...table, ...file, "--drop", "b"], "its inputs were a, b, c"],
    ["columns chosen", [...table, ...file, "--features", "c"], "its inputs were a, b, c"],
    ["the target", ["small.csv", ...table.slice(1), ...file, "--target", "c"], "--target was y"],
    [
      "the file",
      ["others.csv", ...table.slice(1), ...file],
      "its file was another one, or has changed since",
    ],
    ["the past", [...series, ...seriesFile, "--past", "7"], "--past was 14"],
    ["the gap", [...series, ...seriesFile, "--gap", "1"], "--gap was 0"],
    [
      "rows",
      ["longer.csv", ...series.slice(1), ...seriesFile],
      "its file was another one, or has changed since",
    ],
    [
      "a table",
      [...table, ...seriesFile],
      "--target was visits, --past was 14, its file was another one, or has changed since, --hidden was none, --patience was 0",
    ],
  ];
  it.each(cases)("%s", (_, args, expected) => {
    expect(at.run("fit", ...args, "--resume")).toEqual({
      code: 2,
      out: "",
      err:
        `downhill: --checkpoint ${args.includes("kept.checkpoint") ? "kept" : "series"}.checkpoint: the training in it is another one: ${expected}. ` +
        "Repeat the command that it came from; or, to begin anew, leave out --resume and add --force or name another file.\n",
    });
  });

  it("but what is typed otherwise and means the same is the same", () => {
    const same = [
      "--seed",
      "1",
      "--loss",
      "mae",
      "--learning-rate",
      "1e-3",
      "--validation",
      "0.10",
      "--json",
    ];
    for (const args of [same, ["--features", "c,b,a"], ["--every", "7"], ["--save", "small.safetensors"]]) {
      expect(at.run("fit", ...table, ...file, ...args, "--resume")).toMatchObject({ code: 0, err: "" });
    }
  });

  it("a checkpoint that is damaged, or a program's own, is told as such", async () => {
    const whole = readFileSync(at.path("kept.checkpoint"));
    for (const length of [whole.length - 1, Math.floor(whole.length * 0.6), 100]) {
      at.write("cut.checkpoint", whole.subarray(0, length));
      const { code, err } = at.run("fit", ...table, "--checkpoint", "cut.checkpoint", "--resume");
      expect({ length, code, err }).toMatchObject({
        code: 2,
        err: expect.stringContaining("cut.checkpoint: "),
      });
      expect(err).toMatch(
        /: (the checkpoint is damaged, or another version of downhill made it\. Name another file|this is no checkpoint of downhill)/,
      );
    }
    const model = new Model({ inputs: 3, layers: [dense(1)], loss: "mae" });
    const data = dataset({
      inputs: [
        [1, 2, 3],
        [4, 5, 7],
      ],
      targets: [1, 2],
    });
    await model.fit(data, { epochs: 1, onEpoch: () => void at.write("own.checkpoint", model.checkpoint()) });
    expect(at.run("fit", ...table, "--checkpoint", "own.checkpoint", "--resume")).toMatchObject({
      code: 2,
      err: expect.stringContaining('own.checkpoint: this checkpoint was not made by "downhill fit"'),
    });
  });

  it("and a checkpoint in place of a model, too", () => {
    for (const command of ["predict", "evaluate"]) {
      expect(at.run(command, "kept.checkpoint", "small.csv")).toEqual({
        code: 2,
        out: "",
        err: "downhill: kept.checkpoint: this is a checkpoint, a training under way. End it with fit --checkpoint kept.checkpoint --resume --save <file>.\n",
      });
    }
  });

  it("a model without the options in its notes, as older versions saved them, still loads", () => {
    at.run("fit", ...table, "--save", "new.safetensors");
    const model = Model.load(readFileSync(at.path("new.safetensors")));
    const { options, ...older } = (model.notes as { cli: { options?: object } }).cli;
    expect(options).toMatchObject({ "--hidden": "4" });
    model.notes = { cli: older };
    at.write("old.safetensors", model.save());
    expect(at.run("predict", "old.safetensors", "small.csv")).toEqual(
      at.run("predict", "new.safetensors", "small.csv"),
    );
    expect(at.run("evaluate", "old.safetensors", "small.csv").code).toBe(0);
  });
});

describe("errors", () => {
  const fit = "fit series.csv --target visits --past 14 --epochs 3 --patience 0 --hidden none".split(" ");
  it("--resume and --every need --checkpoint, --every a number", () => {
    expect(at.run(...fit, "--resume").err).toContain("--resume: say --checkpoint too");
    for (const every of ["3", "30s"]) {
      expect(at.run(...fit, "--every", every)).toEqual({
        code: 2,
        out: "",
        err: "downhill: --every: say --checkpoint too, the file to write so often.\n",
      });
    }
    expect(at.run(...fit, "--checkpoint", "b", "--every", "soon").err).toContain(
      "A number of epochs is needed",
    );
  });

  describe("a file that is there", () => {
    const there: [string, string, string, string[], string][] = [];
    const resumeAdvice =
      "there is no training in it to go on from. Name the file that --checkpoint wrote, or one that is not there yet.";
    for (const [name, is] of [
      ["old.checkpoint", "a checkpoint is there already"],
      ["model.safetensors", "this is a model, not a checkpoint"],
      ["notes.txt", "this is no checkpoint of downhill"],
      ["other.csv", "this is no checkpoint of downhill"],
    ]) {
      const isCheckpoint = name === "old.checkpoint";
      const advice = isCheckpoint
        ? ". Add --resume to go on from it, or --force to begin anew, or name another file."
        : ", and would be replaced. Write to another file, or add --force.";
      there.push([name, is, "no option", [], advice]);
      if (isCheckpoint) continue;
      there.push([name, is, "--resume", ["--resume"], `: ${resumeAdvice}`]);
      there.push([name, is, "--resume --force", ["--resume", "--force"], `: ${resumeAdvice}`]);
    }
    at.write("notes.txt", "mine");
    at.write("other.csv", SERIES);
    at.run(...fit, "--checkpoint", "old.checkpoint", "--every", "1", "--save", "model.safetensors");

    it.each(there)("%s: %s, with %s", (name, is, _, options, advice) => {
      const before = readFileSync(at.path(name));
      expect(at.run(...fit, "--checkpoint", name, ...options)).toEqual({
        code: 2,
        out: "",
        err: `downhill: --checkpoint ${name}: ${is}${advice}\n`,
      });
      expect(readFileSync(at.path(name)).equals(before)).toBe(true);
    });

    it("is replaced with --force alone, as the errors say", () => {
      for (const name of ["old.checkpoint", "model.safetensors", "notes.txt"]) {
        expect(at.run(...fit, "--checkpoint", name, "--every", "1", "--force").code).toBe(0);
        expect(readFileSync(at.path(name)).toString("latin1")).toContain('"format":"downhill checkpoint"');
      }
    });
  });

  it("a checkpoint is not --save's file", () => {
    expect(at.run(...fit, "--checkpoint", "same", "--save", "./same").err).toContain(
      "the same file as --save",
    );
  });
});

describe("--resume says whether it goes on", () => {
  const fit = "fit series.csv --target visits --past 14 --hidden none --patience 0".split(" ");
  const resumed = (args: string[]): { line: string | undefined; json: unknown } => {
    const { out } = at.run(...args);
    const json = jsonLines(at.run(...args, "--json").out)[0];
    const line = out.split("\n").find((text) => /going on|to go on from/.test(text));
    return { line, json: json.resumedAfter };
  };

  it("from which epoch", () => {
    for (const [epochs, every, expected] of [
      [1, 1, "1 of 1 epoch is done"],
      [8, 5, "5 of 8 epochs are done"],
      [1200, 1100, "1,100 of 1,200 epochs are done"],
    ] as const) {
      const file = `after-${every}.checkpoint`;
      const args = [...fit, "--epochs", `${epochs}`, "--checkpoint", file, "--every", `${every}`];
      const first = at.run(...args, "--json");
      expect(Object.keys(jsonLines(first.out)[0])).not.toContain("resumedAfter");
      expect(resumed([...args, "--resume"])).toEqual({
        line: `going on from ${file}: ${expected}`,
        json: every,
      });
    }
  });

  it("or that it begins anew, where the file is not there or empty", () => {
    at.write("empty.checkpoint", "");
    for (const file of ["none.checkpoint", "empty.checkpoint"]) {
      const args = [...fit, "--epochs", "3", "--checkpoint", file, "--resume"];
      expect(resumed(args)).toEqual({
        line: `there is no training in ${file} to go on from: this one begins anew`,
        json: null,
      });
    }
  });

  it("nothing without the option", () => {
    expect(resumed([...fit, "--epochs", "3"])).toEqual({ line: undefined, json: undefined });
  });
});
