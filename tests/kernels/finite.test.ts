import { expect, test } from "vitest";

import { Arena } from "./arena.js";
import { loadKernels } from "./loader.js";
import { LENGTHS_OF_FOUR } from "./edges.js";
import { numbers } from "./twin.js";

test("allFinite sees a number that is none, wherever it stands", () => {
  const kernels = loadKernels();
  const arena = new Arena(kernels);
  for (const length of [0, ...LENGTHS_OF_FOUR, 64, 68]) {
    arena.clear();
    const x = arena.output(numbers(length, length).map((value) => value * 1e38));
    const isFinite = (): boolean => Boolean(kernels.allFinite(x.address, length));
    expect(isFinite(), `length ${length}`).toBe(true);
    for (let i = 0; i < length; i++) {
      const kept = x.values[i];
      for (const bad of [NaN, Infinity, -Infinity]) {
        x.values[i] = bad;
        expect(isFinite(), `${bad} at ${i} of ${length}`).toBe(false);
      }
      x.values[i] = kept;
    }
    arena.check(`length ${length}`);
  }
});
