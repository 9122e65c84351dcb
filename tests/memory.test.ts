import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { adam, dataset, dense, dropout, Model } from "../src/index.js";
import { Processes } from "./support/process.js";
import { Random } from "./support/random.js";
import { wasm, watchInstances } from "./support/wasm.js";

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
      const grow = vi.spyOn(wasm.Memory.prototype, "grow");
      const seen: { instances: number; grown: number; buffer: ArrayBuffer }[] = [];
      const options = {
        ...{ epochs, validation, gradientTolerance: 1e-30 },
        onEpoch: () => {
          const { buffer } = memories[memories.length - 1];
          seen.push({ instances: memories.length, grown: grow.mock.calls.length, buffer });
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
        ({ instances, grown, buffer }) =>
          instances !== seen[0].instances || grown !== seen[0].grown || buffer !== seen[0].buffer,
      );
      expect(changes).toEqual([]);
      expect(seen[0].buffer.byteLength).toBeGreaterThan(0);
      // The one that drew the starting parameters, if any, and the fit's own; each sized once.
      expect(memories.length).toBeLessThanOrEqual(2);
      expect(grow.mock.calls.length).toBeLessThanOrEqual(memories.length);
    },
  );
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
