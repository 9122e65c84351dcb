import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { Workplace } from "./cli-process.js";
import { csv, noise, rows, SERIES } from "./cli-samples.js";
import { Random } from "./support/random.js";

/** --checkpoint and --resume: a training that is killed at any moment, and goes on, ends as one that was not. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));
at.write("series.csv", SERIES);
at.write(
  "table.csv",
  csv(
    "a,b,y",
    rows(3000, (i) => `${noise(i)},${noise(i + 1)},${noise(i) * noise(i + 1)}`),
  ),
);

/** How often it is killed; 50 for the record. */
const KILLS = Number(process.env.KILLS ?? 5);
const random = new Random(50);

const trainings: [string, string[], string][] = [
  ["each epoch", "series.csv --target visits --past 14 --epochs 600 --patience 0".split(" "), "1"],
  [
    "each second, within an epoch",
    "table.csv --target y --hidden 300,300 --epochs 100 --patience 0".split(" "),
    "1s",
  ],
];

describe.each(trainings)("killed at random moments, checkpoints %s", (name, training, every) => {
  it("ends with the bytes of a training that was not", { timeout: 300_000 }, async () => {
    const whole = at.run("fit", ...training, "--save", "whole.safetensors");
    expect(whole.code).toBe(0);
    const file = `${every}.checkpoint`;
    const command = [
      "fit",
      ...training,
      "--save",
      "killed.safetensors",
      "--checkpoint",
      file,
      "--every",
      every,
      "--resume",
    ];
    let kills = 0;
    let sinceCheckpoint = 0;
    while (kills < KILLS) {
      const { child, outcome } = at.start(...command);
      const ended = outcome.then(({ code }) => code);
      // Some before the first checkpoint, some while one is being written; later ones must get on a little further.
      const wait = 250 + random.uniform() * 700 + (every === "1s" ? 900 : 0) + sinceCheckpoint;
      const result = await Promise.race([ended, setTimeout(wait, "running")]);
      if (result !== "running") {
        expect(result).toBe(0);
        break;
      }
      const before = existsSync(at.path(file)) ? readFileSync(at.path(file)).length : 0;
      child.kill("SIGKILL");
      await once(child, "close").catch(() => undefined);
      kills++;
      sinceCheckpoint = before > 0 ? 0 : 300;
    }
    const { code, err } = at.run(...command);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(readFileSync(at.path("killed.safetensors"))).toEqual(readFileSync(at.path("whole.safetensors")));
    expect(kills, name).toBeGreaterThan(0);
    expect(existsSync(at.path(file))).toBe(true);
  });
});

describe("errors", () => {
  const fit = "fit series.csv --target visits --past 14 --epochs 3 --patience 0 --hidden none".split(" ");
  it("go on only from the same training's file", () => {
    expect(at.run(...fit, "--checkpoint", "a.checkpoint", "--every", "1").code).toBe(0);
    const again = (...options: string[]): string =>
      at.run(...fit, ...options, "--checkpoint", "a.checkpoint", "--every", "1").err.replaceAll(/\s+/g, " ");
    expect(again("--resume", "--epochs", "4")).toContain("holds a training with other --epochs (3)");
    expect(again("--resume", "--batch", "7")).toContain("holds a training with other --batch (32)");
    expect(again("--resume", "--hidden", "5")).toContain(
      "holds a training with other options of the network",
    );
    expect(again("--resume", "--validation", "0.3")).toContain("not the data of the checkpoint");
    expect(again("--resume")).toBe("");
    expect(again("--resume", "--save", "a.checkpoint")).toContain("a.checkpoint");
  });

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

  it("a file that is not there is begun", () => {
    expect(at.run(...fit, "--checkpoint", "c.checkpoint", "--every", "2", "--resume").code).toBe(0);
    expect(existsSync(at.path("c.checkpoint"))).toBe(true);
  });
});
