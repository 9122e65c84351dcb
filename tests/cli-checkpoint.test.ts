import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { Workplace } from "./cli-process.js";
import { csv, noise, rows, SERIES } from "./cli-samples.js";
import { Random } from "./support/random.js";

/** --checkpoint and --resume: a training that is killed or stopped at any moment, and goes on, ends as one that was not. */

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

describe.each(trainings)("stopped by Ctrl-C, checkpoints %s", (name, training) => {
  it(
    "keeps what is done, and ends with the bytes of a training that was not",
    { timeout: 300_000 },
    async () => {
      const whole = at.run("fit", ...training, "--save", "whole.safetensors");
      expect(whole.code).toBe(0);
      const file = `${name.slice(0, 10)}.stopped`;
      // Only Ctrl-C writes it.
      const command = ["fit", ...training, "--save", "stopped.safetensors", "--checkpoint", file];
      command.push("--every", "1000000s", "--resume");
      let stops = 0;
      let reached = 0;
      while (stops < KILLS) {
        const { child, outcome } = at.start(...command);
        await once(child.stdout as Readable, "data");
        await setTimeout(random.uniform() * 150 + 20 * stops);
        child.kill("SIGINT");
        const { code, out, err } = await outcome;
        if (code === 0) break;
        expect(code).toBe(130);
        const last = `The training is kept in ${file}: add --resume to go on.\n`;
        const withinFirst = `downhill: stopped before the first epoch was done, nothing saved. ${last}`;
        if (err === "") expect(out.endsWith(`\n${last}`)).toBe(true);
        else expect(err).toBe(withinFirst);
        const done = /going on from .*: ([\d,]+) of/.exec(out)?.[1].replaceAll(",", "");
        expect(done === undefined).toBe(stops === 0);
        expect(Number(done ?? 0)).toBeGreaterThanOrEqual(reached);
        reached = Number(done ?? 0);
        stops++;
      }
      expect(at.run(...command)).toMatchObject({ code: 0, err: "" });
      expect(readFileSync(at.path("stopped.safetensors"))).toEqual(
        readFileSync(at.path("whole.safetensors")),
      );
      expect(stops, name).toBeGreaterThan(0);
    },
  );
});

it("Ctrl-C within the first epoch keeps it, without --checkpoint it says nothing of one", async () => {
  const long = "fit table.csv --target y --hidden 2000,2000".split(" ");
  for (const [options, expected] of [
    [[], "downhill: stopped before the first epoch was done.\n"],
    [
      ["--checkpoint", "first.checkpoint"],
      "downhill: stopped before the first epoch was done. The training is kept in first.checkpoint: add --resume to go on.\n",
    ],
  ] as const) {
    const { child, outcome } = at.start(...long, ...options);
    await once(child.stdout as Readable, "data");
    await setTimeout(200);
    child.kill("SIGINT");
    const { code, err } = await outcome;
    expect({ code, err }).toEqual({ code: 130, err: expected });
  }
  expect(existsSync(at.path("first.checkpoint"))).toBe(true);
});

it("Ctrl-C while the fit still looks at its rows has nothing to keep, and says nothing of it", async () => {
  const names = rows(30, (c) => `c${c}`);
  const line = (i: number): string => [...names.map((_, c) => noise(i + 31 * c).toFixed(4)), noise(i)].join();
  at.write("wide.csv", csv([...names, "y"].join(), rows(20_000, line)));
  for (const wait of [0, 10, 40]) {
    const file = `wide-${wait}.checkpoint`;
    const { child, outcome } = at.start("fit", "wide.csv", "--target", "y", "--checkpoint", file);
    await once(child.stdout as Readable, "data");
    await setTimeout(wait);
    child.kill("SIGINT");
    const { code, err } = await outcome;
    const kept = existsSync(at.path(file)) ? ` The training is kept in ${file}: add --resume to go on.` : "";
    expect({ code, err }).toEqual({
      code: 130,
      err: `downhill: stopped before the first epoch was done.${kept}\n`,
    });
  }
});

it.runIf(process.platform === "linux")("a checkpoint that Ctrl-C cannot write is an error", async () => {
  mkdirSync(at.path("gone"));
  const args = [...trainings[0][1], "--epochs", "1000000", "--checkpoint", "gone/file"];
  const { child, outcome } = at.start("fit", ...args);
  await once(child.stdout as Readable, "data");
  rmSync(at.path("gone"), { recursive: true });
  await setTimeout(100);
  child.kill("SIGINT");
  const { code, err } = await outcome;
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^downhill: [^\n]*gone[^\n]*: no such file or folder\.\n$/),
  });
});
