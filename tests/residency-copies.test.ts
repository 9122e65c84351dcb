import { afterEach, describe, expect, test, vi } from "vitest";

import { adam, dataset, dense, Model } from "../src/index.js";
import { TrainingEngine } from "../src/wasm/training-engine.js";
import { watchInstances } from "./support/wasm.js";

/** What cannot be seen from outside: predicting with a resident model copies nothing. By spies on the engine. */

afterEach(() => {
  vi.restoreAllMocks();
});

const inputs = [
  [0.1, -0.4],
  [1, 0.5],
  [-0.3, 2],
];
const targets = [[1], [0], [-1]];

function build(seed: number): Model {
  const layers = [dense(4, "tanh"), dense(1)];
  const optimizer = adam({ learningRate: 0.05 });
  return new Model({ inputs: 2, layers, loss: "mse", optimizer, standardize: false, seed });
}

describe("a resident model", () => {
  const copies = ["write", "writeParameters", "read"] as const;

  test("is predicted with without any copy of its weights, and without a new instance", () => {
    const model = build(3);
    model.step(inputs, targets);
    const spies = copies.map((name) => vi.spyOn(TrainingEngine.prototype, name));
    const { memories, stop } = watchInstances();
    const out = new Float32Array(1);
    for (let k = 0; k < 100; k++) {
      model.predict([k, 1]);
      model.predictInto([k, 1], out);
      model.predictAll(inputs);
      model.step(inputs, targets);
    }
    model.loss(dataset({ inputs, targets }));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect(memories).toHaveLength(0);
    // The spies do see: one that was let go is copied out, then in again.
    model.free();
    model.predict([0, 1]);
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([1, 1, 1]);
    expect(memories).toHaveLength(1);
    stop();
  });

  test("nor with two that take turns", () => {
    const [one, other] = [build(3), build(4)];
    for (const model of [one, other]) model.predict([0, 0]);
    const spies = copies.map((name) => vi.spyOn(TrainingEngine.prototype, name));
    for (let k = 0; k < 100; k++) {
      one.predict([k, 1]);
      other.predict([k, 1]);
    }
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
