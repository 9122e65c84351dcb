import { describe, expect, test } from "vitest";

import {
  Model,
  OptionError,
  adam,
  dataset,
  dense,
  dropout,
  rmsprop,
  sgd,
  windows,
  type Epoch,
  type FitOptions,
  type LearningRate,
} from "../../src/index.js";
import { learningRateAt } from "../../src/spec/schedule.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember, stateOf } from "./remembered.js";

/** How fit, fitSync and epochs go through the rows, what they report, and what may happen meanwhile. */

const random = new Random(1);
const table = dataset({ inputs: random.table(50, 3), targets: random.table(50, 2) });
const valid = dataset({ inputs: random.table(20, 3), targets: random.table(20, 2) });
const net = (seed = 5): Model =>
  new Model({ inputs: 3, layers: [dense(8, "tanh"), dropout(0.2), dense(2)], loss: "mse", seed });

/** An epoch without its clock. */
const untimed = (epochs: readonly Epoch[]): unknown[] =>
  epochs.map(({ elapsedMs, ...rest }) => ({ ...rest, timed: elapsedMs >= 0 }));

/**
 * The order in which one epoch visits rows. Row i has the input e_i, its target 1 and its own weight; all share a bias that
 * rises with every update, so the weight of a row visited earlier gets a longer step.
 */
function orderOf(model: Model, rows: number, shuffle?: boolean): number[] {
  const inputs = Array.from({ length: rows }, (_, i) => Array.from({ length: rows }, (_, j) => +(i === j)));
  model.parameters = new Float32Array(rows + 1);
  const data = dataset({ inputs, targets: inputs.map(() => 1) });
  model.fitSync(data, { epochs: 1, batchSize: 1, ...(shuffle === undefined ? {} : { shuffle }) });
  const weights = model.parameters.slice(0, rows);
  return Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a]);
}

describe("the order of rows", () => {
  const rows = 40;
  const ascending = Array.from({ length: rows }, (_, i) => i);
  const orders = (seed: number, shuffle?: boolean): number[][] => {
    const optimizer = sgd({ learningRate: 0.01 });
    const layers = [dense(1)];
    const model = new Model({
      ...{ inputs: rows, layers, optimizer, loss: "mse" },
      ...{ standardize: false, seed },
    });
    return [1, 2, 3].map(() => orderOf(model, rows, shuffle));
  };

  test("is new in every epoch, each row once, decided by the seed", () => {
    const found = orders(1);
    for (const order of found) expect([...order].sort((a, b) => a - b)).toEqual(ascending);
    expect(new Set([ascending, ...found].map(String)).size).toBe(4);
    expect(orders(1)).toEqual(found);
    expect(orders(2)).not.toEqual(found);
    expect(orders(1, true)).toEqual(found);
  });

  test("shuffle: false keeps it", () => {
    expect(orders(1, false)).toEqual([ascending, ascending, ascending]);
  });

  test("windows are shuffled too", () => {
    const series = windows(random.list(60), { past: 3 });
    const trained = (shuffle: boolean): number[] => {
      const model = new Model({ inputs: series, layers: [dense(1)], loss: "mse" });
      model.fitSync(series, { epochs: 1, batchSize: 8, shuffle });
      return stateOf(model).parameters;
    };
    expect(trained(true)).not.toEqual(trained(false));
  });
});

test("without a global performance the clock is that of Date, and the model stays usable", () => {
  const { performance } = globalThis;
  Reflect.deleteProperty(globalThis, "performance");
  try {
    const { best } = net().fitSync(table, { epochs: 1 });
    expect(best.elapsedMs).toBeGreaterThanOrEqual(0);
  } finally {
    Object.assign(globalThis, { performance });
  }
});

describe("History", () => {
  test("epochs count from 1, updates are ceil(rows / batch) an epoch, the clock does not go back", () => {
    const { epochs, best, stoppedBy } = net().fitSync(table, { epochs: 4, batchSize: 16 });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(epochs.map(({ updates }) => updates)).toEqual([4, 8, 12, 16]);
    expect(epochs.every((e, i) => i === 0 || e.elapsedMs >= epochs[i - 1].elapsedMs)).toBe(true);
    expect(best).toEqual(epochs[3]);
    expect(stoppedBy).toBe("epochs");
    expect(epochs.some((e) => "validationLoss" in e)).toBe(false);
    expect(JSON.parse(JSON.stringify(epochs))).toEqual(epochs);
  });

  test("the batch is 32 by default, at most all rows, and 'all' of them", () => {
    const updates = (batchSize?: number | "all"): number =>
      net().fitSync(table, { epochs: 1, ...(batchSize === undefined ? {} : { batchSize }) }).best.updates;
    expect([updates(), updates(32), updates(50), updates(1000), updates("all"), updates(1)]).toEqual([
      2, 2, 1, 1, 1, 50,
    ]);
  });

  test("loss is the row-weighted mean of the batches', each before its update: twins that step say so", () => {
    const flat = new Model({ inputs: 3, layers: [dense(5, "tanh"), dense(2)], loss: "mae", seed: 2 });
    flat.fitSync(table, { epochs: 1 });
    const twin = Model.load(flat.save({ optimizer: true }));
    const { best } = flat.fitSync(table, { epochs: 1, batchSize: 15, shuffle: false });
    let sum = 0;
    for (let from = 0; from < 50; from += 15) {
      const part = table.slice(from, Math.min(50, from + 15));
      const rowsOf = (values: ArrayLike<number>, width: number): number[][] =>
        Array.from({ length: part.rows }, (_, r) => Array.from(values).slice(r * width, r * width + width));
      sum += part.rows * twin.step(rowsOf(part.inputs, 3), rowsOf(part.targets, 2));
    }
    expectClose(best.loss, sum / 50, { tolerance: 1e-6, label: "Epoch.loss" });
    expectClose(flat.parameters, twin.parameters, { tolerance: 1e-6, label: "parameters" });
  });

  test("dropout is on in Epoch.loss and off in validation", () => {
    const model = new Model({ inputs: 3, layers: [dropout(0.9), dense(2)], loss: "mse" });
    model.fitSync(table, { epochs: 1 });
    const before = model.loss(table);
    const { best } = model.fitSync(table, { epochs: 1, batchSize: "all", validation: table });
    expect(Math.abs(best.loss / before - 1)).toBeGreaterThan(0.01);
    expectClose(best.validationLoss ?? NaN, model.loss(table), { tolerance: 1e-6 });
  });

  test("a second fit goes on: 3 + 4 epochs are 7 epochs, to the bit", () => {
    const whole = net();
    const parts = net();
    const seven = whole.fitSync(table, { epochs: 7 }).epochs;
    const three = parts.fitSync(table, { epochs: 3 }).epochs;
    const four = parts.fitSync(table, { epochs: 4 }).epochs;
    expect(untimed([...three, ...four])).toEqual(untimed(seven));
    expect(stateOf(parts)).toEqual(stateOf(whole));
  });

  test("so does one after steps: they count as updates, not as epochs", () => {
    const model = net();
    model.step([[1, 2, 3]], [[1, 2]]);
    model.step([[3, 1, 3]], [[1, 0]]);
    expect(model.fitSync(table, { epochs: 1 }).best).toMatchObject({ epoch: 1, updates: 4 });
  });
});

describe("one training, four ways", () => {
  const options: FitOptions = { epochs: 5, batchSize: 16, validation: valid };
  const expected = net();
  const { epochs } = expected.fitSync(table, options);

  test("fit", async () => {
    const model = net();
    expect(untimed((await model.fit(table, options)).epochs)).toEqual(untimed(epochs));
    expect(stateOf(model)).toEqual(stateOf(expected));
  });

  test("for (... of epochs())", () => {
    const model = net();
    const seen: Epoch[] = [];
    for (const epoch of model.epochs(table, options)) seen.push(epoch);
    expect(untimed(seen)).toEqual(untimed(epochs));
    expect(stateOf(model)).toEqual(stateOf(expected));
  });

  test("for await (... of epochs())", async () => {
    const model = net();
    const seen: Epoch[] = [];
    for await (const epoch of model.epochs(table, options)) seen.push(epoch);
    expect(untimed(seen)).toEqual(untimed(epochs));
    expect(stateOf(model)).toEqual(stateOf(expected));
  });

  test("the same loop object runs a second fit", () => {
    const model = net();
    const loop = model.epochs(table, { epochs: 2 });
    expect([...loop].map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect([...loop].map(({ epoch }) => epoch)).toEqual([3, 4]);
  });

  test("nothing happens before the loop begins", () => {
    const model = net();
    const unchanged = remember(model);
    model.epochs(table, options);
    unchanged();
    model.fitSync(table, { epochs: 1 });
  });
});

describe("what stands in the model meanwhile", () => {
  test("onEpoch sees the weights after its epoch; looking on changes no bit", () => {
    const plain = net();
    const watched = net();
    const path: number[][] = [];
    for (let e = 0; e < 4; e++) {
      plain.fitSync(table, { epochs: 1, batchSize: 16 });
      path.push([...plain.parameters]);
    }
    const seen: number[][] = [];
    watched.fitSync(table, {
      epochs: 4,
      batchSize: 16,
      onEpoch: ({ epoch }) => {
        seen.push([...watched.parameters]);
        watched.predict([1, 2, 3]);
        watched.predictAll(valid);
        watched.evaluate(valid);
        watched.loss(table);
        watched.gradient(valid);
        watched.save({ optimizer: true });
        JSON.stringify(watched);
        watched.summary();
        watched.unscaled();
        expect(Model.load(watched.save()).parameters).toEqual(watched.parameters);
        expect(epoch).toBe(seen.length);
      },
    });
    expect(seen).toEqual(path);
    expect(stateOf(watched)).toEqual(stateOf(plain));
  });

  test("macrotasks run between epochs of fit and of for await that take their time, not within fitSync and for", async () => {
    let tasks = 0;
    const seen: number[] = [];
    const onEpoch = (): void => {
      seen.push(tasks);
      setImmediate(() => tasks++);
      // As long as a slice.
      for (const until = performance.now() + 9; performance.now() < until;);
    };
    await net().fit(table, { epochs: 4, onEpoch });
    expect(seen).toEqual([0, 1, 2, 3]);
    await new Promise(setImmediate);
    tasks = seen.length = 0;
    for await (const epoch of net().epochs(table, { epochs: 3, onEpoch }))
      expect(epoch.epoch).toBe(tasks + 1);
    await new Promise(setImmediate);
    tasks = seen.length = 0;
    net().fitSync(table, { epochs: 3, onEpoch });
    for (const _ of net().epochs(table, { epochs: 2, onEpoch })) expect(tasks).toBe(0);
    expect(seen).toEqual([0, 0, 0, 0, 0]);
  });

  test("nothing is trained before fit has returned", async () => {
    const model = net();
    let told = 0;
    const done = model.fit(table, { epochs: 3, onEpoch: () => told++ });
    for (let i = 0; i < 100; i++) await null;
    expect(told).toBe(0);
    await done;
    expect(told).toBe(3);
  });

  test("timers too: one of 5 ms fires many times while a long fit runs", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const until = performance.now() + 150;
    const onEpoch: FitOptions["onEpoch"] = (_, { stop }) => {
      if (performance.now() > until) stop();
    };
    await net().fit(table, { epochs: 1e6, onEpoch });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  test("a timer that was due in the first epoch comes before the second", async () => {
    const controller = new AbortController();
    const onEpoch = (): void => {
      setTimeout(() => controller.abort(), 1);
      for (const until = performance.now() + 30; performance.now() < until;);
    };
    const { epochs, stoppedBy } = await net().fit(table, { epochs: 3, onEpoch, signal: controller.signal });
    expect([epochs.length, stoppedBy]).toEqual([1, "signal"]);
  });

  test("an onEpoch that returns a Promise is waited for by fit", async () => {
    const done: number[] = [];
    await net().fit(table, {
      epochs: 3,
      onEpoch: async ({ epoch }) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        done.push(epoch);
      },
    });
    expect(done).toEqual([1, 2, 3]);
  });
});

describe("a model already in training", () => {
  const options: FitOptions = { epochs: 6, batchSize: 16, validation: valid };
  const refused: [string, (model: Model) => unknown][] = [
    ["fit", (model) => model.fit(table, options)],
    ["fitSync", (model) => model.fitSync(table, options)],
    ["epochs", (model) => [...model.epochs(table, options)]],
    ["step", (model) => model.step([[1, 2, 3]], [[1, 2]])],
    ["free", (model) => model.free()],
  ];

  test.each(refused)(
    "refuses %s, and the first fit ends as if nothing had been asked",
    async (name, call) => {
      const model = net();
      const alone = net();
      const { epochs } = await alone.fit(table, options);
      const first = model.fit(table, options);
      const error = await Promise.resolve()
        .then(() => call(model))
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      expect(error).toBeInstanceOf(OptionError);
      expect((error as Error).message).toMatch(new RegExp(`^Model\\.${name}: .*being trained`));
      expect(untimed((await first).epochs)).toEqual(untimed(epochs));
      expect(stateOf(model)).toEqual(stateOf(alone));
      await model.fit(table, { epochs: 1 });
    },
  );

  test("from inside its own onEpoch too: the error ends that fit, the model stays usable", async () => {
    const model = net();
    const nested = model.fit(table, { epochs: 3, onEpoch: () => model.fit(table, { epochs: 1 }) });
    await expect(nested).rejects.toBeInstanceOf(OptionError);
    expect(model.fitSync(table, { epochs: 1 }).best.epoch).toBe(2);
  });

  test("two models train at once, to the bits of each alone", async () => {
    const alone = [net(1), net(2)];
    for (const model of alone) model.fitSync(table, options);
    const both = [net(1), net(2)];
    await Promise.all(both.map((model) => model.fit(table, options)));
    expect(both.map(stateOf)).toEqual(alone.map(stateOf));
  });
});

describe("schedules", () => {
  const rates: [string, LearningRate][] = [
    ["a number", 0.25],
    ["step", { schedule: "step", initial: 0.5, every: 2, factor: 0.5 }],
    ["cosine", { schedule: "cosine", initial: 0.5, final: 0.125, epochs: 6, warmup: 2 }],
  ];

  // mae, one row far away: the gradient of the bias is -1, so that an epoch moves it by the rate exactly.
  test.each(rates)(
    "%s: every epoch has its own rate, also in a second fit and in step",
    (_, learningRate) => {
      const model = new Model({
        ...{ inputs: 1, layers: [dense(1, "linear", { initializer: "zeros" })], loss: "mae", seed: 1 },
        ...{ standardize: false, optimizer: sgd({ learningRate }) },
      });
      const data = dataset({ inputs: [0], targets: [1000] });
      const biases: number[] = [0];
      const onEpoch = (): void => void biases.push(model.parameters[1]);
      model.fitSync(data, { epochs: 3, onEpoch });
      model.fitSync(data, { epochs: 5, onEpoch });
      const moved = biases.slice(1).map((b, i) => b - biases[i]);
      const expected = moved.map((_rate, i) => learningRateAt(learningRate, i + 1));
      expectClose(moved, expected, { tolerance: 1e-6 });
      model.step([0], [1000]);
      expectClose(model.parameters[1] - biases[8], learningRateAt(learningRate, 9), { tolerance: 1e-6 });
    },
  );
});

test("clipNorm shortens a longer gradient and leaves a shorter one", () => {
  const data = dataset({ inputs: [[3, 4]], targets: [100] });
  const moved = (clipNorm?: number): number => {
    const zeros = dense(1, "linear", { initializer: "zeros" });
    const optimizer = sgd({ learningRate: 1 });
    const model = new Model({ inputs: 2, layers: [zeros], loss: "mae", optimizer, standardize: false });
    model.fitSync(data, { epochs: 1, ...(clipNorm === undefined ? {} : { clipNorm }) });
    return Math.hypot(...model.parameters);
  };
  // The gradient is -(3, 4, 1).
  expectClose(moved(), Math.sqrt(26), { tolerance: 1e-6 });
  expectClose(moved(0.5), 0.5, { tolerance: 1e-6 });
  expectClose(moved(6), Math.sqrt(26), { tolerance: 1e-6 });
});

test("options that are undefined count as left out", () => {
  const a = net();
  const b = net();
  a.fitSync(table, { epochs: 2 });
  const nothing = { validation: undefined, earlyStopping: undefined, clipNorm: undefined, signal: undefined };
  b.fitSync(table, { epochs: 2, batchSize: undefined, shuffle: undefined, onEpoch: undefined, ...nothing });
  expect(stateOf(b)).toEqual(stateOf(a));
});

test("a fit that must fail fails as a Promise, not by throwing", async () => {
  const model = new Model({ inputs: 3, layers: [dense(2)], loss: "mse", optimizer: adam() });
  const unchanged = remember(model);
  const promise = model.fit(table, { epochs: 0 });
  await expect(promise).rejects.toBeInstanceOf(OptionError);
  expect(caught(OptionError, () => model.fitSync(table, { epochs: 0 })).message).toMatch(/epochs/);
  unchanged();
});

test("a Promise from onEpoch is an error where nothing waits for it, and the model is in order", () => {
  const model = net();
  const onEpoch = (): Promise<boolean> => Promise.reject(new Error("nobody hears this"));
  const calls = [
    () => model.fitSync(table, { epochs: 3, onEpoch }),
    () => Array.from(model.epochs(table, { epochs: 3, onEpoch })),
  ];
  for (const call of calls) expect(caught(OptionError, call).message).toContain("onEpoch gave a Promise");
  expect(model.fitSync(table, { epochs: 1 }).best.epoch).toBe(3);
});

test.each([
  ["adam", adam({ learningRate: 1e-6 })],
  ["momentum", sgd({ learningRate: 1e-6, momentum: 0.9 })],
  ["rmsprop", rmsprop({ learningRate: 1e-6, alpha: 0.9 })],
])("%s: where a gradient has become 0, its means do not stay at subnormal numbers", (_, optimizer) => {
  const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
  model.step([[1, 1]], [1]);
  for (let i = 0; i < 1_500; i++) model.step([[1, 0]], [1]);
  const bytes = model.save({ optimizer: true });
  // The numbers stand at the end; those of three parameters and of one slot at least.
  const floats = new Float32Array(bytes.slice(-2 * 3 * 4).buffer);
  for (const value of floats) expect(value === 0 || Math.abs(value) >= 2 ** -126, `${value}`).toBe(true);
});
