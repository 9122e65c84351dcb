import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { adam, dataset, dense, dropout, lossSurface, Model } from "../src/index.js";
import { load } from "../src/predict-only.js";
import { Processes } from "./support/process.js";
import { Random } from "./support/random.js";
import { wasm, watchInstances, type WasmMemory } from "./support/wasm.js";

/** Nothing is allocated while training. */

const random = new Random(1);
const inputs = random.table(100, 6);
const targets = inputs.map(([a, b]) => [a * b]);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the core's memory", () => {
  const epochs = 1000;
  const data = dataset({ inputs, targets });
  const validation = data.slice(0, 20);

  test.each(["fitSync", "fit", "epochs"] as const)(
    `%s: one instance, sized once, through ${epochs} epochs`,
    async (way) => {
      const layers = [dense(20, "relu"), dropout(0.2), dense(1)];
      const model = new Model({ inputs: 6, layers, loss: "mse", optimizer: adam(), seed: 1 });
      const { memories, stop } = watchInstances();
      const seen: { instances: number; buffer: ArrayBuffer }[] = [];
      const options = {
        ...{ epochs, validation, gradientTolerance: 1e-30 },
        onEpoch: () => {
          const { buffer } = memories[memories.length - 1];
          seen.push({ instances: memories.length, buffer });
        },
      };
      try {
        if (way === "epochs") for (const _ of model.epochs(data, options));
        else await model[way](data, options);
      } finally {
        stop();
      }
      expect(seen).toHaveLength(epochs);
      // Growing would have put another buffer in the old one's place.
      const changes = seen.filter(
        ({ instances, buffer }) => instances !== seen[0].instances || buffer !== seen[0].buffer,
      );
      expect(changes).toEqual([]);
      expect(seen[0].buffer.byteLength).toBeGreaterThan(0);
      // The planner, the one that drew the starting parameters, if any, and the fit's own.
      expect(memories.length).toBeLessThanOrEqual(3);
    },
  );

  // One that had grown would make every loop over typed arrays slower, in Node 20 and 22, the caller's too.
  test("never grows, and could not: predict, step, fit, lossSurface, and what only predicts", async () => {
    const grow = vi.spyOn(wasm.Memory.prototype, "grow");
    const { memories, stop } = watchInstances();
    const sizes = new Map<WasmMemory, number>();
    const look = (): void => {
      for (const memory of memories) {
        sizes.set(memory, sizes.get(memory) ?? memory.buffer.byteLength);
        expect(memory.buffer.byteLength).toBe(sizes.get(memory));
      }
    };
    const [x, y] = [0, 1].map((parameter) => ({ parameter, from: -1, to: 1, steps: 3 }));
    // Wide enough for several pages; deep enough that the records of the layers alone are more than one.
    for (const layers of [
      [dense(300, "relu"), dropout(0.2), dense(1)],
      [...Array.from({ length: 1000 }, () => dense(1)), dense(1)],
    ]) {
      const model = new Model({ inputs: 6, layers, loss: "mse", optimizer: adam(), standardize: false });
      const before = memories.length;
      const work: (() => unknown)[] = [
        () => model.predict(inputs[0]),
        () => model.step(inputs, targets),
        () => model.predictAll(inputs),
        () => model.fit(data, { epochs: 2, validation, onEpoch: look }),
        () => model.fitSync(data, { epochs: 2, validation, onEpoch: look }),
        () => lossSurface(model, data, x, y),
        () => load(model.save()).predictAll(inputs),
      ];
      for (const run of work) {
        look();
        await run();
        look();
      }
      expect(memories.length - before).toBeGreaterThanOrEqual(6);
    }
    stop();
    expect(grow).not.toHaveBeenCalled();
    for (const memory of memories) expect(() => memory.grow(1)).toThrow();
  });
});

describe("the JavaScript heap", () => {
  let processes: Processes;
  beforeAll(() => {
    processes = new Processes();
  });

  /** Bytes an epoch by which the heap and its array buffers grow, garbage collected, while a fit keeps its history. */
  function growth(way: "fitSync" | "fit"): number {
    // What the engine itself still compiles and caches in the first epochs comes to 200 kB and more: count later.
    const [from, to] = [1000, 9000];
    const code = `
      import { adam, dataset, dense, dropout, Model } from "./downhill.mjs";
      const data = dataset(${JSON.stringify({ inputs, targets })});
      const layers = [dense(20, "relu"), dropout(0.2), dense(1)];
      const model = new Model({ inputs: 6, layers, loss: "mse", optimizer: adam(), seed: 1 });
      const bytes = () => {
        gc();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        return heapUsed + arrayBuffers;
      };
      let before = 0;
      let after = 0;
      const history = await model.${way}(data, {
        epochs: ${to},
        validation: data,
        gradientTolerance: 1e-30,
        onEpoch: ({ epoch }) => {
          if (epoch === ${from}) before = bytes();
          if (epoch === ${to}) after = bytes();
        },
      });
      if (history.epochs.length !== ${to}) throw new Error("stopped early");
      console.log(after - before);
    `;
    return (processes.run(code, ["--expose-gc"]) as number) / (to - from);
  }

  // A record is an object of five numbers, three of them on the heap by themselves: measured 120 to 125 bytes in Node 20.
  test.each(["fitSync", "fit"] as const)("%s: grows by one small record an epoch", (way) => {
    expect(growth(way)).toBeLessThan(250);
  });
});
