import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { ACTIVATIONS, INITIALIZERS } from "../src/layer.js";
import { BLOCK } from "../src/wasm/forward-plan.js";
import { LAYER, layoutOf, MemoryRecord, NETWORK, TABLE } from "../src/wasm/records.js";
import { loadKernels } from "./kernels/core.js";

/** What the wrapper and the core must say alike, though no compiler compares them. */

const kernels = loadKernels();
const textOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../assembly/${path}`, import.meta.url)), "utf8");
const plan = textOf("plan.ts");

/** Fields of a class in assembly/plan.ts, in order, with the width that records.ts gives them. */
function fieldsOf(name: string): [field: string, type: string][] {
  const body = new RegExp(`class ${name} \\{([^}]*)\\}`).exec(plan)?.[1];
  if (body === undefined) throw new Error(`assembly/plan.ts has no class ${name}`);
  const width = (type: string): string => (type === "f32" ? "Float32" : type === "f64" ? "Float64" : "Int32");
  return [...body.matchAll(/^ {2}(\w+): (\w+);/gm)].map(([, field, type]) => [field, width(type)]);
}

describe.each([
  ["Layer", LAYER, kernels.layerBytes(), kernels.layerEnd(), "transposed"],
  ["Table", TABLE, kernels.tableBytes(), kernels.tableEnd(), "weights"],
  ["Network", NETWORK, kernels.networkBytes(), kernels.networkEnd(), "batchWeight"],
] as const)("%s", (name, fields, bytes, end, lastField) => {
  test("has the same fields in the same order on both sides", () => {
    expect(Object.entries(fields)).toEqual(fieldsOf(name));
  });

  test("has the same length and the same last field", () => {
    const layout = layoutOf<Record<string, "Int32" | "Float32" | "Float64">>(fields);
    expect(layout.bytes).toBe(bytes);
    expect(layout.offsets[lastField]).toBe(end);
    expect(Object.keys(fields).at(-1)).toBe(lastField);
  });
});

test("a record gives back what was set, each field its own", () => {
  const record = new MemoryRecord(new ArrayBuffer(512), NETWORK, 64);
  const names = Object.keys(NETWORK) as (keyof typeof NETWORK)[];
  names.forEach((name, i) => record.set({ [name]: i + 0.5 }));
  names.forEach((name, i) => expect(record.get(name), name).toBe(NETWORK[name] === "Int32" ? i : i + 0.5));
});

/** The numbers of `export const NAME = 3;` in a file of assembly/. */
function constantsOf(path: string): Record<string, number> {
  const found = textOf(path).matchAll(/^export const (\w+)(?:: i32)? = (\d+);/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name, Number(value)]));
}

test("the block has as many rows in the core as in the wrapper", () => {
  expect(constantsOf("plan.ts").BLOCK).toBe(BLOCK);
});

test("activations and initializers are numbered by their place in the lists", () => {
  const constant = (name: string): string => name.replace(/[A-Z]/g, "_$&").toUpperCase();
  const numbered = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [constant(name), i]));
  expect(constantsOf("kernels/activation.ts")).toEqual(numbered(ACTIVATIONS));
  expect(constantsOf("kernels/random.ts")).toEqual(numbered(INITIALIZERS));
});
