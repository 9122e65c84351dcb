import fc from "fast-check";
import { describe, expect } from "vitest";

import type { Model } from "../../src/index.js";
import { DivergedError } from "../../src/index.js";
import { type Batch, fit } from "../../src/stream/index.js";
import { dataOf, modelOf, type Problem, problem } from "./networks.js";
import { expectOurs, property } from "./runner.js";

/** The rows in batches of these sizes, again and again. */
function cut({ x, y, labels, weights }: Problem, sizes: readonly number[]): () => Batch[] {
  return () => {
    const batches: Batch[] = [];
    for (let from = 0, i = 0; from < x.length; i++) {
      const to = Math.min(x.length, from + sizes[i % sizes.length]);
      const answers = labels
        ? { labels: labels.slice(from, to) as string[] }
        : { targets: y.slice(from, to) };
      const counts = weights && { weights: weights.slice(from, to) };
      batches.push({ inputs: x.slice(from, to), ...answers, ...counts });
      from = to;
    }
    return batches;
  };
}

/** What a fit leaves: the model's bytes and the losses, or that it diverged. */
async function outcome(model: Model, run: () => Promise<{ epochs: { loss: number }[] }>): Promise<unknown> {
  try {
    const { epochs } = await run();
    return { losses: epochs.map(({ loss }) => loss), bytes: model.save({ optimizer: true }) };
  } catch (error) {
    expectOurs(error);
    if (!(error instanceof DivergedError)) throw error;
    return "diverged";
  }
}

describe("downhill/stream", () => {
  const cases = fc.record({
    given: problem(),
    sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
    batchSize: fc.constantFrom(1, 3, 7, 32, 1000),
    shuffle: fc.boolean(),
    validated: fc.boolean(),
    shuffleRows: fc.constantFrom(0, 1, 10, 50),
  });
  property(
    "with room for all rows: the bits of fit, unscaled; with less: the same bits however the rows are cut",
    0.02,
    cases,
    async ({ given, sizes, batchSize, shuffle, validated, shuffleRows }, tally) => {
      const unscaled = {
        ...given,
        standardize: false,
        weights: given.weights?.map((w) => 2 ** Math.round(Math.log2(w + 1))),
      };
      const data = tally.attempt(() => dataOf(unscaled));
      if (data === undefined) return;
      const options = { epochs: 2, batchSize, validation: validated ? data : undefined };
      const [here, there] = [modelOf(unscaled), modelOf(unscaled)];
      const expected = await outcome(here, () => here.fit(data, { ...options, shuffle }));
      const room = { ...options, shuffleRows: shuffle ? 1000 : 0 };
      expect(await outcome(there, () => fit(there, cut(unscaled, sizes), room))).toEqual(expected);
      const [one, other] = [modelOf(given), modelOf(given)];
      const small = { ...options, shuffleRows };
      const first = await outcome(one, () => fit(one, cut(given, sizes), small));
      expect(await outcome(other, () => fit(other, cut(given, [1000]), small))).toEqual(first);
    },
  );
});
