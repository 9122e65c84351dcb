import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { ACTIVATIONS, INITIALIZERS } from "../src/spec/layer.js";
import { LOSSES } from "../src/spec/loss.js";
import { OPTIMIZERS } from "../src/spec/optimizer.js";
import { BLOCK } from "../src/wasm/forward-engine.js";
import { STEPS, UPDATES } from "../src/wasm/state.js";
import { LAYER } from "./kernels/network.js";

/** What the wrapper and the core must say alike, though no compiler compares them. */

const textOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../assembly/${path}`, import.meta.url)), "utf8");
const plan = textOf("plan.ts");

/** Fields of a class in assembly/plan.ts with their types, in order. */
function fieldsOf(name: string): [field: string, type: string][] {
  const body = new RegExp(`class ${name} \\{([^}]*)\\}`).exec(plan)?.[1];
  if (body === undefined) throw new Error(`assembly/plan.ts has no class ${name}`);
  return [...body.matchAll(/^ {2}(\w+): (\w+);/gm)].map(([, field, type]) => [field, type]);
}

test("a layer's record has the fields that tests and benchmarks read", () => {
  expect(fieldsOf("Layer").map(([field]) => field)).toEqual(LAYER);
});

test.each(["Layer", "Table"])("all fields of %s have 4 bytes", (name) => {
  for (const [field, type] of fieldsOf(name)) expect(["i32", "u32", "f32", "usize"], field).toContain(type);
});

test("a network begins with the fields that the wrapper reads, each of 4 bytes", () => {
  const fields = fieldsOf("Network");
  const read = fields.slice(0, fields.findIndex(([field]) => field === "sums") + 1);
  expect(read).toHaveLength(21);
  expect(read.slice(0, 7).map(([field]) => field)).toEqual([
    ...["random0", "random1", "random2", "random3", "dropoutSeed", "updates", "steps"],
  ]);
  for (const [field, type] of read) expect(["i32", "u32", "usize", "Table"], field).toContain(type);
  expect([read[UPDATES][0], read[STEPS][0]]).toEqual(["updates", "steps"]);
});

/** The numbers of `export const NAME = 3;` in a file of assembly/. */
function constantsOf(path: string): Record<string, number> {
  const found = textOf(path).matchAll(/^export const (\w+)(?:: i32)? = (\d+);/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name, Number(value)]));
}

test("the block has as many rows in the core as in the wrapper", () => {
  expect(constantsOf("plan.ts").BLOCK).toBe(BLOCK);
});

test("activations, initializers, losses and optimizers are numbered by their place in the lists", () => {
  const constant = (name: string): string => name.replace(/[A-Z]/g, "_$&").toUpperCase();
  const numbered = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [constant(name), i]));
  expect(constantsOf("kernels/activation.ts")).toEqual(numbered(ACTIVATIONS));
  expect(constantsOf("kernels/random.ts")).toEqual(numbered(INITIALIZERS));
  expect(constantsOf("kernels/loss.ts")).toEqual(numbered(LOSSES));
  expect(constantsOf("kernels/optimizer.ts")).toEqual(numbered(OPTIMIZERS));
});
