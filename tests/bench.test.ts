import { spawnSync } from "node:child_process";

import { describe, expect, test } from "vitest";

import { compareResults, resultsOf } from "../bench/agreement.js";
import { createBaseline, createCore } from "../bench/contestants.js";
import { fitExponent, fitLine } from "../bench/scaling/fit.js";
import { TASKS, type Task } from "../bench/tasks.js";
import { TOP } from "./support/markdown.js";

function bench(entry: string, ...options: string[]) {
  const command = ["scripts/run-bench.mjs", `bench/${entry}.ts`, ...options];
  return spawnSync(process.execPath, command, { cwd: TOP, encoding: "utf8" });
}

/** The objects that a benchmark printed, one a line and nothing else. */
function records(entry: string, ...options: string[]): Record<string, unknown>[] {
  const { status, stdout, stderr } = bench(entry, ...options, "--json", "--quick");
  expect(status, stderr).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** That the core at one task and the baseline at another have the same results. */
function agree(task: Task, other: Task): void {
  const shuffle = false;
  compareResults(
    task,
    resultsOf(createCore(task, { shuffle })),
    resultsOf(createBaseline(other, { shuffle })),
  );
}

describe.each(TASKS)("bench, $name", (task) => {
  test("core and baseline agree", () => agree(task, task));
});

test("bench: what is not the same is not timed", () => {
  const task = TASKS[2];
  const faster: Task = { ...task, optimizer: { type: "sgd", learningRate: 0.0101, momentum: 0 } };
  const check = (): void => agree(task, faster);
  expect(check).toThrow(/T2: core and baseline disagree on the loss of an epoch: .* Nothing was timed\./);
});

test("bench --json: one line for each kind and implementation", () => {
  const all = records("main", "--task", "T0");
  const [lines, costs] = [all.slice(0, 6), all.slice(6)];
  expect(costs.map(({ kind }) => kind).slice(0, 2)).toEqual([
    "fit beside fitSync",
    "the caller's loop after a fit",
  ]);
  for (const { ratio, spread } of costs) {
    expect(ratio).toBeGreaterThan(0);
    expect(spread).toBeGreaterThanOrEqual(0);
  }
  const common = ["task", "kind", "implementation", "value", "unit", "ratio"];
  expect(lines.map(({ task, kind, implementation, unit }) => [task, kind, implementation, unit])).toEqual([
    ["T0", "train", "core", "samples/s"],
    ["T0", "train", "baseline", "samples/s"],
    ["T0", "predict", "core", "us"],
    ["T0", "predict", "baseline", "us"],
    ["T0", "predictAll", "core", "samples/s"],
    ["T0", "predictAll", "baseline", "samples/s"],
  ]);
  for (const line of lines) {
    const ours = line.implementation === "core";
    expect(Object.keys(line)).toEqual([...common, ...(ours ? ["gflops", "peakShare"] : ["float64"])]);
    const rest = ours ? [line.gflops, line.peakShare] : Object.values(line.float64 as object);
    const numbers = [line.value, line.ratio, ...rest];
    for (const number of numbers) expect(number).toBeGreaterThan(0);
    if (ours) expect(line.peakShare).toBeLessThan(1);
  }
});

test("bench:kernels --json: one line for each kernel and shape", () => {
  const lines = records("kernels", "--kernel", "columnSums");
  expect(lines).toHaveLength(8);
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(["kernel", "shape", "us", "rate", "unit"]);
    expect(line).toMatchObject({ kernel: "columnSums", unit: "Gelements/s" });
  }
});

test("bench:scaling --json: one line for each point, for the line through them, and for each task's memory", () => {
  const depths = records("scaling", "--curve", "depth");
  expect(depths).toHaveLength(9);
  for (const point of depths.slice(0, -1)) {
    expect(Object.keys(point)).toEqual(["curve", "x", "nsPerRow", "gflops", "ofLine"]);
  }
  expect(depths[8]).toMatchObject({ curve: "depth", piece: "a row" });
  for (const task of records("scaling", "--curve", "memory")) {
    const { data, parameters, activations, bytes, padding } = task as Record<string, number>;
    expect(data + parameters + activations).toBeLessThan(bytes);
    // What no part accounts for: the core's own pages and rounding.
    expect(padding).toBeGreaterThanOrEqual(0);
    expect(padding).toBeLessThan(3 * 65536);
  }
});

test("bench:scaling: the line through points on a line, and the power of a power", () => {
  const works = [1, 10, 100, 1000];
  const [fixed, slope] = fitLine(
    works,
    works.map((work) => 5 + 2 * work),
  );
  expect(fixed).toBeCloseTo(5, 9);
  expect(slope).toBeCloseTo(2, 9);
  expect(
    fitExponent(
      works,
      works.map((work) => 3 * work ** 1.5),
    ),
  ).toBeCloseTo(1.5, 9);
});

test.each([
  ["main", "--task", "T9", 'bench: there is no task "T9". Known: T0, T1, T2, T3, T4, T5.\n'],
  ["main", "--clock", "sun", 'bench: --clock is cpu or wall, not "sun".\n'],
  // prettier-ignore
  ["scaling", "--curve", "sky", 'bench:scaling: there is no curve "sky". Known: rows, width, depth, batch, memory.\n'],
  ["kernels", "--kernel", "nothing", 'bench:kernels: no kernel\'s name holds "nothing".\n'],
])("bench/%s.ts %s %s: one clear line", (entry, option, value, text) => {
  const { status, stdout, stderr } = bench(entry, option, value);
  expect([status, stdout, stderr]).toEqual([2, "", text]);
});
