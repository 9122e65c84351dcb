import { describe, expect, test } from "vitest";

import { adam, dense, dropout } from "../src/index.js";
import { instantiate } from "../src/wasm/core.js";
import { coreModule } from "../src/wasm/core-module.js";
import type { CoreMemory } from "../src/wasm/memory.js";
import { type State, STEPS } from "../src/wasm/state.js";
import { type Architecture, type EngineOptions, TrainingEngine } from "../src/wasm/training-engine.js";
import { numbers } from "./kernels/twin.js";

/** An epoch in slices, and what the engine tells and keeps of it. */

const ROWS = 300;
const MODEL: Architecture = {
  inputs: 6,
  layers: [dense(16, "relu"), dropout(0.2), dense(2)],
  loss: "mse",
  optimizer: adam(),
};

function build(options: Partial<EngineOptions> = {}, model = MODEL): TrainingEngine {
  const shape = { rows: ROWS, labels: model.loss === "crossEntropy", weights: false };
  const engine = new TrainingEngine(model, { training: true, train: shape, validation: shape, ...options });
  engine.write(engine.start(3));
  for (const table of [engine.train, engine.validation]) {
    table?.inputs.set(numbers(table.inputs.length, 1));
    table?.targets.set(numbers(table.targets.length, 2));
  }
  return engine;
}

function stateOf(engine: TrainingEngine): State {
  const state: State = { parameters: new Float32Array(), slots: [], progress: new Uint32Array() };
  engine.read(state);
  return state;
}

/** Trains an epoch in slices of `budget` rows; gives how many rows each had. */
function slices(engine: TrainingEngine, budget: number, batchSize: number): number[] {
  const done: number[] = [];
  do done.push(engine.core.train(budget, 0.01, batchSize, true, 0));
  while (engine.cursor > 0);
  return done;
}

describe("an epoch in slices", () => {
  test.each([
    // A batch that began is brought to its end.
    { batchSize: 20, budget: 1, most: 20 },
    { batchSize: 20, budget: 20, most: 20 },
    { batchSize: 20, budget: 37, most: 40 },
    { batchSize: 150, budget: 150, most: 150 },
    // One that is larger than a slice is left between two blocks.
    { batchSize: 150, budget: 149, most: 150 },
    { batchSize: ROWS, budget: 1, most: 128 },
    { batchSize: ROWS, budget: 129, most: 256 },
    { batchSize: 2 ** 31 - 1, budget: 10, most: 128 },
    { batchSize: 7, budget: ROWS, most: ROWS },
  ])("of $budget rows, batches of $batchSize: the bits of one in a piece", ({ batchSize, budget, most }) => {
    const [whole, sliced] = [build(), build()];
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(whole.core.train(ROWS, 0.01, batchSize, true, 0)).toBe(ROWS);
      const done = slices(sliced, budget, batchSize);
      expect(done.reduce((sum, rows) => sum + rows)).toBe(ROWS);
      expect(Math.max(...done)).toBe(most);
      expect(sliced.epochSums).toEqual(whole.epochSums);
    }
    expect(stateOf(sliced)).toEqual(stateOf(whole));
    expect(sliced.updates).toBe(3 * Math.ceil(ROWS / batchSize));
    expect(sliced.progress[STEPS]).toBe(sliced.updates);
  });

  test("goes on in another engine: its start, then beginEpoch, then where it stood", () => {
    const whole = build();
    whole.core.train(ROWS, 0.01, 20, true, 0);
    const first = build();
    first.core.train(100, 0.01, 20, true, 0);
    expect(first.cursor).toBe(100);
    const second = build();
    second.write(first.readEpochStart());
    second.core.beginEpoch(true);
    second.core.keepStart();
    second.write(stateOf(first));
    second.epochSums.set(first.epochSums);
    second.cursor = first.cursor;
    expect(second.core.train(ROWS, 0.01, 20, true, 0)).toBe(200);
    expect(stateOf(second)).toEqual(stateOf(whole));
    expect(second.epochSums).toEqual(whole.epochSums);
  });
});

describe("the engine", () => {
  test("keeps the state in which the epoch began", () => {
    const engine = build();
    slices(engine, ROWS, 20);
    const before = stateOf(engine);
    engine.core.train(100, 0.01, 20, true, 0);
    expect(engine.readEpochStart()).toEqual(before);
    expect(stateOf(engine)).not.toEqual(before);
  });

  test("leaves an epoch for where it began, before its first update and after", () => {
    for (const budget of [1, 40]) {
      const engine = build();
      slices(engine, ROWS, 20);
      const before = stateOf(engine);
      engine.core.train(budget, 0.01, budget === 1 ? ROWS : 20, true, 0);
      expect(engine.cursor).toBeGreaterThan(0);
      expect(engine.readEpochStart()).toEqual(before);
      engine.core.undoEpoch();
      expect([engine.cursor, stateOf(engine)]).toEqual([0, before]);
    }
  });

  test("finite weights without a finite loss are not kept: the state is that before them", () => {
    const engine = build();
    engine.core.keepState();
    slices(engine, ROWS, 20);
    const good = stateOf(engine);
    engine.core.train(ROWS, 1e36, ROWS, true, 0);
    expect(engine.failedUpdate, "one update, finite weights").toBe(0);
    engine.core.train(ROWS, 1e36, ROWS, true, 0);
    expect(engine.failedUpdate).toBe(engine.updates + 2);
    expect(stateOf(engine)).toEqual(good);
  });

  test.each([
    ["that of the loss", 2, 20, 1e38],
    ["that of a weight in the last update", ROWS, ROWS, Infinity],
  ])("tells the update that fails, %s, and is as before the epoch", (_, budget, batchSize, rate) => {
    const engine = build();
    slices(engine, ROWS, 20);
    const before = stateOf(engine);
    const updates = engine.updates;
    let done = 0;
    for (let slice = 0; slice < ROWS && engine.failedUpdate === 0; slice++) {
      done += engine.core.train(budget, rate, batchSize, true, 0);
    }
    expect(engine.failedUpdate).toBe(updates + Math.ceil(done / batchSize));
    expect(engine.cursor).toBe(0);
    expect(stateOf(engine)).toEqual(before);
    expect(engine.core.train(ROWS, 0.01, 20, true, 0)).toBe(ROWS);
    expect(engine.failedUpdate).toBe(0);
  });

  test("keeps the best parameters, which may be read and written", () => {
    const engine = build();
    const first = stateOf(engine).parameters;
    engine.core.keepBest();
    slices(engine, ROWS, 20);
    expect(engine.readBest()).toEqual(first);
    expect(stateOf(engine).parameters).not.toEqual(first);
    engine.core.restoreBest();
    expect(stateOf(engine).parameters).toEqual(first);
    const other = first.map((value) => value + 1);
    engine.writeBest(other);
    engine.core.restoreBest();
    expect(stateOf(engine).parameters).toEqual(other);
  });
});

test("the core's own data stay as they were, since other threads read them too", () => {
  for (const loss of ["mse", "mae", "crossEntropy", "binaryCrossEntropy"] as const) {
    let memory: CoreMemory | undefined;
    const engine = build(
      { binary: (given) => instantiate(coreModule(), (memory = given)) },
      { ...MODEL, layers: [dense(9, "softplus"), dense(4, "silu"), dense(3)], loss },
    );
    const data = new Uint8Array((memory as CoreMemory).buffer, 0, engine.core.arenaStart());
    const before = data.slice();
    expect(before.some(Boolean)).toBe(true);
    slices(engine, 50, 20);
    engine.core.measureValidation(ROWS);
    engine.core.predict(128);
    expect(data).toEqual(before);
  }
});
