import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { instantiateSync } from "@assemblyscript/loader";
import asc from "assemblyscript/asc";
import { describe, expect, test } from "vitest";

import { adam, dense, dropout, huber, rmsprop, sgd } from "../../src/index.js";
import type { Binary } from "../../src/wasm/core.js";
import type { State } from "../../src/wasm/state.js";
import {
  type Architecture,
  type EngineOptions,
  type TrainingCore,
  TrainingEngine,
} from "../../src/wasm/training-engine.js";
import { readBuild } from "../kernels/core.js";
import { numbers } from "../kernels/twin.js";
import { wasm } from "../support/wasm.js";

/** The checked core is the core with assertions in it, and nothing of them is shipped. */

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const checkedCore: Binary<TrainingCore> = (memory) =>
  instantiateSync(readBuild("checked"), { env: { memory } }).exports as unknown as TrainingCore;

const CASES: readonly (Architecture & { readonly labels?: boolean })[] = [
  { inputs: 5, layers: [dense(1)], loss: "mse", optimizer: sgd() },
  { inputs: 64, layers: [dense(64, "silu"), dropout(0.3), dense(1)], loss: "mae", optimizer: adam() },
  {
    inputs: 3,
    layers: [dropout(0.1), dense(17, "tanh"), dense(3)],
    loss: huber({ delta: 0.5 }),
    optimizer: rmsprop(),
  },
  {
    inputs: 7,
    layers: [dense(33, "relu"), dense(5)],
    loss: "crossEntropy",
    optimizer: sgd({ momentum: 0.9, nesterov: true }),
    labels: true,
  },
  { inputs: 4, layers: [dense(6, "elu"), dense(1)], loss: "binaryCrossEntropy", optimizer: adam() },
];

/** Trains, validates and predicts; gives all numbers that came of it. */
function work({ labels = false, ...model }: (typeof CASES)[number], binary?: Binary<TrainingCore>): number[] {
  const shape = { rows: 300, labels, weights: true };
  const options: EngineOptions = { binary, training: true, train: shape, validation: shape };
  const engine = new TrainingEngine(model, options);
  engine.write(engine.start(7));
  for (const table of [engine.train, engine.validation]) {
    table?.inputs.set(numbers(table.inputs.length, 1));
    table?.targets.set(numbers(table.targets.length, 2).map((value) => Number(value > 0)));
    table?.labels.forEach((_, r) => (table.labels[r] = r % 5));
    table?.weights.set(numbers(table.weights.length, 3).map(Math.abs));
  }
  for (let epoch = 0; epoch < 3; epoch++) engine.core.train(1000, 0.01, 40, true, 1);
  engine.core.keepBest();
  engine.core.measureValidation(300);
  const losses = [...engine.lossSums, ...engine.epochSums];
  engine.core.measureGradient(300);
  losses.push(engine.core.normOfGradients());
  engine.inputs.set(numbers(engine.inputs.length, 4));
  engine.core.predict(128);
  const state: State = { parameters: new Float32Array(), slots: [], progress: new Uint32Array() };
  engine.read(state);
  const slots = state.slots.flatMap((slot) => [...slot]);
  return [...losses, ...engine.outputs, ...state.parameters, ...slots, ...state.progress];
}

test.each(CASES)("trains to the same bits without a complaint: $loss, $optimizer.type", (model) => {
  expect(work(model, checkedCore)).toEqual(work(model));
});

describe("what is shipped", () => {
  /** The shipped core, compiled from sources that went through `change`. */
  async function compile(change: (text: string) => string): Promise<Uint8Array> {
    let binary = new Uint8Array();
    const target = [
      "--config",
      "asconfig.json",
      "--target",
      "release",
      "--transform",
      "./scripts/no-inline.mjs",
    ];
    const { error, stderr } = await asc.main(["assembly/index.ts", ...target, "--outFile", "core.wasm"], {
      readFile: (name, base) => {
        try {
          const text = readFileSync(`${base}/${name}`, "utf8");
          return name.startsWith("assembly/") ? change(text) : text;
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name === "core.wasm") binary = contents as Uint8Array<ArrayBuffer>;
      },
      listFiles: () => [],
    });
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
    return binary;
  }

  test("is the same core, to the byte, as from sources without a single assertion", async () => {
    let removed = 0;
    const binary = await compile((text) =>
      text.replace(/^ {2}assert\([^;]*?\);\n/gm, () => {
        removed++;
        return "";
      }),
    );
    expect(removed).toBeGreaterThan(100);
    expect(Buffer.compare(binary, readFileSync(`${ROOT}build/core.wasm`))).toBe(0);
  });

  test("has nothing of the loader in it", () => {
    const marks = [
      "assemblyscript/loader",
      "__getArrayView",
      "Operation requires compiling with --exportRuntime",
    ];
    const loader = readFileSync(`${ROOT}node_modules/@assemblyscript/loader/index.js`, "utf8");
    expect(marks.filter((mark) => loader.includes(mark))).toEqual(marks.slice(1));
    const files = readdirSync(`${ROOT}dist`, { recursive: true, encoding: "utf8" });
    expect(files).toContain("index.js");
    for (const file of files.filter((name) => /\.(js|wasm|d\.ts)$/.test(name))) {
      const text = readFileSync(`${ROOT}dist/${file}`, "latin1");
      for (const mark of marks) expect(text.includes(mark), `${mark} in dist/${file}`).toBe(false);
    }
    const { dependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
      dependencies?: object;
    };
    expect(dependencies).toBeUndefined();
  });

  test("imports its memory and nothing else, no abort", () => {
    const importsOf = (bytes: Uint8Array): string[] =>
      wasm.Module.imports(new wasm.Module(bytes)).map(({ name }) => name);
    expect(importsOf(readFileSync(`${ROOT}build/core.wasm`))).toEqual(["memory"]);
    expect(importsOf(readBuild("checked"))).toEqual(["abort", "memory"]);
  });
});
