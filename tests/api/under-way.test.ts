import { describe, expect, test } from "vitest";

import { Model, OptionError, dataset, dense, lossSurface, type Epoch } from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";
import { Processes } from "../support/process.js";

/** While a fit is under way: what reads the model throws and says await; its own callbacks and loops may ask; snapshot is a model. */

const random = new Random(4);
const data = dataset({ inputs: random.table(300, 2), targets: random.list(300) });
const build = (): Model =>
  new Model({ inputs: 2, layers: [dense(8, "tanh"), dense(1)], loss: "mse", seed: 2 });
const axes = [0, 1].map((parameter) => ({ parameter, from: 0, to: 1, steps: 2 }));

const reads: [string, (model: Model) => unknown][] = [
  ["Model.predict", (model) => model.predict([1, 2])],
  ["Model.predictInto", (model) => model.predictInto([1, 2], [0])],
  ["Model.predictAll", (model) => model.predictAll([[1, 2]])],
  ["Model.classify", (model) => model.classify([1, 2])],
  ["Model.classifyAll", (model) => model.classifyAll([[1, 2]])],
  ["Model.evaluate", (model) => model.evaluate(data)],
  ["Model.loss", (model) => model.loss(data)],
  ["Model.gradient", (model) => model.gradient(data)],
  ["Model.parameters", (model) => model.parameters],
  ["Model.parameters", (model) => (model.parameters = new Float32Array(model.count))],
  ["Model.save", (model) => model.save()],
  ["Model.toJSON", (model) => JSON.stringify(model)],
  ["Model.unscaled", (model) => model.unscaled()],
  ["Model.clone", (model) => model.clone()],
  ["lossSurface", (model) => lossSurface(model, data, axes[0], axes[1])],
];
const trainings: [string, (model: Model) => unknown][] = [
  ["Model.fitSync", (model) => model.fitSync(data, { epochs: 1 })],
  ["Model.step", (model) => model.step([[1, 2]], [3])],
  ["Model.free", (model) => model.free()],
];

test.each(reads)("%s after a forgotten await", async (caller, read) => {
  const model = build();
  const controller = new AbortController();
  let told = 0;
  const onEpoch = (): void => void told++;
  const fit = model.fit(data, { epochs: 1e9, signal: controller.signal, onEpoch });
  expect(caught(OptionError, () => read(model)).message).toBe(
    `${caller}: this model is being trained. Await that fit (or end the loop over its epochs), or ask model.snapshot().`,
  );
  // From a timer in between, too.
  while (told < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  caught(OptionError, () => read(model));
  controller.abort();
  const { epochs } = await fit;
  expect(epochs.length).toBeGreaterThan(1);
  const twin = build();
  twin.fitSync(data, { epochs: epochs.length });
  expect(model.save()).toEqual(twin.save());
});

test.each(trainings)("%s while a fit is under way", async (caller, use) => {
  const model = build();
  const fit = model.fit(data, { epochs: 2 });
  expect(caught(OptionError, () => use(model)).message).toMatch(
    `${caller}: this model is being trained. Await that fit`,
  );
  await fit;
  use(model);
});

test("what does not depend on training may be read, and written to the console", async () => {
  const model = build();
  const fit = model.fit(data, { epochs: 2 });
  expect(model.spec.inputs).toBe(2);
  expect(model.count).toBe(33);
  expect(model.summary()).toContain("33 parameters");
  expect((await import("node:util")).inspect(model)).toContain("dense(8");
  await fit;
});

describe("its own code may ask, as of the last finished epoch", () => {
  const losses = (epochs: readonly Epoch[]): number[] => epochs.map(({ loss }) => loss);

  test("onEpoch, also one that awaits", async () => {
    const plain = build();
    const history = plain.fitSync(data, { epochs: 3 });
    const [a, b] = [build(), build()];
    const seen: number[] = [];
    a.fitSync(data, { epochs: 3, onEpoch: () => void seen.push(a.loss(data)) });
    const told = await b.fit(data, {
      epochs: 3,
      onEpoch: async () => {
        await new Promise((resolve) => setTimeout(resolve));
        seen.push(b.loss(data));
        expect(caught(OptionError, () => b.fitSync(data, { epochs: 1 })).message).toContain("being trained");
      },
    });
    expect(seen.slice(3)).toEqual(seen.slice(0, 3));
    expect(losses(told.epochs)).toEqual(losses(history.epochs));
    expect(b.save()).toEqual(plain.save());
  });

  test("the body of a loop over epochs", async () => {
    const [a, b, c] = [build(), build(), build()];
    for (const _ of a.epochs(data, { epochs: 2 })) a.predict([1, 2]);
    for await (const _ of b.epochs(data, { epochs: 2 })) b.predict([1, 2]);
    c.fitSync(data, { epochs: 2 });
    expect(a.save()).toEqual(c.save());
    expect(b.save()).toEqual(c.save());
  });
});

test("snapshot is the model of the last finished epoch, and its own", async () => {
  const model = build();
  const begun = model.snapshot();
  const [one, two] = [1, 2].map((epochs) => {
    const twin = build();
    twin.fitSync(data, { epochs });
    return twin;
  });
  const later: Model[] = [];
  const fit = model.fit(data, {
    epochs: 4,
    async onEpoch({ epoch }) {
      if (epoch > 1) return;
      // Not the callback's own question: whoever comes while it waits.
      setTimeout(() => later.push(model.snapshot(), model.snapshot()));
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  });
  expect(model.snapshot().parameters, "before the first").toEqual(begun.parameters);
  await fit;
  const [snapshot, other] = later;
  expect(snapshot.predict([1, 2])).toEqual(one.predict([1, 2]));
  snapshot.fitSync(data, { epochs: 1 });
  expect(snapshot.save()).toEqual(two.save());
  expect(other.save()).toEqual(one.save());
  const four = build();
  four.fitSync(data, { epochs: 4 });
  expect(model.save()).toEqual(four.save());
  expect(model.snapshot().save()).toEqual(model.save());
  expect(begun.save()).toEqual(build().save());
});

test("an iterator of epochs that is dropped gives the model back once it is collected", () => {
  const source = `
    import { Model, dataset, dense } from "./downhill.mjs";
    const told = [];
    const data = dataset({ inputs: [1, 2, 3], targets: [1, 2, 3] });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", seed: 2 });
    const twin = new Model(model.spec);
    (() => void model.epochs(data, { epochs: 9 })[Symbol.iterator]().next())();
    try { model.fitSync(data, { epochs: 1 }); } catch (error) { told.push(error.message); }
    for (let i = 0; i < 50; i++) { await new Promise((r) => setTimeout(r, 5)); gc(); }
    twin.fitSync(data, { epochs: 1 });
    told.push(String(model.predict([2])) === String(twin.predict([2])));
    model.fitSync(data, { epochs: 1 });
    told.push("trained on");
    console.log(JSON.stringify(told));
  `;
  expect(new Processes().run(source, ["--expose-gc"])).toEqual([
    "Model.fitSync: this model is being trained. Await that fit (or end the loop over its epochs), or train a clone.",
    true,
    "trained on",
  ]);
});
