import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { load } from "downhill/predict";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ClassicSet,
  CLASSIC_SETS,
  type DataChoice,
  defaultsFor,
  OPTIMIZER_NAMES,
  type Setup,
} from "../../playground/src/setup/setup.js";
import { textHash } from "../../playground/src/link.js";
import { programOf, uncut } from "../../playground/src/share/program/program.js";
import { TOP, trainTo } from "./train.js";

/** The programs that the playground hands out, run in Node by themselves: the same parameters to the bit. Needs dist. */

let folder = "";

beforeAll(() => {
  mkdirSync(join(TOP, "build"), { recursive: true });
  // In the clone, where "downhill" is the package itself.
  folder = mkdtempSync(join(TOP, "build/programs-"));
  writeFileSync(join(folder, "flats, sold.csv"), FLATS);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FLATS = [
  "m2,floor,district,price",
  ...Array.from({ length: 80 }, (_, i) => {
    const m2 = 30 + ((37 * i) % 101);
    return `${m2},${i % 9 ? i % 6 : ""},${i % 4 ? "harbour" : "centre"},${m2 * 4 + ((13 * i) % 21)}`;
  }),
].join("\n");

const flats: DataChoice = { kind: "csv", name: "flats, sold.csv", hash: textHash(FLATS) };
const points = Array.from(
  { length: 40 },
  (_, i) => [i / 20 - 1, Math.round(100 * Math.sin(i / 5)) / 100] as const,
);
const classic = (kind: ClassicSet): Setup => defaultsFor({ kind, rows: 60, noise: 0.1 });

/** What is trained, how far, and whether it is stopped there. */
type Case = readonly [name: string, setup: Setup, epoch: number, end?: boolean, text?: string];

const CASES: Case[] = [
  ...CLASSIC_SETS.map((kind): Case => [`${kind}, paused`, classic(kind), 7]),
  ["another seed, stopped", { ...classic("spiral"), seed: 5 }, 30, true],
  ["all rows are trained on", { ...classic("xor"), validation: 0 }, 5],
  ["births, paused", { ...defaultsFor({ kind: "births" }), past: 7, batchSize: 128 }, 2],
  ["spam, to the end", { ...defaultsFor({ kind: "spam" }), epochs: 2 }, Infinity],
  ["a drawn curve", defaultsFor({ kind: "drawn", points }), 40],
  ["a CSV file, to the end", { ...defaultsFor(flats), epochs: 300, patience: 3 }, Infinity, false, FLATS],
  ["some columns of a CSV", { ...defaultsFor(flats), target: "m2", inputs: ["price"] }, 4, true, FLATS],
  [
    "a CSV's numbers as classes",
    { ...defaultsFor(flats), target: "floor", targetKind: "classes" },
    4,
    false,
    FLATS,
  ],
  ["a curve of a CSV", { ...defaultsFor(flats), target: "price", inputs: ["m2"] }, 4, false, FLATS],
  ["a CSV's classes", { ...defaultsFor(flats), target: "district" }, 4, false, FLATS],
  ["a CSV's series", { ...defaultsFor(flats), target: "price", past: 5, loss: "huber" }, 4, false, FLATS],
  ...OPTIMIZER_NAMES.map((optimizer): Case => [
    optimizer,
    { ...classic("moons"), optimizer, weightDecay: 0.01, schedule: optimizer === "sgd" ? "step" : "cosine" },
    3,
  ]),
  [
    "dropout and every size of batch",
    { ...classic("gauss"), layers: [{ units: 9, activation: "silu", dropout: 0.3 }], batchSize: 1 },
    3,
  ],
  ["a linear model", { ...classic("gauss"), layers: [], batchSize: "all" }, 3],
];

describe("a program", () => {
  test.each(CASES.map((one) => ({ name: one[0], one })))("$name", async ({ one }) => {
    const [, setup, epoch, end, text] = one;
    const { rows, frame } = await trainTo(setup, epoch, end, text);
    const { epoch: done, stoppedBy, hash } = frame;
    const reached = { epoch: done, stoppedBy, hash };
    const program = programOf({ setup, rows, reached, all: uncut(setup) });
    expect(await run(program), program).toContain(`hash of the parameters: ${hash}\n`);
  });

  test("of other settings has another hash", async () => {
    const setup = classic("circle");
    const { rows, frame } = await trainTo(setup, 3);
    const asked = { setup: { ...setup, seed: 2 }, rows, all: uncut(setup) };
    const program = programOf({ ...asked, reached: { epoch: 3 } });
    expect(await run(program)).not.toContain(frame.hash);
  });

  test("from before the first epoch trains to the end", async () => {
    const setup = { ...classic("circle"), epochs: 20 };
    const { rows, frame } = await trainTo(setup, Infinity);
    const program = programOf({ setup, rows, reached: { epoch: 0 }, all: uncut(setup) });
    expect(await run(program)).toContain(frame.hash);
  });
});

describe("the file of a model", () => {
  test("predicts in Node what the playground predicts, to the bit", async () => {
    const { session, rows } = await trainTo(classic("moons"), 9);
    const loaded = load(session.save());
    const [there, here] = [session.model, loaded].map((model) => model.predictAll(rows.train));
    expect(new Uint8Array(here.buffer)).toEqual(new Uint8Array(there.buffer));
    expect(new Set(here).size).toBeGreaterThan(20);
  });
});

async function run(program: string): Promise<string> {
  const file = join(folder, "program.mjs");
  writeFileSync(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  return stdout;
}
