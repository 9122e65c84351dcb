import { expect, test } from "vitest";

import { adam, dense, dropout, sgd } from "../src/index.js";
import { type EngineOptions, TrainingEngine } from "../src/wasm/training-engine.js";
import { instantiateKernels } from "./kernels/core.js";
import { arrangeNetwork } from "./kernels/network.js";

/** What the core lays out in its memory: each array on a cache line, none upon another, all of it inside. */

const kernels = instantiateKernels();
const BLOCK = 128;
const padded = (count: number): number => Math.ceil(count / 4) * 4;

const networks = {
  "one output": [dense(1)],
  "one layer": [dense(3)],
  deep: [dense(64, "relu"), dense(16, "silu"), dropout(0.5), dense(5, "tanh"), dense(1)],
  "dropout first": [dropout(0.1), dense(7, "relu"), dense(2)],
  "as wide as a stride of cache sets": [dense(64, "relu"), dense(128, "relu"), dense(10)],
};
const cases = Object.entries(networks).flatMap(([name, layers]) =>
  [1, 5, 64].map((inputs) => ({ name, layers, inputs })),
);

interface Area {
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

function expectApart(areas: readonly Area[], end: number): void {
  const sorted = [...areas].sort((a, b) => a.from - b.from);
  sorted.forEach(({ what, from, to }, i) => {
    expect(from % 64, `${what} begins on a cache line`).toBe(0);
    const next = sorted[i + 1] ?? { what: "the end", from: end };
    expect(to, `${what} ends before ${next.what}`).toBeLessThanOrEqual(next.from);
  });
}

test.each(cases)("$name, $inputs inputs: the layers' arrays", ({ layers, inputs }) => {
  const start = kernels.arenaStart();
  new Uint8Array(kernels.memory.buffer).fill(0, start);
  const arranged = arrangeNetwork(kernels, start, { inputs, layers, loss: "mse" }, true);
  const areas: Area[] = [];
  const place = (what: string, from: number, floats: number): unknown =>
    areas.push({ what, from, to: from + 4 * floats });
  let width = inputs;
  let from = { y: arranged.layers[0].x, yStride: arranged.layers[0].xStride };
  place("inputs", from.y, BLOCK * from.yStride);
  arranged.layers.forEach((layer, i) => {
    const spec = layers[i];
    const units = spec.type === "dense" ? spec.units : width;
    const last = i === layers.length - 1;
    expect([layer.inputs, layer.units]).toEqual([width, units]);
    expect([layer.x, layer.xStride]).toEqual([from.y, from.yStride]);
    expect(layer.yStride >= units && (layer.yStride % 4 === 0 || (last && units === 1))).toBe(true);
    expect(layer.yStride % 64, "rows do not fall into the same sets of the cache").not.toBe(0);
    place(`y of ${i}`, layer.y, BLOCK * layer.yStride);
    const kept = spec.type === "dense" && spec.activation === "silu";
    if (kept) place(`z of ${i}`, layer.z, BLOCK * layer.yStride);
    else expect(layer.z).toBe(layer.y);
    if (spec.type === "dense") {
      const vector = last && units === 1;
      const weights = vector ? padded(width) : width * padded(units);
      expect(layer.bias).toBe(layer.weights + 4 * weights);
      expect(layer.dBias - layer.dWeights).toBe(4 * weights);
      const below = layers.slice(0, i).some(({ type }) => type === "dense");
      expect(layer.dx !== 0, "a gradient by the inputs for all but the first dense layer").toBe(below);
      expect(layer.transposed !== 0).toBe(below && !vector);
      if (layer.transposed) place(`transposed of ${i}`, layer.transposed, units * padded(width));
    }
    if (layer.dx) expect(layer.dx).not.toBe(layer.dy);
    if (i > 0 && layer.dx) expect(layer.dx).toBe(arranged.layers[i - 1].dy);
    width = units;
    from = { y: layer.y, yStride: layer.yStride };
  });
  const widest = Math.max(...arranged.layers.map(({ yStride }) => yStride));
  for (const dy of new Set(arranged.layers.map((layer) => layer.dy))) place("dy", dy, BLOCK * widest);
  const dense = arranged.layers.filter((_, i) => layers[i].type === "dense");
  const size = dense[dense.length - 1].bias - dense[0].weights + 4 * padded(width);
  place("parameters", dense[0].weights, size / 4);
  place("gradients", dense[0].dWeights, size / 4);
  expectApart(areas, arranged.end);
});

test.each(cases)("$name, $inputs inputs: the rows of a fit and the block", ({ layers, inputs }) => {
  const uses: EngineOptions[] = [
    { training: false },
    { training: true },
    { training: true, train: { rows: 300, labels: false, weights: true } },
    {
      training: true,
      train: { rows: 7, labels: false, weights: false },
      validation: { rows: 1000, labels: false, weights: true },
    },
    { training: false, validation: { rows: 130, labels: false, weights: false } },
  ];
  for (const optimizer of [adam(), sgd({ momentum: 0.9 }), sgd()]) {
    for (const options of uses) {
      const engine = new TrainingEngine({ inputs, layers, loss: "mae", optimizer }, options);
      const { buffer } = engine.inputs;
      const views = [engine.block, engine.train, engine.validation].flatMap((table) =>
        Object.values(table ?? {}),
      );
      const areas = [...views, engine.outputs]
        .filter(({ length }) => length > 0)
        .map(({ byteOffset, byteLength }, i) => ({
          what: `view ${i}`,
          from: byteOffset,
          to: byteOffset + byteLength,
        }));
      expectApart(areas, buffer.byteLength);
      expect(engine.train?.inputs.length ?? 0).toBe((options.train?.rows ?? 0) * engine.inputStride);
      expect(engine.train?.weights.length ?? 0).toBe(options.train?.weights ? options.train.rows : 0);
      expect(engine.validation?.targets.length ?? 0).toBe(
        (options.validation?.rows ?? 0) * engine.outputStride,
      );
      expect(engine.block.inputs.byteOffset).toBe(engine.inputs.byteOffset);
    }
  }
});

test("more layers than a page has room for their records", () => {
  const layers = [...Array.from({ length: 3000 }, () => dense(1)), dense(1)];
  const engine = new TrainingEngine(
    { inputs: 1, layers, loss: "mse", optimizer: sgd() },
    { training: false },
  );
  const ones = { parameters: new Float32Array(6002).fill(1), slots: [], progress: new Uint32Array(7) };
  engine.write(ones);
  engine.inputs[0] = 1;
  engine.core.predict(1);
  // Each layer adds its bias of 1.
  expect(engine.outputs[0]).toBe(3002);
});

test("more than 4 GiB is refused, whatever whole numbers of 32 bits would make of it", () => {
  const build =
    (inputs: number, units: number, rows = 1) =>
    (): TrainingEngine =>
      new TrainingEngine(
        { inputs, layers: [dense(units), dense(1)], loss: "mse", optimizer: adam() },
        { training: true, train: { rows, labels: false, weights: false } },
      );
  expect(build(70_000, 70_000)).toThrow("needs at least 18.25 GiB");
  expect(build(4, 2 ** 32 + 1)).toThrow("GiB of memory, more than can be had");
  expect(build(2 ** 32 + 1, 1)).toThrow("GiB of memory, more than can be had");
  expect(build(65_535, 8_192)).toThrow("GiB of memory, more than can be had");
  expect(build(1000, 1, 2 ** 23)).toThrow("GiB of memory, more than can be had");
});
