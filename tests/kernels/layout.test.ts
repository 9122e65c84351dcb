import { beforeEach, expect, test } from "vitest";

import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS, SHAPES } from "./edges.js";
import { expectBits, numbers, padded, panelIndex, panels } from "./twin.js";

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

test("packWeights makes panels, padding zero, and unpackWeights gives the weights back", () => {
  SHAPES.forEach(([inputs, units], i) => {
    const label = `inputs ${inputs}, units ${units}`;
    const w = numbers(inputs * units, i);
    arena.clear();
    const outside = arena.input(w, "outside");
    const inside = arena.output(inputs * padded(units));
    const back = arena.output(inputs * units);
    kernels.packWeights(outside.address, inside.address, inputs, units);
    expectBits(inside.values, panels(w, inputs, units), `${label}, packed`);
    kernels.unpackWeights(inside.address, back.address, inputs, units);
    expectBits(back.values, w, `${label}, unpacked`);
    arena.check(label);
  });
});

test("transposeWeights makes panels over the inputs; what the padding held becomes zero or is not copied", () => {
  SHAPES.forEach(([inputs, units], i) => {
    const label = `inputs ${inputs}, units ${units}`;
    const w = numbers(inputs * units, i);
    arena.clear();
    const from = arena.input(panels(w, inputs, units), "w");
    const to = arena.output(units * padded(inputs));
    kernels.transposeWeights(from.address, to.address, inputs, units);
    arena.check(label);
    const expected = new Float32Array(units * padded(inputs));
    for (let unit = 0; unit < units; unit++) {
      for (let k = 0; k < inputs; k++) expected[panelIndex(unit, k, units, inputs)] = w[unit * inputs + k];
    }
    expectBits(to.values, expected, label);
  });
});

test("gatherRows copies the rows that the order names", () => {
  for (const stride of [4, 8, 12, 16, 20, 36]) {
    for (const count of LENGTHS) {
      const label = `stride ${stride}, count ${count}`;
      const table = numbers(50 * stride, stride);
      const order = Array.from({ length: count }, (_, r) => (r * 17 + 3) % 50);
      arena.clear();
      const source = arena.input(table, "source");
      const orderAt = arena.integers(order, "order");
      const target = arena.output(count * stride);
      kernels.gatherRows(source.address, stride, orderAt.address, count, target.address);
      arena.check(label);
      const expected = order.flatMap((row) => [...table.subarray(row * stride, (row + 1) * stride)]);
      expectBits(target.values, expected, label);
    }
  }
});

test("gatherValues copies single values, whatever they stand for", () => {
  for (const count of LENGTHS) {
    const order = Array.from({ length: count }, (_, r) => (r * r + 5) % 40);
    // All bits survive, those of an int32 as well as those of a NaN.
    const words = Int32Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? -i : 0x7fc00000 + i));
    arena.clear();
    const source = arena.integers(words, "source");
    const orderAt = arena.integers(order, "order");
    const target = arena.integerOutput(new Int32Array(count));
    kernels.gatherValues(source.address, orderAt.address, count, target.address);
    arena.check(`count ${count}`);
    expect([...target.values]).toEqual(order.map((row) => words[row]));
  }
});
