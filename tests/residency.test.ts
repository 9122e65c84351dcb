import { afterEach, expect, test, vi } from "vitest";

import { adam, dataset, dense, Model } from "../src/index.js";
import { residentCount } from "../src/wasm/residency.js";

/** Many models take turns in few instances of the core, and nobody can tell. */

const MOST = 64;

afterEach(() => {
  vi.unstubAllGlobals();
});

function build(seed: number): Model {
  const layers = [dense(4, "tanh"), dense(1)];
  const optimizer = adam({ learningRate: 0.05 });
  return new Model({ inputs: 2, layers, loss: "mse", optimizer, standardize: false, seed });
}

const inputs = [
  [0.1, -0.4],
  [1, 0.5],
  [-0.3, 2],
];
const targets = [[1], [0], [-1]];
const data = dataset({ inputs, targets });

/** What a model says and holds after a step and a prediction, three times over. */
type Turn = { loss: number; prediction: number };
const turn = (model: Model, round: number): Turn => ({
  loss: model.step(inputs, targets),
  prediction: model.predict([round, 0.5])[0],
});

// Workers before compatibility date 2025-05-05 have no WeakRef.
test.each([true, false])("200 models in turns give what each gives alone; WeakRef: %s", (weak) => {
  if (!weak) vi.stubGlobal("WeakRef", undefined);
  const rounds = 3;
  const alone = Array.from({ length: 200 }, (_, seed) => {
    const model = build(seed);
    const turns = Array.from({ length: rounds }, (_row, round) => turn(model, round));
    const { parameters } = model;
    model.free();
    return { turns, parameters };
  });
  const models = alone.map((_, seed) => build(seed));
  const turns: Turn[][] = models.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // Forth and back, so that the least recently used is not always the next.
    const order = models.map((_, i) => (round % 2 === 0 ? i : models.length - 1 - i));
    for (const i of order) {
      turns[i].push(turn(models[i], round));
      expect(residentCount()).toBeLessThanOrEqual(MOST);
    }
  }
  models.forEach((model, i) => {
    expect(turns[i], `model ${i}`).toEqual(alone[i].turns);
    expect(model.parameters, `model ${i}`).toEqual(alone[i].parameters);
  });
  expect(residentCount()).toBe(MOST);
  for (const model of models) model.free();
});

test("evicted models go on with parameters, gradients, fits and files as if they had stayed", () => {
  const others = Array.from({ length: 2 * MOST }, (_, seed) => build(seed));
  const crowd = (): void => others.forEach((model) => model.predict([0, 0]));
  const [stays, leaves] = [build(7), build(7)];
  for (const [model, between] of [
    [stays, () => {}],
    [leaves, crowd],
  ] as const) {
    model.step(inputs, targets);
    between();
    model.parameters = model.parameters.map((value) => value * 1.5);
    between();
    model.gradient(data);
    between();
    model.step(inputs, targets);
    between();
    model.fitSync(data, { epochs: 3, batchSize: 2 });
    between();
    model.step(inputs, targets);
    between();
  }
  expect(leaves.parameters).toEqual(stays.parameters);
  expect(leaves.save({ optimizer: true })).toEqual(stays.save({ optimizer: true }));
});

test("a fit keeps its instance while hundreds of others come and go", async () => {
  const others = Array.from({ length: 3 * MOST }, (_, seed) => build(seed));
  const quiet = build(5);
  quiet.fitSync(data, { epochs: 5 });
  const model = build(5);
  await model.fit(data, {
    epochs: 5,
    onEpoch: () => {
      for (const other of others) other.step(inputs, targets);
    },
  });
  expect(model.parameters).toEqual(quiet.parameters);
  expect(residentCount()).toBeLessThanOrEqual(MOST);
});

test("free gives the instance back", () => {
  const model = build(1);
  model.predict([0, 0]);
  const before = residentCount();
  model.free();
  expect(residentCount()).toBe(before - 1);
  model.free();
  expect(residentCount()).toBe(before - 1);
});

test("5,000 models are built, trained a step each, and all stay alive", () => {
  const models: Model[] = [];
  for (let seed = 0; seed < 5000; seed++) {
    const model = build(seed);
    model.step(inputs, targets);
    models.push(model);
    if (residentCount() > MOST) throw new Error(`${residentCount()} instances at model ${seed}`);
  }
  for (const seed of [0, 1, 2500, 4999]) {
    const fresh = build(seed);
    fresh.step(inputs, targets);
    expect(models[seed].predict([1, 2])).toEqual(fresh.predict([1, 2]));
  }
});

// Nothing is waited for here, so that nothing that a weak reference was made of is freed meanwhile.
test.each<[string, (model: Model) => unknown]>([
  ["fitSync", (model) => model.fitSync(data, { epochs: 1 })],
  ["epochs, dropped after the first", (model) => model.epochs(data, { epochs: 2 })[Symbol.iterator]().next()],
])("one loop makes more fits than V8 has room for instances: %s", (_, train) => {
  for (let seed = 0; seed < 13_500; seed++) train(build(seed));
});

test("a fit runs where there is no WeakRef", async () => {
  vi.stubGlobal("WeakRef", undefined);
  expect(build(1).fitSync(data, { epochs: 2 }).epochs).toHaveLength(2);
  expect((await build(1).fit(data, { epochs: 2 })).epochs).toHaveLength(2);
});
